// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
)

// Whoever relays acts sees them all, may send what he likes, and has a passkey of his own. Nothing that he makes of them
// gets onto the ledger.
func TestDishonestRelay(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle([]community.Unit{
		home("1", 100, "ann"), home("2", 110, "bob"), home("3", 120, "cat"), home("4", 130, "mal"),
	})
	v := w.openVote("vote", plainRules)
	other := w.openVote("other", plainRules)
	ann, bob, mal := w.People["ann"], w.People["bob"], w.People["mal"]
	stranger, newcomer, accomplice := w.signer("", "cat"), w.signer("", "cat"), w.signer("", "ann")
	codes := w.invite(time.Now().Add(time.Hour), "cat", "ann")
	enrolment, err := w.EnrolWith(newcomer, codes[0])
	must(t, enrolment, err)
	pending, err := w.EnrolWith(accomplice, codes[1])
	w.ok(must(t, pending, err))

	// What has passed through the relay's hands.
	cast := v.cast(ann, right("ann"), 1, agree)
	held := v.cast(bob, right("bob"), 1, agree)
	second := v.cast(ann, right("ann"), 2, disagree())
	closing := w.make("election.close", contract.ElectionStep{Election: "vote"}, w.Two()...)
	w.ok(cast)

	var mine contract.BallotCast
	bodyOf(t, v.cast(mal, right("bob"), 1, disagree()), &mine)
	swapped := []act.Signed{held, second}
	swapped[0].Signatures, swapped[1].Signatures = second.Signatures, held.Signatures
	stolen := stealInvitation(w, enrolment, stranger.Key.ID(), stranger.Key.Passkey())
	resigned := signedText(t, stolen.Text, stranger)
	resigned.Signatures = append(resigned.Signatures, stolen.Signatures[1])

	attempts := []struct {
		name  string
		batch []act.Signed
	}{
		{"alters a choice", []act.Signed{changed(t, held, "body.sealed", asJSON(t, mine.Sealed))}},
		{"moves a ballot to another right", []act.Signed{changed(t, held, "body.right", quote(right("cat")))}},
		{"moves a ballot to another election", []act.Signed{changed(t, cast, "body.election", quote(other.ID))}},
		{"turns a close into an annulment", []act.Signed{changed(t, closing, "type", `"election.annul"`)}},
		{"makes an act last longer", []act.Signed{changed(t, held, "exp", quote(number(int(time.Now().Unix()+99999))))}},
		{"renumbers a ballot", []act.Signed{changed(t, cast, "seq", `"2"`)}},
		{"replays a ballot", []act.Signed{cast, cast}},
		{"replays a ballot with its signature rewritten", []act.Signed{withSignatures(cast, remalleated(t, cast.Signatures[0]))}},
		{"drops a signature", []act.Signed{withSignatures(closing, closing.Signatures[0])}},
		{"drops every signature", []act.Signed{withSignatures(held)}},
		{"doubles a signature for the dropped one", []act.Signed{withSignatures(closing, closing.Signatures[0], closing.Signatures[0])}},
		{"signs for the dropped one", []act.Signed{withSignatures(closing, closing.Signatures[0], good(closing.Text).by(t, mal))}},
		{"swaps two voters' signatures", swapped},
		{"puts its own name on a ballot", []act.Signed{changed(t, held, "by", quote(mal.Key.ID()))}},
		{"signs a voter's ballot itself", []act.Signed{withSignatures(held, good(held.Text).by(t, mal))}},
		{"casts for somebody not enrolled", []act.Signed{v.cast(stranger, right("cat"), 1, agree)}},
		{"casts with an unconfirmed passkey", []act.Signed{v.cast(accomplice, right("ann"), 2, agree)}},
		{"confirms its accomplice itself", []act.Signed{
			w.make("credential.confirm", contract.CredentialConfirm{Credentials: []string{accomplice.Key.ID()}}, mal, accomplice),
		}},
		{"puts its key into an enrolment", []act.Signed{stolen}},
		{"signs the enrolment with its key", []act.Signed{resigned}},
		{"closes the vote by itself", []act.Signed{w.make("election.close", contract.ElectionStep{Election: "vote"}, mal)}},
		{"sends the third ballot before the second", []act.Signed{v.cast(ann, right("ann"), 3, agree)}},
	}
	before := w.desk.dump(t, w.ID)
	for _, a := range attempts {
		if _, err := w.trySubmit(a.batch...); err == nil {
			t.Errorf("%s: accepted", a.name)
		} else {
			t.Run(a.name, func(t *testing.T) { fails(t, err, contract.NoEffect) })
		}
	}
	unchanged(t, before, w.desk.dump(t, w.ID))
	t.Run("reorders a batch", func(t *testing.T) {
		third := v.cast(ann, right("ann"), 3, agree)
		got := w.under(t).submit(third, second)
		if got[0].Code != contract.SeqGap || got[1].Code != contract.OK {
			t.Errorf("%v; want the third ballot refused and the second accepted", got)
		}
	})
	t.Run("holds a ballot back until after the close", func(t *testing.T) {
		w := w.under(t)
		w.ok(closing)
		before := w.desk.list(t, "box", w.ID, "vote")
		w.recorded("CLOSED", held)
		unchanged(t, before, w.desk.list(t, "box", w.ID, "vote"))
	})
	t.Run("casts for a right that is not its own", func(t *testing.T) {
		w := w.under(t)
		before := w.desk.list(t, "box", w.ID, "other")
		w.recorded("NOT_ENTITLED", other.cast(mal, right("bob"), 1, agree))
		unchanged(t, before, w.desk.list(t, "box", w.ID, "other"))
	})
	t.Run("loses the code to who was invited", func(t *testing.T) { w.under(t).ok(enrolment) })
}

func changed(t testing.TB, signed act.Signed, path, value string) act.Signed {
	t.Helper()
	signed.Text = with(t, signed.Text, path, value)
	if path == "by" {
		first := signed.Signatures[0]
		first.By = value[1 : len(value)-1]
		signed.Signatures = append([]act.Signature{first}, signed.Signatures[1:]...)
	}
	return signed
}

func withSignatures(signed act.Signed, signatures ...act.Signature) act.Signed {
	signed.Signatures = signatures
	return signed
}

// stealInvitation is an enrolment with another's passkey put into it.
func stealInvitation(w *town, of act.Signed, id string, key act.Passkey) act.Signed {
	w.Helper()
	return changed(w, changed(w, of, "body.passkey", asJSON(w, key)), "by", quote(id))
}
