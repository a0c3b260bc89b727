// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/linli-project/linli/verify"
	"github.com/linli-project/linli/words"
)

// The checks, in the order of the report.
const (
	checkForm       = "form"
	checkManifest   = "manifest"
	checkHead       = "head"
	checkInclusion  = "inclusion"
	checkAccepted   = "accepted"
	checkSignatures = "signatures"
	checkEnrolment  = "enrolment"
	checkClaim      = "claim"

	// Of a full bundle.
	checkConfig      = "config"
	checkQuorum      = "quorum"
	checkEndorsement = "endorsement"
	checkReads       = "reads"
	checkBlock       = "block"
	checkReport      = "report"
)

// Report is what was found about a bundle.
type Report struct {
	Checks   []*verify.Check `json:"checks"`
	Anchored bool            `json:"anchored"`
	Profile  string          `json:"profile"`
	Claim    Claim           `json:"claim"`
	Trusted  []string        `json:"trusted"`
	Stamped  []words.Text    `json:"stamped,omitempty"` // what the stamps show that are those of who is believed
}

type line struct{ id, title string }

// lines are those of a profile.
func lines(profile string) []line {
	all := []line{
		{checkForm, "the file is written as a bundle is, within the bounds"},
		{checkManifest, "every entry is as the manifest has it, and there is no other"},
		{checkHead, "enough bodies of the trust file co-signed the ledger's head"},
		{checkInclusion, "every block is in the head, and every document in its block"},
		{checkAccepted, "every act took effect on the ledger"},
		{checkSignatures, "every act is signed by whom it names, with keys that were in force"},
		{checkEnrolment, "every key is one that the bodies enrolled"},
		{checkClaim, "the claim is the one that follows from the evidence"},
	}
	if profile == Full {
		all = append(all, []line{
			{checkConfig, "the configuration in force follows from the genesis block of the trust file, one step after the other"},
			{checkQuorum, "every block is signed by a quorum of the orderers in force, and names that configuration"},
			{checkEndorsement, "the transaction is a member's, and endorsed as the chaincode's definition asks for"},
			{checkReads, "what the transaction read is what is shown: no later definition, key or revocation was left out"},
			{checkBlock, "the documents are those that the block's transactions wrote"},
			{checkReport, "the statements for a reader are those that follow"},
		}...)
	}
	return all
}

func newReport(profile string, stamps int) *Report {
	r := &Report{}
	for _, line := range lines(profile) {
		r.Checks = append(r.Checks, &verify.Check{ID: line.id, Title: line.title, Required: true, Status: verify.NotProven})
	}
	for i := range stamps {
		r.Checks = append(r.Checks, &verify.Check{ID: checkStamp(i), Title: stampTitle, Status: verify.NotProven})
	}
	return r
}

// OK reports whether every check passed. A stamp may be NOT PROVEN: without it the evidence is the same.
func (r *Report) OK() bool {
	for _, c := range r.Checks {
		if c.Status == verify.Fail || c.Required && c.Status != verify.Pass {
			return false
		}
	}
	return true
}

// Check returns the named check.
func (r *Report) Check(id string) *verify.Check {
	for _, c := range r.Checks {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// fail records a failure; the first one keeps the detail.
func (r *Report) fail(id string, err error) {
	c := r.Check(id)
	if c.Count++; c.Status != verify.Fail {
		c.Status, c.Detail = verify.Fail, err.Error()
	}
}

// pass says of a check that has not failed what was checked.
func (r *Report) pass(id, format string, args ...any) {
	if c := r.Check(id); c.Status != verify.Fail {
		c.Status, c.Detail = verify.Pass, fmt.Sprintf(format, args...)
	}
}

// Write prints the report for a reader: a line per check, what is claimed, what is not proven, and who is trusted.
func (r *Report) Write(w io.Writer) error {
	var out strings.Builder
	for _, c := range r.Checks {
		c.Write(&out)
	}
	out.WriteString("\n")
	r.Claim.write(&out)
	for _, s := range r.Stamped {
		fmt.Fprintf(&out, "stamped: %s\nstamped: %s\n", s.ZH, s.EN)
	}
	for _, t := range r.Trusted {
		fmt.Fprintf(&out, "trusted: %s\n", t)
	}
	out.WriteString(r.Verdict() + "\n")
	_, err := io.WriteString(w, out.String())
	return err
}

// Verdict is what the checks come to: ACCEPTED, REFUSED, or UNANCHORED.
func (r *Report) Verdict() string {
	switch {
	case r.OK():
		return "ACCEPTED"
	case slices.ContainsFunc(r.Checks, func(c *verify.Check) bool { return c.Status == verify.Fail }):
		return "REFUSED"
	}
	return "UNANCHORED: without a trust file that names witnesses this bundle proves only that it agrees with itself"
}
