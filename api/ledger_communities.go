// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/ledger/index"
)

func (g *ledgerGroup) listCommunities(c *echo.Context) error {
	list := Communities{Items: []CommunityItem{}}
	for found, err := range index.All(c.Request().Context(), g.index, contract.Communities) {
		if err != nil {
			return err
		}
		list.Items = append(list.Items, CommunityItem{
			Community: found.ID, Name: found.Name, Profile: found.Profile, Roll: found.Roll,
		})
	}
	return tagged(c, list)
}

func (g *ledgerGroup) getCommunity(c *echo.Context) error {
	ctx := c.Request().Context()
	found, err := g.community(ctx, c.Param("community"))
	if err != nil {
		return err
	}
	detail := CommunityDetail{
		Community: found.ID, Name: found.Name, Net: found.Net, Genesis: found.Net, Profile: found.Profile, Rp: found.RP,
		Bodies: found.Bodies,
		Roll:   found.Roll,
	}
	totals, err := index.Read(ctx, g.index, people.Rolls, found.ID, people.Version(found.Roll))
	switch {
	case err == nil:
		detail.Totals = &totals
	case !errors.Is(err, index.ErrNotFound):
		return err
	}
	return tagged(c, detail)
}
