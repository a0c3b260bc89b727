// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"strconv"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
)

// statementWriter writes statements in a language.
type statementWriter struct {
	household

	speak       language
	from, until int64
	titles      map[string]string // of rules, by "/" and the id; of services, by the id of a voucher for it
}

func (g *pointsGroup) getMyStatementCSV(c *echo.Context) error {
	return g.myStatement(c, (*statementWriter).csv)
}

func (g *pointsGroup) getMyStatement(c *echo.Context) error {
	return g.myStatement(c, (*statementWriter).pdf)
}

func (g *pointsGroup) myStatement(c *echo.Context, write func(*statementWriter, *echo.Context) error) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	w, err := g.statements(c, v)
	if err != nil {
		return err
	}
	return write(w, c)
}

// getStatement is for who has no phone: an officer prints it, and that he did stays on record.
func (g *pointsGroup) getStatement(c *echo.Context) error {
	v, person := who(c), c.Param("person")
	if _, err := g.saw(c, "points of "+person); err != nil {
		return err
	}
	if _, err := g.store.Person(c.Request().Context(), v.community, person); err != nil {
		return err
	}
	v.credential.Person = person
	w, err := g.statements(c, v)
	if err != nil {
		return err
	}
	return w.pdf(c)
}

// statements are those of a person's homes, in the span that was asked for.
func (g *pointsGroup) statements(c *echo.Context, v visitor) (*statementWriter, error) {
	h, err := g.household(c.Request().Context(), v)
	if err != nil {
		return nil, err
	}
	w := &statementWriter{household: h, speak: language(calendarLanguage(c)), until: h.now + 1, titles: map[string]string{}}
	for name, at := range map[string]*int64{"from": &w.from, "until": &w.until} {
		if given := c.QueryParam(name); given != "" {
			if *at, err = strconv.ParseInt(given, 10, 64); err != nil { // the contract has seen that it is a number
				return nil, err
			}
		}
	}
	w.noteRules()
	return w, nil
}

// noteRules notes the titles of the rules in force.
func (w *statementWriter) noteRules() {
	for _, rule := range w.plan.Rules {
		w.titles["/"+rule.Rule] = rule.Title
	}
}

// noteServices notes what a home's vouchers are for.
func (w *statementWriter) noteServices(unit string) error {
	for v, err := range index.OfHouseholds(w.ctx, w.index, points.Vouchers, w.me.community, unit) {
		if err != nil {
			return err
		}
		service, err := index.Read(w.ctx, w.index, points.Services, w.me.community, v.Doc.Service)
		if err != nil {
			return err
		}
		w.titles[v.ID] = service.Title
	}
	return nil
}

// of is the statement of a home.
func (w *statementWriter) of(unit string) (points.Statement, error) {
	var transfers []points.Transfer
	for t, err := range index.OfHouseholds(w.ctx, w.index, points.Transfers, w.me.community, unit) {
		if err != nil {
			return points.Statement{}, err
		}
		transfers = append(transfers, t.Doc)
	}
	if err := w.noteServices(unit); err != nil {
		return points.Statement{}, err
	}
	return points.StatementOf(unit, w.from, w.until, transfers), nil
}

// what is why points moved: in words, and by which rule or for which service.
func (w *statementWriter) what(l points.StatementLine) (cause, about string) {
	return statementCauses[l.Cause].in(w.speak), w.about(l)
}

// about is the title of the rule or of the service; "" if there is none.
func (w *statementWriter) about(l points.StatementLine) string {
	if l.Rule != "" {
		return cmp.Or(w.titles["/"+l.Rule], l.Rule)
	}
	return w.titles[l.Of]
}

// receipt is the number by which anybody finds the act on the ledger; "" if what moved them was none.
func receipt(l points.StatementLine) string { return number.Spaced(number.Of(l.Act)) }

// end is when a lot ends, as spreadsheets and people read it.
func (w *statementWriter) end(until int64) string {
	if until == 0 {
		return statementNoEnd.in(w.speak)
	}
	return chinaTime(until)
}

// began is when the span did; "" from the beginning.
func (w *statementWriter) began() string {
	if w.from == 0 {
		return ""
	}
	return chinaTime(w.from)
}

// ended is when it does: now, if later was asked for.
func (w *statementWriter) ended() string { return chinaTime(min(w.until-1, w.now)) }

// doors yields the statement of each home, with what people call it.
func (w *statementWriter) doors(do func(house string, s points.Statement)) error {
	for _, unit := range w.units {
		s, err := w.of(unit)
		if err != nil {
			return err
		}
		house, err := w.house(w.ctx, w.me.community, unit)
		if err != nil {
			return err
		}
		do(cmp.Or(house, unit), s)
	}
	return nil
}
