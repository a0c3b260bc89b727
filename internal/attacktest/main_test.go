// SPDX-License-Identifier: Apache-2.0

// Package attacktest plays, on a real network of four bodies, what one party alone can try and only a network can answer: one client,
// administrator or orderer. Each attack has its test; after all the ledger is counted again, and accepted. What an owner, an officer or
// a relay tries with acts is for the contract alone to answer: its chapters' tests play it.
package attacktest

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

func TestMain(m *testing.M) {
	networktest.Main(m, chaincode.New, village.Accepted)
}

// must fails the test on an error; for what is only preparation.
func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	done(t, err)
	return v
}

// done is must for calls that return nothing but an error.
func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// connect gives a test its way to the network.
func connect(t *testing.T) *village.Ledger {
	t.Helper()
	l, err := village.Connect(t.Context(), networktest.Network(t))
	must(t, l, err)
	t.Cleanup(l.Close)
	return l
}

// settle founds a community whose homes have one owner each, all enrolled.
func settle(t *testing.T, l *village.Ledger, id string, owners ...string) *village.Village {
	t.Helper()
	constitution, err := village.Constitute(l.Network, id, "rehearsal")
	v, err := village.New(id, must(t, constitution, err))
	must(t, v, err)
	done(t, l.Found(t.Context(), v))
	var units []community.Unit
	for _, owner := range owners {
		units = append(units, community.Unit{ID: owner, Kind: community.Home, Status: community.Sold, AreaDm2: 100,
			Owners: []string{owner}})
	}
	done(t, v.SetRoll(units))
	done(t, l.Settle(t.Context(), v))
	return v
}

// agreeOrNot are a vote's rules and its one contest, "m".
func agreeOrNot() (vote.DraftRules, []vote.DraftContest) {
	return vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, Revote: true},
		[]vote.DraftContest{{ID: "m", Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "M"}}
}

// open opens a vote in a community.
func open(t *testing.T, l *village.Ledger, v *village.Village) (*village.Election, vote.Election) {
	t.Helper()
	e, err := v.NewElection("vote")
	must(t, e, err)
	rules, contests := agreeOrNot()
	opened, err := l.Open(t.Context(), e, "Vote", rules, contests)
	return e, must(t, opened, err)
}

// yes is the ballot of a right's voter that agrees.
func yes(t *testing.T, e *village.Election, on vote.Election, right community.Right, seq int64) act.Signed {
	t.Helper()
	ballot, err := e.Cast(on, e.Village.Voter(right), right.ID, seq, election.Selections{"m": {election.Agree}})
	return must(t, ballot, err)
}

// finish closes the vote, has it counted and published, and returns the result.
func finish(t *testing.T, l *village.Ledger, e *village.Election, on vote.Election) vote.Result {
	t.Helper()
	done(t, l.CloseAndUnseal(t.Context(), e, on.Bodies[1:]))
	result, err := l.Tally(t.Context(), e, func(int, int) {})
	must(t, result, err)
	done(t, l.Publish(t.Context(), e, result))
	return result
}
