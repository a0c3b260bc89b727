// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"

	"github.com/labstack/echo/v5"
)

func (g *peopleGroup) listEnrolments(c *echo.Context) error {
	officer, err := g.saw(c, "enrolments")
	if err != nil {
		return err
	}
	waiting, err := g.store.Pending(c.Request().Context(), who(c).community, officer)
	if err != nil {
		return err
	}
	for i := range waiting {
		p := &waiting[i]
		shared, err := g.sharesOffice(c.Request().Context(), who(c), p.Person)
		if err != nil {
			return err
		}
		p.Checks, p.Houses, p.OwnCase = orEmpty(p.Checks), orEmpty(p.Houses), p.OwnCase || shared
	}
	return private(c, http.StatusOK, Enrolments{Items: orEmpty(waiting)})
}

func (g *peopleGroup) checkEnrolment(c *echo.Context) error {
	var body CheckEnrolmentJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	if err := g.store.Check(c.Request().Context(), who(c).community, c.Param("credential"), officer, body.Good, body.Note); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
