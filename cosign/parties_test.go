// SPDX-License-Identifier: Apache-2.0

package cosign_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// A hall is where two homes are at odds: ann's and bob's, and cat's. An officer of the first body mediates.
type hall struct {
	*garden
	mediator *village.Signer
}

func newHall(t *testing.T) *hall {
	t.Helper()
	g := gardenOf(t, home("ours", "ann", "bob"), home("theirs", "cat"), home("shared", "ann", "dan"))
	return &hall{g, g.Convener()}
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// does has somebody do something, which takes effect, and returns its hash.
func (h *hall) does(kind string, body any, by *village.Signer) string {
	h.t.Helper()
	signed := h.signed(kind, body, by)
	must(h.t, h.book.Submit([]act.Signed{signed}, nil))
	return act.HashOf(signed.Text).String()
}

// opened is a case of ann's home and another one, in which both take part.
func (h *hall) opened(second string, joins *village.Signer) string {
	h.t.Helper()
	id := h.does(mediation.TypeCaseRequest, mediation.CaseRequest{
		About: mediation.AboutRequest, Home: "ours", Second: rules.Side{Home: second}, Text: hashOf(second + h.t.Name()),
	}, h.People["ann"])
	h.does(mediation.TypeCaseTake, mediation.CaseTake{Case: id}, h.mediator)
	h.does(mediation.TypeCaseJoin, mediation.CaseJoin{Case: id}, joins)
	return id
}

// drafted is an agreement that an officer has signed, as it waits.
func (h *hall) drafted(id string, by *village.Signer) cosign.Act {
	h.t.Helper()
	// Whose next act has the same number: what only waits has used none.
	fresh := &village.Signer{Key: by.Key, Body: by.Body}
	draft := h.Draft(mediation.TypeCaseAgree, h.next(by), fresh)
	signed, err := village.Sign(draft, mediation.CaseAgree{Agreement: hashOf("half each"), Case: id, Days: 30}, fresh)
	must(h.t, err)
	return h.waiting(signed, mediation.TypeCaseAgree, by.Body, "")
}

func (h *hall) next(by *village.Signer) int64 {
	h.t.Helper()
	credential := h.credential(by)
	last, err := index.Optional(h.t.Context(), h.store.Index, contract.Sequences, credential.Numbering(h.ID)...)
	must(h.t, err)
	return last.Seq + 1
}

func (h *hall) credential(s *village.Signer) contract.Credential {
	h.t.Helper()
	c, err := index.Read(h.t.Context(), h.store.Index, contract.Credentials, h.ID, s.Key.ID())
	must(h.t, err)
	return c
}

// signs is somebody's signature under a waiting act, for the party that he speaks for.
func (h *hall) signs(a cosign.Act, who string) cosign.Signature {
	h.t.Helper()
	signature, err := h.People[who].Key.Sign(a.Text)
	must(h.t, err)
	return cosign.Signature{Signature: signature, Person: a.PartyOf(h.parties(a), h.credential(h.People[who]))}
}

func (h *hall) parties(a cosign.Act) []contract.Party {
	h.t.Helper()
	parties, err := h.store.Parties(h.t.Context(), a)
	must(h.t, err)
	return parties
}

// refused says why a waiting act can no longer take effect; OK if it can.
func (h *hall) refused(a cosign.Act) act.Code {
	h.t.Helper()
	outcome, no, err := h.store.Refusal(h.t.Context(), a, nil, time.Now().Unix())
	must(h.t, err)
	if !no {
		return contract.OK
	}
	return outcome.Code
}

func (h *hall) is(a cosign.Act, want act.Code) {
	h.t.Helper()
	if got := h.refused(a); got != want {
		h.t.Errorf("%s is refused as %s, not %s", a.Type, got, want)
	}
}

// An agreement waits for one of each side, whoever of it: nobody else's signature counts, and another officer's draft waits for nobody.
func TestAgreementWaits(t *testing.T) {
	h := newHall(t)
	id := h.opened("theirs", h.People["cat"])
	h.is(h.drafted(id, h.Two()[1]), contract.WrongPerson)
	a := h.drafted(id, h.mediator)
	h.is(a, contract.OK)
	if names := cosign.Names(h.parties(a)); !slices.Equal(names, []string{"ours", "theirs"}) || a.Subject().ID != id {
		t.Fatalf("%v %+v", names, a.Subject())
	}
	for who, side := range map[string]string{"ann": "ours", "bob": "ours", "cat": "theirs", "dan": ""} {
		if got := h.signs(a, who).Person; got != side {
			t.Errorf("%s signs for %q", who, got)
		}
	}
	for _, officer := range h.Two() {
		if got := a.PartyOf(h.parties(a), h.credential(officer)); got != "" {
			t.Errorf("an officer signs for %q", got)
		}
	}
	if complete, err := index.Judge(h.store.Index.State(t.Context()), time.Now().Unix(), a.With(h.signs(a, "dan"))); err != nil ||
		complete.Code != contract.NotParties {
		t.Errorf("with a stranger's: %+v %v", complete, err)
	}
	a.Signatures = append(a.Signatures, h.signs(a, "ann"))
	if sent := a.With(h.signs(a, "bob")); len(sent.Signatures) != 2 || sent.Signatures[1].By != h.People["bob"].Key.ID() {
		t.Errorf("%d signatures with a second one for a side", len(sent.Signatures))
	}
	must(t, h.book.Submit([]act.Signed{a.With(h.signs(a, "cat"))}, nil))
	doc, err := index.Read(t.Context(), h.store.Index, mediation.Cases, h.ID, id)
	if err != nil || doc.State != rules.StateAgreed {
		t.Fatalf("%+v %v", doc, err)
	}
	h.is(h.drafted(id, h.mediator), mediation.CaseState)
}

// An application waits for the other side; who is of neither begins none.
func TestApplicationWaits(t *testing.T) {
	h := newHall(t)
	id := h.opened("theirs", h.People["cat"])
	apply := func(who string) cosign.Act {
		by := &village.Signer{Key: h.People[who].Key, Person: who}
		signed, err := village.Sign(h.Draft(mediation.TypeCaseApply, h.next(by), by), mediation.CaseApply{Case: id}, by)
		must(t, err)
		a := h.waiting(signed, mediation.TypeCaseApply, "", "")
		a.Signatures[0].Person = cosign.Act{}.PartyOf(h.parties(a), h.credential(by))
		return a
	}
	h.is(apply("ann"), mediation.CaseState)
	agreed := h.drafted(id, h.mediator)
	agreed.Signatures = append(agreed.Signatures, h.signs(agreed, "cat"))
	must(t, h.book.Submit([]act.Signed{agreed.With(h.signs(agreed, "bob"))}, nil))
	h.is(apply("dan"), contract.NotParties)
	a := apply("bob")
	h.is(a, contract.OK)
	if a.Signatures[0].Person != "ours" {
		t.Errorf("bob signs for %q", a.Signatures[0].Person)
	}
	must(t, h.book.Submit([]act.Signed{a.With(h.signs(a, "cat"))}, nil))
	h.is(apply("ann"), contract.Exists)
}

// Who owns something on both sides signs for one of them; the ledger takes two people, and so do the stand-ins.
func TestOwnerOfBothSides(t *testing.T) {
	h := newHall(t)
	id := h.opened("shared", h.People["dan"])
	a := h.drafted(id, h.mediator)
	h.is(a, contract.OK)
	a.Signatures = append(a.Signatures, h.signs(a, "bob"))
	ann := h.signs(a, "ann")
	if ann.Person != "shared" {
		t.Fatalf("ann signs for %q, for which nobody has", ann.Person)
	}
	a.Signatures = append(a.Signatures, ann)
	if again := h.signs(a, "ann"); again.Person != "shared" {
		t.Errorf("ann signs anew for %q", again.Person)
	}
	must(t, h.book.Submit([]act.Signed{a.With(h.signs(a, "dan"))}, nil))
}

// A signature of a passkey that was revoked is of no use, and somebody else signs for the side, unless the act was sent with it; a case
// that has ended waits for nobody.
func TestLapsed(t *testing.T) {
	h := newHall(t)
	id := h.opened("theirs", h.People["cat"])
	a := h.drafted(id, h.mediator)
	a.Signatures = append(a.Signatures, h.signs(a, "bob"), h.signs(a, "cat"))
	lapsed := func() []string {
		by, err := h.store.Lapsed(t.Context(), a, h.parties(a))
		must(t, err)
		return by
	}
	if by := lapsed(); len(by) != 0 {
		t.Errorf("lapsed before: %v", by)
	}
	bob := h.People["bob"]
	h.does(people.TypeCredentialRevoke, people.CredentialRevoke{Credential: bob.Key.ID(), Reason: hashOf("lost")}, bob)
	if by := lapsed(); !slices.Equal(by, []string{bob.Key.ID()}) {
		t.Fatalf("lapsed: %v", by)
	}
	for i := range a.Signatures[1:] {
		a.Signatures[1+i].Sent = 1
		if by := lapsed(); len(by) != 0 {
			t.Errorf("lapsed of what was sent with signature %d as the last: %v", 1+i, by)
		}
		a.Signatures[1+i].Sent = 0
	}
	h.is(a, contract.OK)
	if a = a.Without(lapsed()); !slices.Equal(a.Signed(), []string{"theirs"}) || len(a.Signatures) != 2 {
		t.Fatalf("signed by %v", a.Signed())
	}
	h.does(mediation.TypeCaseWithdraw, mediation.CaseWithdraw{Case: id}, h.People["cat"])
	h.is(a, mediation.CaseClosed)
}
