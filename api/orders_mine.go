// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/order"
)

func (g *ordersGroup) listMyOrders(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	list := OrderList{Items: []Order{}}
	names := append([]string{v.credential.Person, v.credential.ID}, v.units...)
	for o, err := range g.index.OrdersNaming(c.Request().Context(), v.community, names...) {
		if err != nil {
			return err
		}
		if v.reported(o.Order) || len(v.mine(o.Order)) > 0 {
			list.Items = append(list.Items, v.order(o.ID, o.Order))
		}
	}
	return private(c, http.StatusOK, list)
}

func (g *ordersGroup) getOrderChoices(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	choices := OrderChoices{Kinds: []OrderKind{}, Units: []identity.Home{}, Places: []string{}}
	for _, kind := range rules.Kinds() {
		if kind.Reported() {
			choices.Kinds = append(choices.Kinds, OrderKind{Kind: string(kind), Priority: kind.Priority()})
		}
	}
	for _, unit := range v.units {
		house, err := g.store.House(c.Request().Context(), v.community, unit)
		if err := unlessNotFound(err); err != nil {
			return err
		}
		choices.Units = append(choices.Units, identity.Home{Unit: unit, House: house})
	}
	for _, grid := range v.grids {
		choices.Places = append(choices.Places, grid.Places...)
	}
	slices.Sort(choices.Places)
	choices.Places = slices.Compact(choices.Places)
	return private(c, http.StatusOK, choices)
}

func (g *ordersGroup) listSimilarOrders(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	list := OrderList{Items: []Order{}}
	for _, o := range g.dispatch.Open(v.community) {
		if string(o.Kind) == c.QueryParam("kind") && o.Place == c.QueryParam("place") && o.State.Working() {
			list.Items = append(list.Items, v.order(o.ID, o.Order))
		}
	}
	return private(c, http.StatusOK, list)
}

func (g *ordersGroup) getMyCare(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	mine := MyCare{Grids: []string{}}
	for id := range v.grids {
		mine.Grids = append(mine.Grids, id)
	}
	slices.Sort(mine.Grids)
	care, err := index.Optional(c.Request().Context(), g.index, order.Cares, v.community, v.credential.Person)
	if err != nil {
		return err
	}
	if care.Act != "" {
		shown, err := g.care(c.Request().Context(), v, v.credential.Person, care)
		if err != nil {
			return err
		}
		mine.Care = &shown
	}
	return private(c, http.StatusOK, mine)
}

// care is a consent as it is shown.
func (g *ordersGroup) care(ctx context.Context, v viewer, person string, care order.Care) (Care, error) {
	shown := Care{
		Person: person, Devices: orEmpty(care.Devices), Grid: care.Grid, Hours: int(care.Hours), From: care.From, Until: int64(care.Until),
		Withdrawn: care.Withdrawn != "",
	}
	known, err := g.store.Person(ctx, v.community, person)
	shown.Name = known.Name
	return shown, unlessNotFound(err)
}
