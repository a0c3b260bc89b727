// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// A Recounter is a Replayer that can count what was decided again, on the state at the end of the ledger.
type Recounter interface {
	// Recount returns how many results it counted again, and calls differs for each that is not the one on the ledger,
	// with the key that holds it; genesis is the hash (hex) of the ledger's first block.
	Recount(s *Simulation, genesis string, differs func(key string, err error)) int
}

// Recount counts every election that has a result again, in one go from the ballots: without the shards, and with the
// weights of the roll's own rights instead of its totals. The shards' lists must name the ballots that were found. What each ballot says is
// known from when it was counted (ballots); all that follows from it is found out again.
// It adds up all transfers of points, and compares what households have, what is held and what was issued. It looks that each convention
// is what owners have agreed to, and that no breach has an effect before its time. It works out what each booking of a parking space costs,
// and draws lots again.
// It also looks that every community that was founded binds its acts to this ledger, so that none can be carried to another.
func (Contract) Recount(s *Simulation, genesis string, differs func(key string, err error)) int {
	counted := 0
	state := contractState{s}
	communities, _ := state.Range(contract.Communities.Kind())
	for _, entry := range communities {
		var c contract.Community
		if err := json.Unmarshal(entry.Value, &c); err != nil || c.Net != genesis {
			differs(entry.Key, fmt.Errorf("community %q binds its acts to the channel %s, not to this one", c.ID, c.Net))
		}
		points := recountPoints(state, c.ID, differs)
		recountParking(state, c.ID, points.escrows, differs)
		recountBreaches(state, c.ID, differs)
		recountCases(state, c.ID, differs)
	}
	results, _ := state.Range(vote.Results.Kind()) // a replayed state always answers
	for _, entry := range results {
		if err := recountElection(state, entry); err != nil {
			differs(entry.Key, err)
		}
		counted++
	}
	return counted
}

// electionCount is one election being counted again.
type electionCount struct {
	vote.Election
	state     contractState
	community string
	opener    vote.Opener
	count     election.Count
	lists     map[string]*vote.Lists // by shard
	result    vote.Result
}

func recountElection(state contractState, entry contract.Entry) error {
	_, names, ok := contract.SplitKey(entry.Key)
	if !ok || len(names) != 2 {
		return errors.New("a result has no election")
	}
	e := electionCount{state: state, community: names[0]}
	var err error
	if e.Election, err = document(state, vote.Elections, names...); err != nil {
		return err
	}
	for _, step := range []func() error{e.readKeys, e.countRights, e.addRejections, e.compareLists} {
		if err := step(); err != nil {
			return fmt.Errorf("election %s: %w", e.ID, err)
		}
	}
	e.decide()
	raw, err := json.Marshal(e.result)
	if err != nil {
		return err
	}
	if !bytes.Equal(raw, entry.Value) {
		return fmt.Errorf("election %s, counted again, gives %s, not %s", e.ID, shorten(raw), shorten(entry.Value))
	}
	if hash, err := e.result.Hash(); err != nil || hash != e.Result {
		return fmt.Errorf("election %s names another result than the one counted", e.ID)
	}
	return nil
}

func document[D any](state contractState, ref contract.Ref[D], attributes ...string) (D, error) {
	raw := state.s.Get(ref.Key(attributes...))
	if raw == nil {
		var none D
		return none, fmt.Errorf("there is no %s %v", ref.Kind(), attributes)
	}
	return ref.Decode(raw)
}

// readKeys reads the election keys that the bodies published.
func (e *electionCount) readKeys() (err error) {
	keys := make([]vote.ElectionKeyOf, len(e.Bodies))
	for i, body := range e.Bodies {
		if keys[i], err = document(e.state, vote.Keys, e.community, e.ID, body); err != nil {
			return err
		}
	}
	private, err := vote.PrivateKeys(keys)
	opener := e.Opener(private)
	e.opener = opener.Knowing(e.state.s.notes.ballots.opened[opener.ID])
	return err
}

// countRights goes through every right of the roll, whether it has voted or not. The contract counts shard by shard, as
// transactions can; here it is one pass over the roll, so that a right which no shard lists is missed by nobody.
func (e *electionCount) countRights() error {
	e.count = election.NewCount(e.RuleContests())
	e.result = vote.Result{Election: e.ID, Effect: e.Effect, Roll: e.Roll, Rejected: map[election.Reason]int{}}
	e.lists = map[string]*vote.Lists{}
	for _, shard := range e.ShardNames() {
		lists := vote.NewLists()
		e.lists[shard] = &lists
	}
	rights, _ := e.state.Range(people.Rights.Kind(), e.community, people.Version(e.Roll)) // a replayed state always answers
	for some := range slices.Chunk(rights, atOnce) {
		if err := e.countSome(some); err != nil {
			return err
		}
	}
	return nil
}

// atOnce is of how many rights the ballots are opened side by side, so that those of a large community are not all held open.
const atOnce = 1000

// countSome takes in the ballots of some rights that stand; what nobody has opened yet is opened.
func (e *electionCount) countSome(entries []contract.Entry) error {
	rights, boxes := make([]community.Right, len(entries)), make([]vote.Box, len(entries))
	for i, entry := range entries {
		if err := json.Unmarshal(entry.Value, &rights[i]); err != nil {
			return err
		}
		e.count.Enrol(rights[i].Weight(e.Rules.CountParking))
		raw := e.state.s.Get(vote.Boxes.Key(e.BoxOf(e.community, rights[i].ID)...))
		if raw == nil {
			continue
		}
		if err := json.Unmarshal(raw, &boxes[i]); err != nil {
			return fmt.Errorf("right %s: %w", rights[i].ID, err)
		}
		boxes[i].Right = rights[i].ID // whatever the box says
	}
	opened, err := e.opener.Boxes(boxes, e.state.s.notes.ballots.others)
	if err != nil {
		return err
	}
	for i, right := range rights {
		e.countRight(right, boxes[i], opened[i])
	}
	return nil
}

// countRight takes in the ballot of one right that stands. A ballot that could not be opened, or names an option that is none, is
// spoiled, with its reason, and does not stand in the way of the others.
func (e *electionCount) countRight(right community.Right, box vote.Box, opened []vote.Opened) {
	if box.Ballots == nil {
		return
	}
	ballots, selections, spoiled := []election.Ballot{}, map[string]election.Selections{}, map[string]election.Reason{}
	for i, b := range box.Ballots {
		if selections[b.Act] = opened[i].Selections; opened[i].Reason != election.Accepted {
			spoiled[b.Act] = opened[i].Reason
		}
		// Read here anew, not by Box.ForRules: a fault there must not repeat itself in the recount.
		ballots = append(ballots, election.Ballot{ID: b.Act, Right: right.ID, By: b.Person, Role: b.Role, Channel: b.Channel})
	}
	settled := election.Settle(e.Rules, ballots, spoiled)
	e.lists[e.Shard(right.ID)].Add(settled)
	if settled.Standing != nil {
		e.count.Add(right.Weight(e.Rules.CountParking), selections[settled.Standing.ID])
	}
}

// addRejections adds the ballots that were turned down as they came in.
func (e *electionCount) addRejections() error {
	entries, _ := e.state.Range(vote.Rejected.Kind(), e.community, e.ID) // a replayed state always answers
	for _, entry := range entries {
		var kept vote.Rejections
		if err := json.Unmarshal(entry.Value, &kept); err != nil {
			return err
		}
		for _, r := range kept.Ballots {
			shard := e.RejectionAccount(e.community, r.Channel, r.Person, r.Right)[2]
			e.lists[shard].AddAtOnce(vote.Rejections{Ballots: []vote.Rejection{r}})
		}
	}
	return nil
}

// compareLists holds what each shard lists against what was found again, ballot by ballot, and sums the lists up. The lists are
// what people look themselves up in: a sum that is right over a wrong list would tell somebody that his ballot was not counted.
func (e *electionCount) compareLists() error {
	var shards []vote.Shard
	for _, name := range e.ShardNames() {
		counted, err := document(e.state, vote.Shards, e.community, e.ID, name)
		if err != nil {
			return err
		}
		again, err := e.lists[name].Shard(counted.Count) // how the weights add up is seen in the result
		if err != nil {
			return err
		}
		raw, err := json.Marshal(e.lists[name])
		if err != nil {
			return err
		}
		if listed := e.state.s.Get(vote.Tallied.Key(e.community, e.ID, name)); !bytes.Equal(raw, listed) {
			return fmt.Errorf("shard %s, counted again, lists %s, not %s", name, shorten(raw), shorten(listed))
		}
		if !sameNumbers(again, counted) {
			return fmt.Errorf("shard %s does not sum up its own lists", name)
		}
		e.result.Sum(again)
		shards = append(shards, again)
	}
	e.result.Lists = vote.HashOfLists(shards)
	return nil
}

func sameNumbers(a, b vote.Shard) bool {
	return a.Lists == b.Lists && a.Counted == b.Counted && a.Superseded == b.Superseded && maps.Equal(a.Rejected, b.Rejected)
}

// decide applies the rule of the election to the numbers: the same function that the contract called, on a count made otherwise.
func (e *electionCount) decide() {
	decided := election.Decide(e.Rules, e.RuleContests(), e.count)
	e.result.Total, e.result.Took = decided.Total, decided.Participating
	e.result.Quorum, e.result.Contests = decided.Quorum, decided.Contests
}
