// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger/index"
)

func (g *reportsGroup) listReports(c *echo.Context) error {
	officer, err := g.saw(c, "reports")
	if err != nil {
		return err
	}
	ctx, v := c.Request().Context(), who(c)
	all, err := g.pile(ctx, v.community)
	if err != nil {
		return err
	}
	known, err := g.store.Officer(ctx, v.community, officer)
	if err != nil {
		return err
	}
	own := slices.Concat(all.homes[known.Person], all.homes[v.credential.Declared])
	list := ReportList{Open: all.open(own), Filed: []FiledReport{}}
	filed, err := g.filedIn(ctx, v.community)
	if err != nil {
		return err
	}
	for _, r := range filed {
		if r.Body == v.credential.Body {
			list.Filed = append(list.Filed, r.shown())
		}
	}
	return private(c, http.StatusOK, list)
}

// filedReport is one on the ledger.
type filedReport struct {
	id string
	convention.Report
}

func (r filedReport) shown() FiledReport {
	return FiledReport{
		Report: r.id, Kind: ReportKind(r.Kind), Place: r.Place, At: int64(r.At), Households: len(r.Signed), Confirmed: r.Confirmed != "",
		Breach: r.Breach != "",
	}
}

// filedIn are a community's on the ledger of which a breach may still be found, the last one that happened first.
func (m mirror) filedIn(ctx context.Context, community string) ([]filedReport, error) {
	var all []filedReport
	for doc, err := range m.index.List(ctx, convention.Reports, community) {
		if err != nil {
			return nil, err
		}
		r, err := convention.Reports.Decode(doc.Value)
		if err != nil {
			return nil, err
		}
		if int64(r.At) >= m.now().Unix()-convention.MaxAge {
			all = append(all, filedReport{doc.Attributes[1], r})
		}
	}
	slices.SortFunc(all, func(a, b filedReport) int { return cmp.Or(cmp.Compare(b.At, a.At), strings.Compare(a.id, b.id)) })
	return all, nil
}

func (g *reportsGroup) listWorkReports(c *echo.Context) error {
	ctx, v := c.Request().Context(), who(c)
	last, err := index.Optional(ctx, g.index, contract.Sequences, v.credential.Numbering(v.community)...)
	if err != nil {
		return err
	}
	grids, err := g.gridsOf(ctx, v.community)
	if err != nil {
		return err
	}
	all, err := g.pile(ctx, v.community)
	if err != nil {
		return err
	}
	own, err := g.homesOfWorker(ctx, v, all)
	if err != nil {
		return err
	}
	filed, err := g.filedIn(ctx, v.community)
	if err != nil {
		return err
	}
	list := WorkReports{Items: []FiledReport{}, Seq: last.Seq + 1}
	for _, r := range filed {
		if r.Body == v.credential.Body && r.Confirmed == "" && r.Breach == "" && within(grids, v.credential.ID, r.Place) &&
			!all.signed(r.Signed, own) {
			list.Items = append(list.Items, r.shown())
		}
	}
	return private(c, http.StatusOK, list)
}

// within says whether a place is in a grid of a worker's. Of what has no place anybody may have seen it.
func within(grids map[string]order.Grid, worker, place string) bool {
	for _, grid := range grids {
		if slices.Contains(grid.Workers, worker) &&
			(place == "" || slices.ContainsFunc(grid.Places, func(p string) bool { return strings.HasPrefix(place+"-", p) })) {
			return true
		}
	}
	return false
}

// homesOfWorker are the units of whoever has the name or the number of a worker, of whom the ledger knows no more than the passkey.
func (g *reportsGroup) homesOfWorker(ctx context.Context, v visitor, all pile) (units []string, err error) {
	workers, err := g.workersOf(ctx, v.community)
	if err != nil {
		return nil, err
	}
	people, err := g.store.People(ctx, v.community)
	worker := workers[v.credential.ID]
	for _, p := range people {
		if p.Name != "" && p.Name == worker.Name || p.Phone != "" && p.Phone == worker.Phone {
			units = append(units, all.units(p.Pseudonym)...)
		}
	}
	return units, err
}
