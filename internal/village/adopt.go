// SPDX-License-Identifier: Apache-2.0

package village

import (
	"context"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/rules/election"
)

// planned is the id of the vote on a plan, conventional that of the vote on a convention, and shared that of the vote on parking.
const (
	planned      = "plan"
	conventional = "convention"
	shared       = "parking"
)

// text is the id of the contest that names a text.
const text = "text"

// Adopt has the owners of a community vote on a plan of points, in an election "plan", and two bodies put it in force.
func (l *Ledger) Adopt(ctx context.Context, v *Village, plan points.Plan) error {
	adopt, err := l.AgreeTo(ctx, v, plan)
	if err != nil {
		return err
	}
	return l.Do(ctx)(v.Act(points.TypePointsAdopt, adopt, v.Two()...))
}

// AdoptConvention has the owners of a community vote on a convention, in an election "convention", and two bodies put it in force.
func (l *Ledger) AdoptConvention(ctx context.Context, v *Village, words string) error {
	if err := l.AgreeOn(ctx, v, conventional, rules.Hash(words)); err != nil {
		return err
	}
	adopt := convention.ConventionAdopt{Contest: text, Election: conventional, Text: words}
	return l.Do(ctx)(v.Act(convention.TypeConventionAdopt, adopt, v.Two()...))
}

// AdoptParking has the owners of a community vote on its rules of parking, in an election "parking", and two bodies put them in force.
func (l *Ledger) AdoptParking(ctx context.Context, v *Village, r parking.Regulation) error {
	hash, err := r.Hash()
	if err != nil {
		return err
	}
	if err := l.AgreeOn(ctx, v, shared, hash); err != nil {
		return err
	}
	adopt := parking.ParkingAdopt{Contest: text, Election: shared, Regulation: r}
	return l.Do(ctx)(v.Act(parking.TypeParkingAdopt, adopt, v.Two()...))
}

// AgreeTo has all owners vote for a plan of points, until the result is published. It returns what two bodies then sign.
func (l *Ledger) AgreeTo(ctx context.Context, v *Village, plan points.Plan) (points.PointsAdopt, error) {
	hash, err := plan.Hash()
	if err != nil {
		return points.PointsAdopt{}, err
	}
	return points.PointsAdopt{Contest: text, Election: planned, Plan: plan}, l.AgreeOn(ctx, v, planned, hash)
}

// AgreeOn has all owners vote for the text with a hash, in an election of this id and a contest "text", until the result is published.
func (l *Ledger) AgreeOn(ctx context.Context, v *Village, id, hash string) error {
	e, on, err := l.ask(ctx, v, id, hash)
	if err != nil {
		return err
	}
	ballots := make([]act.Signed, len(v.Rights))
	for i, right := range v.Rights {
		if ballots[i], err = e.Cast(on, v.Voter(right), right.ID, 1, ForText()); err != nil {
			return err
		}
	}
	if _, err := l.Batch(ctx, ballots...); err != nil {
		return err
	}
	return l.EndVoteOnText(ctx, e, on)
}

// ForText is what a ballot for a text says.
func ForText() election.Selections { return election.Selections{text: {election.Agree}} }

// Asked is a vote on a plan that is open, and what two bodies sign when it has passed.
type Asked struct {
	*Election
	On    vote.Election
	Adopt points.PointsAdopt
}

// AskForPlan opens the vote on a plan of points.
func (l *Ledger) AskForPlan(ctx context.Context, v *Village, plan points.Plan) (Asked, error) {
	hash, err := plan.Hash()
	if err != nil {
		return Asked{}, err
	}
	e, on, err := l.ask(ctx, v, planned, hash)
	return Asked{e, on, points.PointsAdopt{Contest: text, Election: planned, Plan: plan}}, err
}

// ask opens the vote on the text with a hash.
func (l *Ledger) ask(ctx context.Context, v *Village, id, hash string) (*Election, vote.Election, error) {
	e, err := v.NewElection(id)
	if err != nil {
		return nil, vote.Election{}, err
	}
	on, err := l.Open(ctx, e, id, vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners},
		[]vote.DraftContest{{
			ID: text, Options: []string{election.Agree, "disagree"}, Seats: 1, Text: hash, Threshold: election.Majority, Title: id,
		}})
	return e, on, err
}

// EndVoteOnText closes the vote on a text and publishes its result.
func (l *Ledger) EndVoteOnText(ctx context.Context, e *Election, on vote.Election) error {
	if err := l.CloseAndUnseal(ctx, e, on.Bodies[len(on.Bodies)-on.Needed:]); err != nil {
		return err
	}
	result, err := l.Tally(ctx, e, func(int, int) {})
	if err != nil {
		return err
	}
	return l.Publish(ctx, e, result)
}
