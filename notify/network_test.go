// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/election"
)

// TestNetwork follows a real network while a community enrols and votes, with mails and a webhook, and is stopped and started
// in the middle.
func TestNetwork(t *testing.T) {
	n := networktest.Network(t)
	l, err := village.Connect(t.Context(), n)
	must(t, err)
	t.Cleanup(l.Close)
	constitution, err := village.Constitute(n, "花园小区", "rehearsal")
	must(t, err)
	v, err := village.New("notify-garden", constitution)
	must(t, err)
	dir := t.TempDir()
	mirror, err := index.Open(filepath.Join(dir, "index.db"))
	must(t, err)
	t.Cleanup(func() { must(t, mirror.Close()) })
	store, err := identity.Open(t.Context(), filepath.Join(dir, "people.db"))
	must(t, err)
	t.Cleanup(func() { must(t, store.Close()) })
	m, mail := mailServer(t, true)
	r := newReceiver(t, secretOf(1))
	began := time.Now() // where the notifier's clock stands: no mail that asks to vote has expired, however slow the machine
	config := Config{
		File: filepath.Join(dir, "notices.db"), Origin: "https://garden.example", Index: mirror, Store: store,
		Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Now: func() time.Time { return began }, Random: rand.Reader, Mail: mail,
		Webhooks: []Webhook{{URL: r.URL, Secret: secretOf(1)}},
	}
	notices, end := start(t, l.Client, config)

	must(t, store.KeepCommunity(t.Context(), v.ID, constitution))
	file, err := os.Open("../identity/testdata/tower-16.csv")
	must(t, err)
	defer file.Close()
	imported, err := store.Import(t.Context(), v.ID, file)
	must(t, err)
	draft, err := store.Accept(t.Context(), imported, "owners.officer")
	must(t, err)
	must(t, v.TakeRoll(draft.Roll))
	must(t, l.Found(t.Context(), v))
	must(t, l.Settle(t.Context(), v))
	person := v.Heads()[0].Owners[0]
	reader := Reader{Community: v.ID, Person: person, Confirmed: true}
	height, err := l.Client.Height(t.Context())
	must(t, err)
	eventually(t, func() bool { // of what went before no mail goes to the address that follows
		at, err := notices.Checkpoint(t.Context(), "")
		must(t, err)
		return at.Blocks >= height
	})
	must(t, store.SetContact(t.Context(), v.ID, identity.Holder{Person: person}, "wang@mail.example", "", person))
	must(t, store.ConfirmEmail(t.Context(), v.ID, identity.Holder{Person: person}, "wang@mail.example"))

	e, err := v.NewElection("budget")
	must(t, err)
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	must(t, l.Prepare(t.Context(), e, "年度预算", rules, []vote.DraftContest{secret}))
	must(t, l.Do(t.Context())(e.Step(vote.TypeElectionOpen)))
	on, err := l.Election(t.Context(), e)
	must(t, err)
	heard := func() []Kind { return slices.Compact(r.types()) } // twice what had arrived when a notifier ended, if it was not noted yet
	eventually(t, func() bool {
		t.Logf("%d mails, webhooks %v", len(m.Sent()), r.types()) // shown if it fails
		return len(m.Sent()) >= 2 && len(heard()) >= 2
	})
	if len(m.Sent()) != 2 || len(r.types()) != 2 {
		t.Errorf("%d mails, webhooks %v: more than there are notices for", len(m.Sent()), r.types())
	}
	end()
	for _, right := range v.Heads() {
		must(t, l.Do(t.Context())(e.Cast(on, v.Voter(right), right.ID, 1, election.Selections{secret.ID: {secret.Options[0]}})))
	}
	must(t, l.CloseAndUnseal(t.Context(), e, []string{"owners", "residents", "street"}))
	result, err := l.Tally(t.Context(), e, func(int, int) {})
	must(t, err)
	must(t, l.Publish(t.Context(), e, result))
	notices, end = start(t, l.Client, config)
	defer end()

	public := []Kind{ElectionNotice, ElectionOpened, ElectionClosed, ElectionPublished}
	eventually(t, func() bool { return len(heard()) >= len(public) && len(m.Sent()) >= 3 })
	if diff := cmp.Diff(public, heard()); diff != "" {
		t.Errorf("webhooks (-want +got)\n%s", diff)
	}
	for _, mail := range m.Sent() {
		if mail.To != "wang@mail.example" {
			t.Errorf("a mail to %s", mail.To)
		}
	}
	list, unread, err := notices.List(t.Context(), reader, 0)
	must(t, err)
	for _, want := range append([]Kind{PasskeyAdded, EnrolmentConfirmed}, public...) {
		if !slices.Contains(kinds(list), want) {
			t.Errorf("no notice %s in %v", want, kinds(list))
		}
	}
	if unread != len(list) {
		t.Errorf("%d unread of %d", unread, len(list))
	}
}

// eventually waits for what the notifier does.
func eventually(t *testing.T, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); !done(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it has not happened in two minutes")
		}
	}
}

// start feeds the mirror and a notifier, and runs it, until end is called.
func start(t *testing.T, client *ledger.Client, c Config) (n *Notifier, end func()) {
	t.Helper()
	n, err := Open(t.Context(), c)
	must(t, err)
	running, stop := context.WithCancel(t.Context())
	var parts sync.WaitGroup
	parts.Go(func() {
		if err := ledger.Project(running, client, c.Log, c.Index, n); running.Err() == nil {
			t.Errorf("the blocks ended: %v", err)
		}
	})
	parts.Go(func() { n.Run(running) })
	return n, func() {
		stop()
		parts.Wait()
		must(t, n.Close())
	}
}
