// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"

	"github.com/labstack/echo/v5"
)

func (g *sessionGroup) listSessions(c *echo.Context) error {
	ctx := c.Request().Context()
	all, err := g.ofHolder(ctx, who(c))
	if err != nil {
		return err
	}
	list := Sessions{Items: []SessionItem{}}
	for _, l := range all {
		list.Items = append(list.Items, SessionItem{
			Credential: l.credential, Began: l.began, Expires: l.expires, Current: l.name == g.sessions.GetString(ctx, "name"),
		})
	}
	return private(c, http.StatusOK, list)
}
