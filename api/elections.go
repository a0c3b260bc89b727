// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// electionsGroup is what anybody may read of an election.
type electionsGroup struct {
	mirror
	turnouts        turnouts
	analyst         *analyst
	identity        *Identity
	origin, genesis string
}

func (g *electionsGroup) listElections(c *echo.Context) error {
	ctx := c.Request().Context()
	if _, err := g.community(ctx, c.Param("community")); err != nil {
		return err
	}
	list := Elections{Items: []ElectionItem{}}
	for e, err := range index.All(ctx, g.index, vote.Elections, c.Param("community")) {
		if err != nil {
			return err
		}
		list.Items = append(list.Items, ElectionItem{
			Election: e.ID, Title: e.Title, Stage: e.Stage, Times: e.Times, Effect: string(e.Effect),
		})
	}
	return tagged(c, list)
}

func (g *electionsGroup) getElection(c *echo.Context) error {
	ctx := c.Request().Context()
	e, err := g.election(c)
	if err != nil {
		return err
	}
	detail := ElectionDetail{Election: e}
	if detail.Keys, err = g.bodyKeys(ctx, c.Param("community"), e); err != nil {
		return err
	}
	if detail.Turnout, err = g.turnouts.turnout(ctx, c.Param("community"), e); err != nil {
		return err
	}
	return tagged(c, detail)
}
