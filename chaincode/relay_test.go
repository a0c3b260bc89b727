// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/community"
)

// Whoever relays acts sees them all, may send what he likes, and has a passkey of his own. Nothing that he makes of them
// gets onto the ledger.
func TestDishonestRelay(t *testing.T) {
	w := newSite(t)
	w.Found().Settle([]community.Unit{
		town.Home("1", 100, "ann"), town.Home("2", 110, "bob"), town.Home("3", 120, "cat"), town.Home("4", 130, "mal"),
	})
	v := w.OpenVote("vote", town.Rules())
	other := w.OpenVote("other", town.Rules())
	ann, bob, mal := w.People["ann"], w.People["bob"], w.People["mal"]
	stranger, newcomer, accomplice := w.Signer("", "cat"), w.Signer("", "cat"), w.Signer("", "ann")
	codes := w.CodesFor(time.Hour, "cat", "ann")
	enrolment, err := w.EnrolWith(newcomer, codes[0])
	town.Must(t, enrolment, err)
	pending, err := w.EnrolWith(accomplice, codes[1])
	w.OK(town.Must(t, pending, err))

	// What has passed through the relay's hands.
	cast := v.Cast(ann, town.Right("ann"), 1, town.Agree())
	held := v.Cast(bob, town.Right("bob"), 1, town.Agree())
	second := v.Cast(ann, town.Right("ann"), 2, town.Disagree())
	closing := w.Make(vote.TypeElectionClose, vote.ElectionStep{Election: "vote"}, w.Two()...)
	w.OK(cast)

	var mine vote.BallotCast
	town.BodyOf(t, v.Cast(mal, town.Right("bob"), 1, town.Disagree()), &mine)
	swapped := []act.Signed{held, second}
	swapped[0].Signatures, swapped[1].Signatures = second.Signatures, held.Signatures
	stolen := stealInvitation(w, enrolment, stranger.Key.ID(), stranger.Key.Passkey())
	resigned := town.SignedText(t, stolen.Text, stranger)
	resigned.Signatures = append(resigned.Signatures, stolen.Signatures[1])

	attempts := []struct {
		name  string
		batch []act.Signed
	}{
		{"alters a choice", []act.Signed{town.Changed(t, held, "body.sealed", town.JSON(t, mine.Sealed))}},
		{"moves a ballot to another right", []act.Signed{town.Changed(t, held, "body.right", town.Quote(town.Right("cat")))}},
		{"moves a ballot to another election", []act.Signed{town.Changed(t, cast, "body.election", town.Quote(other.ID))}},
		{"turns a close into an annulment", []act.Signed{town.Changed(t, closing, "type", `"election.annul"`)}},
		{"makes an act last longer", []act.Signed{town.Changed(t, held, "exp", town.Quote(strconv.Itoa(int(time.Now().Unix()+99999))))}},
		{"renumbers a ballot", []act.Signed{town.Changed(t, cast, "seq", `"2"`)}},
		{"replays a ballot", []act.Signed{cast, cast}},
		{"replays a ballot with its signature rewritten", []act.Signed{town.WithSignatures(cast, town.Remalleated(t, cast.Signatures[0]))}},
		{"drops a signature", []act.Signed{town.WithSignatures(closing, closing.Signatures[0])}},
		{"drops every signature", []act.Signed{town.WithSignatures(held)}},
		{"doubles a signature for the dropped one", []act.Signed{town.WithSignatures(closing, closing.Signatures[0],
			closing.Signatures[0])}},
		{"signs for the dropped one", []act.Signed{town.WithSignatures(closing, closing.Signatures[0],
			town.Good(closing.Text).By(t, mal))}},
		{"swaps two voters' signatures", swapped},
		{"puts its own name on a ballot", []act.Signed{town.Changed(t, held, "by", town.Quote(mal.Key.ID()))}},
		{"signs a voter's ballot itself", []act.Signed{town.WithSignatures(held, town.Good(held.Text).By(t, mal))}},
		{"casts for somebody not enrolled", []act.Signed{v.Cast(stranger, town.Right("cat"), 1, town.Agree())}},
		{"casts with an unconfirmed passkey", []act.Signed{v.Cast(accomplice, town.Right("ann"), 2, town.Agree())}},
		{"confirms its accomplice itself", []act.Signed{
			w.Make(people.TypeCredentialConfirm, people.CredentialConfirm{Credentials: []string{accomplice.Key.ID()}}, mal, accomplice),
		}},
		{"puts its key into an enrolment", []act.Signed{stolen}},
		{"signs the enrolment with its key", []act.Signed{resigned}},
		{"closes the vote by itself", []act.Signed{w.Make(vote.TypeElectionClose, vote.ElectionStep{Election: "vote"}, mal)}},
		{"sends the third ballot before the second", []act.Signed{v.Cast(ann, town.Right("ann"), 3, town.Agree())}},
	}
	before := w.desk.dump(t, w.ID)
	for _, a := range attempts {
		if _, err := w.TrySubmit(a.batch...); err == nil {
			t.Errorf("%s: accepted", a.name)
		} else {
			t.Run(a.name, func(t *testing.T) { town.Fails(t, err, contract.NoEffect) })
		}
	}
	unchanged(t, before, w.desk.dump(t, w.ID))
	t.Run("reorders a batch", func(t *testing.T) {
		third := v.Cast(ann, town.Right("ann"), 3, town.Agree())
		got := w.under(t).Submit(third, second)
		if got[0].Code != contract.SeqGap || got[1].Code != contract.OK {
			t.Errorf("%v; want the third ballot refused and the second accepted", got)
		}
	})
	t.Run("holds a ballot back until after the close", func(t *testing.T) {
		w := w.under(t)
		w.OK(closing)
		before := w.ballots("vote")
		w.Recorded("CLOSED", held)
		unchanged(t, before, w.ballots("vote"))
	})
	t.Run("casts for a right that is not its own", func(t *testing.T) {
		w := w.under(t)
		before := w.ballots("other")
		w.Recorded("NOT_ENTITLED", other.Cast(mal, town.Right("bob"), 1, town.Agree()))
		unchanged(t, before, w.ballots("other"))
	})
	t.Run("loses the code to who was invited", func(t *testing.T) { w.under(t).OK(enrolment) })
}

// ballots are those in the boxes of an election.
func (w *site) ballots(election string) map[string]string {
	w.Helper()
	cast := map[string]string{}
	for key, value := range w.desk.list(w, vote.Boxes.Kind(), w.ID, election) {
		box, err := vote.Boxes.Decode([]byte(value))
		done(w, err)
		if len(box.Ballots) > 0 {
			cast[key] = town.JSON(w, box.Ballots)
		}
	}
	return cast
}

// stealInvitation is an enrolment with another's passkey put into it.
func stealInvitation(w *site, of act.Signed, id string, key act.Passkey) act.Signed {
	w.Helper()
	return town.Changed(w, town.Changed(w, of, "body.passkey", town.JSON(w, key)), "by", town.Quote(id))
}
