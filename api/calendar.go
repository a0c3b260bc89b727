// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/notify"
)

// calendarLanguage is the one that a calendar is asked for in, or else the reader's.
func calendarLanguage(c *echo.Context) notify.Language {
	return cmp.Or(notify.Language(c.QueryParam("lang")), notify.Language(languageOf(c.Request())))
}

// calendarFile answers with a calendar file, to be kept under a name.
func calendarFile(c *echo.Context, name, file string) error {
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="`+name+`.ics"`)
	h.Add("Vary", "Accept-Language")
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", []byte(file))
}
