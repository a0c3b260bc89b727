// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/notify"
)

func (g *electionsGroup) getCalendar(c *echo.Context) error {
	e, err := g.election(c)
	if err != nil {
		return err
	}
	place := c.Param("community")
	lang := cmp.Or(notify.Language(c.QueryParam("lang")), notify.Language(languageOf(c.Request())))
	file, ok := notify.Calendar(place, e, lang, g.origin+"/c/"+place+"/vote/"+e.ID)
	if !ok {
		return refuse("not-found", "还没有公示投票时间。", "No notice has set the time of voting yet.")
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+e.ID+`.ics"`)
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Language")
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(file))
}
