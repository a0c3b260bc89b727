// SPDX-License-Identifier: Apache-2.0

// Package verify counts a ledger again, offline and alone: from the bytes of an exported ledger and a trust file it
// derives who may sign, who ordered, what was valid, what the state is and what was decided, and compares each with
// what the ledger says.
//
// It has two halves. Package fabric judges the blocks and knows nothing of this ledger's acts: it says which calls of which
// chaincode took effect, and on which state. This package says what that means: it executes each call again by the contract's
// own rules and compares answer and writes (replay.go, transactions.go), counts what was decided again in another way than the
// contract counted it (recount.go, points.go, parking.go), makes the ledger's heads again (heads.go), checks what it is shown of devices'
// events (event.go), of the sheets of points (points_sheet.go) and of heads (checkpoint.go), and reports (report.go,
// conclude.go). No half can make up for the other: endorsers who all lie write what no rule gives, and is valid to Fabric; and
// what the rules give may never have been agreed by anybody.
package verify

import (
	"context"
	"io"
	"time"

	"github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/verify/fabric"
)

// Options of a recount. The zero value is that of `linli verify`.
type Options struct {
	Replayers map[string]Replayer // by chaincode; nil means the ledger's own contract
	Events    []device.EventProof // that are checked against the ledger
	Sheets    []PointsSheet       // that are, too
	Heads     []string            // co-signed heads (notes) that the ledger has to have had

	Progress func(Progress) // is told after every block; nil: nobody is
}

// Progress is how far a recount has come.
type Progress struct {
	Blocks uint64
	Acts   int   // in them
	Bytes  int64 // of the file
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
	c := &recounted{replayers: o.Replayers, report: newReport(), unreplayed: map[string]int{}, notes: map[string]*notes{}}
	believed := trust.Believed()
	for _, sheet := range o.Sheets {
		believed.Asked = append(believed.Asked, sheet.Checkpoint.Block)
	}
	judge := fabric.NewJudge(ctx, reader, believed, c.report.find)
	for row := range judge.Rows() { // what took effect, a bounded piece at a time
		c.replay(row)
		c.heads.take(row)
		if row.Hash != nil && o.Progress != nil {
			o.Progress(Progress{Blocks: row.Block + 1, Acts: c.report.Acts, Bytes: row.Size})
		}
	}
	if ctx.Err() == nil {
		c.conclude(judge, trust, o.Heads)
		c.events(judge.State(), o.Events)
		c.points(judge.State(), judge.Summary().Hashes, o.Sheets)
		c.parking(judge.State())
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	c.report.Elapsed = time.Since(begin)
	return c.report, nil
}
