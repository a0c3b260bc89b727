// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/internal/postgrestest"
)

// Two servers that share their notices follow the same blocks and run at once: all is told once, also when the one that delivers ends.
func TestTwoServers(t *testing.T) {
	r := newReceiver(t, secretOf(1), 500)
	at := postgrestest.URL(t)
	hooks := []Webhook{{URL: r.URL, Secret: secretOf(1)}}
	tw := newTown(t, func(c *Config) { c.File, c.Webhooks = at, hooks })
	other, err := Open(t.Context(), Config{
		File: at, Origin: tw.Origin, Index: tw.Index, Store: tw.Store, Log: tw.Log, Now: tw.clock, Random: rand.Reader, Webhooks: hooks,
	})
	must(t, err)
	defer other.Close()
	tw.also = other
	var running sync.WaitGroup
	run := func(n *Notifier) (end func()) {
		ctx, cancel := context.WithCancel(t.Context())
		running.Go(func() { n.Run(ctx) })
		return cancel
	}
	ends := []func(){run(tw.Notifier), run(other)}
	tw.enrol()
	tw.open("budget", "年度预算", time.Hour)
	await := func(want map[Kind]int) {
		t.Helper()
		for len(r.types()) < total(want) && t.Context().Err() == nil {
			time.Sleep(20 * time.Millisecond)
			tw.pass(time.Second) // so that what failed is tried again
		}
		if diff := cmp.Diff(want, tally(r.types())); diff != "" {
			t.Fatalf("delivered (-want +got)\n%s", diff)
		}
	}
	await(map[Kind]int{ElectionNotice: 1, ElectionOpened: 1})
	ends[0]() // whichever delivers
	tw.open("repair", "维修", time.Hour)
	await(map[Kind]int{ElectionNotice: 2, ElectionOpened: 2})
	owner := Reader{Community: garden, Person: tw.Voter(tw.Heads()[0]).Person, Confirmed: true}
	mine := tw.notices(owner)
	theirs, unread, err := other.List(t.Context(), owner, 0)
	must(t, err)
	slices.Reverse(theirs)
	if len(mine) < 4 || len(theirs) != len(mine) || unread != len(mine) {
		t.Errorf("%v at one, %v at the other", kinds(mine), kinds(theirs))
	}
	must(t, tw.Seen(t.Context(), owner, mine[len(mine)-1].ID))
	if _, unread, err = other.List(t.Context(), owner, 0); err != nil || unread != 0 {
		t.Errorf("%d unread, %v", unread, err)
	}
	ends[1]()
	running.Wait()
}

func total(tally map[Kind]int) (n int) {
	for _, times := range tally {
		n += times
	}
	return n
}

// Servers that begin to share notices take those of the file that one of them had, and tell nothing twice.
func TestNoticesMove(t *testing.T) {
	r := newReceiver(t, secretOf(1))
	hooks := []Webhook{{URL: r.URL, Secret: secretOf(1)}}
	tw := newTown(t, func(c *Config) { c.Webhooks = hooks })
	tw.enrol()
	tw.open("budget", "年度预算", time.Hour)
	tw.deliverAll()
	owner := Reader{Community: garden, Person: tw.Voter(tw.Heads()[0]).Person, Confirmed: true}
	before := tw.notices(owner)
	must(t, tw.Seen(t.Context(), owner, before[0].ID))
	rows, err := tw.db.Read.QueryContext(t.Context(), "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
	must(t, err)
	defer rows.Close()
	for rows.Next() {
		var table string
		must(t, rows.Scan(&table))
		if _, ok := held[table]; !ok && table != "checkpoint" {
			t.Errorf("%s is left behind", table)
		}
	}
	at, config := postgrestest.URL(t), tw.Config
	config.Before, config.File = config.File, at
	for range 2 {
		moved, err := Open(t.Context(), config)
		must(t, err)
		list, unread, err := moved.List(t.Context(), owner, 0)
		must(t, err)
		slices.Reverse(list)
		if diff := cmp.Diff(before, list, cmp.AllowUnexported(Notice{})); diff != "" || unread != len(list)-1 {
			t.Errorf("%d unread (-want +got)\n%s", unread, diff)
		}
		for _, w := range moved.ways {
			must(t, moved.deliver(t.Context(), w))
		}
		must(t, moved.Waits(t.Context(), garden, "act", []string{"owners"})) // has an id of its own
		must(t, moved.Close())
	}
	if got := tally(r.types()); got[ElectionNotice] != 1 || got[ElectionOpened] != 1 {
		t.Errorf("told %v", got)
	}
}
