// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/linli-project/linli/act"
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
	Profile  string           `json:"profile"`
	Effect   election.Effect  `json:"effect"` // what legal effect the result may claim
	Timing   election.Timing  `json:"timing"`
	Stage    election.Stage   `json:"stage"`
	Bodies   []string         `json:"bodies"`            // ids, in the order of their shares; from the opening on those whose keys are used
	Without  []string         `json:"without,omitempty"` // bodies that were left out when it opened
	Keys     []act.Bytes      `json:"keys"`              // the bodies' election keys, from the opening on
	Needed   int              `json:"threshold"`         // how many keys open the ballots
	Pad      int              `json:"pad"`               // bytes that selections are padded to
	Shards   int              `json:"shards"`            // hex digits of a right's id that name its shard
	Times    map[string]int64 `json:"times"`             // Unix time (by the transactions) of each stage; opensAt and closesAt as announced
	Result   string           `json:"result"`            // SHA-256 (hex) of the result, once tallied
}

// Contest is a contest with the text people read.
type Contest struct {
	election.Contest
	Title string `json:"title"`
}

// Seal is how this election's ballots are sealed.
func (e Election) Seal() seal.Params {
	return seal.Params{Keys: e.Keys, Threshold: e.Needed, Pad: e.Pad}
}

// Shard is the shard that a right's box is counted in.
func (e Election) Shard(right string) string { return right[:min(e.Shards, len(right))] }

// RuleContests are the contests as the rules read them.
func (e Election) RuleContests() []election.Contest {
	contests := make([]election.Contest, len(e.Contests))
	for i, c := range e.Contests {
		contests[i] = c.Contest
	}
	return contests
}

func electionKey(community, id string) string { return Key("election", community, id) }

func (c *call) loadElection(id string) (Election, error) {
	var e Election
	ok, err := c.load(electionKey(c.act.Community, id), &e)
	if err == nil && !ok {
		err = act.Refuse(NotFound, "there is no election %q", id)
	}
	return e, err
}

// sharedElection is loadElection for acts that do not change the election.
func (c *call) sharedElection(id string) (*Election, error) {
	e, ok, err := shared[Election](c.view, electionKey(c.act.Community, id))
	if err == nil && !ok {
		err = act.Refuse(NotFound, "there is no election %q", id)
	}
	return e, err
}

func (c *call) storeElection(e Election) error {
	return c.store(electionKey(c.act.Community, e.ID), e)
}

// advance moves the election on by one step, and notes when.
func (e *Election) advance(step election.Step, now int64) error {
	next, err := election.Next(e.Stage, step)
	if err != nil {
		return act.Refuse(WrongStage, "%v", err)
	}
	e.Stage = next
	e.Times[string(next)] = now
	return nil
}

// ElectionCreate is the body of election.create: a draft, whose rules cannot be changed afterwards; a wrong draft is
// annulled and made anew.
type ElectionCreate struct {
	Contests  []DraftContest `json:"contests"`
	Election  string         `json:"election"`
	Roll      act.Int        `json:"roll"`
	Rules     DraftRules     `json:"rules"`
	Threshold act.Int        `json:"threshold"` // t: how many bodies' keys open the ballots
	Title     string         `json:"title"`
}

// DraftRules are election.Rules as an act writes them.
type DraftRules struct {
	Barred       []string           `json:"barred"`
	Collision    election.Collision `json:"collision"`
	CountParking bool               `json:"countParking"`
	Kind         election.Kind      `json:"kind"`
	ProxyCap     act.Int            `json:"proxyCap"`
	ProxyMustOwn bool               `json:"proxyMustOwn"`
	Revote       bool               `json:"revote"`
}

// DraftContest is a Contest as an act writes it.
type DraftContest struct {
	ID        string             `json:"id"`
	Options   []string           `json:"options"`
	Seats     act.Int            `json:"seats"`
	Threshold election.Threshold `json:"threshold"`
	Title     string             `json:"title"`
}

func (d DraftRules) rules() election.Rules {
	return election.Rules{
		Kind: d.Kind, CountParking: d.CountParking, Revote: d.Revote, Collision: d.Collision,
		ProxyCap: int(d.ProxyCap), ProxyMustOwn: d.ProxyMustOwn, Barred: d.Barred,
	}
}

func (d DraftContest) contest() Contest {
	return Contest{Title: d.Title, Contest: election.Contest{
		ID: d.ID, Options: d.Options, Threshold: d.Threshold, Seats: int(d.Seats),
	}}
}

func createElection(c *call, b ElectionCreate) error {
	if !shortID.MatchString(b.Election) || b.Title == "" {
		return act.Refuse(act.BadField, "an election has a title, and an id of small letters, digits and hyphens")
	}
	if ok, err := c.load(electionKey(c.act.Community, b.Election), &Election{}); err != nil || ok {
		return orElse(err, act.Refuse(Exists, "there is an election %q already", b.Election))
	}
	roll, err := c.loadCompleteRoll(int64(b.Roll))
	if err != nil {
		return err
	}
	profile, err := election.ProfileOf(c.community.Profile)
	if err != nil {
		return err
	}
	e := Election{
		ID: b.Election, Title: b.Title, Roll: roll.Version, Rules: b.Rules.rules(), Profile: profile.ID,
		Effect: profile.EffectOf(b.Rules.Kind), Timing: profile.Timing, Stage: election.StageDraft,
		Needed: int(b.Threshold), Shards: shardDigits(roll.Approved.Rights), Keys: []act.Bytes{},
		Times: map[string]int64{string(election.StageDraft): c.tx.Time},
	}
	for _, body := range c.community.Bodies {
		e.Bodies = append(e.Bodies, body.ID)
	}
	for _, contest := range b.Contests {
		e.Contests = append(e.Contests, contest.contest())
	}
	e.Pad = pad(e.Contests)
	if err := orElse(e.check(profile), e.titles()); err != nil {
		return err
	}
	if err := c.countDraft(e.ID); err != nil {
		return err
	}
	return c.storeElection(e)
}

// drafts are the elections that officers of one body have drafted.
type drafts struct {
	Elections []string `json:"elections"`
}

// countDraft notes a body's new draft. Those that two bodies have moved on count no more.
func (c *call) countDraft(id string) error {
	var noted drafts
	key := Key("drafts", c.act.Community, c.signers[0].Body)
	if _, err := c.load(key, &noted); err != nil {
		return err
	}
	var open drafts
	for _, before := range noted.Elections {
		e, err := c.loadElection(before)
		if err != nil {
			return err
		}
		if e.Stage == election.StageDraft {
			open.Elections = append(open.Elections, before)
		}
	}
	if len(open.Elections) >= election.MaxDrafts {
		return act.Refuse(TooMany, "the body has drafted %d elections that were not announced; have some annulled first", election.MaxDrafts)
	}
	open.Elections = append(open.Elections, id)
	return c.store(key, open)
}

func (e Election) check(profile election.Profile) error {
	err := errors.Join(e.Rules.Validate(), election.ValidateContests(e.Rules, e.RuleContests()), profile.Check(e.Rules))
	switch {
	case err != nil:
		return act.Refuse(BadElection, "%s", strings.ReplaceAll(err.Error(), "\n", "; "))
	case e.Needed < 2 || e.Needed > len(e.Bodies):
		return act.Refuse(BadElection, "the ballots are opened by 2 to %d bodies, not %d", len(e.Bodies), e.Needed)
	case e.Pad > 4096:
		return act.Refuse(BadElection, "the contests are too long to be sealed: %d bytes", e.Pad)
	}
	return nil
}

// rightsBy is how many rights the shards of one, two and three hex digits take: a few hundred each, so that one transaction opens
// a shard's ballots in about a second, and another one merges all shards. No roll has more.
var rightsBy = [...]int64{4_000, 100_000, maxRights}

const maxRights = 1_000_000

func shardDigits(rights int64) int {
	digits := 1
	for digits < len(rightsBy) && rights > rightsBy[digits-1] {
		digits++
	}
	return digits
}

// pad is the length of the longest selections, rounded up to 64 bytes.
func pad(contests []Contest) int {
	longest := election.Selections{}
	for _, contest := range contests {
		options := append([]string(nil), contest.Options...)
		longest[contest.ID] = options
	}
	raw, err := json.Marshal(longest)
	if err != nil {
		return 1 << 20 // refused as too long
	}
	return (len(raw) + 63) / 64 * 64
}
