// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"cmp"
	"encoding/json"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/election"
)

// Shard is the count of the boxes whose rights' ids begin alike. It is as small in a large community as in a small one, so that all
// of them can be merged in one transaction; which ballots they are is in its Lists.
type Shard struct {
	Count      election.Count          `json:"count"`
	Counted    int                     `json:"counted"`
	Superseded int                     `json:"superseded"`
	Rejected   map[election.Reason]int `json:"rejected"`
	Lists      string                  `json:"lists"`          // SHA-256 (hex) of its Lists as they are on the ledger
	Next       string                  `json:"next,omitempty"` // the right at which the count goes on; "": all of the shard is counted
}

// counting is an election being counted.
type counting struct {
	*contract.View
	Election
	tx        contract.Tx
	community string
	ballots   map[string]string // the acts that cast them, by hash: as whoever asks for the count has found them in the blocks
}

// MaxBallotsAtOnce bounds the ballots that one transaction is given, in bytes, so that a call has room for the rest.
const MaxBallotsAtOnce = contract.MaxCall - 4<<10

// GiveBallots is the argument of Tally that holds ballots: a JSON array of the acts that cast them.
func GiveBallots(texts []string) string {
	raw, err := json.Marshal(append([]string{}, texts...))
	if err != nil {
		panic(err) // texts always encode
	}
	return string(raw)
}

// readBallots takes ballots from whoever has them. The ledger knows each by its hash, so that none can be another one.
func readBallots(given string) (map[string]string, error) {
	var texts []string
	if err := json.Unmarshal([]byte(given), &texts); err != nil {
		return nil, act.Refuse(contract.BadArguments, "of", "ballots")
	}
	ballots := make(map[string]string, len(texts))
	for _, text := range texts {
		ballots[act.HashOf(text).String()] = text
	}
	return ballots, nil
}

// shard counts on where the count of a shard stands, as far as the ballots reach that are given, box by box in the order of the keys.
func (t *counting) shard(shard string) error {
	so, begun, err := Shards.Get(t, t.community, t.ID, shard)
	if err != nil || begun && so.Next == "" {
		return cmp.Or(err, act.Refuse(contract.Already, "of", "shard"))
	}
	count, lists := election.NewCount(t.RuleContests()), NewLists()
	if begun {
		count = so.Count
		if lists, _, err = Tallied.Get(t, t.community, t.ID, shard); err != nil {
			return err
		}
	}
	next, err := t.boxes(shard, so.Next, &count, &lists)
	if err != nil {
		return err
	}
	if next == "" {
		if err := t.atOnce(shard, &lists); err != nil {
			return err
		}
	}
	result, err := lists.Shard(count)
	if err != nil {
		return err
	}
	result.Next = next
	if err := Tallied.Put(t, lists, t.community, t.ID, shard); err != nil {
		return err
	}
	return Shards.Put(t, result, t.community, t.ID, shard)
}

// boxes counts those of a shard, from a right's on, and says at which right it goes on.
func (t *counting) boxes(shard, from string, count *election.Count, lists *Lists) (next string, err error) {
	keys, err := BodyKeys(t, t.community, t.Election)
	if err != nil {
		return "", err
	}
	private, err := PrivateKeys(keys)
	if err != nil {
		return "", err
	}
	boxes, err := Boxes.List(t, t.community, t.ID, shard)
	if err != nil {
		return "", err
	}
	boxes, next, err = t.given(boxes, from)
	if err != nil {
		return "", err
	}
	if err := t.prefetchRights(boxes); err != nil {
		return "", err
	}
	opener := t.Opener(private)
	opened, err := opener.Boxes(boxes, t.ballots)
	if err != nil {
		return "", err
	}
	if t.tx.Tell != nil {
		t.tx.Tell(opener.openings(boxes, opened))
	}
	for i, box := range boxes {
		if err := t.box(box, opened[i], count, lists); err != nil {
			return "", err
		}
	}
	return next, nil
}

// given are the boxes, from a right's on, all of whose ballots are given, up to the first of which one is not. It has to reach one box.
func (t *counting) given(boxes []Box, from string) (reached []Box, next string, err error) {
	for _, box := range boxes {
		if box.Right < from {
			continue
		}
		for _, ballot := range box.Ballots {
			if _, ok := t.ballots[ballot.Act]; ok {
				continue
			}
			if len(reached) == 0 {
				return nil, "", act.Refuse(people.Incomplete, "of", "ballot", "act", ballot.Act)
			}
			return reached, box.Right, nil
		}
		reached = append(reached, box)
	}
	return reached, "", nil
}

// atOnce lists the ballots that were turned down as they came.
func (t *counting) atOnce(shard string, lists *Lists) error {
	rejected, err := Rejected.List(t, t.community, t.ID, shard)
	for _, account := range rejected {
		lists.AddAtOnce(account)
	}
	return err
}

func (t *counting) prefetchRights(boxes []Box) error {
	var keys []string
	for _, box := range boxes {
		keys = append(keys, people.Rights.Key(t.community, people.Version(t.Roll), box.Right))
	}
	return t.Prefetch(keys)
}

// box counts one right, whose ballots have been opened: the rules say which one stands.
func (t *counting) box(box Box, opened []Opened, count *election.Count, lists *Lists) error {
	right, ok, err := people.Rights.Get(t, t.community, people.Version(t.Roll), box.Right)
	if err != nil || !ok {
		return cmp.Or(err, fmt.Errorf("the box of right %s has no right", box.Right))
	}
	selections := map[string]election.Selections{}
	spoiled := map[string]election.Reason{}
	for i, ballot := range box.Ballots {
		selections[ballot.Act] = opened[i].Selections
		if opened[i].Reason != election.Accepted {
			spoiled[ballot.Act] = opened[i].Reason
		}
	}
	settled := election.Settle(t.Rules, box.ForRules(), spoiled)
	lists.Add(settled)
	if settled.Standing != nil {
		count.Add(right.Weight(t.Rules.CountParking), selections[settled.Standing.ID])
	}
	return nil
}
