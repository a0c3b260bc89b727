// SPDX-License-Identifier: Apache-2.0

package people_test

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

// hashOfNothing is that of a text that says nothing.
const hashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// confirmation is two officers' of a person's passkey.
func confirmation(w *town.Town, person string, officers ...*village.Signer) act.Signed {
	w.Helper()
	return w.Make(people.TypeCredentialConfirm, people.CredentialConfirm{Credentials: []string{w.People[person].Key.ID()}}, officers...)
}

// An officer is an owner, and his administrator does not say so. Two bodies put it on record, and from then on no officer of his
// body decides on what concerns him, with whatever passkey; those of others do.
func TestAnOfficerWhoHidesThatHeIsAnOwner(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	property, street, owners := w.Officers["property"], w.Officers["street"], w.Two()[0]
	declare := func(bodies []string, signers ...*village.Signer) act.Signed {
		return w.Make(people.TypeOfficerDeclare, people.OfficerDeclare{Bodies: bodies, Person: "ann"}, signers...)
	}
	w.Refused(contract.TwoBodies, declare([]string{"property"}, street))
	w.Refused(act.BadField, declare([]string{"owners", "property", "residents"}, w.Two()...))
	w.OK(declare([]string{"property"}, w.Two()...))
	w.Refused(people.OwnUnit, confirmation(w, "ann", property, street))
	w.Refused(people.OwnUnit, confirmation(w, "ann", street, property))
	w.Refused(people.OwnUnit, w.Make(people.TypeCredentialRevoke, people.CredentialRevoke{
		Credential: w.People["ann"].Key.ID(), Reason: hashOfNothing,
	}, street, property))
	w.OK(confirmation(w, "ann", street, owners))
	w.OK(confirmation(w, "bob", property, street))
}

// A body says of its officer that he is a resident. It keeps him from acting for that resident, and gives him nothing of his.
func TestAnOfficerSaidToBeAResident(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	stranger := w.Signer("street", "ann")
	town.Done(t, w.FoundAs(w.Admin("street"), stranger))
	if known, _ := town.Read(w, contract.Credentials, w.ID, stranger.Key.ID()); known.Person != "" || known.Declared != "ann" {
		t.Errorf("%+v", known)
	}
	w.Refused(people.OwnUnit, confirmation(w, "ann", stranger, w.Two()[0]))
	w.OK(confirmation(w, "ann", w.Officers["street"], w.Two()[0]))
	w.Refused(contract.NotOwner, w.Make(people.TypeRollObject, people.RollObject{Text: hashOfNothing, Version: 1}, stranger))
}

// Somebody called "a\nb" would decide for the right that a and b share, by himself.
func TestAPersonMadeOfTwo(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(append(town.TwoHomes[:2:2], town.Home("3", 120, "ann", "bob")))
	code := town.NewCode(t)
	for _, person := range []string{"ann\nbob", "", "ann\u2028bob", "ann\u0085"} {
		w.Refused(act.BadField, w.Make(people.TypeCodesIssue, people.CodesIssue{
			Codes: []people.IssuedCode{{Code: code.Public(), Person: person}}, Expires: act.Int(w.Now().Add(time.Hour).Unix()),
		}, w.Officers["street"]))
	}
	both, ann, bob := town.Right("ann", "bob"), w.People["ann"], w.People["bob"]
	third := w.Signer("", "ann\nbob")
	enrolment, err := w.EnrolWith(third, code)
	w.Refused(contract.NotFound, town.Must(t, enrolment, err)) // nobody is invited by that name
	designate := func(owners []string, voter string, signers ...*village.Signer) act.Signed {
		return w.Make(vote.TypeVoterDesignate, vote.VoterDesignate{Owners: owners, Right: both, Voter: voter}, signers...)
	}
	w.Refused(contract.NotEnrolled, designate([]string{"ann\nbob"}, "ann\nbob", third))
	for _, owners := range [][]string{{"ann\nbob"}, {"bob", "ann"}, {"ann", "ann", "bob"}, {}, {"ann"}} {
		w.Refused(act.BadField, designate(owners, "ann", ann))
	}
	w.Refused(contract.WrongPerson, designate([]string{"ann", "bob"}, "ann", ann))
	w.Refused(act.BadField, designate([]string{"ann", "bob"}, "ann\nbob", ann, bob))
	w.OK(designate([]string{"ann", "bob"}, "bob", ann, bob))
}
