// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"crypto/rand"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/election/seal"
)

// announced is a vote whose notice is given, and whose keys are all drilled.
func announced(t *testing.T, l *village.Ledger, v *village.Village) *village.Election {
	t.Helper()
	e, err := v.NewElection("vote")
	must(t, e, err)
	rules, contests := agreeOrNot()
	done(t, l.Prepare(t.Context(), e, "Vote", rules, contests))
	return e
}

func freshKey(t *testing.T) (private, public act.Bytes) {
	t.Helper()
	private, err := seal.NewKey(rand.Reader)
	must(t, private, err)
	_, public, err = seal.KeyOf(private)
	return private, must(t, public, err)
}

// An officer publishes his body's key anew once the notice is given, again and again, and never answers the drill. Officers of two
// other bodies open the vote without his, and it is counted.
func TestAnOfficerWhoNeverAnswersTheDrill(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "undrilled", "rehearsal", "a", "b", "c")
	e := announced(t, l, v)
	attacker := v.Officers["street"]
	private, public := freshKey(t)
	for range 7 { // the first one was published before
		done(t, attempt(t, l, v, "election.key", vote.ElectionKey{Election: "vote", Public: public}, attacker))
		private, public = freshKey(t)
	}
	turnedDown(t, l, v, contract.TooMany, "election.key", vote.ElectionKey{Election: "vote", Public: public}, attacker)

	open := func(without ...string) vote.ElectionOpen {
		return vote.ElectionOpen{Election: "vote", Without: append([]string{}, without...)}
	}
	turnedDown(t, l, v, vote.NotDrilled, "election.open", open(), v.Two()...)
	turnedDown(t, l, v, contract.TwoBodies, "election.open", open("street"), v.Convener(), attacker)
	turnedDown(t, l, v, act.BadField, "election.open", open("street", "street"), v.Two()...)
	turnedDown(t, l, v, act.BadField, "election.open", open("nobody", "street"), v.Two()...)
	done(t, l.Do(t.Context())(e.OpenWithout("property", "street"))) // property is drilled, and stays
	on, err := l.Election(t.Context(), e)
	if must(t, on, err); !slices.Equal(on.Without, []string{"street"}) || len(on.Bodies) != 3 || len(on.Keys) != 3 || slices.Contains(on.Bodies, "street") {
		t.Fatalf("opened by %v without %v", on.Bodies, on.Without)
	}
	for _, right := range v.Rights[:2] {
		done(t, l.Must(t.Context(), yes(t, e, on, right, 1)))
	}
	done(t, l.CloseAndUnseal(t.Context(), e, on.Bodies[:2]))
	turnedDown(t, l, v, contract.WrongPerson, "election.unseal", vote.ElectionUnseal{Election: "vote", Private: private}, attacker)
	done(t, l.Do(t.Context())(e.Unseal(on.Bodies[2])))
	result, err := l.Tally(t.Context(), e, func(int, int) {})
	done(t, err)
	done(t, l.Publish(t.Context(), e, result))
	if result.Counted != 2 || len(result.Rejected) != 0 {
		t.Errorf("counted %+v", result)
	}
}

// Two bodies cannot leave out so many that fewer open the ballots than the draft says.
func TestTooFewDrilledBodies(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "few", "rehearsal", "a")
	announced(t, l, v)
	for _, body := range []string{"property", "street"} {
		_, public := freshKey(t)
		done(t, attempt(t, l, v, "election.key", vote.ElectionKey{Election: "vote", Public: public}, v.Officers[body]))
	}
	turnedDown(t, l, v, vote.NotDrilled, "election.open", vote.ElectionOpen{Election: "vote", Without: []string{"property", "street"}}, v.Two()...)
}
