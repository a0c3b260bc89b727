// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/parking"
)

func (g *parkingGroup) listBookings(c *echo.Context) error {
	if _, err := g.saw(c, "bookings"); err != nil {
		return err
	}
	p, err := g.parker(c)
	if err != nil {
		return err
	}
	states := []rules.State{rules.StateDisputed, rules.StateDisplaced, rules.StateMissing}
	asked := index.Bookings{Open: true}
	if state := rules.State(c.QueryParam("state")); state != "" {
		states, asked = []rules.State{state}, index.Bookings{From: p.now - 92*24*3600}
	}
	var found []index.Booking
	for b, err := range g.index.Bookings(p.ctx, p.v.community, asked) {
		if err != nil {
			return err
		}
		if slices.Contains(states, b.At(p.now).State) {
			found = append(found, b)
		}
	}
	slices.SortStableFunc(found, func(a, b index.Booking) int { return cmp.Compare(b.Changed, a.Changed) })
	list := BookingList{Items: []Booking{}}
	for _, b := range found[:min(len(found), shownBookings)] {
		shown, err := p.booking(b)
		if err != nil {
			return err
		}
		list.Items = append(list.Items, shown)
	}
	return private(c, http.StatusOK, list)
}

// listGateLists says of no plate whose it is: officers need none to see to a gate.
func (g *parkingGroup) listGateLists(c *echo.Context) error {
	p, err := g.parker(c)
	if err != nil {
		return err
	}
	list := GateLists{Items: []GateList{}}
	err = p.gates(func(_ []GateGuest, gates []GateList) { list.Items = append(list.Items, gates...) })
	if err != nil {
		return err
	}
	return private(c, http.StatusOK, list)
}

// longestOccupancy is for how many seconds it is told at once.
const longestOccupancy = 92 * 24 * 3600

func (g *parkingGroup) getOccupancy(c *echo.Context) error {
	p, err := g.parker(c)
	if err != nil {
		return err
	}
	span, err := p.spanOf(c)
	if err != nil {
		return err
	}
	if span.From >= span.Until || span.Until-span.From > longestOccupancy {
		return refuse("bad-request", "请选择最多九十二天。", "Choose at most ninety-two days.")
	}
	o, err := p.occupancy(span)
	if err != nil {
		return err
	}
	shown := Occupancy{Spaces: o.Spaces()}
	for _, cell := range o.Cells() {
		shown.Cells = append(shown.Cells, OccupancyCell{Offered: cell.Offered, Booked: cell.Booked, Used: cell.Used, Merged: cell.Merged})
	}
	return private(c, http.StatusOK, shown)
}

// occupancy counts when spaces are offered, booked and used in a time.
func (p parker) occupancy(span rules.Span) (*analysis.Occupancy, error) {
	o := analysis.NewOccupancy(span)
	for space, err := range index.All(p.ctx, p.index, parking.Spaces, p.v.community) {
		if err != nil {
			return nil, err
		}
		offer, err := index.Optional(p.ctx, p.index, parking.Offers, p.v.community, space.Space)
		if err != nil {
			return nil, err
		}
		if offer.Act != "" && !offer.Ended {
			o.Offered(space.Space, offer.Offer)
		}
	}
	for b, err := range p.index.Bookings(p.ctx, p.v.community, index.Bookings{From: span.From, Until: span.Until}) {
		if err != nil {
			return nil, err
		}
		o.Booked(b.At(p.now))
	}
	return o, nil
}
