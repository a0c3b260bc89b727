// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// secondPasskey enrols another passkey of a person.
func secondPasskey(w *town.Town, person string) *village.Signer {
	w.Helper()
	signer := w.Signer("", person)
	enrolment, err := w.EnrolWith(signer, w.CodesFor(time.Hour, person)[0])
	w.OK(town.Must(w, enrolment, err))
	confirmation, err := w.Act(people.TypeCredentialConfirm, people.CredentialConfirm{Credentials: []string{signer.Key.ID()}}, w.Two()...)
	w.OK(town.Must(w, confirmation, err))
	return signer
}

// A relay "loses" a ballot, the owner votes with another passkey or on paper, and the relay delivers what it held back.
func TestHeldBallots(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	ann, bob, other := w.People["ann"], w.People["bob"], secondPasskey(w, "ann")
	v := w.OpenVote("vote", town.Rules())
	first, second := town.Right("ann"), town.Right("bob")

	held := v.Cast(ann, first, 1, town.Agree())
	w.OK(v.Cast(other, first, 1, town.Disagree())) // before what was held back arrives
	w.Refused(contract.Replayed, held)

	w.OK(v.Cast(bob, second, 1, town.Agree()))
	held = v.Cast(bob, second, 2, town.Agree())
	w.OK(v.Paper("bob", second, 2, town.Disagree()))
	w.Refused(contract.Replayed, held)

	draft := w.Draft(vote.TypeBallotCast, 2, other)
	draft.Exp = draft.NBF + vote.MaxBallotLife + 1
	sealed, err := v.Seal(v.On, draft, first, town.Disagree())
	w.Refused(act.BadField, w.Sign(draft, vote.BallotCast{Election: v.ID, Right: first, Sealed: town.Must(t, sealed, err)},
		other)) // good for a day

	if result := v.Published(); result.Counted != 2 || result.Superseded != 1 || result.Contests[0].Tally["disagree"].Heads != 2 {
		t.Errorf("counted %+v", result)
	}
}

// The same with what owners do besides voting: a designation that was held back does not overtake a later one.
func TestHeldDesignation(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	other := secondPasskey(w, "ann")
	designate := func(voter string, by *village.Signer) act.Signed {
		return w.Sign(w.Draft(vote.TypeVoterDesignate, 1, by),
			vote.VoterDesignate{Owners: []string{"ann"}, Right: town.Right("ann"), Voter: voter}, by)
	}
	held := designate("bob", w.People["ann"])
	w.OK(designate("ann", other))
	w.Refused(contract.Replayed, held)
	if d, _ := town.Read(w, vote.Designations, w.ID, town.Right("ann")); d.Voter != "ann" {
		t.Errorf("%q votes", d.Voter)
	}
}
