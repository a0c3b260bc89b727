// SPDX-License-Identifier: Apache-2.0

// Package ownersvote is an owners' vote from the roll to the published result: five matters, ballots over every channel, and some that
// must be rejected. The demo holds it on one laptop, and a test on four machines. It links the software authenticator, as package village
// does.
package ownersvote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/election"
)

// ID is the election's.
const ID = "2026-autumn"

// Vote is the vote as it goes on.
type Vote struct {
	*village.Election
	Plan    Plan
	On      vote.Election // as the ledger has it
	Result  vote.Result
	Refused map[act.Code]int // acts that never got onto the ledger
	Took    time.Duration    // casting the first ballots
	Hooks

	ledger *village.Ledger
}

// Hooks are what differs between those who hold the vote.
type Hooks struct {
	Texts map[string]string                                     // hashes of what is voted on, by contest; none of one has only its title
	Carry func(ctx context.Context, ballots []act.Signed) error // brings ballots onto the ledger, of which each has to take effect
	Tell  func(format string, args ...any)                      // is told what has been done
}

// LoadRoll brings a register into a personal-data store, and its pseudonyms onto the ledger.
func LoadRoll(ctx context.Context, l *village.Ledger, v *village.Village, store *identity.Store, register io.Reader) error {
	if err := store.KeepCommunity(ctx, v.ID, v.Constitution); err != nil {
		return err
	}
	read, err := store.Import(ctx, v.ID, register)
	if err != nil {
		return err
	}
	draft, err := store.Accept(ctx, read, "demo")
	if err != nil {
		return err
	}
	if err := v.TakeRoll(draft.Roll); err != nil {
		return err
	}
	if err := l.LoadRoll(ctx, v, draft.Version, func(int, int) {}); err != nil {
		return err
	}
	on, err := ledger.Read(ctx, l.Client, people.Rolls, v.ID, people.Version(draft.Version))
	if err != nil {
		return err
	}
	return store.Approved(ctx, v.ID, draft.Version, on.Act)
}

// Open takes the election to its opening; one ballot comes too early.
func Open(ctx context.Context, l *village.Ledger, of *village.Village, h Hooks) (*Vote, error) {
	e, err := of.NewElection(ID)
	if err != nil {
		return nil, err
	}
	v := &Vote{Election: e, Plan: makePlan(e.Heads()), Refused: map[act.Code]int{}, Hooks: h, ledger: l}
	how := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	if err := l.Prepare(ctx, e, "Owners' vote of autumn 2026 2026年秋季业主大会", how, v.contests()); err != nil {
		return nil, err
	}
	v.Tell("election drafted, bodies' keys published and drilled, notice given")
	if v.On, err = l.Election(ctx, e); err != nil {
		return nil, err
	}
	if err := v.tooEarly(ctx); err != nil {
		return nil, err
	}
	if err := l.Do(ctx)(e.Step(vote.TypeElectionOpen)); err != nil {
		return nil, err
	}
	v.On, err = l.Election(ctx, e)
	return v, err
}

func (v *Vote) contests() []vote.DraftContest {
	contest := func(id string, threshold election.Threshold, title string) vote.DraftContest {
		options := []string{election.Agree, "disagree", "abstain"}
		return vote.DraftContest{ID: id, Options: options, Seats: 1, Text: v.Texts[id], Threshold: threshold, Title: title}
	}
	return []vote.DraftContest{
		contest(Contract, election.Majority, "Ordinary: renew the property company's contract 续聘物业服务企业"),
		contest(Points, election.Majority, "Ordinary: points for good deeds, as the plan says 积分办法"),
		contest(Convention, election.Majority, "Ordinary: the convention, e-bikes stay out of lifts 公约：电动自行车不进电梯"),
		contest(Parking, election.Majority, "Ordinary: an office tower may park here by day 写字楼白天共享停车"),
		contest(Roof, election.ThreeQuarters, "Special: let the roofs for solar panels 利用屋顶共有部分经营"),
	}
}

// Count closes, opens the ballots with the keys of all bodies but one, counts, publishes, and holds the result against the plan.
func (v *Vote) Count(ctx context.Context) error {
	var bodies []string
	for _, body := range v.Constitution.Bodies[1:] { // the first body's key is missing
		bodies = append(bodies, body.ID)
	}
	if err := v.ledger.CloseAndUnseal(ctx, v.Election, bodies); err != nil {
		return err
	}
	if err := v.tooLate(ctx); err != nil {
		return err
	}
	v.Tell("closed by two bodies; %d of %d keys published, the owners' committee's is missing", len(bodies), len(v.Constitution.Bodies))
	var err error
	if v.Result, err = v.ledger.Tally(ctx, v.Election, func(int, int) {}); err != nil {
		return err
	}
	v.Tell("ballots opened and counted on the ledger, in %d shards", len(v.On.ShardNames()))
	if err := v.ledger.Publish(ctx, v.Election, v.Result); err != nil {
		return err
	}
	v.Tell("result signed by two bodies")
	if v.On, err = v.ledger.Election(ctx, v.Election); err != nil {
		return err
	}
	return v.asPlanned()
}

// asPlanned returns an error unless the result is what the plan's ballots come to.
func (v *Vote) asPlanned() error {
	counted, agree := 0, map[string]int64{}
	for _, ballots := range [][]Ballot{v.Plan.Online, v.Plan.Paper, v.Plan.Proxy} {
		counted += len(ballots)
		for _, b := range ballots {
			for id, choice := range b.Selections {
				if choice[0] == election.Agree {
					agree[id] += b.Right.Weight(false).Heads
				}
			}
		}
	}
	var wrong error
	if v.Result.Counted != counted || v.Result.Superseded != len(v.Plan.Revotes) {
		wrong = fmt.Errorf("%d ballots are counted and %d replaced, and %d and %d should be",
			v.Result.Counted, v.Result.Superseded, counted, len(v.Plan.Revotes))
	}
	for _, c := range v.Result.Contests {
		if got := c.Tally[election.Agree].Heads; got != agree[c.ID] {
			wrong = errors.Join(wrong, fmt.Errorf("%d heads agree with %s, and %d should", got, c.ID, agree[c.ID]))
		}
	}
	return wrong
}
