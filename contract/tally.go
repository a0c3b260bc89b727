// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// Whole is the shard name that merges all shards into the result.
const Whole = "total"

// Shard is the count of the boxes whose rights' ids begin alike. It is as small in a large community as in a small one, so that all
// of them can be merged in one transaction; which ballots they are is in its Lists.
type Shard struct {
	Count      election.Count          `json:"count"`
	Counted    int                     `json:"counted"`
	Superseded int                     `json:"superseded"`
	Rejected   map[election.Reason]int `json:"rejected"`
	Lists      string                  `json:"lists"` // SHA-256 (hex) of its Lists as they are on the ledger
}

// Result is what the ledger counted. Two bodies sign its hash.
type Result struct {
	Election   string                   `json:"election"`
	Effect     election.Effect          `json:"effect"`
	Roll       int64                    `json:"roll"`
	Total      community.Weight         `json:"total"`
	Took       community.Weight         `json:"participating"`
	Quorum     *election.Held           `json:"quorum,omitempty"`
	Contests   []election.ContestResult `json:"contests"`
	Rejected   map[election.Reason]int  `json:"rejected"` // how many for each reason, turned down at once or at the tally
	Counted    int                      `json:"counted"`
	Superseded int                      `json:"superseded"`
	Lists      string                   `json:"lists"` // SHA-256 (hex) of the shards' Lists, one after the other in hex
}

// AllRejected is how many ballots were rejected.
func (r Result) AllRejected() int {
	all := 0
	for _, count := range r.Rejected {
		all += count
	}
	return all
}

// Sum adds a shard's numbers to the result.
func (r *Result) Sum(s Shard) {
	r.Counted += s.Counted
	r.Superseded += s.Superseded
	for reason, count := range s.Rejected {
		r.Rejected[reason] += count
	}
}

// Hash is what election.publish signs: SHA-256 (hex) of the result's JSON on the ledger.
func (r Result) Hash() (string, error) {
	raw, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), nil
}

// ShardNames are the shards of an election, in order.
func (e Election) ShardNames() []string {
	names := make([]string, int(math.Pow(16, float64(e.Shards))))
	for i := range names {
		names[i] = fmt.Sprintf("%0*x", e.Shards, i)
	}
	return names
}

// tally counts one shard, or merges the counted shards into the result. Anybody may send it: what it writes follows from
// the ledger alone.
func tally(s State, tx Tx, communityID, id, shard string) error {
	v := newView(s)
	t := counting{view: v, tx: tx, community: communityID}
	if ok, err := v.load(electionKey(communityID, id), &t.Election); err != nil || !ok {
		return orElse(err, act.Refuse(NotFound, "there is no election %q", id))
	}
	if c, _, err := shared[Community](v, communityKey(communityID)); err != nil {
		return err
	} else {
		t.net = c.Net
	}
	if t.Stage != election.StageUnsealed {
		return act.Refuse(WrongStage, "the election is %s; it is counted once enough keys are published", t.Stage)
	}
	count := t.shard
	if shard == Whole {
		count = func(string) error { return t.whole() }
	} else if !slices.Contains(t.ShardNames(), shard) {
		return act.Refuse(BadArguments, "a shard is named by %d hex digits, or %q", t.Shards, Whole)
	}
	if err := count(shard); err != nil {
		return err
	}
	v.accept()
	return v.flush()
}

// counting is an election being counted.
type counting struct {
	*view
	Election
	tx        Tx
	net       string
	community string
	private   []seal.PrivateKey
}

func (t *counting) tallyKey(shard string) string { return Key("tally", t.community, t.ID, shard) }

func (t *counting) shard(shard string) error {
	if ok, err := t.load(t.tallyKey(shard), &Shard{}); err != nil || ok {
		return orElse(err, act.Refuse(Already, "shard %s is counted", shard))
	}
	keys, err := t.bodyKeys(t.community, t.Election)
	if err != nil {
		return err
	}
	if t.private, err = PrivateKeys(keys); err != nil {
		return err
	}
	boxes, err := scan[Box](t.view, "box", t.community, t.ID, shard)
	if err != nil {
		return err
	}
	if err := t.prefetchRights(boxes); err != nil {
		return err
	}
	count, lists := election.NewCount(t.RuleContests()), NewLists()
	for _, box := range boxes {
		if err := t.box(box, &count, &lists); err != nil {
			return err
		}
	}
	rejected, err := scan[Rejections](t.view, "reject", t.community, t.ID, shard)
	if err != nil {
		return err
	}
	for _, account := range rejected {
		lists.AddAtOnce(account)
	}
	result, err := lists.Shard(count)
	if err != nil {
		return err
	}
	if err := t.store(Key("tallied", t.community, t.ID, shard), lists); err != nil {
		return err
	}
	return t.store(t.tallyKey(shard), result)
}

func (t *counting) prefetchRights(boxes []Box) error {
	var keys []string
	for _, box := range boxes {
		keys = append(keys, rightKey(t.community, t.Roll, box.Right))
	}
	return t.prefetch(keys)
}

// box counts one right: it opens its ballots, and the rules say which one stands.
func (t *counting) box(box Box, count *election.Count, lists *Lists) error {
	var right community.Right
	if ok, err := t.load(rightKey(t.community, t.Roll, box.Right), &right); err != nil || !ok {
		return orElse(err, fmt.Errorf("the box of right %s has no right", box.Right))
	}
	selections := map[string]election.Selections{}
	spoiled := map[string]election.Reason{}
	for _, ballot := range box.Ballots {
		opened, reason, err := t.Open(t.private, t.net, t.community, box.Right, ballot)
		if err != nil {
			return err
		}
		selections[ballot.Act] = opened
		if reason != election.Accepted {
			spoiled[ballot.Act] = reason
		}
	}
	settled := election.Settle(t.Rules, box.rules(), spoiled)
	lists.Add(settled)
	if settled.Standing != nil {
		count.Add(right.Weight(t.Rules.CountParking), selections[settled.Standing.ID])
	}
	return nil
}

// whole merges the counted shards, decides, and stores the result. It reads a small document a shard, however many ballots there are.
func (t *counting) whole() error {
	shards, err := scan[Shard](t.view, "tally", t.community, t.ID)
	if err != nil {
		return err
	}
	if want := len(t.ShardNames()); len(shards) != want {
		return act.Refuse(Incomplete, "%d of %d shards are counted", len(shards), want)
	}
	var roll Roll
	if _, err := t.load(rollKey(t.community, t.Roll), &roll); err != nil {
		return err
	}
	count := election.NewCount(t.RuleContests())
	count.Total = roll.Total(t.Rules.CountParking)
	r := Result{Election: t.ID, Effect: t.Effect, Roll: t.Roll, Rejected: map[election.Reason]int{}, Lists: HashOfLists(shards)}
	for _, shard := range shards {
		if err := count.Merge(shard.Count); err != nil {
			return err
		}
		r.Sum(shard)
	}
	return t.finish(r, election.Decide(t.Rules, t.RuleContests(), count))
}

func (t *counting) finish(r Result, decision election.Result) error {
	r.Total, r.Took, r.Quorum, r.Contests = decision.Total, decision.Participating, decision.Quorum, decision.Contests
	hash, err := r.Hash()
	if err != nil {
		return err
	}
	t.Election.Result = hash
	if err := t.advance(election.StepTally, t.tx.Time); err != nil {
		return err
	}
	if err := t.store(Key("result", t.community, t.ID), r); err != nil {
		return err
	}
	return t.store(electionKey(t.community, t.ID), t.Election)
}
