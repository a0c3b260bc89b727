// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// A Recounter is a Replayer that can count what was decided again, on the state at the end of the ledger.
type Recounter interface {
	// Recount returns how many results it counted again, and calls differs for each that is not the one on the ledger,
	// with the key that holds it; genesis is the hash (hex) of the ledger's first block.
	Recount(s *Simulation, genesis string, differs func(key string, err error)) int
}

func (j *judge) recount() {
	counted := 0
	for name, replayer := range j.options.Replayers {
		recounter, ok := replayer.(Recounter)
		if !ok {
			continue
		}
		s := &Simulation{view: view{j.world, newWorld(), j.ctx.Done()}, namespace: name, reads: map[string]bool{}}
		counted += recounter.Recount(s, j.report.Genesis, func(key string, err error) {
			var at version
			if found := j.world.get(place{name, "", key}); found != nil {
				at = found.version
			}
			j.report.fail(checkRecount, at.block, "", err)
		})
	}
	j.report.conclude(checkRecount, Pass, "%d results", counted)
}

// Recount counts every election that has a result again, in one go from the ballots: without the shards, and with the
// weights of the roll's own rights instead of its totals. The shards' lists must name the ballots that were found.
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
	}
	results, _ := state.Range(vote.Results.Kind()) // a replayed state always answers
	for _, entry := range results {
		if err := recountElection(state, genesis, entry); err != nil {
			differs(entry.Key, err)
		}
		counted++
	}
	return counted
}

// hall is one election being counted again.
type hall struct {
	vote.Election
	state     contractState
	net       string
	community string
	private   []seal.PrivateKey
	count     election.Count
	lists     map[string]*vote.Lists // by shard
	result    vote.Result
}

func recountElection(state contractState, genesis string, entry contract.Entry) error {
	_, names, ok := contract.SplitKey(entry.Key)
	if !ok || len(names) != 2 {
		return errors.New("a result has no election")
	}
	h := hall{state: state, net: genesis, community: names[0]}
	var err error
	if h.Election, err = document(state, vote.Elections, names...); err != nil {
		return err
	}
	for _, step := range []func() error{h.readKeys, h.countRights, h.addRejections, h.compareLists} {
		if err := step(); err != nil {
			return fmt.Errorf("election %s: %w", h.ID, err)
		}
	}
	h.decide()
	raw, err := json.Marshal(h.result)
	if err != nil {
		return err
	}
	if !bytes.Equal(raw, entry.Value) {
		return fmt.Errorf("election %s, counted again, gives %s, not %s", h.ID, shorten(raw), shorten(entry.Value))
	}
	if hash, err := h.result.Hash(); err != nil || hash != h.Result {
		return fmt.Errorf("election %s names another result than the one counted", h.ID)
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
func (h *hall) readKeys() (err error) {
	keys := make([]vote.ElectionKeyOf, len(h.Bodies))
	for i, body := range h.Bodies {
		if keys[i], err = document(h.state, vote.Keys, h.community, h.ID, body); err != nil {
			return err
		}
	}
	h.private, err = vote.PrivateKeys(keys)
	return err
}

// countRights goes through every right of the roll, whether it has voted or not.
func (h *hall) countRights() error {
	h.count = election.NewCount(h.RuleContests())
	h.result = vote.Result{Election: h.ID, Effect: h.Effect, Roll: h.Roll, Rejected: map[election.Reason]int{}}
	h.lists = map[string]*vote.Lists{}
	for _, shard := range h.ShardNames() {
		lists := vote.NewLists()
		h.lists[shard] = &lists
	}
	rights, _ := h.state.Range(people.Rights.Kind(), h.community, people.Version(h.Roll)) // a replayed state always answers
	for _, entry := range rights {
		var right community.Right
		if err := json.Unmarshal(entry.Value, &right); err != nil {
			return err
		}
		h.count.Enrol(right.Weight(h.Rules.CountParking))
		if err := h.countRight(right); err != nil {
			return fmt.Errorf("right %s: %w", right.ID, err)
		}
	}
	return nil
}

func (h *hall) countRight(right community.Right) error {
	raw := h.state.s.Get(vote.Boxes.Key(h.BoxOf(h.community, right.ID)...))
	if raw == nil {
		return nil
	}
	var box vote.Box
	if err := json.Unmarshal(raw, &box); err != nil {
		return err
	}
	ballots, selections, spoiled := []election.Ballot{}, map[string]election.Selections{}, map[string]election.Reason{}
	for _, b := range box.Ballots {
		opened, reason, err := h.Open(h.private, h.net, h.community, right.ID, b)
		if err != nil {
			return err
		}
		if selections[b.Act] = opened; reason != election.Accepted {
			spoiled[b.Act] = reason
		}
		ballots = append(ballots, election.Ballot{ID: b.Act, Right: right.ID, By: b.Person, Role: b.Role, Channel: b.Channel})
	}
	settled := election.Settle(h.Rules, ballots, spoiled)
	h.lists[h.Shard(right.ID)].Add(settled)
	if settled.Standing != nil {
		h.count.Add(right.Weight(h.Rules.CountParking), selections[settled.Standing.ID])
	}
	return nil
}

// addRejections adds the ballots that were turned down as they came in.
func (h *hall) addRejections() error {
	entries, _ := h.state.Range(vote.Rejected.Kind(), h.community, h.ID) // a replayed state always answers
	for _, entry := range entries {
		var kept vote.Rejections
		if err := json.Unmarshal(entry.Value, &kept); err != nil {
			return err
		}
		for _, r := range kept.Ballots {
			shard := h.RejectionAccount(h.community, r.Channel, r.Person, r.Right)[2]
			h.lists[shard].AddAtOnce(vote.Rejections{Ballots: []vote.Rejection{r}})
		}
	}
	return nil
}

// compareLists holds what each shard lists against what was found again, ballot by ballot, and sums the lists up.
func (h *hall) compareLists() error {
	var shards []vote.Shard
	for _, name := range h.ShardNames() {
		counted, err := document(h.state, vote.Shards, h.community, h.ID, name)
		if err != nil {
			return err
		}
		again, err := h.lists[name].Shard(counted.Count) // how the weights add up is seen in the result
		if err != nil {
			return err
		}
		raw, err := json.Marshal(h.lists[name])
		if err != nil {
			return err
		}
		if listed := h.state.s.Get(vote.Tallied.Key(h.community, h.ID, name)); !bytes.Equal(raw, listed) {
			return fmt.Errorf("shard %s, counted again, lists %s, not %s", name, shorten(raw), shorten(listed))
		}
		if !sameNumbers(again, counted) {
			return fmt.Errorf("shard %s does not sum up its own lists", name)
		}
		h.result.Sum(again)
		shards = append(shards, again)
	}
	h.result.Lists = vote.HashOfLists(shards)
	return nil
}

func sameNumbers(a, b vote.Shard) bool {
	return a.Lists == b.Lists && a.Counted == b.Counted && a.Superseded == b.Superseded && maps.Equal(a.Rejected, b.Rejected)
}

func (h *hall) decide() {
	decided := election.Decide(h.Rules, h.RuleContests(), h.count)
	h.result.Total, h.result.Took = decided.Total, decided.Participating
	h.result.Quorum, h.result.Contests = decided.Quorum, decided.Contests
}
