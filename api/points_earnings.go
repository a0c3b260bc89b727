// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/points"
)

// shownEarnings is how many of a household's earnings are listed.
const shownEarnings = 200

func (g *pointsGroup) listEarnings(c *echo.Context) error {
	unit := c.QueryParam("unit")
	if _, err := g.saw(c, "points of "+unit); err != nil {
		return err
	}
	o, err := g.overseer(c)
	if err != nil {
		return err
	}
	list := PointsEarnings{Items: []PointsEarning{}}
	if list.House, err = o.house(o.ctx, o.community, unit); err != nil {
		return err
	}
	var earned []rules.Earning
	for t, err := range index.OfHouseholds(o.ctx, g.index, points.Transfers, o.community, unit) {
		if err != nil {
			return err
		}
		if !t.Doc.Earned() {
			continue
		}
		earning, err := index.Read(o.ctx, g.index, points.Earnings, o.community, t.ID)
		if err != nil {
			return err
		}
		earned = append(earned, earning)
	}
	slices.SortStableFunc(earned, func(a, b rules.Earning) int { return cmp.Compare(b.At, a.At) })
	for _, e := range earned[:min(len(earned), shownEarnings)] {
		shown, err := o.earning(e)
		if err != nil {
			return err
		}
		list.Items = append(list.Items, shown)
	}
	return private(c, http.StatusOK, list)
}

func (o overseer) earning(e rules.Earning) (PointsEarning, error) {
	deed, err := index.Optional(o.ctx, o.index, points.Deeds, o.community, e.ID) // there is none for a bin
	if err != nil {
		return PointsEarning{}, err
	}
	helped, err := o.house(o.ctx, o.community, deed.Helped)
	return PointsEarning{
		Earning: e.ID, Rule: e.Rule, Title: o.rule(e.Rule).Title, At: e.At, Amount: e.Amount, Reversed: e.Reversed,
		Minutes: int64(deed.Minutes), Helped: helped,
	}, err
}

func (g *pointsGroup) proposeReversal(c *echo.Context) error {
	ctx, community, id := c.Request().Context(), who(c).community, c.Param("earning")
	var body ProposeReversalJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	earning, err := index.Read(ctx, g.index, points.Earnings, community, id)
	switch {
	case err != nil:
		return err
	case body.Amount > earning.Amount-earning.Reversed:
		return refuse("not-possible-now", "没有这么多可以冲回。", "There is not so much left to take back.")
	}
	person, err := g.earner(ctx, community, earning)
	if err != nil {
		return err
	}
	draft := points.PointsReverse{Amount: act.Int(body.Amount), Earning: id}
	if draft.Reason, err = g.store.KeepReason(ctx, community, person, body.Reason, officer); err != nil {
		return err
	}
	return private(c, http.StatusCreated, draft)
}

// earner is the pseudonym of who earned something, or for what a bin tells, of an owner of the home.
func (r register) earner(ctx context.Context, community string, e rules.Earning) (string, error) {
	deed, err := index.Optional(ctx, r.index, points.Deeds, community, e.ID)
	if err != nil || deed.By != "" {
		return deed.By, err
	}
	return r.ownerOf(ctx, community, e.Account)
}

// ownerOf is the pseudonym of an owner of a home, always the same one. identity.ErrNotFound: nobody owns it by the roll in force.
func (r register) ownerOf(ctx context.Context, community, unit string) (string, error) {
	homes, err := r.store.Homes(ctx, community)
	if err != nil {
		return "", err
	}
	owners := slices.DeleteFunc(slices.Sorted(maps.Keys(homes)), func(person string) bool {
		return !slices.ContainsFunc(homes[person], func(h identity.Home) bool { return h.Unit == unit })
	})
	if len(owners) == 0 {
		return "", identity.ErrNotFound
	}
	return owners[0], nil
}
