// SPDX-License-Identifier: Apache-2.0

package village

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// counted is a book with a vote that was counted.
func counted(t *testing.T) *Book {
	t.Helper()
	done := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	b := &Book{}
	v, err := New("garden", Garden())
	done(err)
	done(b.Found(v))
	done(v.SetRoll([]community.Unit{{ID: "1", Kind: community.Home, Status: community.Sold, AreaDm2: 1, Owners: []string{"a"}}}))
	done(b.LoadRoll(v, 1))
	for _, step := range []func() ([]act.Signed, error){v.IssueCodes, v.Enrol, v.Confirm} {
		done(b.Submit(step()))
	}
	e, err := v.NewElection("vote")
	done(err)
	one := func(signed act.Signed, err error) {
		t.Helper()
		done(b.Submit([]act.Signed{signed}, err))
	}
	one(e.Create("Vote", 1, vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners},
		[]vote.DraftContest{{ID: "m", Options: []string{election.Agree}, Seats: 1, Threshold: election.Majority, Title: "M"}}))
	done(b.Submit(e.Keys()))
	tests, answers, err := e.Drill()
	done(b.Submit(tests, err))
	done(b.Submit(answers, nil))
	one(e.Notice())
	one(e.Step(vote.TypeElectionOpen))
	on, _ := Read(b, vote.Elections, "garden", "vote")
	one(e.Cast(on, v.People["a"], v.Rights[0].ID, 1, election.Selections{"m": {election.Agree}}))
	one(e.Step(vote.TypeElectionClose))
	for _, body := range on.Bodies[1:] {
		one(e.Unseal(body))
	}
	done(b.CountElection("garden", "vote"))
	return b
}

// The recount of a book accepts what the contract wrote, and nothing else.
func TestRecountOfABook(t *testing.T) {
	book := counted(t)
	if err := book.Accepted(); err != nil {
		t.Fatal(err)
	}
	result := vote.Results.Key("garden", "vote")
	last := len(book.calls) - 1
	for name, spoil := range map[string]func(*Book){
		"another result":         func(b *Book) { b.state[result] = []byte(`{}`) },
		"a document more":        func(b *Book) { b.state[vote.Boxes.Key("x")] = []byte(`{}`) },
		"a document less":        func(b *Book) { delete(b.state, result) },
		"a call less":            func(b *Book) { b.calls = b.calls[:last] },
		"a call twice":           func(b *Book) { b.calls = append(b.calls, b.calls[last]) },
		"another answer":         func(b *Book) { b.calls[1].answer = []byte("x") },
		"another time":           func(b *Book) { b.calls[last-5].at = time.Unix(1, 0) },
		"another sender":         func(b *Book) { b.calls[0].by.Admin = false },
		"another channel":        func(b *Book) { b.calls[0].net = "x" },
		"a channel of somewhere": func(b *Book) { b.Net = "x" },
	} {
		spoilt := book.Clone()
		spoil(spoilt)
		if spoilt.Accepted() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// What a book refuses leaves nothing, whether chaincode or the contract would refuse it; so does what is only checked.
func TestRefusedCallsLeaveNothing(t *testing.T) {
	book := &Book{}
	for _, call := range [][]string{{"\xff"}, {"Nothing"}, {"Submit"}, {"Submit", "\xff"}, {"Submit", "[]"}, {"Check", "[]"},
		{"Found", "x", "{}", "[]"}} {
		if _, err := book.Transact(User{MSP: "OwnersMSP", Admin: true}, call[0], call[1:]...); act.CodeOf(err) != contract.BadArguments {
			t.Errorf("%q: %v", call, err)
		}
	}
	if _, err := book.Check("[]"); act.CodeOf(err) != contract.BadArguments {
		t.Errorf("an empty batch, checked: %v", err)
	}
	if outcomes, err := book.Check(`[{"act":"{}"}]`); err != nil || len(outcomes) == 0 {
		t.Errorf("a batch, checked: %s, %v", outcomes, err)
	}
	if len(book.Blocks)+len(book.State()) > 0 {
		t.Errorf("%d blocks, %d documents", len(book.Blocks), len(book.State()))
	}
}
