// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/notify"
	rules "github.com/linli-project/linli/rules/parking"
)

// shownBookings is how many of one side are listed at most.
const shownBookings = 100

func (g *parkingGroup) getMyParking(c *echo.Context) error {
	p, err := g.parker(c)
	if err != nil {
		return err
	}
	mine := MyParking{Spaces: []ParkingSpace{}}
	if mine.Usable, err = p.purses(); err != nil {
		return err
	}
	if err := p.spaces(func(s ParkingSpace) { mine.Spaces = append(mine.Spaces, s) }); err != nil {
		return err
	}
	if mine.Bookings, err = p.bookings(func(party string) index.Bookings { return index.Bookings{Guest: party} }); err != nil {
		return err
	}
	if mine.Hosted, err = p.bookings(func(party string) index.Bookings { return index.Bookings{Host: party} }); err != nil {
		return err
	}
	if mine.Earned, err = p.earned(); err != nil {
		return err
	}
	if mine.Visits, err = p.visits(); err != nil {
		return err
	}
	return private(c, http.StatusOK, mine)
}

// spaces finds those that are mine.
func (p parker) spaces(found func(ParkingSpace)) error {
	for space, err := range index.All(p.ctx, p.index, parking.Spaces, p.v.community) {
		if err != nil {
			return err
		}
		if !p.is(space.Host) {
			continue
		}
		offer, err := p.offer(p.ctx, p.v.community, space)
		if err != nil {
			return err
		}
		shown, err := p.shownSpace(space, offer, rules.Span{})
		if err != nil {
			return err
		}
		found(shown)
	}
	return nil
}

// bookings are those of one side, open ones first, and among them the one that was asked for last.
func (p parker) bookings(of func(party string) index.Bookings) ([]Booking, error) {
	var open, closed []index.Booking
	for _, party := range p.parties {
		count := 0
		for b, err := range p.index.Lately(p.ctx, p.v.community, of(party.Name())) {
			if err != nil {
				return nil, err
			}
			into := &closed
			if !b.At(p.now).State.Closed() {
				into = &open
			}
			*into = append(*into, b)
			if count++; count >= 2*shownBookings {
				break
			}
		}
	}
	slices.SortStableFunc(open, func(a, b index.Booking) int { return cmp.Compare(a.From, b.From) })
	all := slices.Concat(open, closed)
	shown := []Booking{}
	for _, b := range all[:min(len(all), shownBookings)] {
		one, err := p.booking(b)
		if err != nil {
			return nil, err
		}
		shown = append(shown, one)
	}
	return shown, nil
}

// earned is what my spaces have brought.
func (p parker) earned() (sum int64, err error) {
	for _, party := range p.parties {
		for b, err := range p.index.Lately(p.ctx, p.v.community, index.Bookings{Host: party.Name()}) {
			if err != nil {
				return 0, err
			}
			if b.Closed > 0 {
				sum += b.Due
			}
		}
	}
	return sum, nil
}

func (p parker) visits() ([]Visit, error) {
	visits := []Visit{}
	var homes []string
	for _, party := range p.parties {
		if party.Home != "" {
			homes = append(homes, party.Home)
		}
	}
	for v, err := range index.OfHouseholds(p.ctx, p.index, parking.Visits, p.v.community, homes...) {
		if err != nil {
			return nil, err
		}
		if v.Doc.Ended != 0 || int64(v.Doc.Until) <= p.now {
			continue
		}
		shown := Visit{
			Visit: v.ID, Home: v.Doc.Home, Kind: VisitKind(v.Doc.Kind), Lot: v.Doc.Lot, From: int64(v.Doc.From), Until: int64(v.Doc.Until),
		}
		if shown.LotName, err = p.lotName(v.Doc.Lot); err != nil {
			return nil, err
		}
		if shown.House, err = p.store.House(p.ctx, p.v.community, v.Doc.Home); unlessNotFound(err) != nil {
			return nil, err
		}
		visits = append(visits, shown)
	}
	return visits, nil
}

func (g *parkingGroup) getMyParkingCalendar(c *echo.Context) error {
	p, err := g.parker(c)
	if err != nil {
		return err
	}
	mine, err := p.bookings(func(party string) index.Bookings { return index.Bookings{Guest: party, Open: true} })
	if err != nil {
		return err
	}
	var events []notify.ParkingEvent
	for _, b := range mine {
		events = append(events, notify.ParkingEvent{ID: b.Booking, From: b.From, Until: b.Until, Where: b.LotName + " " + b.Label})
	}
	link := g.origin + "/c/" + p.v.community + "/my#/parking"
	c.Response().Header().Set("Cache-Control", "no-store")
	return calendarFile(c, "parking", notify.ParkingCalendar(p.v.community, events, calendarLanguage(c), link, g.now()))
}
