// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/parking"
	"github.com/linli-project/linli/rules/parking/exchange"
	"github.com/linli-project/linli/rules/parking/tariff"
)

// parkingPlaces is what others read of a community's car parks, in the terms of APDS.
type parkingPlaces struct {
	Places []exchange.Element `json:"hierarchyElements"`
	Rights []exchange.Right   `json:"rightSpecifications"`
	Rates  []exchange.Table   `json:"rateTables"`
}

func (g *parkingGroup) getParkingPlaces(c *echo.Context) error {
	ctx, community := c.Request().Context(), c.Param("community")
	if _, err := g.community(ctx, community); err != nil {
		return err
	}
	shown := parkingPlaces{Places: []exchange.Element{}, Rights: []exchange.Right{}, Rates: []exchange.Table{}}
	for lot, err := range index.All(ctx, g.index, parking.Lots, community) {
		if err != nil {
			return err
		}
		place, err := g.place(ctx, community, lot)
		if err != nil {
			return err
		}
		shown.Places = append(shown.Places, place.Elements(g.now().Unix())...)
	}
	err := g.offers(ctx, community, func(o exchange.Offer) error {
		right, err := o.Right()
		if err != nil {
			return err
		}
		tables, err := o.Tables()
		shown.Rights, shown.Rates = append(shown.Rights, right), append(shown.Rates, tables...)
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, shown)
}

func (g *parkingGroup) place(ctx context.Context, community string, lot parking.Lot) (exchange.Place, error) {
	place := exchange.Place{ID: lot.Lot, Name: lot.Name}
	ids, err := g.index.SpacesOf(ctx, community, lot.Lot)
	for _, id := range ids {
		space, err := index.Read(ctx, g.index, parking.Spaces, community, id)
		if err != nil {
			return place, err
		}
		place.Spaces = append(place.Spaces, exchange.Space{ID: id, Label: space.Label})
	}
	return place, err
}

func (g *parkingGroup) getParkingTariffs(c *echo.Context) error {
	ctx, community := c.Request().Context(), c.Param("community")
	if _, err := g.community(ctx, community); err != nil {
		return err
	}
	tariffs := []tariff.Tariff{}
	err := g.offers(ctx, community, func(o exchange.Offer) error {
		t, err := o.Tariff()
		tariffs = append(tariffs, t)
		return err
	})
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, tariffs)
}

// offers are those that hold, as others read them.
func (g *parkingGroup) offers(ctx context.Context, community string, found func(exchange.Offer) error) error {
	for space, err := range index.All(ctx, g.index, parking.Spaces, community) {
		if err != nil {
			return err
		}
		offer, err := g.offer(ctx, community, space)
		if err != nil {
			return err
		}
		if !g.toBeHad(offer) {
			continue
		}
		if err := found(exchanged(space, offer)); err != nil {
			return err
		}
	}
	return nil
}

// exchanged is an offer as others read it, priced for the longest time that may be booked. What is within the first day
// of 1970 is no time to them.
func exchanged(s parking.Space, o parking.Offer) exchange.Offer {
	shown := exchange.Offer{
		ID: s.Space, Name: s.Label, Issuer: partyShown(s.Host), Places: []string{s.Space}, From: max(o.From, calendar.Day),
		Until: o.Until, Booked: rules.MaxLength, Price: exchange.PriceOf(o.Terms, rules.Span{}),
	}
	for _, w := range o.Windows {
		shown.Windows = append(shown.Windows, exchange.WindowOf(w))
	}
	return shown
}
