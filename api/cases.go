// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"iter"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// casesGroup is mediation: each side sees its cases, the mediator his, and officers those that wait for one.
type casesGroup struct {
	register
	exporting
	origin string // of the pages
}

// shownCases is how many are listed at most.
const shownCases = 200

func (g *casesGroup) listMyCases(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	l, err := g.viewer(c)
	if err != nil {
		return err
	}
	return l.answer(c, index.OfHouseholds(l.ctx, g.index, mediation.Cases, v.community, l.homes...))
}

func (g *casesGroup) listCases(c *echo.Context) error {
	if _, err := g.saw(c, "cases"); err != nil {
		return err
	}
	l, err := g.viewer(c)
	if err != nil {
		return err
	}
	return l.answer(c, index.OfCommunity(l.ctx, g.index, mediation.Cases, l.v.community))
}

// answer lists those of the cases that the viewer has to do with, the one asked for last first.
func (l caseViewer) answer(c *echo.Context, all iter.Seq2[index.Owned[rules.Case], error]) error {
	var seen []rules.Case
	for o, err := range all {
		if err != nil {
			return err
		}
		sees, err := l.sees(o.Doc)
		if err != nil {
			return err
		}
		if sees {
			seen = append(seen, o.Doc)
		}
	}
	slices.SortStableFunc(seen, func(a, b rules.Case) int { return cmp.Compare(b.Requested, a.Requested) })
	list := CaseList{Items: []Case{}}
	for _, doc := range seen[:min(len(seen), shownCases)] {
		shown, err := l.shown(doc)
		if err != nil {
			return err
		}
		list.Items = append(list.Items, shown)
	}
	return private(c, http.StatusOK, list)
}
