// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// announced names in Election.Times when ballots may be cast, as the notice said.
const (
	opensAt  = "opensAt"
	closesAt = "closesAt"
)

// OpensAt is from when on ballots may be cast, as the notice announced, in Unix time; 0 before it.
func (e Election) OpensAt() int64 { return e.Times[opensAt] }

// ClosesAt is until when.
func (e Election) ClosesAt() int64 { return e.Times[closesAt] }

// ElectionNotice is the body of election.notice (公示): when ballots may be cast, in Unix time.
type ElectionNotice struct {
	ClosesAt act.Int `json:"closesAt"`
	Election string  `json:"election"`
	OpensAt  act.Int `json:"opensAt"`
}

func giveNotice(c *contract.Context, b ElectionNotice) error {
	e, err := loadElection(c, b.Election)
	if err != nil {
		return err
	}
	if err := e.advance(election.StepNotify, c.Tx.Time); err != nil {
		return err
	}
	if err := e.Profile.CheckNotice(c.Tx.Time, int64(b.OpensAt), int64(b.ClosesAt)); err != nil {
		return Breached(BadElection, err)
	}
	e.Times[opensAt], e.Times[closesAt] = int64(b.OpensAt), int64(b.ClosesAt)
	return storeElection(c, e)
}

// ElectionStep is the body of the acts that only move an election on.
type ElectionStep struct {
	Election string `json:"election"`
}

// closeElection ends the casting. Which ballots are late is decided by the order of the blocks, never by a clock; the
// clock only keeps anybody from closing before the announced end.
func closeElection(c *contract.Context, b ElectionStep) error {
	e, err := loadElection(c, b.Election)
	if err != nil {
		return err
	}
	if err := e.advance(election.StepClose, c.Tx.Time); err != nil {
		return err
	}
	if err := e.Profile.MayClose(e.Times[closesAt], c.Tx.Time); err != nil {
		return Breached(TooEarly, err)
	}
	return storeElection(c, e)
}

// ElectionUnseal is the body of election.unseal: a body publishes the private part of its election key. With the last key that is
// needed the keys are settled: whether a ballot opens, and why not, may depend on which are used, and is found once for all.
type ElectionUnseal struct {
	Election string    `json:"election"`
	Private  act.Bytes `json:"private"`
}

func unsealElection(c *contract.Context, b ElectionUnseal) error {
	e, err := loadElection(c, b.Election)
	if err != nil {
		return err
	}
	if e.Stage != election.StageClosed {
		return act.Refuse(WrongStage, "of", "publish-key", "stage", e.Stage)
	}
	if body := c.Signers[0].Body; !slices.Contains(e.Bodies, body) {
		return act.Refuse(contract.WrongPerson, "of", "no-ballots", "body", body)
	}
	key, ok, err := Keys.Get(c, c.Act.Community, e.ID, c.Signers[0].Body)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "key", "body", c.Signers[0].Body))
	}
	if _, public, err := seal.KeyOf(b.Private); err != nil || !bytes.Equal(public, key.Public) {
		return act.Refuse(WrongKey, "body", key.Body)
	}
	key.Private = b.Private
	if err := Keys.Put(c, key, c.Act.Community, e.ID, key.Body); err != nil {
		return err
	}
	keys, err := BodyKeys(c, c.Act.Community, e)
	if err != nil {
		return err
	}
	if published(keys) >= e.Needed {
		if err := e.advance(election.StepUnseal, c.Tx.Time); err != nil {
			return err
		}
		return storeElection(c, e)
	}
	return nil
}

func published(keys []ElectionKeyOf) int {
	count := 0
	for _, key := range keys {
		if len(key.Private) > 0 {
			count++
		}
	}
	return count
}

// ElectionPublish is the body of election.publish: two bodies sign the counted result.
type ElectionPublish struct {
	Election string `json:"election"`
	Result   string `json:"result"` // SHA-256 (hex) of the result document on the ledger
}

func publishResult(c *contract.Context, b ElectionPublish) error {
	e, err := loadElection(c, b.Election)
	if err != nil {
		return err
	}
	if err := e.advance(election.StepPublish, c.Tx.Time); err != nil {
		return err
	}
	if b.Result != e.Result {
		return act.Refuse(WrongResult, "result", e.Result)
	}
	return storeElection(c, e)
}

// hearObjections starts the days in which owners may object to the result.
func hearObjections(c *contract.Context, b ElectionStep) error { return step(c, b, election.StepHear) }

func finalise(c *contract.Context, b ElectionStep) error {
	e, err := loadElection(c, b.Election)
	if err != nil {
		return err
	}
	heardFrom := e.Times[string(election.StageObjection)]
	if err := e.advance(election.StepFinalise, c.Tx.Time); err != nil {
		return err
	}
	if err := e.Profile.MayFinalise(heardFrom, c.Tx.Time); err != nil {
		return Breached(TooEarly, err)
	}
	return storeElection(c, e)
}

func annulElection(c *contract.Context, b ElectionStep) error { return step(c, b, election.StepAnnul) }

func step(c *contract.Context, b ElectionStep, taken election.Step) error {
	e, err := loadElection(c, b.Election)
	if err != nil {
		return err
	}
	if err := e.advance(taken, c.Tx.Time); err != nil {
		return err
	}
	return storeElection(c, e)
}
