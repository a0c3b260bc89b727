// SPDX-License-Identifier: Apache-2.0

package api

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v5"
)

// sessionGroup lets people in and out.
type sessionGroup struct {
	*logins
	ceremonies ceremonies
	random     io.Reader
	origin     string
}

func (g *sessionGroup) getSession(c *echo.Context) error {
	session, err := g.sessionOf(c.Request().Context(), who(c))
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, session)
}

func (g *sessionGroup) endSession(c *echo.Context) error {
	if err := g.sessions.Destroy(c.Request().Context()); err != nil {
		return err
	}
	if err := g.keepSession(c); err != nil {
		return err
	}
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
	return c.NoContent(http.StatusNoContent)
}
