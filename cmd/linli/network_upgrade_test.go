// SPDX-License-Identifier: Apache-2.0

package main

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// TestElectionsUnderWayAreNamed asks, at every step of an election, whether the rules may change.
func TestElectionsUnderWayAreNamed(t *testing.T) {
	n := networktest.Network(t)
	ctx := t.Context()
	done := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	l, err := village.Connect(ctx, n)
	done(err)
	defer l.Close()
	constitution, err := village.Constitute(n, "Meadow", "rehearsal")
	done(err)
	v, err := village.New("meadow", constitution)
	done(err)
	done(l.Found(ctx, v))
	done(v.SetRoll([]community.Unit{{ID: "a", Kind: community.Home, Status: community.Sold, AreaDm2: 100, Owners: []string{"a"}}}))
	done(l.Settle(ctx, v))
	e, err := v.NewElection("roof")
	done(err)
	refused := func(stage election.Stage) {
		t.Helper()
		err := noElectionUnderWay(ctx, n)
		if want := `meadow/roof "The roof" (` + string(stage) + `)`; err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not name %s", err, want)
		}
	}
	done(noElectionUnderWay(ctx, n))
	done(l.Prepare(ctx, e, "The roof", vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, Revote: true},
		[]vote.DraftContest{{ID: "m", Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "M"}}))
	refused(election.StageNotice)
	done(l.Do(ctx)(e.Step("election.open")))
	refused(election.StageOpen)
	on, err := l.Election(ctx, e)
	done(err)
	done(l.CloseAndUnseal(ctx, e, on.Bodies[1:]))
	refused(election.StageUnsealed)
	data := &settings{data: n.Dir()}
	if _, _, err := execute(t, countCommand(data), "meadow", "cellar"); err == nil || !strings.Contains(err.Error(), "no election meadow/cellar") {
		t.Errorf("%v", err)
	}
	for _, want := range []string{"meadow/roof is counted, in block ", "meadow/roof was counted before"} {
		out, _, err := execute(t, countCommand(data), "meadow", "roof")
		if done(err); !strings.HasPrefix(out, want) {
			t.Errorf("%q; want %q", out, want)
		}
	}
	result, err := ledger.Read(ctx, l.Client, vote.Results, "meadow", "roof")
	done(err)
	refused(election.StageTallied)
	done(l.Publish(ctx, e, result))
	done(noElectionUnderWay(ctx, n))
}
