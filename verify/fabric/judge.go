// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync/atomic"
)

// Blocks is where a ledger's blocks come from, in order. Their lengths are asked first, so that no memory is taken for bytes that
// nobody waits for yet.
type Blocks interface {
	// Length is how many bytes the next block has; io.EOF after the last one. Any other error ends the judging, and is told.
	Length() (int, error)
	// Block gives that many bytes: one marshalled common.Block, as a peer delivers it.
	Block(length int) ([]byte, error)
}

// Judge goes through the blocks in order and holds what follows from those before: configuration, state, hashes. That is all that
// a peer holds too; nothing of it is taken from the file but by way of a block that was judged.
type Judge struct {
	ctx    context.Context
	blocks Blocks
	trust  Trust
	found  func(Finding)
	yield  func(Row) bool
	opened *budget // of opened transactions

	config   *channelConfig // in force for the next block
	world    *world
	ids      map[txHash]bool // of all transactions
	lastHash []byte
	commit   []byte

	summary    Summary
	signatures atomic.Int64
}

// txHash stands for a transaction's id, which may be as long as its maker likes.
type txHash [sha256.Size]byte

// NewJudge is to judge the blocks of one channel. found is called, by whoever goes through Rows, with everything that is not as
// it must be. The zero Trust anchors nothing: then a ledger shows only that it agrees with itself.
func NewJudge(ctx context.Context, blocks Blocks, trust Trust, found func(Finding)) *Judge {
	return &Judge{
		ctx: ctx, blocks: blocks, trust: trust, found: found, world: newWorld(), ids: map[txHash]bool{},
		summary: Summary{Hashes: map[uint64]string{}},
	}
}

// Rows judges the ledger, once, and gives what took effect, row by row. It ends after the last block, where nothing further can
// be judged (Summary.Stopped), or when the context does.
func (j *Judge) Rows() iter.Seq[Row] {
	return func(yield func(Row) bool) {
		j.yield = yield
		ctx, cancel := context.WithCancel(j.ctx)
		intake := newIntake(j)
		go intake.run(ctx)
		defer intake.wait()
		defer cancel() // before waiting
		for item := range intake.ordered {
			if j.summary.Stopped = !j.item(item); j.summary.Stopped || j.ctx.Err() != nil {
				break
			}
			intake.done(item)
		}
		if j.ctx.Err() == nil {
			j.end()
		}
	}
}

func (j *Judge) fail(check Check, block uint64, tx string, err error) {
	j.found(Finding{Check: check, Block: block, Tx: tx, Err: err})
}

// item judges the next block; false means that nothing after it can be judged: the file cannot be read on, or what follows is not
// what the trust file names and the orderers signed. To go on would be to do a stranger's work for whoever wrote the file: bytes
// that no quorum stands behind cost nothing to make, and no finding in them would say anything about the ledger. A block that is
// signed and wrong inside is another matter: it is judged to its end, and so is what comes after it.
func (j *Judge) item(next *item) bool {
	at, b := next.position, next.block
	if next.err != nil {
		j.fail(File, at, "", next.err)
		return false
	}
	next.ready.Wait()
	if b.GetHeader().GetNumber() != at {
		j.fail(File, at, "", fmt.Errorf("block is numbered %d", b.GetHeader().GetNumber()))
	}
	linked := checkLink(b, j.lastHash)
	if linked != nil {
		j.fail(Chain, at, "", linked)
	}
	j.lastHash = headerHash(b.GetHeader())
	j.summary.Blocks, j.summary.Size = at+1, j.summary.Size+next.size
	marked := j.checkpoint(at)
	if slices.Contains(j.trust.Asked, at) {
		j.summary.Hashes[at] = hex.EncodeToString(j.lastHash)
	}
	if at == 0 {
		return j.genesis(b) && marked && j.ended(at)
	}
	if next.data != nil {
		j.fail(Data, at, "", next.data)
	}
	if next.quorum.err != nil {
		j.fail(Quorum, at, "", next.quorum.err)
	}
	return marked && linked == nil && next.data == nil && next.quorum.err == nil && j.block(next) && j.ended(at)
}

// ended gives the last row of a block.
func (j *Judge) ended(at uint64) bool {
	return j.yield(Row{Genesis: j.summary.Genesis, Block: at, State: j.State(), Hash: j.lastHash, Size: int64(j.summary.Size)})
}

// checkpoint compares the block just read with the trust file's checkpoints; false if one differs.
func (j *Judge) checkpoint(position uint64) bool {
	same := true
	for _, c := range j.trust.Checkpoints {
		if c.Block != position {
			continue
		}
		j.summary.Checkpoints++
		if c.Hash != hex.EncodeToString(j.lastHash) {
			j.fail(Anchor, position, "", errors.New("block differs from the trust file's checkpoint"))
			same = false
		}
	}
	return same
}

// end tells what is missing after the last block.
func (j *Judge) end() {
	s := &j.summary
	if s.Blocks == 0 {
		j.fail(File, 0, "", errors.New("there is no block"))
	} else if s.Checkpoints < len(j.trust.Checkpoints) && !s.Stopped {
		j.fail(Anchor, s.Blocks-1, "", errors.New("the ledger ends before a checkpoint of the trust file"))
	}
}
