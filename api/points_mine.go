// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/calendar"
)

func (g *pointsGroup) getMyPoints(c *echo.Context) error {
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	h, err := g.household(c.Request().Context(), v)
	if err != nil {
		return err
	}
	mine := MyPoints{Homes: []PointsHome{}}
	for _, unit := range h.units {
		home, err := h.home(unit)
		if err != nil {
			return err
		}
		mine.Homes = append(mine.Homes, home)
	}
	if mine.Moves, err = h.moves(); err != nil {
		return err
	}
	if mine.Vouchers, err = h.vouchers(); err != nil {
		return err
	}
	if mine.Helped, mine.ToConfirm, err = h.deeds(); err != nil {
		return err
	}
	return private(c, http.StatusOK, mine)
}

// household is an owner who looks at the points of his homes.
type household struct {
	*pointsGroup
	ctx   context.Context //nolint:containedctx // of one request
	me    visitor
	units []string // by the roll in force
	plan  points.Adopted
	now   int64
}

func (g *pointsGroup) household(ctx context.Context, v visitor) (h household, err error) {
	h = household{pointsGroup: g, ctx: ctx, me: v, now: g.now().Unix()}
	if h.units, err = g.unitsOf(ctx, v.community, v.credential.Person); err != nil {
		return h, err
	}
	h.plan, err = index.Optional(ctx, g.index, points.Plans, v.community)
	return h, err
}

// house is what people call a unit; "" for the community, and where it is not known.
func (g *pointsGroup) house(ctx context.Context, community, unit string) (string, error) {
	if unit == "" {
		return "", nil
	}
	house, err := g.store.House(ctx, community, unit)
	return house, unlessNotFound(err)
}

// home is what a home of mine has.
func (h household) home(unit string) (PointsHome, error) {
	account, err := index.Optional(h.ctx, h.index, points.Accounts, h.me.community, unit)
	if err != nil {
		return PointsHome{}, err
	}
	home := PointsHome{Unit: unit, Usable: account.Usable(h.now), Held: account.Held, Lots: []PointsLot{}}
	for _, lot := range account.Lots {
		if lot.Until == 0 || lot.Until > h.now {
			home.Lots = append(home.Lots, PointsLot{Amount: lot.Amount, Until: lot.Until})
		}
	}
	home.House, err = h.house(h.ctx, h.me.community, unit)
	return home, err
}

func (h household) vouchers() ([]PointsVoucher, error) {
	mine := []PointsVoucher{}
	for v, err := range index.OfHouseholds(h.ctx, h.index, points.Vouchers, h.me.community, h.units...) {
		if err != nil {
			return nil, err
		}
		service, err := index.Read(h.ctx, h.index, points.Services, h.me.community, v.Doc.Service)
		if err != nil {
			return nil, err
		}
		mine = append(mine, PointsVoucher{
			Voucher: v.ID, Service: service.Title, Body: v.Doc.Body, Unit: v.Doc.From, Count: v.Doc.Count,
			Points: v.Doc.Points, Ends: v.Doc.Ends,
			State: v.Doc.State,
		})
	}
	return mine, nil
}

// deeds are those of my homes, and those of others for my homes that nobody has confirmed. One that can be confirmed no more is in neither.
func (h household) deeds() (helped, toConfirm []PointsDeed, err error) {
	helped, toConfirm = []PointsDeed{}, []PointsDeed{}
	for deed, err := range index.OfHouseholds(h.ctx, h.index, points.Deeds, h.me.community, h.units...) {
		if err != nil {
			return nil, nil, err
		}
		into, paid := &helped, deed.Doc.Confirmed != ""
		if !slices.Contains(h.units, deed.Doc.Helper) {
			if into = &toConfirm; paid {
				continue
			}
		}
		if !paid && int64(deed.Doc.Day) < calendar.DayOf(h.now)-points.MaxDeedAge {
			continue
		}
		shown, err := h.deed(deed.ID, deed.Doc)
		if err != nil {
			return nil, nil, err
		}
		*into = append(*into, shown)
	}
	return helped, toConfirm, nil
}

// deed is one as it is shown.
func (h household) deed(id string, d points.Deed) (PointsDeed, error) {
	shown := PointsDeed{
		Help: id, Rule: d.Rule, Minutes: int64(d.Minutes), Day: int64(d.Day), Helper: d.Helper, Helped: d.Helped, Paid: d.Confirmed != "",
	}
	if i := slices.IndexFunc(h.plan.Rules, func(r points.Rule) bool { return r.Rule == d.Rule }); i >= 0 {
		shown.Title, shown.Points = h.plan.Rules[i].Title, d.Amount(h.plan.Rules[i])
	}
	if shown.Paid {
		earning, err := index.Read(h.ctx, h.index, points.Earnings, h.me.community, id)
		if err != nil {
			return shown, err
		}
		shown.Points = earning.Amount
	}
	by, err := h.store.Person(h.ctx, h.me.community, d.By)
	if err := unlessNotFound(err); err != nil {
		return shown, err
	}
	shown.Name = by.Name
	if shown.Paid || slices.Contains(h.units, d.Helped) { // who names a pseudonym does not learn whose it is by that
		shown.House, err = h.house(h.ctx, h.me.community, d.Helped)
	}
	return shown, err
}
