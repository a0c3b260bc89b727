// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"
)

func (g *electionsGroup) getTurnout(c *echo.Context) error {
	ctx := c.Request().Context()
	e, err := g.election(c)
	if err != nil {
		return err
	}
	t, err := g.turnouts.turnout(ctx, c.Param("community"), e)
	if err != nil {
		return err
	}
	return tagged(c, t)
}
