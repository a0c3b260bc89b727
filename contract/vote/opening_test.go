// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"crypto/rand"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/election/seal"
)

// announced is a vote whose notice is given, and whose keys are all drilled.
func announced(w *town.Town) *town.Vote {
	w.Helper()
	v := w.DraftVote("vote", town.Rules(), town.Question("c0")).Drilled()
	notice, err := v.Notice()
	w.OK(town.Must(w, notice, err))
	return v
}

func freshKey(t *testing.T) (private, public act.Bytes) {
	t.Helper()
	private, err := seal.NewKey(rand.Reader)
	town.Must(t, private, err)
	_, public, err = seal.KeyOf(private)
	return private, town.Must(t, public, err)
}

// An officer publishes his body's key anew once the notice is given, again and again, and never answers the drill. Officers of two
// other bodies open the vote without his, and it is counted.
func TestAnOfficerWhoNeverAnswersTheDrill(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.Homes(3))
	v := announced(w)
	attacker := w.Officers["street"]
	private, public := freshKey(t)
	key := func() act.Signed {
		return w.Make(vote.TypeElectionKey, vote.ElectionKey{Election: v.ID, Public: public}, attacker)
	}
	for range 7 { // the first one was published before
		w.OK(key())
		private, public = freshKey(t)
	}
	w.Refused(contract.TooMany, key())

	open := func(without ...string) vote.ElectionOpen {
		return vote.ElectionOpen{Election: v.ID, Without: append([]string{}, without...)}
	}
	w.Refused(vote.NotDrilled, w.Make(vote.TypeElectionOpen, open(), w.Two()...))
	w.Refused(contract.TwoBodies, w.Make(vote.TypeElectionOpen, open("street"), w.Convener(), attacker))
	w.Refused(act.BadField, w.Make(vote.TypeElectionOpen, open("street", "street"), w.Two()...))
	w.Refused(act.BadField, w.Make(vote.TypeElectionOpen, open("nobody", "street"), w.Two()...))
	w.OK(w.Make(vote.TypeElectionOpen, open("property", "street"), w.Two()...)) // property is drilled, and stays
	on := v.Reload().On
	if !slices.Equal(on.Without, []string{"street"}) || len(on.Bodies) != 3 || len(on.Keys) != 3 || slices.Contains(on.Bodies, "street") {
		t.Fatalf("opened by %v without %v", on.Bodies, on.Without)
	}
	for _, right := range w.Rights[:2] {
		w.OK(v.Cast(w.Voter(right), right.ID, 1, town.Agree()))
	}
	w.OK(w.Make(vote.TypeElectionClose, vote.ElectionStep{Election: v.ID}, w.Two()...))
	for _, body := range on.Bodies[:2] {
		w.OK(w.Make(vote.TypeElectionUnseal, unseal(t, v, body), w.Officers[body]))
	}
	w.Refused(contract.WrongPerson, w.Make(vote.TypeElectionUnseal, vote.ElectionUnseal{Election: v.ID, Private: private}, attacker))
	w.OK(w.Make(vote.TypeElectionUnseal, unseal(t, v, on.Bodies[2]), w.Officers[on.Bodies[2]]))
	if result := v.Reload().Counted(); result.Counted != 2 || len(result.Rejected) != 0 {
		t.Errorf("counted %+v", result)
	}
	w.OK(w.Make(vote.TypeElectionPublish, vote.ElectionPublish{Election: v.ID, Result: v.On.Result}, w.Two()...))
}

func unseal(t *testing.T, v *town.Vote, body string) (b vote.ElectionUnseal) {
	t.Helper()
	town.BodyOf(t, v.Unseal(body), &b)
	return b
}

// Two bodies cannot leave out so many that fewer open the ballots than the draft says.
func TestTooFewDrilledBodies(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	v := announced(w)
	for _, body := range []string{"property", "street"} {
		_, public := freshKey(t)
		w.OK(w.Make(vote.TypeElectionKey, vote.ElectionKey{Election: v.ID, Public: public}, w.Officers[body]))
	}
	w.Refused(vote.NotDrilled, w.Make(vote.TypeElectionOpen, vote.ElectionOpen{Election: v.ID, Without: []string{"property", "street"}},
		w.Two()...))
}
