// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"bytes"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// announced names in Election.Times when ballots may be cast, as the notice said.
const (
	opensAt  = "opensAt"
	closesAt = "closesAt"
)

// ElectionNotice is the body of election.notice (公示): when ballots may be cast, in Unix time.
type ElectionNotice struct {
	ClosesAt act.Int `json:"closesAt"`
	Election string  `json:"election"`
	OpensAt  act.Int `json:"opensAt"`
}

func giveNotice(c *call, b ElectionNotice) error {
	e, err := c.loadElection(b.Election)
	if err != nil {
		return err
	}
	if err := e.advance(election.StepNotify, c.tx.Time); err != nil {
		return err
	}
	if err := e.Timing.CheckNotice(c.tx.Time, int64(b.OpensAt), int64(b.ClosesAt)); err != nil {
		return act.Refuse(BadElection, "%v", err)
	}
	e.Times[opensAt], e.Times[closesAt] = int64(b.OpensAt), int64(b.ClosesAt)
	return c.storeElection(e)
}

// ElectionStep is the body of the acts that only move an election on.
type ElectionStep struct {
	Election string `json:"election"`
}

// closeElection ends the casting. Which ballots are late is decided by the order of the blocks, never by a clock; the
// clock only keeps anybody from closing before the announced end.
func closeElection(c *call, b ElectionStep) error {
	e, err := c.loadElection(b.Election)
	if err != nil {
		return err
	}
	if err := e.advance(election.StepClose, c.tx.Time); err != nil {
		return err
	}
	if err := e.Timing.MayClose(e.Times[closesAt], c.tx.Time); err != nil {
		return act.Refuse(TooEarly, "%v", err)
	}
	return c.storeElection(e)
}

// ElectionUnseal is the body of election.unseal: a body publishes the private part of its election key. With the last key that is
// needed the keys are settled: whether a ballot opens, and why not, may depend on which are used, and is found once for all.
type ElectionUnseal struct {
	Election string    `json:"election"`
	Private  act.Bytes `json:"private"`
}

func unsealElection(c *call, b ElectionUnseal) error {
	e, err := c.loadElection(b.Election)
	if err != nil {
		return err
	}
	if e.Stage != election.StageClosed {
		return act.Refuse(WrongStage, "the election is %s; keys are published after the close, until enough are", e.Stage)
	}
	if body := c.signers[0].Body; !slices.Contains(e.Bodies, body) {
		return act.Refuse(WrongPerson, "no ballot is sealed to the key of %q", body)
	}
	var key ElectionKeyOf
	id := keyKey(c.act.Community, e.ID, c.signers[0].Body)
	if ok, err := c.load(id, &key); err != nil || !ok {
		return orElse(err, act.Refuse(NotFound, "%q has no election key", c.signers[0].Body))
	}
	if _, public, err := seal.KeyOf(b.Private); err != nil || !bytes.Equal(public, key.Public) {
		return act.Refuse(WrongKey, "this is not the private part of the key that %q published", key.Body)
	}
	key.Private = b.Private
	if err := c.store(id, key); err != nil {
		return err
	}
	keys, err := c.bodyKeys(c.act.Community, e)
	if err != nil {
		return err
	}
	if published(keys) >= e.Needed {
		if err := e.advance(election.StepUnseal, c.tx.Time); err != nil {
			return err
		}
		return c.storeElection(e)
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

func publishResult(c *call, b ElectionPublish) error {
	e, err := c.loadElection(b.Election)
	if err != nil {
		return err
	}
	if err := e.advance(election.StepPublish, c.tx.Time); err != nil {
		return err
	}
	if b.Result != e.Result {
		return act.Refuse(WrongResult, "the ledger counted the result %s", e.Result)
	}
	return c.storeElection(e)
}

// hearObjections starts the days in which owners may object to the result.
func hearObjections(c *call, b ElectionStep) error { return c.step(b, election.StepHear) }

func finalise(c *call, b ElectionStep) error {
	e, err := c.loadElection(b.Election)
	if err != nil {
		return err
	}
	heardFrom := e.Times[string(election.StageObjection)]
	if err := e.advance(election.StepFinalise, c.tx.Time); err != nil {
		return err
	}
	if err := e.Timing.MayFinalise(heardFrom, c.tx.Time); err != nil {
		return act.Refuse(TooEarly, "%v", err)
	}
	return c.storeElection(e)
}

func annulElection(c *call, b ElectionStep) error { return c.step(b, election.StepAnnul) }

func (c *call) step(b ElectionStep, step election.Step) error {
	e, err := c.loadElection(b.Election)
	if err != nil {
		return err
	}
	if err := e.advance(step, c.tx.Time); err != nil {
		return err
	}
	return c.storeElection(e)
}
