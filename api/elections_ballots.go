// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
)

func (g *electionsGroup) listBallots(c *echo.Context) error {
	e, err := g.election(c)
	if err != nil {
		return err
	}
	docs, next, err := g.page(c, vote.Boxes, c.Param("community"), e.ID)
	if err != nil {
		return err
	}
	page := BallotPage{Items: []BallotItem{}, Next: next}
	for _, d := range docs {
		items, err := g.ballotsIn(c.Request().Context(), d)
		if err != nil {
			return err
		}
		page.Items = append(page.Items, items...)
	}
	return tagged(c, page)
}

func (g *electionsGroup) listRejected(c *echo.Context) error {
	e, err := g.election(c)
	if err != nil {
		return err
	}
	docs, next, err := g.page(c, vote.Rejected, c.Param("community"), e.ID)
	if err != nil {
		return err
	}
	page := RejectedPage{Items: []RejectedBallot{}, Next: next}
	for _, d := range docs {
		var kept vote.Rejections
		if err := json.Unmarshal(d.Value, &kept); err != nil {
			return err
		}
		for _, r := range kept.Ballots {
			page.Items = append(page.Items, rejectedBallot(r))
		}
	}
	if next != "" {
		return tagged(c, page)
	}
	spoiled, err := g.spoiled(c.Request().Context(), c.Param("community"), e.ID)
	if err != nil {
		return err
	}
	page.Items = append(page.Items, spoiled...)
	return tagged(c, page)
}

func rejectedBallot(r vote.Rejection) RejectedBallot {
	return RejectedBallot{Act: r.Act, Number: number.Of(r.Act), Reason: string(r.Reason), Right: r.Right, Person: r.Person, Tx: r.Tx}
}

// spoiled are the ballots that turned out bad when they were opened. They end the last page.
func (g *electionsGroup) spoiled(ctx context.Context, community, id string) ([]RejectedBallot, error) {
	var all []RejectedBallot
	for lists, err := range index.All(ctx, g.index, vote.Tallied, community, id) {
		if err != nil {
			return nil, err
		}
		for _, r := range lists.Rejected {
			all = append(all, RejectedBallot{Act: r.ID, Number: number.Of(r.ID), Reason: string(r.Reason)})
		}
	}
	return all, nil
}
