// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// Whole is the shard name that merges all shards into the result.
const Whole = "total"

// Shard is the count of the boxes whose rights' ids begin alike.
type Shard struct {
	Count      election.Count       `json:"count"`
	Counted    []string             `json:"counted"`    // hashes of the acts that count
	Superseded []string             `json:"superseded"` // of good ballots that another of the same right replaced
	Rejected   []election.Rejection `json:"rejected"`   // of ballots that do not open, or select what does not exist
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
	Rejected   []election.Rejection     `json:"rejected"` // sorted by hash: those turned down at once, and at the tally
	Counted    int                      `json:"counted"`
	Superseded int                      `json:"superseded"`
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
	result := Shard{Count: election.NewCount(t.RuleContests()), Counted: []string{}, Superseded: []string{}, Rejected: []election.Rejection{}}
	for _, box := range boxes {
		if err := t.box(box, &result); err != nil {
			return err
		}
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
func (t *counting) box(box Box, result *Shard) error {
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
	result.Rejected = append(result.Rejected, settled.Rejected...)
	result.Superseded = append(result.Superseded, settled.Superseded...)
	if settled.Standing != nil {
		result.Count.Add(right.Weight(t.Rules.CountParking), selections[settled.Standing.ID])
		result.Counted = append(result.Counted, settled.Standing.ID)
	}
	return nil
}

// OpenBallot opens the selections of a ballot's act, as Election.Open does with the one in the box.
func OpenBallot(e Election, private []seal.PrivateKey, text string) (election.Selections, election.Reason, error) {
	a, err := act.Parse(text, maxActSize)
	if err != nil {
		return nil, "", err
	}
	var body struct {
		Right  string      `json:"right"`
		Sealed seal.Sealed `json:"sealed"`
	}
	if err := json.Unmarshal(a.Body, &body); err != nil {
		return nil, "", err
	}
	return e.Open(private, a.Net, a.Community, body.Right, Ballot{Seq: int64(a.Seq), Sealed: body.Sealed})
}

// Open opens a ballot's selections with the keys that the bodies have published, or says why they cannot be used. The
// error is about the ledger, not about the ballot.
func (e Election) Open(private []seal.PrivateKey, net, community, right string, b Ballot) (election.Selections, election.Reason, error) {
	context := seal.Context{Net: net, Community: community, Election: e.ID, Right: right, Seq: act.Int(b.Seq)}
	raw, err := e.Seal().Open(private, context, b.Sealed)
	if err != nil {
		for _, reason := range []error{seal.ErrShape, seal.ErrShare, seal.ErrCommitment, seal.ErrContent, seal.ErrReseal} {
			if errors.Is(err, reason) {
				return nil, election.Reason(reason.Error()), nil
			}
		}
		return nil, "", err
	}
	var selections election.Selections
	if err := act.Strict(raw, &selections); err != nil {
		return nil, election.BadSelection, nil //nolint:nilerr // the reason says it
	}
	return selections, selections.Check(e.RuleContests()), nil
}

// whole merges the counted shards, decides, and stores the result.
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
	r := Result{Election: t.ID, Effect: t.Effect, Roll: t.Roll, Rejected: []election.Rejection{}}
	for _, shard := range shards {
		if err := count.Merge(shard.Count); err != nil {
			return err
		}
		r.Counted += len(shard.Counted)
		r.Superseded += len(shard.Superseded)
		r.Rejected = append(r.Rejected, shard.Rejected...)
	}
	atOnce, err := scan[Rejection](t.view, "reject", t.community, t.ID)
	if err != nil {
		return err
	}
	for _, x := range atOnce {
		r.Rejected = append(r.Rejected, election.Rejection{ID: x.Act, Reason: x.Reason})
	}
	slices.SortFunc(r.Rejected, func(a, b election.Rejection) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(string(a.Reason), string(b.Reason)))
	})
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
