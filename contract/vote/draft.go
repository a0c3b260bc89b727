// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"cmp"
	"encoding/json"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/election"
)

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
	Text      string             `json:"text,omitempty"` // as Contest has it
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
	return Contest{Title: d.Title, Text: d.Text, Contest: election.Contest{
		ID: d.ID, Options: d.Options, Threshold: d.Threshold, Seats: int(d.Seats),
	}}
}

// createElection drafts an election under what its place asks for now.
func createElection(c *contract.Context, b ElectionCreate, places election.Profiles) error {
	if !contract.IsID(b.Election) || b.Title == "" {
		return act.Refuse(act.BadField, "of", "election-id")
	}
	if _, ok, err := Elections.Get(c, c.Act.Community, b.Election); err != nil || ok {
		return cmp.Or(err, act.Refuse(contract.Exists, "of", "election", "election", b.Election))
	}
	roll, err := people.LoadCompleteRoll(c, int64(b.Roll))
	if err != nil {
		return err
	}
	profile, err := places.Of(c.Community.Profile)
	if err != nil {
		return err
	}
	e := Election{
		ID: b.Election, Title: b.Title, Roll: roll.Version, Rules: b.Rules.rules(), Profile: profile,
		Effect: profile.EffectOf(b.Rules.Kind), Stage: election.StageDraft,
		Needed: int(b.Threshold), Shards: shardDigits(roll.Approved.Rights), Keys: []act.Bytes{},
		Times: map[string]int64{string(election.StageDraft): c.Tx.Time},
	}
	for _, body := range c.Community.Bodies {
		e.Bodies = append(e.Bodies, body.ID)
	}
	for _, contest := range b.Contests {
		e.Contests = append(e.Contests, contest.contest())
	}
	e.Pad = pad(e.Contests)
	if err := cmp.Or(e.check(), e.titles(), e.texts()); err != nil {
		return err
	}
	if err := countDraft(c, e.ID); err != nil {
		return err
	}
	return storeElection(c, e)
}

// drafts are the elections that officers of one body have drafted.
type drafts struct {
	Elections []string `json:"elections"`
}

const draftsOf contract.Ref[drafts] = "drafts" // C~body: the drafts that a body has not announced, which are bounded

// countDraft notes a body's new draft. Those that two bodies have moved on count no more.
func countDraft(c *contract.Context, id string) error {
	body := c.Signers[0].Body
	noted, _, err := draftsOf.Get(c, c.Act.Community, body)
	if err != nil {
		return err
	}
	var open drafts
	for _, before := range noted.Elections {
		e, err := loadElection(c, before)
		if err != nil {
			return err
		}
		if e.Stage == election.StageDraft {
			open.Elections = append(open.Elections, before)
		}
	}
	if len(open.Elections) >= election.MaxDrafts {
		return act.Refuse(contract.TooMany, "of", "drafts", "most", election.MaxDrafts)
	}
	open.Elections = append(open.Elections, id)
	return draftsOf.Put(c, open, c.Act.Community, body)
}

// FewestKeys is how many bodies' keys it takes at least to open ballots: one body alone never can.
const FewestKeys = 2

func (e Election) check() error {
	err := cmp.Or(e.Rules.Validate(), election.ValidateContests(e.Rules, e.RuleContests()), e.Profile.Check(e.Rules))
	switch {
	case err != nil:
		return Breached(BadElection, err)
	case e.Needed < FewestKeys || e.Needed > len(e.Bodies):
		return act.Refuse(BadElection, "of", "openers", "most", len(e.Bodies), "given", e.Needed)
	case e.Pad > 4096:
		return act.Refuse(BadElection, "of", "sealed-size", "size", e.Pad)
	}
	return nil
}

// rightsBy is how many rights the shards of no hex digit, one, two and three take: some 1,200 each at the most, whose ballots, one a right,
// one transaction can just be given (MaxBallotsAtOnce). Whatever it counts, a transaction costs as much as forty ballots do. Another one
// merges all shards. No roll has more.
var rightsBy = [...]int64{1_250, 20_000, 300_000, people.MaxRights}

func shardDigits(rights int64) int {
	digits := 0
	for digits < len(rightsBy)-1 && rights > rightsBy[digits] {
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
