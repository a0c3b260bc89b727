// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// maxConflicts is how often one act may come second before its caller is told so.
const maxConflicts = 12

// batch is some acts on their way together, in the order in which they came.
type batch struct {
	relay     *Relay
	entries   []*entry
	since     time.Time
	conflicts int
	blocks    sync.Map // transaction to func() uint64: the number of its block, looked up once for all its acts
}

// carry takes acts to their end, whatever it is.
func (r *Relay) carry(entries []*entry) {
	b := batch{relay: r, entries: entries, since: time.Now()}
	b.carry()
}

func (b *batch) carry() {
	for try := 0; ; try++ {
		if b.entries = b.relay.wanted(b.entries); len(b.entries) == 0 {
			return
		}
		if try > 0 {
			b.relay.stats.retries.Add(1)
			if pause(b.relay.ctx, try-1) != nil {
				b.fail(ErrClosed)
				return
			}
		}
		if b.attempt() {
			return
		}
	}
}

// wanted leaves out the entries for which nobody waits, and marks the others as taken.
func (r *Relay) wanted(entries []*entry) []*entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	var left []*entry
	for _, e := range entries {
		if e.callers > 0 {
			e.taken = true
			left = append(left, e)
		} else if r.pending[e.id] == e {
			delete(r.pending, e.id)
		}
	}
	return left
}

// attempt sends the batch once and says whether all its acts are settled.
func (b *batch) attempt() bool {
	packed, err := contract.Pack(encode(b.entries))
	if err != nil {
		return b.fail(err)
	}
	t := transaction{Client: b.relay.client, function: "Submit", args: [][]byte{packed}, sending: b.sent}
	commit, err := t.run(b.relay.ctx)
	var unknown *UnknownOutcome
	var invalid *Invalid
	switch {
	case err == nil:
		return b.committed(commit, t.response)
	case act.CodeOf(err) == contract.NoEffect:
		return b.withoutEffect()
	case errors.Is(err, ErrClosed):
		return b.fail(err)
	case act.CodeOf(err) != "", errors.Is(err, ErrChaincode), errors.Is(err, ErrTooLarge):
		return b.split() || b.fail(err)
	case errors.Is(err, ErrConflict):
		b.relay.stats.conflicts.Add(1)
		b.conflicts++
		return b.split() || b.conflicts >= maxConflicts && b.fail(err)
	case errors.As(err, &unknown): // acts take effect once, so sending them again does no harm
		b.relay.stats.unknown.Add(1)
	case errors.As(err, &invalid): // the bodies disagreed, or the channel's configuration changed on the way
	}
	return time.Since(b.since) > b.relay.o.GiveUp && b.fail(err)
}

// sent notes the transaction in which the acts are sent.
func (b *batch) sent(txID string) {
	b.relay.stats.batches.Add(1)
	b.relay.mu.Lock()
	defer b.relay.mu.Unlock()
	for _, e := range b.entries {
		e.sent = append(e.sent, txID)
	}
}

// split carries the halves of a batch one after the other, so that what stops one act does not stop the others. It
// returns false for a single act.
func (b *batch) split() bool {
	if len(b.entries) == 1 {
		return false
	}
	middle := len(b.entries) / 2
	for _, half := range [][]*entry{b.entries[:middle], b.entries[middle:]} {
		if pause(b.relay.ctx, 0) != nil {
			return b.fail(ErrClosed)
		}
		b.relay.stats.retries.Add(1)
		part := batch{relay: b.relay, entries: half, since: b.since}
		part.carry()
	}
	return true
}

func (b *batch) fail(err error) bool {
	for _, e := range b.entries {
		b.relay.settle(e, Receipt{}, err)
	}
	return true
}

// committed tells every caller what the ledger says of his act.
func (b *batch) committed(commit Commit, response []byte) bool {
	outcomes, err := contract.ReadOutcomes(response)
	if err != nil || len(outcomes) != len(b.entries) {
		return b.fail(fmt.Errorf("transaction %s: the chaincode's answer cannot be read: %w", commit.TxID, errors.Join(err, ErrChaincode)))
	}
	return b.answer(outcomes, commit)
}

// withoutEffect asks what became of acts that the chaincode does not put on the ledger.
func (b *batch) withoutEffect() bool {
	ctx, cancel := context.WithTimeout(b.relay.ctx, peerGivesUpIn)
	defer cancel()
	raw, err := b.relay.client.Evaluate(ctx, "Check", string(encode(b.entries)))
	var outcomes []contract.Outcome
	if err == nil {
		outcomes, err = contract.ReadOutcomes(raw)
	}
	if err != nil || len(outcomes) != len(b.entries) {
		return time.Since(b.since) > b.relay.o.GiveUp && b.fail(errors.Join(ErrUnavailable, err))
	}
	return b.answer(outcomes, Commit{})
}

// lookUps is how many acts of a batch are looked up at once.
const lookUps = 16

// answer settles acts by their outcomes, and says whether that is all of them. Those that would take effect, but are in no
// transaction, are left over.
func (b *batch) answer(outcomes []contract.Outcome, commit Commit) bool {
	var all errgroup.Group
	all.SetLimit(lookUps)
	entries := b.entries
	b.entries = nil
	for i, e := range entries {
		if outcomes[i].Code == contract.OK && commit.TxID == "" {
			b.entries = append(b.entries, e)
			continue
		}
		all.Go(func() error {
			b.answerOne(e, outcomes[i], commit)
			return nil
		})
	}
	all.Wait() //nolint:errcheck,gosec // none returns one
	return len(b.entries) == 0
}

func (b *batch) answerOne(e *entry, outcome contract.Outcome, commit Commit) {
	r := b.relay
	receipt := Receipt{TxID: commit.TxID, Block: commit.Block, Code: outcome.Code}
	switch outcome.Code {
	case contract.OK:
		r.settle(e, receipt, nil)
		return
	case contract.Already, contract.Replayed: // an act older than its signer's last one is REPLAYED, though it took effect
		if found, ok := b.find(e); ok {
			r.settle(e, found, nil)
			return
		}
		if outcome.Code == contract.Already { // in a transaction that is not this one
			r.settle(e, Receipt{Code: outcome.Code}, nil)
			return
		}
	}
	if commit.TxID == "" && len(e.sent) > 0 { // a ballot may have been rejected, on the ledger, when it was sent before
		if found, ok := b.find(e); ok {
			receipt.TxID, receipt.Block = found.TxID, found.Block
		}
	}
	r.settle(e, receipt, outcome.Refusal())
}

// find looks up where an act took effect before. A ballot's box does not say in which transaction: it is one of those in which it was sent,
// if this relay has sent it.
func (b *batch) find(e *entry) (Receipt, bool) {
	ctx, cancel := context.WithTimeout(b.relay.ctx, peerGivesUpIn)
	defer cancel()
	kept, err := Read(ctx, b.relay.client, contract.Acts, e.community, e.hash)
	if err == nil {
		block, _ := b.blocks.LoadOrStore(kept.Tx, sync.OnceValue(func() uint64 {
			commit, _, _ := b.relay.client.Lookup(ctx, kept.Tx) // a receipt without its block is better than none
			return commit.Block
		}))
		return Receipt{TxID: kept.Tx, Block: block.(func() uint64)(), Code: contract.Already}, true
	}
	for _, tx := range e.sent {
		if commit, ok := b.relay.client.tookEffect(ctx, tx, e.hash); ok {
			return Receipt{TxID: tx, Block: commit.Block, Code: contract.Already}, true
		}
	}
	return Receipt{}, false
}
