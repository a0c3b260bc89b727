// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
)

// earners is a community of 1,000 households whose owners have adopted a plan of points with one rule, and told of help to the community.
// Each of the acts returned confirms the help of one household.
func earners(t *testing.T, n *network.Network) (*village.Ledger, []act.Signed) {
	t.Helper()
	v, _ := found(t, n, 0)
	l, err := village.Connect(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	const owners, homes = 20, 50
	var units []community.Unit
	for i := range owners * homes {
		units = append(units, community.Unit{
			ID: fmt.Sprintf("%d-%d", i/homes, i%homes), Kind: community.Home, Status: community.Sold, AreaDm2: 9000,
			Owners: []string{fmt.Sprintf("p%02d", i/homes)},
		})
	}
	if err := v.SetRoll(units); err != nil {
		t.Fatal(err)
	}
	if err := l.Settle(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if err := l.Adopt(t.Context(), v, points.Plan{Rules: []points.Rule{
		{Budget: 1_000_000, Points: 60, Rule: "garden", Title: "Gardening", Way: points.Volunteer},
	}}); err != nil {
		t.Fatal(err)
	}
	return l, confirmations(t, l, v, units)
}

func confirmations(t *testing.T, l *village.Ledger, v *village.Village, units []community.Unit) []act.Signed {
	t.Helper()
	told, confirmed := make([]act.Signed, len(units)), make([]act.Signed, len(units))
	officer := v.Convener()
	for i, unit := range units {
		done := points.HelpDone{Day: act.Int(calendar.DayOf(time.Now().Unix())), Helper: unit.ID, Minutes: 60, Rule: "garden"}
		var err error
		if told[i], err = v.Act(points.TypeHelpDone, done, v.People[unit.Owners[0]]); err != nil {
			t.Fatal(err)
		}
		body := points.HelpConfirm{Help: act.HashOf(told[i].Text).String(), Helper: unit.ID, Rule: "garden"}
		if confirmed[i], err = village.Sign(v.Draft(points.TypeHelpConfirm, 1, officer), body, officer); err != nil {
			t.Fatal(err)
		}
	}
	for _, answer := range l.CastAll(t.Context(), told) {
		if answer.Err != nil {
			t.Fatal(answer.Err)
		}
	}
	return confirmed
}

// A thousand households earn by one rule at once, through the relays of one body and of two, and no transaction comes second to another.
func TestEarnersAtOnce(t *testing.T) {
	n := networktest.Network(t)
	for _, bodies := range [][]string{{"owners"}, {"owners", "residents"}} {
		l, acts := earners(t, n)
		relays := make([]*ledger.Relay, len(bodies))
		for i, body := range bodies {
			relays[i] = relay(t, connect(t, n, body, network.Client), ledger.Options{MaxBatch: 50})
		}
		begin := time.Now()
		var all sync.WaitGroup
		for i, r := range relays {
			part := len(acts) / len(relays)
			all.Go(func() {
				for j, answer := range r.CastAll(t.Context(), acts[i*part:(i+1)*part]) {
					if answer.Err != nil {
						t.Errorf("act %d: %v", i*part+j, answer.Err)
					}
				}
			})
		}
		all.Wait()
		for i, r := range relays {
			stats := r.Stats()
			t.Logf("%d households by %d relays, in %s; relay %d: %+v", len(acts), len(relays), time.Since(begin), i, stats)
			if stats.Conflicts > 0 || stats.Batches < 8 {
				t.Errorf("%d of %d transactions came second", stats.Conflicts, stats.Batches)
			}
		}
		if err := l.Accepted(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
