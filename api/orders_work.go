// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/dispatch"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/order"
)

func (g *ordersGroup) listWorkOrders(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	work := WorkOrders{Items: []WorkOrder{}}
	last, err := index.Optional(ctx, g.index, contract.Sequences, v.credential.Numbering(v.community)...)
	if err != nil {
		return err
	}
	work.Seq = last.Seq + 1
	for _, o := range g.workOf(v) {
		item, err := g.work(ctx, v, o)
		if err != nil {
			return err
		}
		work.Items = append(work.Items, item)
	}
	return private(c, http.StatusOK, work)
}

// workOf are the open orders that a worker is called for or has, the next deadline first.
func (g *ordersGroup) workOf(v viewer) []dispatch.Standing {
	return slices.DeleteFunc(g.dispatch.Open(v.community), func(o dispatch.Standing) bool {
		return !o.State.Working() || !v.works(o.Order) || o.State != rules.Assigned && !v.holds(o.Order)
	})
}

// holds says whether a worker has an order.
func (v viewer) holds(o order.Order) bool { return o.State.Held() && o.Worker == v.credential.ID }

// work is an order as its worker sees it.
func (g *ordersGroup) work(ctx context.Context, v viewer, o dispatch.Standing) (WorkOrder, error) {
	item := WorkOrder{
		Order: v.order(o.ID, o.Order), Called: o.State == rules.Assigned, Mine: v.holds(o.Order),
		Colleagues: []OrderColleague{}, Help: v.grids[o.Grid].Next,
	}
	for _, id := range slices.Concat(o.Called, o.Waiting) {
		if id != v.credential.ID {
			item.Colleagues = append(item.Colleagues, OrderColleague{Worker: id, Name: v.workers[id].Name, Languages: v.speaks(id)})
		}
	}
	if slices.Contains(o.Help, item.Help) {
		item.Help = ""
	}
	w := what{o.ID, v, o.Order}
	var err error
	if item.House, item.Phone, err = g.whereTo(ctx, v, o.Order); err != nil {
		return item, err
	}
	if item.Text, err = g.enclosures.text(ctx, w, o.Text, o.By); err != nil {
		return item, err
	}
	if item.Photos, err = g.enclosures.photos(ctx, w, o.Photos, o.By); err != nil {
		return item, err
	}
	item.Reasons, err = g.enclosures.reasons(ctx, w)
	return item, err
}

// speaks is what a worker speaks, as his grids say.
func (v viewer) speaks(worker string) []string {
	all := []string{}
	for _, grid := range v.grids {
		for _, s := range grid.Languages {
			if s.Worker == worker {
				all = append(all, s.Languages...)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
