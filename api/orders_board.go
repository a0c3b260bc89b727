// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/dispatch"
	"github.com/linli-project/linli/ledger/index"
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
	asked, err := closedAsked(c)
	if err != nil {
		return err
	}
	page := OrderHistory{Items: []HistoricOrder{}}
	var last int64 // when the one before was closed
	for o, err := range g.index.OrdersClosed(c.Request().Context(), v.community, asked) {
		if err != nil {
			return err
		}
		if len(page.Items) >= historyPage && o.Closed != last {
			page.Next = last
			break
		}
		last = o.Closed
		page.Items = append(page.Items, HistoricOrder{
			Order: v.order(o.ID, o.Order), Missed: len(o.Missed), Hands: o.Hands, Ratings: v.ratings(o.Order),
		})
	}
	return private(c, http.StatusOK, page)
}

// closedAsked is which closed orders a request asks for.
func closedAsked(c *echo.Context) (index.ClosedOrders, error) {
	f := index.ClosedOrders{Kind: c.QueryParam("kind"), Grid: c.QueryParam("grid"), State: c.QueryParam("state")}
	for name, to := range map[string]*int64{"from": &f.From, "until": &f.Until, "before": &f.Before} {
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
