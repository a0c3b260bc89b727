// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/dispatch"
)

func (g *ordersGroup) getBoard(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	open := g.dispatch.Open(v.community)
	board := OrderBoard{Items: make([]BoardOrder, len(open)), Away: g.away(c.Request().Context(), open), At: g.now().Unix()}
	for i, o := range open {
		board.Items[i] = BoardOrder{
			Order: v.order(o.ID, o.Order), Body: v.grids[o.Grid].Body, Mine: v.directs(o.Order), Called: v.called(o.Order),
			Hands: o.Hands, Most: o.Most, Transferred: o.Transferred, Again: o.Again,
		}
		if o.State.Held() {
			board.Items[i].Worker = v.holder(o.Order)
		}
		if o.Alarm != nil {
			board.Items[i].Device = o.Alarm.Device
		}
	}
	return private(c, http.StatusOK, board)
}

const (
	askLedger = 2 * time.Second  // how long a board waits to hear from the ledger
	overdue   = 15 * time.Second // after a deadline, by which it is on record unless the ledger is away
)

// away says whether the ledger does not answer, or takes no transactions: then a deadline that has passed is not on record.
func (g *ordersGroup) away(ctx context.Context, open []dispatch.Standing) bool {
	if len(open) > 0 && g.now().Unix()-open[0].Terms[0].At > int64(overdue.Seconds()) {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, askLedger)
	defer cancel()
	_, err := g.client.Height(ctx)
	return err != nil
}

// historyPage is how many orders a page of the history has, if they were not closed at one time.
const historyPage = 100

func (g *ordersGroup) listOrderHistory(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	f, err := filterOf(c)
	if err != nil {
		return err
	}
	closed, err := g.closed(c.Request().Context(), v.community, f)
	if err != nil {
		return err
	}
	page := OrderHistory{Items: []HistoricOrder{}}
	for i, o := range closed {
		if i >= historyPage && o.Closed != closed[i-1].Closed {
			page.Next = closed[i-1].Closed
			break
		}
		page.Items = append(page.Items, HistoricOrder{
			Order: v.order(o.ID, o.Order), Missed: len(o.Missed), Hands: o.Hands, Ratings: v.ratings(o.Order),
		})
	}
	return private(c, http.StatusOK, page)
}

// filter is which closed orders are asked for.
type filter struct {
	kind, grid, state   string
	from, until, before int64 // 0 for all
}

func filterOf(c *echo.Context) (filter, error) {
	f := filter{kind: c.QueryParam("kind"), grid: c.QueryParam("grid"), state: c.QueryParam("state")}
	for name, to := range map[string]*int64{"from": &f.from, "until": &f.until, "before": &f.before} {
		given := c.QueryParam(name)
		if given == "" {
			continue
		}
		n, err := strconv.ParseInt(given, 10, 64)
		if err != nil {
			return f, refuse("bad-field", "", "")
		}
		*to = n
	}
	return f, nil
}

func (f filter) takes(o order.Order) bool {
	is := func(want, has string) bool { return want == "" || want == has }
	before := func(at, limit int64) bool { return limit == 0 || at < limit }
	return o.State.Closed() && is(f.kind, string(o.Kind)) && is(f.grid, o.Grid) && is(f.state, string(o.State)) &&
		o.Raised >= f.from && before(o.Raised, f.until) && before(o.Closed, f.before)
}

// closed are the closed orders of a filter, the last closed first.
func (g *ordersGroup) closed(ctx context.Context, community string, f filter) ([]dispatch.Standing, error) {
	var all []dispatch.Standing
	for d, err := range g.index.List(ctx, order.Orders, community) {
		if err != nil {
			return nil, err
		}
		o, err := order.Orders.Decode(d.Value)
		if err != nil {
			return nil, err
		}
		if f.takes(o) {
			all = append(all, dispatch.Standing{ID: d.Attributes[1], Order: o})
		}
	}
	slices.SortFunc(all, func(a, b dispatch.Standing) int {
		return cmp.Or(cmp.Compare(b.Closed, a.Closed), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}
