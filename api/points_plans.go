// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
)

// listPlans shows the plans that elections put to the vote. A text that is not here may be a plan or not.
func (g *pointsGroup) listPlans(c *echo.Context) error {
	ctx, community := c.Request().Context(), who(c).community
	inForce, err := index.Optional(ctx, g.index, points.Plans, community)
	if err != nil {
		return err
	}
	all, err := g.asked(ctx, community)
	if err != nil {
		return err
	}
	list := VotedPlans{Items: []VotedPlan{}}
	for _, a := range all {
		if a.text.Hash != "" && a.text.Kind != string(VoteTextKindPlan) {
			continue
		}
		shown := VotedPlan{
			Election: a.election.ID, Title: a.election.Title, Contest: a.contest.ID, Question: a.contest.Title, Stage: a.election.Stage,
			Hash: a.contest.Text, Text: a.text.Text, Waits: VotedPlanWaitsText,
		}
		if a.text.Hash != "" {
			if shown.Waits, err = g.planWaits(ctx, community, a, inForce); err != nil {
				return err
			}
		}
		list.Items = append(list.Items, shown)
	}
	return private(c, http.StatusOK, list)
}

// planWaits is why a plan cannot be put in force.
func (g *pointsGroup) planWaits(ctx context.Context, community string, a asked, inForce points.Adopted) (VotedPlanWaits, error) {
	if inForce.Election == a.election.ID && inForce.Contest == a.contest.ID {
		return VotedPlanWaitsInForce, nil
	}
	at, missing, err := g.agreed(ctx, community, a)
	if err == nil && missing == "" && at <= inForce.Voted {
		return VotedPlanWaitsOlder, nil
	}
	return VotedPlanWaits(missing), err
}
