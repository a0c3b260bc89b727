// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger/index"
)

// listVotedConventions shows the conventions, and ends of them, that elections put to the vote. A text that is not here may be one or not.
func (g *conventionsGroup) listVotedConventions(c *echo.Context) error {
	ctx, community := c.Request().Context(), who(c).community
	history, err := index.Optional(ctx, g.index, convention.Histories, community)
	if err != nil {
		return err
	}
	all, err := g.asked(ctx, community)
	if err != nil {
		return err
	}
	list := VotedConventions{Items: []VotedConvention{}}
	for _, a := range all {
		if a.text.Kind == string(VoteTextKindPlan) {
			continue
		}
		shown := VotedConvention{
			Election: a.election.ID, Title: a.election.Title, Contest: a.contest.ID, Question: a.contest.Title, Stage: a.election.Stage,
			Hash: a.contest.Text, Kind: VotedConventionKind(a.text.Kind), Text: a.text.Text, Waits: VotedConventionWaitsText,
		}
		if a.text.Hash != "" {
			if shown.Waits, err = g.conventionWaits(ctx, community, a, history); err != nil {
				return err
			}
		}
		list.Items = append(list.Items, shown)
	}
	return private(c, http.StatusOK, list)
}

// conventionWaits is why a text cannot be put in force, or a convention ended.
func (g *conventionsGroup) conventionWaits(
	ctx context.Context, community string, a asked, history convention.History,
) (VotedConventionWaits, error) {
	for _, v := range history.Versions {
		if v.Election == a.election.ID && v.Contest == a.contest.ID {
			return VotedConventionWaitsDone, nil
		}
	}
	at, missing, err := g.agreed(ctx, community, a)
	if err != nil || missing != "" {
		return VotedConventionWaits(missing), err
	}
	if n := len(history.Versions); n > 0 && at <= history.Versions[n-1].Voted {
		return VotedConventionWaitsOlder, nil
	}
	if a.text.Kind != string(VoteTextKindRepeal) {
		return "", nil
	}
	repeal, err := convention.ReadRepeal(a.text.Text)
	if err == nil && history.At(max(int64(repeal.From), g.now().Unix())).Hash != repeal.Repeal {
		return VotedConventionWaitsOther, nil
	}
	return "", err
}
