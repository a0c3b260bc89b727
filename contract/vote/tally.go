// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// Documents of the count, by election.
const (
	Shards  contract.Ref[Shard]  = "tally"   // C~E~shard: the count of a shard
	Tallied contract.Ref[Lists]  = "tallied" // C~E~shard: the lists of its ballots
	Results contract.Ref[Result] = "result"  // C~E: the result
)

// Whole is the shard name that merges all shards into the result.
const Whole = "total"

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
	if e.Shards == 0 {
		return []string{onlyShard}
	}
	names := make([]string, int(math.Pow(16, float64(e.Shards))))
	for i := range names {
		names[i] = fmt.Sprintf("%0*x", e.Shards, i)
	}
	return names
}

// tally counts on in one shard, or merges the counted shards into the result. Anybody may send it, with the ballots that he has found in
// the blocks: what it writes follows from the ledger alone.
func tally(s contract.State, tx contract.Tx, communityID, id, shard, ballots string) error {
	v := contract.NewView(s)
	e, ok, err := Elections.Get(v, communityID, id)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "election"))
	}
	t := counting{View: v, Election: e, tx: tx, community: communityID}
	if t.ballots, err = readBallots(ballots); err != nil {
		return err
	}
	if t.Stage != election.StageUnsealed {
		return act.Refuse(WrongStage, "of", "count", "stage", t.Stage)
	}
	count := t.shard
	if shard == Whole {
		count = func(string) error { return t.whole() }
	} else if !slices.Contains(t.ShardNames(), shard) {
		return act.Refuse(contract.BadArguments, "of", "shard", "digits", t.Shards)
	}
	if err := count(shard); err != nil {
		return err
	}
	return v.Commit()
}

// whole merges the counted shards, decides, and stores the result. It reads a small document a shard, however many ballots there are.
func (t *counting) whole() error {
	shards, err := Shards.List(t, t.community, t.ID)
	if err != nil {
		return err
	}
	done := slices.DeleteFunc(slices.Clone(shards), func(s Shard) bool { return s.Next != "" })
	if want := len(t.ShardNames()); len(done) != want {
		return act.Refuse(people.Incomplete, "of", "shards", "have", len(done), "need", want)
	}
	roll, _, err := people.Rolls.Get(t, t.community, people.Version(t.Roll))
	if err != nil {
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
	if err := Results.Put(t, r, t.community, t.ID); err != nil {
		return err
	}
	return Elections.Put(t, t.Election, t.community, t.ID)
}
