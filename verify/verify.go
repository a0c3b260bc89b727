// SPDX-License-Identifier: Apache-2.0

// Package verify counts a ledger again, offline and alone: from the bytes of an exported ledger and a trust file it
// derives who may sign, who ordered, what was valid, what the state is and what was decided, and compares each with
// what the ledger says. It links no part of Hyperledger Fabric but its message types; the rules of validation are
// written here a second time, after Fabric 3.1.1.
package verify

import (
	"context"
	"io"
	"time"

	"github.com/linli-project/linli/verify/fabric"
)

// Options of a recount. The zero value is that of `linli verify`.
type Options struct {
	Replayers map[string]Replayer // by chaincode; nil means the ledger's own contract
}

// Ledger counts an exported ledger again. The error is ErrNotLedger, or of ctx; whatever is wrong inside of the ledger
// is in the report. The report of an empty trust is never OK.
func Ledger(ctx context.Context, r io.Reader, trust Trust, o Options) (*Report, error) {
	reader, err := NewReader(r)
	if err != nil {
		return nil, err
	}
	if o.Replayers == nil {
		o.Replayers = map[string]Replayer{Chaincode: Contract{}}
	}
	begin := time.Now()
	c := &recounted{replayers: o.Replayers, report: newReport(), unreplayed: map[string]int{}}
	judge := fabric.NewJudge(ctx, reader, trust.believed(), c.report.find)
	for row := range judge.Rows() {
		c.replay(row)
	}
	if ctx.Err() == nil {
		c.conclude(judge, trust)
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	c.report.Elapsed = time.Since(begin)
	return c.report, nil
}
