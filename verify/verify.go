// SPDX-License-Identifier: Apache-2.0

// Package verify counts a ledger again, offline and alone: from the bytes of an exported ledger and a trust file it
// derives who may sign, who ordered, what was valid, what the state is and what was decided, and compares each with
// what the ledger says. It links no part of Hyperledger Fabric but its message types; the rules of validation are
// written here a second time, after Fabric 3.1.1.
package verify

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"
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
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	j := newJudge(ctx, trust, o)
	intake := newIntake(reader, j)
	go intake.run(ctx)
	defer intake.wait()
	defer cancel() // before waiting
	for item := range intake.ordered {
		if j.stopped = !j.item(item); j.stopped || ctx.Err() != nil {
			break
		}
		intake.done(item)
	}
	if ctx.Err() == nil {
		j.conclude()
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	j.report.Elapsed = time.Since(begin)
	return j.report, nil
}

// item judges the next block; false means that nothing after it can be judged: the file cannot be read on, or what follows is
// not what the trust file names and the orderers signed.
func (j *judge) item(next *item) bool {
	r, at, b := j.report, next.position, next.block
	if next.err != nil {
		r.fail(checkFile, at, "", next.err)
		return false
	}
	next.ready.Wait()
	if b.GetHeader().GetNumber() != at {
		r.fail(checkFile, at, "", fmt.Errorf("block is numbered %d", b.GetHeader().GetNumber()))
	}
	linked := checkLink(b, j.lastHash)
	if linked != nil {
		r.fail(checkChain, at, "", linked)
	}
	j.lastHash = headerHash(b.GetHeader())
	r.Blocks, j.size = at+1, j.size+next.size
	marked := j.checkpoint(at)
	if at == 0 {
		return j.genesis(b) && marked
	}
	if next.data != nil {
		r.fail(checkHash, at, "", next.data)
	}
	if next.quorum.err != nil {
		r.fail(checkSigned, at, "", next.quorum.err)
	}
	return marked && linked == nil && next.data == nil && next.quorum.err == nil && j.block(next)
}

// checkpoint compares the block just read with the trust file's checkpoints; false if one differs.
func (j *judge) checkpoint(position uint64) bool {
	same := true
	for _, c := range j.trust.Checkpoints {
		if c.Block != position {
			continue
		}
		j.met++
		if c.Hash != hex.EncodeToString(j.lastHash) {
			j.report.fail(checkAnchor, position, "", errors.New("block differs from the trust file's checkpoint"))
			same = false
		}
	}
	return same
}
