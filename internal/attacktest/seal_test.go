// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/election"
)

// The last two bodies publish their keys at once, in a vote with ballots that are sealed wrongly to each body in turn: one is taken.
func TestTwoLastKeysAtOnce(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "seal-at-once", "a", "b", "c", "d", "e")
	e, on := open(t, l, v)
	for i, right := range v.Rights[:4] {
		ballot, err := e.CastMisSealed(on, v.Voter(right), right.ID, 1, i, election.Selections{"m": {election.Agree}})
		done(t, l.Must(t.Context(), must(t, ballot, err)))
	}
	done(t, l.Must(t.Context(), yes(t, e, on, v.Rights[4], 1)))
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
