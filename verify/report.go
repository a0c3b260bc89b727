// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/linli-project/linli/verify/fabric"
)

// Status of a check.
type Status string

// The three answers a check can give.
const (
	Pass      Status = "PASS"
	Fail      Status = "FAIL"
	NotProven Status = "NOT PROVEN"
)

// Check is one line of a report.
type Check struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Status   Status `json:"status"`
	Required bool   `json:"required"`         // an informative check may be NOT PROVEN in an accepted ledger
	Detail   string `json:"detail,omitempty"` // what was checked, or the first failure
	Count    int    `json:"failures,omitempty"`
	Located  bool   `json:"located,omitempty"` // whether Block says where the first failure is
	Block    uint64 `json:"block"`
	Tx       string `json:"tx,omitempty"`
}

// Report is what a recount of a ledger found.
type Report struct {
	Checks       []*Check         `json:"checks"`
	Anchored     bool             `json:"anchored"`
	Channel      string           `json:"channel"`
	Genesis      string           `json:"genesis"`
	LastHash     string           `json:"lastHash"`
	Blocks       uint64           `json:"blocks"`
	Transactions int              `json:"transactions"`
	Valid        int              `json:"valid"`
	Replayed     int              `json:"replayed"`
	Acts         int              `json:"acts"`
	Signatures   int64            `json:"signatures"`
	Keys         int              `json:"keys"`
	Logged       int64            `json:"logged"` // events in the logs of oracles
	Events       []Event          `json:"events,omitempty"`
	Points       []CountedSheet   `json:"points,omitempty"`  // of communities that have any
	Parking      []CountedParking `json:"parking,omitempty"` // of communities that have any
	Sheets       []CheckedSheet   `json:"sheets,omitempty"`  // that were shown
	Heads        []CheckedHead    `json:"heads,omitempty"`   // that were shown
	Elapsed      time.Duration    `json:"elapsedNanoseconds"`
	Trusted      []string         `json:"trusted"`
}

// The checks, in the order of the report.
const (
	checkFile      = string(fabric.File)
	checkAnchor    = string(fabric.Anchor)
	checkChain     = string(fabric.Chain)
	checkHash      = string(fabric.Data)
	checkReading   = string(fabric.Reading)
	checkSigned    = string(fabric.Quorum)
	checkConfig    = string(fabric.Config)
	checkTx        = string(fabric.Transactions)
	checkEndorsed  = string(fabric.Endorsements)
	checkValidity  = string(fabric.Validity)
	checkCommit    = string(fabric.Commit)
	checkReplay    = "replay"
	checkReads     = "reads"
	checkRecount   = "recount"
	checkHeads     = "heads"
	checkComplete  = "complete"
	checkLifecycle = "lifecycle"
	checkTidy      = "tidy"
)

func newReport() *Report {
	titles := []struct {
		id, title string
		required  bool
	}{
		{checkFile, "the file reads to its end, blocks are numbered from 0 without a gap", true},
		{checkAnchor, "genesis block and bodies are those of the trust file", true},
		{checkChain, "every header holds the hash of the header before", true},
		{checkHash, "every header holds the hash of its transactions", true},
		{checkReading, "every block and envelope has one reading", true},
		{checkSigned, "every block is signed by a quorum of the orderers in force", true},
		{checkConfig, "every configuration follows from the one before, by its own policies", true},
		{checkTx, "every transaction is signed by a member and bound to its proposal", true},
		{checkEndorsed, "every valid transaction meets the endorsement policy in force", true},
		{checkValidity, "every transaction's validity, derived again, is the one recorded", true},
		{checkCommit, "every commit hash, derived again, is the one recorded", true},
		{checkReplay, "every valid transaction, executed again, gives the recorded result", true},
		{checkReads, "transactions executed again read what was endorsed", false},
		{checkRecount, "every published result and all points, counted again, are the same", true},
		{checkHeads, "every head that a body has co-signed, made again from the blocks, is the same", true},
		{checkTidy, "blocks and valid transactions hold nothing superfluous: no padding, no signature that does not count, no unknown field", false},
		{checkLifecycle, "chaincode definitions: endorsed as above, not executed again", false},
		{checkComplete, "nothing is missing after the last block", false},
	}
	r := &Report{}
	for _, t := range titles {
		r.Checks = append(r.Checks, &Check{ID: t.id, Title: t.title, Required: t.required, Status: NotProven})
	}
	return r
}

// OK reports whether every required check passed. One that is NOT PROVEN has not: silence is no proof.
func (r *Report) OK() bool {
	for _, c := range r.Checks {
		if c.Status == Fail || c.Required && c.Status != Pass {
			return false
		}
	}
	return true
}

// Check returns the named check.
func (r *Report) Check(id string) *Check {
	for _, c := range r.Checks {
		if c.ID == id {
			return c
		}
	}
	return nil
}

// find records what a judge of blocks has found.
func (r *Report) find(f fabric.Finding) { r.fail(string(f.Check), f.Block, f.Tx, f.Err) }

// fail records a failure; the earliest block keeps the detail, for what comes after it is often only its consequence.
func (r *Report) fail(id string, block uint64, tx string, err error) {
	c := r.Check(id)
	c.Count++
	if c.Status == Fail && c.Located && c.Block <= block {
		return
	}
	c.Status, c.Detail, c.Block, c.Tx, c.Located = Fail, err.Error(), block, tx, true
}

// conclude sets the status of a check that has not failed.
func (r *Report) conclude(id string, s Status, format string, args ...any) {
	if c := r.Check(id); c.Status != Fail {
		c.Status, c.Detail = s, fmt.Sprintf(format, args...)
	}
}

func (c *Check) where() string {
	if !c.Located {
		return ""
	}
	where := fmt.Sprintf("block %d: ", c.Block)
	if c.Tx != "" {
		where = fmt.Sprintf("block %d, transaction %s: ", c.Block, c.Tx)
	}
	return where
}

// Write prints the report for a reader: one line per check, then what was counted and who is trusted.
func (r *Report) Write(w io.Writer) error {
	var out strings.Builder
	for _, c := range r.Checks {
		c.Write(&out)
	}
	r.writeCounts(&out)
	for _, p := range r.Points {
		p.write(&out)
	}
	for _, p := range r.Parking {
		p.write(&out)
	}
	for _, e := range r.Events {
		e.write(&out)
	}
	for _, s := range r.Sheets {
		s.write(&out)
	}
	for _, h := range r.Heads {
		h.write(&out)
	}
	for _, t := range r.Trusted {
		fmt.Fprintf(&out, "trusted: %s\n", t)
	}
	switch {
	case r.OK():
		out.WriteString("ACCEPTED\n")
	case !r.Anchored:
		out.WriteString("UNANCHORED: without a trust file this ledger proves only that it agrees with itself\n")
	default:
		out.WriteString("REFUSED\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// Write adds the check to a report for a reader.
func (c *Check) Write(out *strings.Builder) {
	fmt.Fprintf(out, "%-10s  %s\n", c.Status, c.Title)
	if c.Detail != "" {
		fmt.Fprintf(out, "%12s%s%s\n", "", c.where(), c.Detail)
	}
	if c.Count > 1 {
		fmt.Fprintf(out, "%12sand %d more\n", "", c.Count-1)
	}
}

func (r *Report) writeCounts(out *strings.Builder) {
	seconds := max(r.Elapsed.Seconds(), 1e-9)
	fmt.Fprintf(out, "\n%d blocks, %d transactions (%d valid), %d acts, %d signatures, %d keys in %.1f s: %.0f transactions/s, %.0f acts/s\n",
		r.Blocks, r.Transactions, r.Valid, r.Acts, r.Signatures, r.Keys, seconds,
		float64(r.Transactions)/seconds, float64(r.Acts)/seconds)
	if r.Logged > 0 {
		fmt.Fprintf(out, "%d events of devices are in the logs of oracles\n", r.Logged)
	}
	if r.Genesis != "" {
		fmt.Fprintf(out, "channel %s, genesis %s, last block %s\n", r.Channel, r.Genesis, r.LastHash)
	}
}
