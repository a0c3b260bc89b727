// SPDX-License-Identifier: Apache-2.0

package api

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/identity/rollfile"
)

func (w *statementWriter) csv(c *echo.Context) error {
	rows := [][]string{headerIn(w.speak, statementHeader)}
	if err := w.doors(func(house string, s points.Statement) { rows = slices.Concat(rows, w.rows(house, s)) }); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	return spreadsheet(c, w.me.community+"-points", rows)
}

// rows are those of a home, for spreadsheets.
func (w *statementWriter) rows(house string, s points.Statement) [][]string {
	house = rollfile.Harmless(house)
	standing := func(kind text, at string, has points.Standing) []string {
		return []string{house, kind.in(w.speak), at, "", "", "", digits(has.Balance), digits(has.Held), "", ""}
	}
	rows := [][]string{standing(statementBefore, w.began(), s.Before)}
	for _, l := range s.Lines {
		cause, about := w.what(l)
		rows = append(rows, []string{
			house, statementMoved.in(w.speak), chinaTime(l.At), cause, rollfile.Harmless(about), digits(l.Change), digits(l.Balance),
			digits(l.Held), w.end(l.Until), receipt(l),
		})
	}
	rows = append(rows, standing(statementAfter, w.ended(), s.After))
	for _, lot := range s.Lots {
		rows = append(rows, []string{
			house, statementLot.in(w.speak), w.ended(), "", "", "", digits(lot.Amount), "", w.end(lot.Until), "",
		})
	}
	return rows
}

func digits(n int64) string { return strconv.FormatInt(n, 10) }
