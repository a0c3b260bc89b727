// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/identity"
)

func TestStoreIsReadableByItsUserAlone(t *testing.T) {
	town := newTown(t, filepath.Join(t.TempDir(), "a b?#%20.db"))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(town.at + suffix)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%q: %v %v", suffix, info, err)
		}
	}
}

func TestOpenTellsNoPassword(t *testing.T) {
	for _, at := range []string{"postgres://linli:secret@127.0.0.1:1/linli?connect_timeout=1", "postgres://linli:secret@host:notaport/x"} {
		if _, err := identity.Open(t.Context(), at); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%v", err)
		}
	}
	if _, err := identity.Open(t.Context(), filepath.Join(t.TempDir(), "no", "folder.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestWritersTakeTurns(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		const writers, times = 8, 40
		town.accept(town.dryRun(strings.NewReader(firstRoll)))
		person := town.person("甲").Pseudonym
		other, err := identity.Open(t.Context(), town.at) // as another process would
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = other.Close() })
		var all sync.WaitGroup
		for w := range writers {
			store := []*identity.Store{town.Store, other}[w%2]
			all.Go(func() {
				for i := range times {
					if _, err := store.AddOfficer(t.Context(), garden, "owners", fmt.Sprint(w, i), ""); err != nil {
						t.Error(err)
					}
					if err := store.SetContact(t.Context(), garden, identity.Holder{Person: person}, "", fmt.Sprint(w, i), person); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		events, err := town.Audit(t.Context(), garden, 0, 1000)
		if err != nil || events[len(events)-1].Number != int64(len(events)) || len(events) < 2*writers*times {
			t.Errorf("%d events, the last %+v, %v", len(events), events[len(events)-1], err)
		}
	})
}

func TestUnknownCommunity(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		_, importing := town.Import(ctx, "nowhere", strings.NewReader(firstRoll))
		_, printing := town.PrintLetters(ctx, "nowhere", town.order(), nil)
		_, relying := town.RelyingParty(ctx, "nowhere", constitution.RP.Origins[0])
		_, adding := town.AddOfficer(ctx, garden, "nobody", "x", "")
		_, drafting := town.Draft(ctx, garden, 7)
		for i, err := range []error{importing, printing, relying, adding, drafting} {
			if !errors.Is(err, identity.ErrNotFound) {
				t.Errorf("%d: %v", i, err)
			}
		}
		if list, err := town.Communities(ctx); err != nil || len(list) != 1 || list[0] != garden {
			t.Errorf("%v %v", list, err)
		}
	})
}

// A page that follows the ledger asks for its list every few seconds.
func TestSawOnceInAWhile(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		lines := func() (n int) {
			events, err := town.Audit(t.Context(), garden, 0, 1000)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				if e.Action == "list.seen" {
					n++
				}
			}
			return n
		}
		for i, step := range []struct {
			after time.Duration
			list  string
			want  int
		}{{0, "letters", 1}, {time.Second, "letters", 1}, {0, "recoveries", 2}, {9 * time.Minute, "letters", 2},
			{2 * time.Minute, "letters", 3}} {
			town.now = town.now.Add(step.after)
			if err := town.Saw(t.Context(), garden, "officer", step.list); err != nil {
				t.Fatal(err)
			}
			if got := lines(); got != step.want {
				t.Errorf("step %d: %d lines, want %d", i, got, step.want)
			}
		}
	})
}
