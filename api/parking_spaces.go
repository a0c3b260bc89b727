// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/parking"
)

func (g *parkingGroup) findSpaces(c *echo.Context) error {
	p, err := g.parker(c)
	if err != nil {
		return err
	}
	span, err := p.spanOf(c)
	if err != nil {
		return err
	}
	if span != (rules.Span{}) && !span.Whole() {
		return refuse("bad-request", "请选择完整的刻钟，最多七天。", "Choose whole quarters of an hour, at most seven days.")
	}
	list := SpaceList{Items: []ParkingSpace{}}
	if list.Usable, err = p.purses(); err != nil {
		return err
	}
	for space, err := range index.All(p.ctx, g.index, parking.Spaces, p.v.community) {
		if err != nil {
			return err
		}
		offer, err := g.offer(p.ctx, p.v.community, space)
		if err != nil {
			return err
		}
		if !g.toBeHad(offer) {
			continue
		}
		shown, err := p.shownSpace(space, offer, span)
		if err != nil {
			return err
		}
		list.Items = append(list.Items, shown)
	}
	slices.SortFunc(list.Items, func(a, b ParkingSpace) int { return cmp.Or(cmp.Compare(a.Lot, b.Lot), cmp.Compare(a.Label, b.Label)) })
	return private(c, http.StatusOK, list)
}

// farthest is for how many seconds ahead it is told what is booked. Nobody books so far, and of later ones days could not be counted.
const farthest = 366 * 24 * 3600

// spanOf is the time that is asked for; none if it is not said.
func (p parker) spanOf(c *echo.Context) (span rules.Span, err error) {
	for name, at := range map[string]*int64{"from": &span.From, "until": &span.Until} {
		if *at, err = strconv.ParseInt(cmp.Or(c.QueryParam(name), "0"), 10, 64); err != nil { // the contract has seen that it is a number
			return span, err
		}
	}
	if span.Until > p.now+farthest {
		err = refuse("bad-request", "请选择一年以内的时间。", "Choose a time within a year.")
	}
	return span, err
}

// shownSpace is a space with its offer; with a time, what that costs and whether it is free.
func (p parker) shownSpace(s parking.Space, o parking.Offer, span rules.Span) (shown ParkingSpace, err error) {
	shown = ParkingSpace{Space: s.Space, Label: s.Label, Lot: s.Lot, Mine: p.is(s.Host), Offer: offerOf(o)}
	if shown.LotName, err = p.lotName(s.Lot); err != nil {
		return shown, err
	}
	days := rules.Days{}
	around := span
	if span == (rules.Span{}) {
		today := calendar.DayOf(p.now)*calendar.Day - calendar.Beijing
		around = rules.Span{From: today, Until: today + calendar.Day}
	}
	for _, piece := range around.Pieces() {
		taken, err := index.Optional(p.ctx, p.index, parking.Days, p.v.community, s.Space, strconv.FormatInt(piece.Day, 10))
		if err != nil {
			return shown, err
		}
		days[piece.Day] = taken.Day
		shown.Days = append(shown.Days, SpaceDay{Day: piece.Day, Offered: hexOf(o.Quarters(piece.Day)), Taken: hexOf(taken.Day)})
	}
	if span != (rules.Span{}) {
		shown.Free = o.Covers(span) && days.Free(span)
		shown.Price = o.Terms.Price(span)
		shown.Held = o.Terms.Hold(shown.Price)
	}
	return shown, nil
}

func hexOf(d rules.Day) string {
	text, _ := d.MarshalText() // which never fails
	return string(text)
}

// purses are what the visitor's homes, or his body, can pay with.
func (p parker) purses() ([]ParkingPurse, error) {
	purses := []ParkingPurse{}
	for _, party := range p.parties {
		account, err := index.Optional(p.ctx, p.index, points.Accounts, p.v.community, party.Name())
		if err != nil {
			return nil, err
		}
		purse := ParkingPurse{Account: party.Name(), Usable: account.Usable(p.now)}
		if party.Home != "" {
			if purse.House, err = p.store.House(p.ctx, p.v.community, party.Home); unlessNotFound(err) != nil {
				return nil, err
			}
		}
		purses = append(purses, purse)
	}
	return purses, nil
}
