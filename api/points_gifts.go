// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// listPointsNeighbours are the homes that have helped one of mine, or that mine have helped, as both sides have signed. A gift names a home
// by its pseudonym, and whoever could ask which door has which could read the ledger of everybody; of these an owner knows it already.
func (g *pointsGroup) listPointsNeighbours(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	h, err := g.household(c.Request().Context(), v)
	if err != nil {
		return err
	}
	known := map[string]bool{"": true} // "": the community
	for _, mine := range h.units {
		known[mine] = true
	}
	list := PointsNeighbours{Items: []identity.Home{}}
	for deed, err := range index.OfHouseholds(h.ctx, g.index, points.Deeds, v.community, h.units...) {
		if err != nil {
			return err
		}
		other := deed.Doc.Helped
		if slices.Contains(h.units, other) {
			other = deed.Doc.Helper
		}
		if deed.Doc.Confirmed == "" || known[other] {
			continue
		}
		known[other] = true
		house, err := h.house(h.ctx, v.community, other)
		if err != nil {
			return err
		}
		if house != "" { // nobody gives to whom he cannot tell
			list.Items = append(list.Items, identity.Home{Unit: other, House: house})
		}
	}
	slices.SortFunc(list.Items, func(a, b identity.Home) int { return cmp.Compare(a.House, b.House) })
	return private(c, http.StatusOK, list)
}
