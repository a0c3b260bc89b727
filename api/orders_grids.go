// SPDX-License-Identifier: Apache-2.0

package api

import (
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger/index"
)

func (g *ordersGroup) listGrids(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	names := g.namer(v.community)
	list := Grids{Items: []GridItem{}}
	for _, id := range slices.Sorted(maps.Keys(v.grids)) {
		grid := v.grids[id]
		item := GridItem{
			Grid: id, Act: grid.Act, Body: grid.Body, Mine: grid.Body == v.credential.Body, Next: grid.Next, Places: orEmpty(grid.Places),
			Workers: []GridWorker{}, Shifts: []GridShift{},
		}
		supervisor, err := names.name(ctx, grid.Supervisor)
		if err != nil {
			return err
		}
		if supervisor != nil {
			item.Supervisor = *supervisor
		}
		for _, worker := range grid.Workers {
			key, err := index.Optional(ctx, g.index, contract.Credentials, v.community, worker)
			if err != nil {
				return err
			}
			item.Workers = append(item.Workers, GridWorker{
				Worker: worker, Body: key.Body, Name: v.workers[worker].Name, Languages: v.speaks(worker),
				OnDuty: grid.OnDuty(g.now().Unix(), worker), Revoked: key.Status == contract.StatusRevoked,
			})
		}
		for _, s := range grid.Shifts {
			shift := s.ForRules()
			item.Shifts = append(item.Shifts, GridShift{Worker: shift.Worker, Days: orEmpty(shift.Days), From: shift.From, To: shift.To})
		}
		list.Items = append(list.Items, item)
	}
	return private(c, http.StatusOK, list)
}

func (g *ordersGroup) getDuties(c *echo.Context) error {
	adopted, err := index.Optional(c.Request().Context(), g.index, order.Adopted, who(c).community)
	if err != nil {
		return err
	}
	shown := Duties{Items: []DutyItem{}, Version: adopted.Version, Basis: adopted.Basis}
	for _, d := range adopted.Duties {
		shown.Items = append(shown.Items, DutyItem{
			Kind: string(d.Kind), Place: d.Place, Grid: d.Grid, Hands: d.Hands, Priority: d.Priority,
		})
	}
	return private(c, http.StatusOK, shown)
}

func (g *ordersGroup) listCares(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	list := Cares{Items: []Care{}}
	for d, err := range g.index.List(c.Request().Context(), order.Cares, v.community) {
		if err != nil {
			return err
		}
		care, err := order.Cares.Decode(d.Value)
		if err != nil {
			return err
		}
		if care.Withdrawn != "" || int64(care.Until) <= g.now().Unix() || v.grids[care.Grid].Body != v.credential.Body || !v.reads() {
			continue
		}
		shown, err := g.care(c.Request().Context(), v, d.Attributes[1], care)
		if err != nil {
			return err
		}
		list.Items = append(list.Items, shown)
	}
	return private(c, http.StatusOK, list)
}
