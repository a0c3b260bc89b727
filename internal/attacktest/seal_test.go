// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"fmt"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/election"
)

// Ballots are sealed wrongly to each body in turn, and the last two bodies publish their keys at once, or one of them between the
// shards and the total: which keys open the ballots is settled once, so that ledger and recount find the same reasons.
func TestKeysPublishedLate(t *testing.T) {
	l := connect(t)
	for late := range 4 {
		v := settle(t, l, fmt.Sprintf("seal-%d", late), "rehearsal", "a", "b", "c", "d", "e")
		e, on := open(t, l, v, "vote")
		for i, right := range v.Rights[:4] {
			ballot, err := e.CastMisSealed(on, v.Voter(right), right.ID, 1, i, election.Selections{"m": {election.Agree}})
			done(t, l.Must(t.Context(), must(t, ballot, err)))
		}
		done(t, l.Must(t.Context(), yes(t, e, on, v.Rights[4], 1)))
		done(t, l.CloseAndUnseal(t.Context(), e, []string{on.Bodies[(late+1)%4], on.Bodies[(late+2)%4]}))
		last := []act.Signed{unseal(t, e, on.Bodies[(late+3)%4]), unseal(t, e, on.Bodies[late])}
		atOnce := l.Send(t.Context(), last)
		if (atOnce[0].Err == nil) == (atOnce[1].Err == nil) {
			t.Errorf("of the last two keys both or none are taken: %v, %v", atOnce[0].Err, atOnce[1].Err)
		}
		missing := last[1]
		if atOnce[1].Err == nil {
			missing = last[0]
		}
		for _, shard := range on.ShardNames() {
			_, _, err := l.Client.Submit(t.Context(), "Tally", v.ID, e.ID, shard)
			done(t, err)
		}
		if got := code(t, l, missing); got != contract.WrongStage {
			t.Errorf("a key between the shards and the total: %s", got)
		}
		_, _, err := l.Client.Submit(t.Context(), "Tally", v.ID, e.ID, contract.Whole)
		done(t, err)
		if got := code(t, l, missing); got != contract.WrongStage {
			t.Errorf("a key after the total: %s", got)
		}
		result, err := ledger.Read[contract.Result](t.Context(), l.Client, "result", v.ID, e.ID)
		if must(t, result, err); result.Counted != 1 || result.AllRejected() != 4 {
			t.Errorf("%d counted, rejected %v", result.Counted, result.Rejected)
		}
	}
	// That the recount finds the same reasons, connect demands at the end.
}

func unseal(t *testing.T, e *village.Election, body string) act.Signed {
	t.Helper()
	signed, err := e.Unseal(body)
	return must(t, signed, err)
}
