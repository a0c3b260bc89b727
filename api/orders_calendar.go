// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/notify"
)

func (g *ordersGroup) getWorkCalendar(c *echo.Context) error {
	v, err := g.viewer(c)
	if err != nil {
		return err
	}
	work := notify.Work{Community: v.community, Worker: v.credential.ID, Orders: map[string]order.Order{}, Grids: v.grids}
	for _, o := range g.workOf(v) {
		work.Orders[o.ID] = o.Order
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return calendarFile(c, "work", work.Calendar(calendarLanguage(c), g.origin+"/c/"+v.community+"/work", g.now()))
}
