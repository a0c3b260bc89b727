// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"crypto/rand"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

const garden = "garden"

// town is a community whose ledger is written by the contract itself, a block a transaction, and a notifier that is handed
// the blocks. TestNetwork does the same with blocks of a real network.
type town struct {
	t *testing.T
	*village.Village
	*Notifier
	also *Notifier // another server's, that is handed the same blocks
	book village.Book
	log  village.Log

	mu  sync.Mutex
	now time.Time // of the notifier
}

func newTown(t *testing.T, change func(*Config)) *town {
	t.Helper()
	v, err := village.New(garden, village.Garden())
	must(t, err)
	tw := &town{t: t, Village: v, now: time.Now()}
	tw.book.Handle = tw.hand
	dir := t.TempDir()
	mirror, err := index.Open(filepath.Join(dir, "index.db"))
	must(t, err)
	store, err := identity.Open(t.Context(), filepath.Join(dir, "people.db"))
	must(t, err)
	c := Config{
		File: filepath.Join(dir, "notices.db"), Origin: "https://garden.example", Index: mirror, Store: store,
		Log: slog.New(slog.NewTextHandler(&tw.log, nil)), Now: tw.clock, Random: rand.Reader,
	}
	if change != nil {
		change(&c)
	}
	tw.Notifier, err = Open(t.Context(), c)
	must(t, err)
	t.Cleanup(func() {
		for _, closer := range []interface{ Close() error }{tw.Notifier, store, mirror} {
			if err := closer.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	tw.settle()
	return tw
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (tw *town) clock() time.Time {
	tw.mu.Lock()
	defer tw.mu.Unlock()
	return tw.now
}

// pass lets time pass for the notifier.
func (tw *town) pass(d time.Duration) {
	tw.mu.Lock()
	defer tw.mu.Unlock()
	tw.now = tw.now.Add(d)
}

// settle founds the community and has its roll approved, as the desk imported it.
func (tw *town) settle() {
	tw.t.Helper()
	ctx := tw.t.Context()
	must(tw.t, tw.Store.KeepCommunity(ctx, garden, tw.Constitution))
	officer, err := tw.Store.AddOfficer(ctx, garden, "owners", "经办人", "")
	must(tw.t, err)
	file, err := os.Open("../identity/testdata/tower-16.csv")
	must(tw.t, err)
	defer file.Close()
	imported, err := tw.Store.Import(ctx, garden, file)
	must(tw.t, err)
	draft, err := tw.Store.Accept(ctx, imported, officer.ID)
	must(tw.t, err)
	must(tw.t, tw.TakeRoll(draft.Roll))
	must(tw.t, tw.book.Found(tw.Village))
	must(tw.t, tw.book.LoadRoll(tw.Village, 1))
	must(tw.t, tw.Store.Approved(ctx, garden, 1, "act"))
}

func (tw *town) enrol() {
	tw.t.Helper()
	for _, step := range []func() ([]act.Signed, error){tw.IssueCodes, tw.Enrol, tw.Village.Confirm, tw.Designate} {
		tw.submit(step())
	}
}

// hand hands a block to the mirror and the notifier.
func (tw *town) hand(b ledger.Block) error {
	if err := tw.Index.Apply(tw.t.Context(), b); err != nil {
		return err
	}
	if tw.also != nil {
		if err := tw.also.Apply(tw.t.Context(), b); err != nil {
			return err
		}
	}
	return tw.Apply(tw.t.Context(), b)
}

func (tw *town) submit(acts []act.Signed, err error) {
	tw.t.Helper()
	must(tw.t, tw.book.Submit(acts, err))
}

func (tw *town) one(signed act.Signed, err error) {
	tw.t.Helper()
	tw.submit([]act.Signed{signed}, err)
}

// secret names the contest and its options, so that a test finds them wherever they turn up.
var secret = vote.DraftContest{
	ID: "contest-c0ffee", Options: []string{election.Agree, "option-0ddba11", "option-5ca1ab1e"}, Seats: 1, Threshold: election.Majority,
	Title: "Contest Title 8badf00d",
}

// open opens an election whose casting ends after window.
func (tw *town) open(id, title string, window time.Duration) *village.Election {
	tw.t.Helper()
	e, err := tw.NewElection(id)
	must(tw.t, err)
	e.Window = window
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	tw.one(e.Create(title, 1, rules, []vote.DraftContest{secret}))
	tw.submit(e.Keys())
	tests, answers, err := e.Drill()
	tw.submit(tests, err)
	tw.submit(answers, nil)
	tw.one(e.Notice())
	tw.one(e.Step("election.open"))
	return e
}

func (tw *town) on(e *village.Election) vote.Election {
	tw.t.Helper()
	on, err := index.Read(tw.t.Context(), tw.Index, vote.Elections, garden, e.ID)
	must(tw.t, err)
	return on
}

// notices are what a person has been told, the oldest first.
func (tw *town) notices(r Reader) []Notice {
	tw.t.Helper()
	r.Community = garden
	list, _, err := tw.List(tw.t.Context(), r, 0)
	must(tw.t, err)
	slices.Reverse(list)
	return list
}

func kinds(list []Notice) []Kind {
	all := []Kind{}
	for _, n := range list {
		all = append(all, n.Kind)
	}
	return all
}

// address gives a person an e-mail address that is confirmed.
func (tw *town) address(person, email string) {
	tw.t.Helper()
	must(tw.t, tw.Store.SetContact(tw.t.Context(), garden, identity.Holder{Person: person}, email, "", person))
	must(tw.t, tw.Store.ConfirmEmail(tw.t.Context(), garden, identity.Holder{Person: person}, email))
}
