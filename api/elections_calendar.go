// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/notify"
)

func (g *electionsGroup) getCalendar(c *echo.Context) error {
	e, err := g.election(c)
	if err != nil {
		return err
	}
	place := c.Param("community")
	file, ok := notify.Calendar(place, e, calendarLanguage(c), g.origin+"/c/"+place+"/vote/"+e.ID)
	if !ok {
		return refuse("not-found", "还没有公示投票时间。", "No notice has set the time of voting yet.")
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	return calendarFile(c, e.ID, file)
}
