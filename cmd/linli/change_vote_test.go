// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// An electorate votes again and again, each body's people at its machine, in an election that stays open while the network changes.
type electorate struct {
	*testing.T
	officers *village.Ledger // through the first body's machine
	election *village.Election
	on       vote.Election
	free     []community.Right // who goes to no machine yet
	cast     []*caster
}

// perMachine is how many households go to one machine; each may vote 48 times.
const perMachine = 64

// convened is an election of the households of so many machines, held by bodies whose networks these are.
func convened(t *testing.T, machines int, bodies ...*network.Network) *electorate {
	t.Helper()
	l := connected(t, bodies[0])
	constitution, err := bodies[0].Constitution(t.Context(), "花园小区", "rehearsal",
		act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example"}})
	done(t, err)
	v, err := village.New("garden", constitution)
	done(t, err)
	done(t, l.Found(t.Context(), v, bodies[1:]...))
	units := make([]community.Unit, machines*perMachine)
	for i := range units {
		id := strconv.Itoa(101 + i)
		units[i] = community.Unit{ID: id, Kind: community.Home, Status: community.Sold, AreaDm2: 9000, Owners: []string{"o-" + id}}
	}
	done(t, v.SetRoll(units))
	done(t, l.Settle(t.Context(), v))
	e := &electorate{T: t, officers: l, free: v.Rights}
	e.election, err = v.NewElection("roof")
	done(t, err)
	e.election.Window = 24 * time.Hour
	e.on, err = l.Open(t.Context(), e.election, "Roof",
		vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, Revote: true},
		[]vote.DraftContest{{ID: "roof", Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "Roof"}})
	done(t, err)
	return e
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func connected(t *testing.T, n *network.Network) *village.Ledger {
	t.Helper()
	l, err := village.Connect(t.Context(), n)
	done(t, err)
	t.Cleanup(l.Close)
	return l
}

// A caster are the households that vote at one body's machine, one after the other.
type caster struct {
	*electorate
	by       *village.Ledger
	rights   []community.Right
	ballots  []ballot
	answered atomic.Int64
}

type ballot struct {
	right, act, choice string
	answered           bool // there was a receipt
}

// at has the next households vote at a machine.
func (e *electorate) at(n *network.Network) *caster {
	e.Helper()
	c := &caster{electorate: e, by: connected(e.T, n), rights: e.free[:perMachine]}
	e.free, e.cast = e.free[perMachine:], append(e.cast, c)
	return c
}

// run casts until ctx ends.
func (c *caster) run(ctx context.Context) {
	for i := 0; ctx.Err() == nil; i++ {
		right, seq := c.rights[i%perMachine], int64(i/perMachine+1)
		choice := []string{election.Agree, "disagree", "disagree"}[(i+i/perMachine)%3]
		signed, err := c.election.Cast(c.on, c.election.Voter(right), right.ID, seq, election.Selections{"roof": {choice}})
		if err != nil {
			c.Error(err)
			return
		}
		b := ballot{right: right.ID, act: act.HashOf(signed.Text).String(), choice: choice}
		b.answered, err = c.persist(ctx, signed)
		if err != nil {
			c.Errorf("ballot %d for %s: %v", seq, right.ID, err)
			return
		}
		c.ballots = append(c.ballots, b)
		if b.answered {
			c.answered.Add(1)
		}
		select {
		case <-ctx.Done():
		case <-time.After(250 * time.Millisecond):
		}
	}
}

// persist casts a ballot again as long as it is not known what became of it, as a voter's page does, and says whether that became known
// before ctx ended.
func (c *caster) persist(ctx context.Context, signed act.Signed) (bool, error) {
	for {
		attempt, stop := context.WithTimeout(ctx, 30*time.Second)
		_, err := c.by.Cast(attempt, signed)
		stop()
		switch {
		case err == nil || act.CodeOf(err) == contract.Already:
			return true, nil
		case ctx.Err() != nil:
			return false, nil
		case act.CodeOf(err) != "":
			return false, err
		}
	}
}

// counted closes the election and holds boxes and count against what was cast: whatever was answered is there once, and whatever was not is
// there once or not at all.
func (e *electorate) counted() {
	e.Helper()
	ctx := e.Context()
	done(e.T, e.officers.CloseAndUnseal(ctx, e.election, e.on.Bodies[1:]))
	result, err := e.officers.Tally(ctx, e.election, func(int, int) {})
	done(e.T, err)
	done(e.T, e.officers.Publish(ctx, e.election, result))
	agree, took, ballots := 0, 0, 0
	for _, c := range e.cast {
		answered := 0
		for _, right := range c.rights {
			stands, all := c.audited(right.ID)
			ballots += all
			if stands != "" {
				took++
			}
			if stands == election.Agree {
				agree++
			}
		}
		for _, b := range c.ballots {
			if b.answered {
				answered++
			}
		}
		e.Logf("of %d ballots %d were answered", len(c.ballots), answered)
	}
	got := result.Contests[0].Tally
	is := fmt.Sprint(result.Counted, result.Superseded, result.AllRejected(), result.Took.Heads,
		got[election.Agree].Heads, got["disagree"].Heads)
	if want := fmt.Sprint(took, ballots-took, 0, took, agree, took-agree); is != want {
		e.Errorf("counted, superseded, rejected, heads, for and against: %s, and by the ballots in the boxes it is %s", is, want)
	}
}

// audited compares the box of a right with what was cast for it, and returns the choice that stands and how many ballots are in the box.
func (c *caster) audited(right string) (stands string, all int) {
	c.Helper()
	var box vote.Box
	box, err := ledger.Read(c.Context(), c.officers.Client, vote.Boxes, c.on.BoxOf(c.election.Village.ID, right)...)
	if err != nil && act.CodeOf(err) != contract.NotFound {
		c.Fatal(err)
	}
	times := map[string]int{}
	for _, b := range box.Ballots {
		times[b.Act]++
	}
	for _, b := range c.ballots {
		if b.right != right {
			continue
		}
		if n := times[b.act]; n > 1 || n == 0 && b.answered {
			c.Errorf("a ballot for %s is %d times in its box; there was an answer: %v", right, n, b.answered)
		} else if n == 1 {
			stands = b.choice
		}
		delete(times, b.act)
	}
	if len(times) > 0 {
		c.Errorf("the box of %s has %d ballots that nobody cast", right, len(times))
	}
	return stands, len(box.Ballots)
}
