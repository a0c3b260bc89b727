// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/notify"
)

func (g *casesGroup) getMySessions(c *echo.Context) error {
	if _, err := confirmed(c); err != nil {
		return err
	}
	return g.sessions(c, "/my")
}

func (g *casesGroup) getSessions(c *echo.Context) error {
	if _, err := g.saw(c, "sessions of case "+c.Param("case")); err != nil {
		return err
	}
	return g.sessions(c, "/office")
}

// sessions answers with a case's sessions and days for a calendar.
func (g *casesGroup) sessions(c *echo.Context, page string) error {
	l, err := g.viewer(c)
	if err != nil {
		return err
	}
	doc, err := l.named(c.Param("case"))
	if err != nil {
		return err
	}
	link := g.origin + "/c/" + l.v.community + page + "#/cases"
	c.Response().Header().Set("Cache-Control", "no-store")
	return calendarFile(c, "mediation", notify.CaseCalendar(l.v.community, doc.At(l.now), calendarLanguage(c), link, g.now()))
}
