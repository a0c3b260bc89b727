// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/election"
)

// missealed is a closed vote in which ballots are sealed wrongly to each body in turn, before any key is published.
func missealed(t *testing.T, l *village.Ledger, id string) (*village.Election, vote.Election) {
	t.Helper()
	v := settle(t, l, id, "rehearsal", "a", "b", "c", "d", "e")
	e, on := open(t, l, v, "vote")
	for i, right := range v.Rights[:4] {
		ballot, err := e.CastMisSealed(on, v.Voter(right), right.ID, 1, i, election.Selections{"m": {election.Agree}})
		done(t, l.Must(t.Context(), must(t, ballot, err)))
	}
	done(t, l.Must(t.Context(), yes(t, e, on, v.Rights[4], 1)))
	return e, on
}

// A body's key comes when the ballots of its shards are opened with the others' already, and again after the total: which keys open
// the ballots is settled with the t-th, so that ledger and recount find the same reasons. That they do, connect demands at the end.
func TestAKeyBetweenShardsAndTotal(t *testing.T) {
	l := connect(t)
	for late := range 4 {
		e, on := missealed(t, l, fmt.Sprintf("seal-%d", late))
		done(t, l.CloseAndUnseal(t.Context(), e, slices.Concat(on.Bodies[:late], on.Bodies[late+1:])))
		key := unseal(t, e, on.Bodies[late])
		for _, shard := range append(on.ShardNames(), vote.Whole) {
			if got := code(t, l, key); got != vote.WrongStage {
				t.Errorf("a key before %s is counted: %s", shard, got)
			}
			_, _, err := l.Client.Submit(t.Context(), "Tally", e.Village.ID, e.ID, shard)
			done(t, err)
		}
		if got := code(t, l, key); got != vote.WrongStage {
			t.Errorf("a key after the total: %s", got)
		}
		result, err := ledger.Read(t.Context(), l.Client, vote.Results, e.Village.ID, e.ID)
		if must(t, result, err); result.Counted != 1 || result.AllRejected() != 4 {
			t.Errorf("%d counted, rejected %v", result.Counted, result.Rejected)
		}
	}
}

// The last two bodies publish their keys at once: one is taken.
func TestTwoLastKeysAtOnce(t *testing.T) {
	l := connect(t)
	e, on := missealed(t, l, "seal-at-once")
	done(t, l.CloseAndUnseal(t.Context(), e, on.Bodies[:2]))
	atOnce := l.Send(t.Context(), []act.Signed{unseal(t, e, on.Bodies[2]), unseal(t, e, on.Bodies[3])})
	if (atOnce[0].Err == nil) == (atOnce[1].Err == nil) {
		t.Errorf("of the last two keys both or none are taken: %v, %v", atOnce[0].Err, atOnce[1].Err)
	}
	result, err := l.Tally(t.Context(), e, func(int, int) {})
	if must(t, result, err); result.Counted != 1 || result.AllRejected() != 4 {
		t.Errorf("%d counted, rejected %v", result.Counted, result.Rejected)
	}
}

func unseal(t *testing.T, e *village.Election, body string) act.Signed {
	t.Helper()
	signed, err := e.Unseal(body)
	return must(t, signed, err)
}
