// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// Box names every ballot of one right in one election, in block order, with what admission needs to know of it. The ballots
// themselves are in their blocks. It is the one key that a ballot reads and writes: only ballots of the same right can conflict.
type Box struct {
	Right   string   `json:"right"`
	Ballots []Ballot `json:"ballots"`
	// TurnedDown says that a ballot for the right was turned down and is kept as such: what comes next may be the same one again.
	TurnedDown bool `json:"turnedDown,omitempty"`
}

// Ballot is one ballot in a box.
type Ballot struct {
	Act     string           `json:"act"`    // hash of the act that cast it
	Person  string           `json:"person"` // who casts
	Role    election.Role    `json:"role"`
	Channel election.Channel `json:"channel"`
	Seq     int64            `json:"seq"` // of this person and right
}

// Has says whether the ballot that an act casts, by its hash, is in the box.
func (b Box) Has(hash string) bool {
	return slices.ContainsFunc(b.Ballots, func(cast Ballot) bool { return cast.Act == hash })
}

// Of are a person's ballots, among which the ledger numbers them.
func (b Box) Of(person string) []Ballot {
	var own []Ballot
	for _, cast := range b.Ballots {
		if cast.Person == person {
			own = append(own, cast)
		}
	}
	return own
}

// last is a person's last ballot, or none.
func (b Box) last(person string) Ballot {
	own := b.Of(person)
	if len(own) == 0 {
		return Ballot{}
	}
	return own[len(own)-1]
}

func (b Box) alike(ballot Ballot) int {
	count := 0
	for _, cast := range b.Ballots {
		if cast.Role == ballot.Role && cast.Channel == ballot.Channel {
			count++
		}
	}
	return count
}

const badSealShape election.Reason = "bad-seal-shape"

// BallotCast is the body of ballot.cast: an owner or a proxy casts a right's sealed ballot.
type BallotCast struct {
	Election string      `json:"election"`
	Right    string      `json:"right"`
	Sealed   seal.Sealed `json:"sealed"`
}

// BallotPaper is the body of ballot.paper: two officers of different bodies key in a paper ballot (纸质票).
type BallotPaper struct {
	Election string      `json:"election"`
	Person   string      `json:"person"` // who filled it in
	Right    string      `json:"right"`
	Scan     string      `json:"scan"` // SHA-256 (hex) of the scanned sheet
	Sealed   seal.Sealed `json:"sealed"`
}

// BallotContext is what a ballot's selections are sealed for.
func BallotContext(a act.Act, id, right string) seal.Context {
	return seal.Context{Net: a.Net, Community: a.Community, Election: id, Right: right, Seq: a.Seq}
}

func castReads(c *contract.Context, b BallotCast) []string {
	return ballotReads(c, b.Election, b.Right)
}

func paperReads(c *contract.Context, b BallotPaper) []string {
	return ballotReads(c, b.Election, b.Right)
}

// ballotReads are the keys that cast will read: box and right, and of few rights who was designated.
func ballotReads(c *contract.Context, id, right string) []string {
	e, err := sharedElection(c, id)
	if err != nil || !people.IsRight(right) {
		return nil // cast will say so
	}
	keys := []string{
		Boxes.Key(e.BoxOf(c.Act.Community, right)...), people.Rights.Key(c.Act.Community, people.Version(e.Roll), right),
		alones.Key(c.Act.Community),
	}
	if r, ok, err := people.Rights.Known(c, c.Act.Community, people.Version(e.Roll), right); ok && err == nil {
		if may, err := mayBeDesignated(c, r); may && err == nil {
			keys = append(keys, Designations.Key(c.Act.Community, right))
		}
	}
	return keys
}

// Boxes are those of all elections.
const Boxes contract.Ref[Box] = "box" // C~E~shard~right: which ballots a right has cast

// BoxOf names the box of a right, as the attributes of its document.
func (e Election) BoxOf(community, right string) []string {
	return []string{community, e.ID, e.Shard(right), right}
}

// IsBoxOf says whether a key is that of a right's box.
func IsBoxOf(key, community, id, right string) bool {
	kind, names, ok := contract.SplitKey(key)
	return ok && kind == Boxes.Kind() && len(names) == 4 && names[0] == community && names[1] == id && names[3] == right
}

// MaxBallotLife is how long, in seconds, an online ballot may be good: one that a relay held back can be delivered until then,
// unless another one of the same person has followed.
const MaxBallotLife = 2 * 3600

func castBallot(c *contract.Context, b BallotCast) error {
	if c.Act.Exp-c.Act.NBF > MaxBallotLife {
		return act.Refuse(act.BadField, "of", "ballot-life", "most", MaxBallotLife)
	}
	return cast(c, b.Election, b.Right, b.Sealed, Ballot{Person: c.Signers[0].Person, Channel: election.Online})
}

func castPaper(c *contract.Context, b BallotPaper) error {
	if !contract.IsHash(b.Scan) {
		return act.Refuse(act.BadField, "of", "scan")
	}
	if err := people.NotOwn(c, b.Person); err != nil {
		return err
	}
	return cast(c, b.Election, b.Right, b.Sealed, Ballot{Person: b.Person, Channel: election.Paper})
}

// cast puts a ballot into its right's box, or rejects it with the reason that the rules give.
func cast(c *contract.Context, id, right string, sealed seal.Sealed, ballot Ballot) error {
	e, err := sharedElection(c, id)
	if err != nil {
		return err
	}
	if !people.IsRight(right) {
		return act.Refuse(act.BadField, "of", "right")
	}
	r, ok, err := people.Rights.Share(c, c.Act.Community, people.Version(e.Roll), right)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(RejectionCode(election.NoSuchRight)))
	}
	box, _, err := Boxes.Get(c, e.BoxOf(c.Act.Community, right)...)
	if err != nil {
		return err
	}
	if err := ballotSeq(c, *e, box, ballot.Person); err != nil {
		return err
	}
	box.Right, ballot.Act, ballot.Seq = right, c.Hash, int64(c.Act.Seq)
	reason, err := judge(c, *e, *r, box, sealed, &ballot)
	if err != nil {
		return err
	}
	if reason != election.Accepted {
		return turnDown(c, *e, box, ballot, reason)
	}
	if box.alike(ballot) >= election.MaxBallots {
		return act.Refuse(BadElection, "of", "ballots", "most", election.MaxBallots)
	}
	box.Ballots = append(box.Ballots, ballot)
	return Boxes.Put(c, box, e.BoxOf(c.Act.Community, right)...)
}

// ballotSeq checks that the act was not carried out before, and that its number is the next of this person in this box, whichever
// passkey or sheet the ones before came with: a ballot that was held back cannot stand over a later one.
func ballotSeq(c *contract.Context, e Election, box Box, person string) error {
	if box.TurnedDown {
		if kept, ok, err := contract.Acts.Get(c, c.Act.Community, c.Hash); err != nil || ok {
			return cmp.Or(err, act.Refuse(kept.Rejected))
		}
	}
	switch {
	case box.Has(c.Hash):
		return act.Refuse(contract.Already, "of", "ballot")
	case !casting(e.Stage) && e.Stage != election.StageClosed: // what is counted no longer changes
		return act.Refuse(RejectionCode(election.Closed))
	}
	last := box.last(person)
	return c.Follows(last.Act, last.Seq)
}

// lastCast is the last ballot of who signs one.
func lastCast(v contract.Viewer, community string, by contract.Credential, b BallotCast) (contract.Sequence, error) {
	return lastBallot(v, community, b.Election, b.Right, by.Person)
}

// lastSheet is the last ballot of who filled in a sheet.
func lastSheet(v contract.Viewer, community string, _ contract.Credential, b BallotPaper) (contract.Sequence, error) {
	return lastBallot(v, community, b.Election, b.Right, b.Person)
}

func lastBallot(v contract.Viewer, community, id, right, person string) (contract.Sequence, error) {
	box, err := boxOf(v, community, id, right)
	last := box.last(person)
	return contract.Sequence{Act: last.Act, Seq: last.Seq}, err
}

// inBox says whether a right's box names a ballot by the hash of its act.
func inBox(v contract.Viewer, community, id, right, hash string) (bool, error) {
	box, err := boxOf(v, community, id, right)
	return box.Has(hash), err
}

// boxOf is a right's box, empty where there is none, or no such election.
func boxOf(v contract.Viewer, community, id, right string) (box Box, err error) {
	e, ok, err := Elections.Get(v, community, id)
	if err != nil || !ok {
		return box, err
	}
	box, _, err = Boxes.Get(v, e.BoxOf(community, right)...)
	return box, err
}

// casting says whether ballots that come too early or in time are still awaited.
func casting(stage election.Stage) bool {
	return stage == election.StageDraft || stage == election.StageNotice || stage == election.StageOpen
}

// judge applies the rules in the order in which the vectors apply them.
func judge(c *contract.Context, e Election, right community.Right, box Box, sealed seal.Sealed, ballot *Ballot) (election.Reason, error) {
	if _, isHead := right.Counted(e.Rules.CountParking); !isHead {
		return election.NoSuchRight, nil
	}
	switch {
	case e.Stage == election.StageDraft || e.Stage == election.StageNotice:
		return election.NotOpen, nil
	case e.Stage != election.StageOpen:
		return election.Closed, nil
	case e.Seal().Check(sealed) != nil:
		return badSealShape, nil
	}
	if ballot.Channel == election.Online { // paper that was handed in by then is keyed in until the bodies close
		if reason := election.InTime(e.Times[opensAt], e.Times[closesAt], c.Tx.Time); reason != election.Accepted {
			return reason, nil
		}
	}
	role, reason, err := roleOf(c, e, right, ballot.Person)
	if err != nil || reason != election.Accepted {
		return reason, err
	}
	ballot.Role = role
	return election.Admit(e.Rules, box.ForRules(), ballot.rules()), nil
}

// roleOf says in which role a person casts for a right. Who else may is looked up only for whom is not its voter.
func roleOf(c *contract.Context, e Election, right community.Right, person string) (election.Role, election.Reason, error) {
	voter, err := designated(c, right)
	if err != nil {
		return "", "", err
	}
	if role, reason := election.RoleOf(right, voter, "", person); reason == election.Accepted {
		return role, reason, nil
	}
	grant, _, err := Proxies.Get(c, c.Act.Community, e.ID, right.ID)
	if err != nil {
		return "", "", err
	}
	role, reason := election.RoleOf(right, voter, grant.Proxy, person)
	return role, reason, nil
}

// rules is the ballot as the rules read it.
func (b Ballot) rules() election.Ballot {
	return election.Ballot{ID: b.Act, By: b.Person, Role: b.Role, Channel: b.Channel}
}

// ForRules are the ballots as the rules read them.
func (b Box) ForRules() []election.Ballot {
	ballots := make([]election.Ballot, len(b.Ballots))
	for i, ballot := range b.Ballots {
		ballots[i] = ballot.rules()
		ballots[i].Right = b.Right
	}
	return ballots
}
