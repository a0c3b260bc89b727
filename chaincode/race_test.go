// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
)

// An ending is how a transaction ended, and in which block.
type ending struct {
	block uint64
	err   error
}

// race has transactions endorsed on the same state, sends them all, and returns how each ended.
func (w *site) race(batches ...[]act.Signed) []ending {
	w.Helper()
	var send []func() func() (uint64, error)
	for _, acts := range batches {
		send = append(send, w.endorse("Submit", town.Batch(w, acts)))
	}
	var wait []func() (uint64, error)
	for _, s := range send {
		wait = append(wait, s())
	}
	results := make([]ending, len(wait))
	for i, await := range wait {
		results[i].block, results[i].err = await()
	}
	return results
}

// oneOf demands that exactly one of the racers took effect, and the others met a conflict. It says whether all were in
// one block.
func oneOf(t testing.TB, results []ending) (sameBlock bool) {
	t.Helper()
	won := 0
	sameBlock = true
	for _, r := range results {
		if r.err == nil {
			won++
		} else if !strings.Contains(r.err.Error(), "MVCC_READ_CONFLICT") {
			t.Errorf("lost otherwise than by a conflict: %v", r.err)
		}
		sameBlock = sameBlock && r.block == results[0].block
	}
	if won != 1 {
		t.Errorf("%d of %d took effect: %v", won, len(results), results)
	}
	return sameBlock
}

func TestRaces(t *testing.T) {
	w := newSite(t)
	w.Found().Settle(town.Homes(20))
	v := w.OpenVote("vote", town.Rules())
	ballot := func(i int, seq int64) act.Signed {
		unit := w.Rights[i]
		return v.Cast(w.Voter(unit), unit.ID, seq, town.Agree())
	}
	box := func(t *testing.T, i int) []vote.Ballot {
		t.Helper()
		b, _ := town.Read(w.Town, vote.Boxes, v.On.BoxOf(w.ID, w.Rights[i].ID)...)
		return b.Ballots
	}
	t.Run("two ballots of one right in one block", func(t *testing.T) {
		w := w.under(t)
		sameBlock := false
		for i := 14; i < 20 && !sameBlock; i++ {
			first, second := ballot(i, 1), ballot(i, 1)
			sameBlock = oneOf(t, w.race([]act.Signed{first}, []act.Signed{second}))
			kept := box(t, i)
			if len(kept) != 1 {
				t.Fatalf("%d ballots are in the box", len(kept))
			}
			for _, b := range []act.Signed{first, second} {
				if act.HashOf(b.Text).String() == kept[0].Act {
					w.Refused(contract.Already, b)
				} else {
					w.Refused(contract.Replayed, b)
				}
			}
		}
		if !sameBlock {
			t.Error("the two never came into one block")
		}
	})
	t.Run("the same ballot by two relays", func(t *testing.T) {
		w := w.under(t)
		one := ballot(1, 1)
		oneOf(t, w.race([]act.Signed{one}, []act.Signed{one}, []act.Signed{one}))
		w.Refused(contract.Already, one)
		if kept := box(t, 1); len(kept) != 1 {
			t.Errorf("%d ballots are in the box", len(kept))
		}
	})
	t.Run("ballots of many rights do not conflict", func(t *testing.T) {
		w := w.under(t)
		var batches [][]act.Signed
		for i := 2; i < 12; i++ {
			batches = append(batches, []act.Signed{ballot(i, 1)})
		}
		for i, r := range w.race(batches...) {
			if r.err != nil {
				t.Errorf("batch %d: %v", i, r.err)
			}
		}
	})
	t.Run("two acts of one officer", func(t *testing.T) {
		w := w.under(t)
		issue := func() act.Signed {
			return w.Make(people.TypeCodesIssue, people.CodesIssue{Codes: []people.IssuedCode{{Code: town.NewCode(t).Public(),
				Person: "x"}}}, w.Officers["street"])
		}
		oneOf(t, w.race([]act.Signed{issue()}, []act.Signed{issue()}))
	})
	t.Run("a ballot and the close", func(t *testing.T) {
		w := w.under(t)
		late := ballot(13, 1)
		send := w.endorse("Submit", town.Batch(t, []act.Signed{late}))
		w.OK(v.Step(vote.TypeElectionClose))
		if _, err := send()(); err == nil || !strings.Contains(err.Error(), "MVCC_READ_CONFLICT") {
			t.Errorf("endorsed before the close, ordered after it: %v", err)
		}
		w.Recorded("CLOSED", late)
		if kept := box(t, 13); len(kept) != 0 {
			t.Errorf("%d ballots are in the box", len(kept))
		}
	})
}
