// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/points"
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

// house is what people call a unit.
func (h household) house(unit string) (string, error) {
	if unit == "" {
		return "", nil
	}
	house, err := h.store.House(h.ctx, h.me.community, unit)
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
	home.House, err = h.house(unit)
	return home, err
}

func (h household) vouchers() ([]PointsVoucher, error) {
	mine := []PointsVoucher{}
	for v, err := range index.All(h.ctx, h.index, points.Vouchers, h.me.community) {
		if err != nil {
			return nil, err
		}
		if !slices.Contains(h.units, v.From) {
			continue
		}
		service, err := index.Read(h.ctx, h.index, points.Services, h.me.community, v.Service)
		if err != nil {
			return nil, err
		}
		mine = append(mine, PointsVoucher{
			Voucher: v.ID, Service: service.Title, Unit: v.From, Count: v.Count, Points: v.Points, Ends: v.Ends, State: v.State,
		})
	}
	return mine, nil
}

// deeds are those of my homes, and those of others for my homes that nobody has confirmed. One that can be confirmed no more is in neither.
func (h household) deeds() (helped, toConfirm []PointsDeed, err error) {
	helped, toConfirm = []PointsDeed{}, []PointsDeed{}
	for doc, err := range h.index.List(h.ctx, points.Deeds, h.me.community) {
		if err != nil {
			return nil, nil, err
		}
		deed, err := points.Deeds.Decode(doc.Value)
		if err != nil {
			return nil, nil, err
		}
		var into *[]PointsDeed
		paid := deed.Confirmed != ""
		switch {
		case !paid && int64(deed.Day) < rules.Day(h.now)-points.MaxDeedAge:
			continue
		case slices.Contains(h.units, deed.Helper):
			into = &helped
		case slices.Contains(h.units, deed.Helped) && !paid:
			into = &toConfirm
		default:
			continue
		}
		shown, err := h.deed(doc.Attributes[1], deed)
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
		shown.House, err = h.house(d.Helped)
	}
	return shown, err
}
