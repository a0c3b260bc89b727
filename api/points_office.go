// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/volunteer"
)

// getPointsDuties shows officers what waits for them, and what looks odd. Households are doors; who worked for the community has a name, as
// an officer who confirms it has to know whom he saw.
func (g *pointsGroup) getPointsDuties(c *echo.Context) error {
	if _, err := g.saw(c, "points duties"); err != nil {
		return err
	}
	o, err := g.overseer(c)
	if err != nil {
		return err
	}
	duties := PointsDuties{Deeds: []PointsDuty{}, Days: volunteer.PairDays}
	var confirmed []volunteer.Deed
	err = o.deeds(func(id string, d points.Deed) error {
		duty, err := o.duty(id, d)
		duties.Deeds = append(duties.Deeds, duty)
		return err
	}, func(id string, d points.Deed) error {
		deed, err := o.confirmed(id, d)
		confirmed = append(confirmed, deed)
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(duties.Deeds, func(a, b PointsDuty) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Help, b.Help)) })
	if duties.Pairs, err = o.odd(confirmed); err != nil {
		return err
	}
	return private(c, http.StatusOK, duties)
}

// overseer is an officer who looks at the community's points.
type overseer struct {
	*pointsGroup
	ctx       context.Context //nolint:containedctx // of one request
	community string
	plan      points.Adopted
}

func (g *pointsGroup) overseer(c *echo.Context) (o overseer, err error) {
	o = overseer{pointsGroup: g, ctx: c.Request().Context(), community: who(c).community}
	o.plan, err = index.Optional(o.ctx, g.index, points.Plans, o.community)
	return o, err
}

// rule is the rule of the plan in force with an id, or one without a title.
func (o overseer) rule(id string) points.Rule {
	i := slices.IndexFunc(o.plan.Rules, func(r points.Rule) bool { return r.Rule == id })
	if i < 0 {
		return points.Rule{}
	}
	return o.plan.Rules[i]
}

// deeds goes through what waits for an officer and the plan in force pays for, and through what households have confirmed of each other.
func (o overseer) deeds(waits, confirmed func(id string, d points.Deed) error) error {
	today := calendar.DayOf(o.now().Unix())
	for doc, err := range o.index.List(o.ctx, points.Deeds, o.community) {
		if err != nil {
			return err
		}
		deed, err := points.Deeds.Decode(doc.Value)
		if err != nil {
			return err
		}
		age := today - int64(deed.Day)
		switch {
		case deed.Confirmed == "" && deed.Helped == "" && age <= points.MaxDeedAge && o.rule(deed.Rule).Title != "":
			err = waits(doc.Attributes[1], deed)
		case deed.Confirmed != "" && deed.Helped != "" && age <= volunteer.PairDays:
			err = confirmed(doc.Attributes[1], deed)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// odd are the households that confirm only each other.
func (o overseer) odd(confirmed []volunteer.Deed) ([]PointsPair, error) {
	pairs := []PointsPair{}
	for _, pair := range volunteer.Pairs(confirmed) {
		shown, err := o.pair(pair)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, shown)
	}
	return pairs, nil
}

// confirmed is a deed as rules count it, with what it has paid and was not taken back.
func (o overseer) confirmed(id string, d points.Deed) (volunteer.Deed, error) {
	earning, err := index.Read(o.ctx, o.index, points.Earnings, o.community, id)
	return volunteer.Deed{
		Helper: d.Helper, Helped: d.Helped, Minutes: int64(d.Minutes), Points: earning.Amount - earning.Reversed,
	}, err
}

// duty is a deed that waits, and that the plan in force pays for.
func (o overseer) duty(id string, d points.Deed) (PointsDuty, error) {
	rule := o.rule(d.Rule)
	house, err := o.house(o.ctx, o.community, d.Helper)
	if err != nil {
		return PointsDuty{}, err
	}
	by, err := o.store.Person(o.ctx, o.community, d.By)
	return PointsDuty{
		Help: id, Rule: d.Rule, Title: rule.Title, Points: d.Amount(rule), Minutes: int64(d.Minutes), Day: int64(d.Day),
		Helper: d.Helper, Name: by.Name, House: house,
	}, unlessNotFound(err)
}

func (o overseer) pair(p volunteer.Pair) (shown PointsPair, err error) {
	for _, side := range []struct {
		given volunteer.Given
		shown *PointsOfPair
	}{{p.One, &shown.One}, {p.Other, &shown.Other}} {
		house, err := o.house(o.ctx, o.community, side.given.Unit)
		if err != nil {
			return shown, err
		}
		*side.shown = PointsOfPair{
			Unit: side.given.Unit, House: house, Times: side.given.Times, Minutes: side.given.Minutes, Points: side.given.Points,
		}
	}
	return shown, nil
}
