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
	noticeAt := e.Times[string(election.StageNotice)]
	if err := e.advance(election.StepOpen, c.Tx.Time); err != nil {
		return err
	}
	if err := e.mayOpen(noticeAt, c.Tx.Time); err != nil {
		return err
	}
	keys, err := bodyKeys(c, c.Act.Community, e)
	if err != nil {
		return err
	}
	if err := e.sealTo(keys, b.Without); err != nil {
		return err
	}
	for _, officer := range c.Signers {
		if slices.Contains(e.Without, officer.Body) {
			return act.Refuse(contract.TwoBodies, "of", "left-out", "body", officer.Body)
		}
	}
	return storeElection(c, e)
}

// mayOpen holds the opening against the days of the profile and what the notice announced.
func (e Election) mayOpen(noticeAt, now int64) error {
	if err := e.Timing.MayOpen(noticeAt, now); err != nil {
		return Breached(TooEarly, err)
	}
	if now < e.Times[opensAt] {
		return act.Refuse(TooEarly, "of", "opening", "at", e.Times[opensAt])
	}
	if err := e.Timing.CheckRest(now, e.Times[closesAt]); err != nil {
		return Breached(BadElection, err)
	}
	return nil
}

// sealTo fixes the keys that ballots are sealed to, in the order of the bodies: those of all that are drilled. A body that is
// not has to be among those to be left out.
func (e *Election) sealTo(keys []ElectionKeyOf, without []string) error {
	if !slices.IsSorted(without) || len(slices.Compact(slices.Clone(without))) != len(without) {
		return act.Refuse(act.BadField, "of", "without")
	}
	for _, id := range without {
		if !slices.Contains(e.Bodies, id) {
			return act.Refuse(act.BadField, "of", "part", "body", id)
		}
	}
	var undrilled []string
	e.Bodies, e.Without = nil, nil
	for _, key := range keys {
		switch {
		case key.Drilled != "":
			e.Bodies, e.Keys = append(e.Bodies, key.Body), append(e.Keys, key.Public)
		case slices.Contains(without, key.Body):
			e.Without = append(e.Without, key.Body)
		default:
			undrilled = append(undrilled, key.Body)
		}
	}
	if len(undrilled) > 0 {
		return act.Refuse(NotDrilled, "of", "bodies", "bodies", undrilled)
	}
	if len(e.Bodies) < e.Needed {
		return act.Refuse(NotDrilled, "of", "needed", "have", len(e.Bodies), "need", e.Needed)
	}
	return nil
}
