// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/identity"
)

// lettersGroup is for the officers who print the letters with invitation codes.
type lettersGroup struct {
	register
	origin string
}

func (g *lettersGroup) listLetters(c *echo.Context) error {
	if _, err := g.saw(c, "letters"); err != nil {
		return err
	}
	letters, err := g.store.Letters(c.Request().Context(), who(c).community, "")
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, Letters{Items: orEmpty(letters)})
}

func (g *lettersGroup) printLetters(c *echo.Context) error {
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	var order LetterOrder
	if err := c.Bind(&order); err != nil {
		return err
	}
	var pdf bytes.Buffer
	printed, err := g.store.PrintLetters(c.Request().Context(), who(c).community, identity.LetterOrder{
		People: order.People, Expires: time.Unix(order.Expires, 0).In(beijing), Help: order.Help, Officer: officer, Origin: g.origin,
	}, &pdf)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, PrintedLetters{
		Batch: printed.Batch, Letters: printed.Letters, Issue: printed.Issue, Pdf: pdf.Bytes(), Missing: len(printed.Missing),
	})
}

// beijing is the zone in which letters print their dates: China has one.
var beijing = time.FixedZone("UTC+8", 8*3600)

func (g *lettersGroup) markLetters(c *echo.Context) error {
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	var body MarkLettersJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	err = g.store.MarkLetters(c.Request().Context(), who(c).community, c.Param("batch"), body.Numbers, identity.Mark(body.Mark), officer)
	if err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
