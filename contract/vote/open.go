// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
)

// ElectionOpen is the body of election.open. One body that does not prove that it holds its key stops no vote: the officers
// who open may leave it out.
type ElectionOpen struct {
	Election string   `json:"election"`
	Without  []string `json:"without"` // ids, sorted, of bodies to leave out unless they have proved it after all
}

func openElection(c *contract.Context, b ElectionOpen) error {
	e, err := loadElection(c, b.Election)
	if err != nil {
		return err
	}
	if err := e.advance(election.StepOpen, c.Tx.Time); err != nil {
		return err
	}
	if err := firstLacking(e.noticeNeeds(c.Tx.Time)); err != nil {
		return err
	}
	keys, err := BodyKeys(c, c.Act.Community, e)
	if err != nil {
		return err
	}
	if err := e.mayLeaveOut(b.Without, keyNeeds(keys)); err != nil {
		return err
	}
	e.sealTo(keys)
	for _, officer := range c.Signers {
		if slices.Contains(e.Without, officer.Body) {
			return act.Refuse(contract.TwoBodies, "of", "left-out", "body", officer.Body)
		}
	}
	return storeElection(c, e)
}

// sealTo fixes the keys that ballots are sealed to, in the order of the bodies: those of all that are drilled.
func (e *Election) sealTo(keys []ElectionKeyOf) {
	e.Bodies, e.Without = nil, nil
	for _, key := range keys {
		if key.Drilled == "" {
			e.Without = append(e.Without, key.Body)
			continue
		}
		e.Bodies, e.Keys = append(e.Bodies, key.Body), append(e.Keys, key.Public)
	}
}
