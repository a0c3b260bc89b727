// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// Election is a vote (表决会议) on the ledger.
type Election struct {
	ID       string           `json:"election"`
	Title    string           `json:"title"`
	Roll     int64            `json:"roll"` // version of the roll it is held on
	Rules    election.Rules   `json:"rules"`
	Contests []Contest        `json:"contests"`
	Profile  election.Profile `json:"profile"` // what the place asked for when it was drafted; later corrections change nothing here
	Effect   election.Effect  `json:"effect"`  // what legal effect the result may claim
	Stage    election.Stage   `json:"stage"`
	Bodies   []string         `json:"bodies"`            // ids, in the order of their shares; from the opening on those whose keys are used
	Without  []string         `json:"without,omitempty"` // bodies that were left out when it opened
	Keys     []act.Bytes      `json:"keys"`              // the bodies' election keys, from the opening on
	Needed   int              `json:"threshold"`         // how many keys open the ballots
	Pad      int              `json:"pad"`               // bytes that selections are padded to
	Shards   int              `json:"shards"`            // hex digits of a right's id that name its shard; 0: there is one
	Times    map[string]int64 `json:"times"`             // Unix time (by the transactions) of each stage; opensAt and closesAt as announced
	Result   string           `json:"result"`            // SHA-256 (hex) of the result, once tallied
}

// Contest is a contest with the text people read.
type Contest struct {
	election.Contest
	Text  string `json:"text,omitempty"` // SHA-256 (hex) of a whole text that is put to the vote, for example a plan of points
	Title string `json:"title"`
}

// Published says whether two bodies have signed the result.
func (e Election) Published() bool { return e.Times[string(election.StagePublished)] != 0 }

// Seal is how this election's ballots are sealed.
func (e Election) Seal() seal.Params {
	return seal.Params{Keys: e.Keys, Threshold: e.Needed, Pad: e.Pad}
}

// Shard is the shard that a right's box is counted in.
func (e Election) Shard(right string) string {
	if e.Shards == 0 {
		return onlyShard
	}
	return right[:min(e.Shards, len(right))]
}

// onlyShard is the one shard of a small vote.
const onlyShard = "all"

// RuleContests are the contests as the rules read them.
func (e Election) RuleContests() []election.Contest {
	contests := make([]election.Contest, len(e.Contests))
	for i, c := range e.Contests {
		contests[i] = c.Contest
	}
	return contests
}

// Elections are a community's, by id.
const Elections contract.Ref[Election] = "election" // C~E: an election

func loadElection(c *contract.Context, id string) (Election, error) {
	e, ok, err := Elections.Get(c, c.Act.Community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "election")
	}
	return e, err
}

// sharedElection is loadElection for acts that do not change the election.
func sharedElection(c *contract.Context, id string) (*Election, error) {
	e, ok, err := Elections.Share(c, c.Act.Community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "election")
	}
	return e, err
}

func storeElection(c *contract.Context, e Election) error {
	return Elections.Put(c, e, c.Act.Community, e.ID)
}

// advance moves the election on by one step, and notes when.
func (e *Election) advance(step election.Step, now int64) error {
	next, err := election.Next(e.Stage, step)
	if err != nil {
		return Breached(WrongStage, err)
	}
	e.Stage = next
	e.Times[string(next)] = now
	return nil
}
