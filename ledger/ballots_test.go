// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// ballots opens an election of count rights and returns one ballot for each.
func ballots(t testing.TB, count int) (*village.Ledger, *village.Election, []act.Signed) {
	t.Helper()
	n := networktest.Network(t)
	ctx := context.Background()
	v, _ := found(t, n, 0)
	l, err := village.Connect(ctx, n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	var units []community.Unit
	for i := range count {
		units = append(units, community.Unit{
			ID: "u" + strconv.Itoa(i), Kind: "home", Status: "sold", AreaDm2: 9000, Owners: []string{"p" + strconv.Itoa(i)},
		})
	}
	if err := v.SetRoll(units); err != nil {
		t.Fatal(err)
	}
	if err := l.LoadRoll(ctx, v, 1, func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	for _, step := range []func() ([]act.Signed, error){v.IssueCodes, v.Enrol, v.Confirm} {
		acts, err := step()
		if err != nil {
			t.Fatal(err)
		}
		for _, answer := range l.CastAll(ctx, acts) {
			if answer.Err != nil {
				t.Fatal(answer.Err)
			}
		}
	}
	e, on := open(t, l, v)
	return l, e, cast(t, e, on)
}

func open(t testing.TB, l *village.Ledger, v *village.Village) (*village.Election, vote.Election) {
	t.Helper()
	e, err := v.NewElection("vote-1")
	if err != nil {
		t.Fatal(err)
	}
	on, err := l.Open(context.Background(), e, "Budget",
		vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true},
		[]vote.DraftContest{{ID: "c0", Options: []string{"agree", "disagree", "abstain"}, Seats: 1, Threshold: election.Majority,
			Title: "Budget"}})
	if err != nil {
		t.Fatal(err)
	}
	return e, on
}

// cast makes one ballot for each right; sealing them takes a while.
func cast(t testing.TB, e *village.Election, on vote.Election) []act.Signed {
	t.Helper()
	all := make([]act.Signed, len(e.Rights))
	var group sync.WaitGroup
	for part := range 2 {
		group.Go(func() {
			for i := part; i < len(all); i += 2 {
				right := e.Rights[i]
				signed, err := e.Cast(on, e.Voter(right), right.ID, 1, election.Selections{"c0": {"agree"}})
				if err != nil {
					t.Error(err)
				}
				all[i] = signed
			}
		})
	}
	group.Wait()
	return all
}

// BenchmarkBallots casts b.N ballots of one election at once, one for each right; use -benchtime 4000x.
func BenchmarkBallots(b *testing.B) {
	for _, shards := range []int{4, 8, 16} {
		b.Run(fmt.Sprintf("shards=%d", shards), func(b *testing.B) {
			l, _, acts := ballots(b, b.N)
			r := relay(b, l.Client, ledger.Options{Shards: shards})
			took := make([]time.Duration, len(acts))
			var all sync.WaitGroup
			b.ResetTimer()
			begin := time.Now()
			for i, signed := range acts {
				all.Go(func() {
					if _, err := r.Cast(context.Background(), signed); err != nil {
						b.Error(err)
					}
					took[i] = time.Since(begin)
				})
			}
			all.Wait()
			b.StopTimer()
			slices.Sort(took)
			b.ReportMetric(float64(len(acts))/b.Elapsed().Seconds(), "ballots/s")
			b.ReportMetric(took[len(took)/2].Seconds(), "p50-s")
			b.Logf("%+v; a ballot has %d bytes", r.Stats(), len(acts[0].Text))
		})
	}
}
