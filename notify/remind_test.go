// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/election"
)

func TestRounds(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	budget, other := tw.open("budget", "年度预算", 72*time.Hour), tw.open("other", "另一次", 96*time.Hour)
	alone, shared := tw.heads()
	for _, right := range tw.Heads() {
		if right.ID != alone.ID && right.ID != shared.ID {
			tw.one(budget.Cast(tw.on(budget), tw.Voter(right), right.ID, 1, election.Selections{secret.ID: {secret.Options[1]}}))
		}
		tw.one(other.Cast(tw.on(other), tw.Voter(right), right.ID, 1, election.Selections{})) // nobody is left to be reminded of this one
	}
	var want []Round
	look := func(when string) {
		t.Helper()
		must(t, tw.remind(t.Context()))
		for id, want := range map[string][]Round{"budget": want, "other": nil, "nothing": nil} {
			got, err := tw.Rounds(t.Context(), garden, id)
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, rounds of %s: %s", when, id, diff)
			}
		}
	}
	look("at the opening")
	tw.pass(25 * time.Hour)
	want = append(want, Round{Kind: ClosingIn48Hours, At: tw.clock().Unix(), People: 2})
	look("47 hours before the close")
	tw.one(budget.Cast(tw.on(budget), tw.Voter(alone), alone.ID, 1, election.Selections{}))
	tw.pass(24 * time.Hour)
	want = append(want, Round{Kind: ClosingIn24Hours, At: tw.clock().Unix(), People: 1})
	look("23 hours before the close, after one of them has voted")
	tw.pass(time.Hour)
	look("an hour later")
}
