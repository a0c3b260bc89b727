// SPDX-License-Identifier: Apache-2.0

package cosign_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// garden is a community over a book.
type garden struct {
	*village.Village
	t     *testing.T
	book  village.Book
	store cosign.Store
}

// newGarden has one home with two owners.
func newGarden(t *testing.T) *garden {
	t.Helper()
	return gardenOf(t, home("u", "ann", "bob"))
}

func home(id string, owners ...string) community.Unit {
	return community.Unit{ID: id, Kind: community.Home, Status: community.Sold, AreaDm2: 9000, Owners: owners}
}

func gardenOf(t *testing.T, homes ...community.Unit) *garden {
	t.Helper()
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	must(t, err)
	t.Cleanup(func() { must(t, x.Close()) })
	v, err := village.New("garden", village.Garden())
	must(t, err)
	g := &garden{Village: v, t: t, store: cosign.Store{Index: x}}
	g.book.Handle = func(b ledger.Block) error { return x.Apply(t.Context(), b) }
	must(t, v.SetRoll(homes))
	must(t, g.book.Found(v))
	must(t, g.book.LoadRoll(v, 1))
	for _, step := range []func() ([]act.Signed, error){v.IssueCodes, v.Enrol, v.Confirm} {
		must(t, g.book.Submit(step()))
	}
	return g
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (g *garden) signed(kind string, body any, by *village.Signer) act.Signed {
	g.t.Helper()
	signed, err := g.Act(kind, body, by)
	must(g.t, err)
	return signed
}

// waiting is an act with its first signature, as it waits; an owner's or an officer's.
func (g *garden) waiting(signed act.Signed, kind, body, person string) cosign.Act {
	return cosign.Act{
		Hash: act.HashOf(signed.Text).String(), Community: g.ID, Type: kind, Text: signed.Text, Body: body, By: signed.Signatures[0].By,
		Signatures: []cosign.Signature{{Signature: signed.Signatures[0], Person: person}},
	}
}

// All owners sign, until they have designated one of them, who then grants alone.
func TestOwners(t *testing.T) {
	g := newGarden(t)
	right, ann, bob := g.Rights[0], g.People["ann"], g.People["bob"]
	number := village.Signer{Key: ann.Key, Person: ann.Person} // whose next act has the same number
	e, err := g.NewElection("budget")
	must(t, err)
	must(t, g.book.Submit([]act.Signed{mustSign(t)(e.Create("B", 1,
		vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Poll, Revote: true},
		[]vote.DraftContest{{ID: "x", Options: []string{election.Agree, "no"}, Seats: 1, Threshold: election.NoThreshold, Title: "X"}}))},
		nil))
	grant := g.waiting(g.signed("proxy.grant", vote.ProxyGrant{Election: e.ID, Proxy: "somebody", Right: right.ID}, &number), "proxy.grant",
		"", "ann")
	who := func(a cosign.Act, want ...string) {
		t.Helper()
		if owners, err := g.store.Owners(t.Context(), a, []int64{1}); err != nil || !slices.Equal(owners, want) {
			t.Errorf("%s is signed by %v, not %v; %v", a.Type, owners, want, err)
		}
	}
	who(grant, "ann", "bob")
	body := vote.VoterDesignate{Owners: right.Owners, Right: right.ID, Voter: "bob"}
	designation := g.signed("voter.designate", body, ann)
	waiting := g.waiting(designation, "voter.designate", "", "ann")
	who(waiting, "ann", "bob")
	if _, err := g.store.Owners(t.Context(), waiting, []int64{2}); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("in a roll that is not there: %v", err)
	}
	second, err := bob.Key.Sign(designation.Text)
	must(t, err)
	must(t, g.book.Submit([]act.Signed{waiting.With(cosign.Signature{Signature: second, Person: "bob"})}, nil))
	who(grant, "bob")
	closing := g.signed("election.close", vote.ElectionStep{Election: e.ID}, g.Convener())
	who(g.waiting(closing, "election.close", "owners", ""))
}

// An act waits for owners, or for another body, as it is declared.
func TestAwaits(t *testing.T) {
	for _, c := range []struct {
		kind string
		code act.Code
		want bool
	}{
		{"voter.designate", contract.WrongPerson, true},
		{"proxy.grant", contract.WrongPerson, true},
		{"roll.object", contract.WrongPerson, false},
		{"election.close", contract.TwoBodies, true},
		{"election.close", contract.OK, false},
		{"no.act", contract.WrongPerson, false},
		{"case.agree", contract.NotParties, true},
		{"case.apply", contract.NotParties, true},
		{"case.agree", contract.WrongPerson, false},
		{"case.say", contract.NotParties, false},
	} {
		if got := cosign.Awaits(c.kind, c.code); got != c.want {
			t.Errorf("%s that is %s: %v", c.kind, c.code, got)
		}
	}
}

// What is complete but for signatures is not refused; it is overtaken when its number is used, and refused when its stage has gone by.
func TestOvertakenAndRefused(t *testing.T) {
	g := newGarden(t)
	now := time.Now().Unix()
	right, ann := g.Rights[0], g.People["ann"]
	number := village.Signer{Key: ann.Key, Person: ann.Person} // whose next act has the same number
	first := g.signed("voter.designate", vote.VoterDesignate{Owners: right.Owners, Right: right.ID, Voter: "bob"}, ann)
	a := g.waiting(first, "voter.designate", "", "ann")
	look := func(overtaken, refused bool) {
		t.Helper()
		over, err := g.store.Overtaken(t.Context(), a)
		must(t, err)
		outcome, no, err := g.store.Refusal(t.Context(), a, []string{"bob"}, now)
		must(t, err)
		if over != overtaken || no != refused {
			t.Errorf("overtaken %v, refused %v (%+v)", over, no, outcome)
		}
	}
	look(false, false)
	other := g.signed("voter.designate", vote.VoterDesignate{Owners: right.Owners, Right: right.ID, Voter: "ann"}, &number)
	second, err := g.People["bob"].Key.Sign(other.Text)
	must(t, err)
	must(t, g.book.Submit([]act.Signed{{Text: other.Text, Signatures: append(other.Signatures, second)}}, nil))
	look(true, false) // its first signer can sign it anew
	broken := a
	broken.Text = a.Text + " "
	if outcome, no, err := g.store.Refusal(t.Context(), broken, []string{"bob"}, now); err != nil || !no {
		t.Errorf("a text that nobody signed: %+v %v", outcome, err)
	}
}

func mustSign(t *testing.T) func(act.Signed, error) act.Signed {
	return func(signed act.Signed, err error) act.Signed {
		t.Helper()
		must(t, err)
		return signed
	}
}
