// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/identity/paper"
)

func (w *statementWriter) pdf(c *echo.Context) error {
	sheet, err := w.sheet()
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	if err := sheet.Print(&pdf); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Disposition", `attachment; filename="`+w.me.community+`-points.pdf"`)
	return c.Blob(http.StatusOK, "application/pdf", pdf.Bytes())
}

// sheet is the statement of all homes of a person on paper.
func (w *statementWriter) sheet() (paper.Sheet, error) {
	community, err := w.community(w.ctx, w.me.community)
	if err != nil {
		return paper.Sheet{}, err
	}
	person, err := w.store.Person(w.ctx, w.me.community, w.me.credential.Person)
	if err := unlessNotFound(err); err != nil {
		return paper.Sheet{}, err
	}
	span := fmt.Sprintf(statementAll.in(w.speak), w.ended())
	if w.from > 0 {
		span = fmt.Sprintf(statementSpan.in(w.speak), w.began(), w.ended())
	}
	sheet := paper.Sheet{
		Title: statementTitle.in(w.speak), Lines: []string{community.Name + "  " + person.Name, span, statementNote.in(w.speak)},
		Foot: fmt.Sprintf(statementPrinted.in(w.speak), chinaTime(w.now)), Number: statementPage.in(w.speak),
		Issued: time.Unix(w.now, 0).In(beijing),
	}
	err = w.doors(func(house string, s points.Statement) {
		sheet.Tables = append(sheet.Tables, w.moves(house, s), w.lots(house, s))
	})
	return sheet, err
}

// statementWidths are those of the columns on paper, from the time on, in mm.
var statementWidths = []float64{27, 21, 27, 12, 13, 11, 27, 28}

// moves are what happened, a line for each lot that moved.
func (w *statementWriter) moves(house string, s points.Statement) paper.Table {
	t := paper.Table{
		Title: fmt.Sprintf(statementHome.in(w.speak), house, s.Before.Balance, s.After.Balance, s.After.Held),
		None:  statementNone.in(w.speak),
	}
	for i, title := range headerIn(w.speak, statementHeader[2:]) {
		t.Columns = append(t.Columns, paper.Column{Title: title, Width: statementWidths[i], Number: i >= 3 && i <= 5})
	}
	for _, l := range s.Lines {
		cause, about := w.what(l)
		t.Rows = append(t.Rows, []string{
			chinaTime(l.At), cause, about, digits(l.Change), digits(l.Balance), digits(l.Held), w.end(l.Until), receipt(l),
		})
	}
	return t
}

// lots are when what is left ends.
func (w *statementWriter) lots(house string, s points.Statement) paper.Table {
	t := paper.Table{
		Title: fmt.Sprintf(statementLots.in(w.speak), house), None: statementNoLots.in(w.speak),
		Columns: []paper.Column{
			{Title: statementHeader[8].in(w.speak), Width: 60}, {Title: statementHeader[6].in(w.speak), Width: 30, Number: true},
		},
	}
	for _, lot := range s.Lots {
		t.Rows = append(t.Rows, []string{w.end(lot.Until), digits(lot.Amount)})
	}
	return t
}
