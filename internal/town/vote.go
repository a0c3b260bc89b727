// SPDX-License-Identifier: Apache-2.0

package town

import (
	"maps"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/election"
)

// A Vote is an election of a town.
type Vote struct {
	*village.Election
	Town *Town
	On   vote.Election // as last read
}

// Rules are those of a plain vote of owners.
func Rules() vote.DraftRules {
	return vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
}

// Question is a contest to agree to.
func Question(id string) vote.DraftContest {
	return vote.DraftContest{
		ID: id, Options: []string{"agree", "disagree", "abstain"}, Seats: 1, Threshold: election.Majority, Title: "Question " + id,
	}
}

// Agree is a ballot for the contest "c0".
func Agree() election.Selections { return election.Selections{"c0": {"agree"}} }

// Disagree is a ballot against it.
func Disagree() election.Selections { return election.Selections{"c0": {"disagree"}} }

// DraftVote creates an election and goes no further.
func (w *Town) DraftVote(id string, rules vote.DraftRules, contests ...vote.DraftContest) *Vote {
	w.Helper()
	e, err := w.NewElection(id)
	v := &Vote{Election: Must(w, e, err), Town: w}
	created, err := e.Create("Budget", 1, rules, contests)
	w.OK(Must(w, created, err))
	return v
}

// Drilled publishes keys and holds the drill.
func (v *Vote) Drilled() *Vote {
	v.Town.Helper()
	keys, err := v.Keys()
	Must(v.Town, keys, err)
	tests, answers, err := v.Drill()
	Done(v.Town, err)
	v.Town.OK(append(append(keys, tests...), answers...)...)
	return v
}

// Open goes through notice and opening.
func (v *Vote) Open() *Vote {
	v.Town.Helper()
	notice, err := v.Notice()
	Must(v.Town, notice, err)
	v.Town.OK(notice, v.Step(vote.TypeElectionOpen))
	return v.Reload()
}

// OpenVote is an election with one contest "c0", open for ballots.
func (w *Town) OpenVote(id string, rules vote.DraftRules) *Vote {
	w.Helper()
	return w.DraftVote(id, rules, Question("c0")).Drilled().Open()
}

// Step is that of village.Election.
func (v *Vote) Step(kind string) act.Signed {
	v.Town.Helper()
	signed, err := v.Election.Step(kind)
	return Must(v.Town, signed, err)
}

// Reload reads the election anew.
func (v *Vote) Reload() *Vote {
	v.Town.Helper()
	on, ok := Read(v.Town, vote.Elections, v.Town.ID, v.ID)
	if !ok {
		v.Town.Fatalf("no election %q", v.ID)
	}
	v.On = on
	return v
}

// Cast is a ballot with its number among those of this person for this right.
func (v *Vote) Cast(by *village.Signer, right string, seq int64, s election.Selections) act.Signed {
	v.Town.Helper()
	ballot, err := v.Election.Cast(v.On, by, right, seq, s)
	return Must(v.Town, ballot, err)
}

// Paper is a paper ballot; seq counts this person's ballots for this right.
func (v *Vote) Paper(person, right string, seq int64, s election.Selections) act.Signed {
	v.Town.Helper()
	ballot, err := v.Election.Paper(v.On, person, right, seq, [32]byte{1}, s)
	return Must(v.Town, ballot, err)
}

// Unsealed closes the election and publishes the keys of the bodies.
func (v *Vote) Unsealed(bodies ...string) *Vote {
	v.Town.Helper()
	acts := []act.Signed{v.Step(vote.TypeElectionClose)}
	for _, body := range bodies {
		acts = append(acts, v.Unseal(body))
	}
	v.Town.OK(acts...)
	return v.Reload()
}

// Unseal is that of village.Election.
func (v *Vote) Unseal(body string) act.Signed {
	v.Town.Helper()
	signed, err := v.Election.Unseal(body)
	return Must(v.Town, signed, err)
}

// Tally counts a shard, or the whole, with all that was ever sent.
func (v *Vote) Tally(shard string) error {
	return v.TallyWith(shard, slices.Sorted(maps.Keys(v.Town.sent)))
}

// TallyWith counts on in a shard with the ballots that are given.
func (v *Vote) TallyWith(shard string, ballots []string) error {
	v.Town.Helper()
	packed, err := contract.Pack([]byte(vote.GiveBallots(ballots)))
	_, err = v.Town.Transact(v.Town.anybody(), vote.TxTally, v.Town.ID, v.ID, shard, string(Must(v.Town, packed, err)))
	return err
}

// Counted tallies every shard and returns the result.
func (v *Vote) Counted() vote.Result {
	v.Town.Helper()
	for _, shard := range append(v.On.ShardNames(), vote.Whole) {
		Done(v.Town, v.Tally(shard))
	}
	result, _ := Read(v.Town, vote.Results, v.Town.ID, v.ID)
	v.Reload()
	return result
}

// Published closes and counts the election by all bodies but the first, publishes the result and returns it.
func (v *Vote) Published() vote.Result {
	v.Town.Helper()
	result := v.Unsealed(v.On.Bodies[1:]...).Counted()
	publish, err := v.Publish(v.On.Result)
	Must(v.Town, publish, err)
	hear, err := v.Hear()
	v.Town.OK(publish, Must(v.Town, hear, err))
	return result
}
