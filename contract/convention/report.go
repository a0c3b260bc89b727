// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// MaxReporters is how many households' reports are filed as one.
const MaxReporters = 32

// Report is that households have reported something. Who they are is nowhere on the ledger, not as pseudonyms either, since neighbours come
// to know those: the body keeps what they have signed, and the ledger a salted hash of each.
type Report struct {
	ReportFile
	Body      string `json:"body"`
	Breach    string `json:"breach,omitempty"`    // cause of the breach that it was shown for, alone or beside something: it serves one
	Confirmed string `json:"confirmed,omitempty"` // hash of the act by which a grid worker says that he was there and saw it
	Filed     int64  `json:"filed"`               // Unix time
}

// Reports are a community's, by the hash of the act that filed one.
const Reports contract.Ref[Report] = "report" // C~id: what households have reported, without who

// ReportFile is the body of report.file: an officer files what households have reported to his body.
type ReportFile struct {
	At     act.Int  `json:"at"`     // when it was, Unix time
	Kind   string   `json:"kind"`   // one of rules/convention.Reports
	Place  string   `json:"place"`  // as the duties name places
	Signed []string `json:"signed"` // SHA-256 (hex) of what each household has signed, with a salt, sorted
}

func file(c *contract.Context, b ReportFile) error {
	if err := b.check(c.Tx.Time); err != nil {
		return err
	}
	return Reports.Put(c, Report{ReportFile: b, Body: c.Signers[0].Body, Filed: c.Tx.Time}, c.Act.Community, c.Hash)
}

func (b ReportFile) check(now int64) error {
	if err := checkReported(b.Kind, b.Place, int64(b.At), now); err != nil {
		return err
	}
	if len(b.Signed) == 0 || len(b.Signed) > MaxReporters {
		return act.Refuse(act.BadField, "of", "report-signed", "most", MaxReporters)
	}
	for i, hash := range b.Signed {
		if !contract.IsHash(hash) || i > 0 && b.Signed[i-1] >= hash {
			return act.Refuse(act.BadField, "of", "report-signed", "most", MaxReporters)
		}
	}
	return nil
}

// ReportConfirm is the body of report.confirm: a grid worker was there and saw it.
type ReportConfirm struct {
	Report string `json:"report"`
}

func confirm(c *contract.Context, b ReportConfirm) error {
	r, err := loadReport(c, b.Report)
	switch {
	case err != nil:
		return err
	case r.Confirmed != "":
		return act.Refuse(contract.Exists, "of", "report-confirmed")
	case int64(r.At) < c.Tx.Time-MaxAge:
		return act.Refuse(CauseOld, "days", MaxAge/day)
	}
	r.Confirmed = c.Hash
	return Reports.Put(c, r, c.Act.Community, b.Report)
}

func loadReport(c *contract.Context, id string) (Report, error) {
	if !contract.IsHash(id) {
		return Report{}, act.Refuse(contract.NotFound, "of", "report")
	}
	r, ok, err := Reports.Get(c, c.Act.Community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "report")
	}
	return r, err
}

// serves notes for which breach a report was shown; "" is none.
func serves(c *contract.Context, report, cause string) error {
	if report == "" {
		return nil
	}
	r, err := loadReport(c, report)
	if err != nil {
		return err
	}
	r.Breach = cause
	return Reports.Put(c, r, c.Act.Community, report)
}
