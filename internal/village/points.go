// SPDX-License-Identifier: Apache-2.0

package village

import (
	"context"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
)

// Adopt has all owners vote for a plan of points, and two bodies put it in force.
func (l *Ledger) Adopt(ctx context.Context, v *Village, plan points.Plan) error {
	hash, err := plan.Hash()
	if err != nil {
		return err
	}
	e, err := v.NewElection("plan")
	if err != nil {
		return err
	}
	on, err := l.Open(ctx, e, "Points", vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners},
		[]vote.DraftContest{{
			ID: "plan", Options: []string{election.Agree, "disagree"}, Seats: 1, Text: hash, Threshold: election.Majority, Title: "Points",
		}})
	if err != nil {
		return err
	}
	for _, right := range v.Rights {
		if err := l.Do(ctx)(e.Cast(on, v.Voter(right), right.ID, 1, election.Selections{"plan": {election.Agree}})); err != nil {
			return err
		}
	}
	if err := l.CloseAndUnseal(ctx, e, on.Bodies[1:]); err != nil {
		return err
	}
	result, err := l.Tally(ctx, e, func(int, int) {})
	if err != nil {
		return err
	}
	if err := l.Publish(ctx, e, result); err != nil {
		return err
	}
	return l.Do(ctx)(v.Act(points.TypePointsAdopt, points.PointsAdopt{Contest: "plan", Election: "plan", Plan: plan}, v.Two()...))
}
