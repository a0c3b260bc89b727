// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/parking"
)

// parkingGroup is shared parking: what is to be had, to anybody here; what is booked, to its sides; whom gates let in, to their guards.
type parkingGroup struct {
	register
	origin string // of the pages
}

func (g *parkingGroup) getParking(c *echo.Context) error {
	ctx, community := c.Request().Context(), c.Param("community")
	if _, err := g.community(ctx, community); err != nil {
		return err
	}
	adopted, err := index.Optional(ctx, g.index, parking.Regulations, community)
	if err != nil {
		return err
	}
	shown := Parking{Others: adopted.Others, Ahead: int64(adopted.Ahead), Adopted: adopted.At, Lots: []Lot{}}
	in := map[string]int{} // which car park a space is in
	for lot, err := range index.All(ctx, g.index, parking.Lots, community) {
		if err != nil {
			return err
		}
		spaces, err := g.index.SpacesOf(ctx, community, lot.Lot)
		if err != nil {
			return err
		}
		for _, space := range spaces {
			in[space] = len(shown.Lots)
		}
		shown.Lots = append(shown.Lots, g.lot(community, lot, len(spaces)))
	}
	if err := g.offered(ctx, community, func(space string) {
		if i, ok := in[space]; ok {
			shown.Lots[i].Offered++
		}
	}); err != nil {
		return err
	}
	return tagged(c, shown)
}

func (g *parkingGroup) lot(community string, l parking.Lot, spaces int) Lot {
	shown := Lot{
		Lot: l.Lot, Name: l.Name, Body: l.Body, Gates: make([]LotGate, len(l.Gates)), Spaces: spaces,
		Mine: g.oracle != nil && g.oracle.Community == community && g.oracle.Body == l.Body,
	}
	for i, gate := range l.Gates {
		shown.Gates[i] = LotGate{Device: gate.Device, Way: gate.Way}
	}
	return shown
}

// space is one with what is offered of it; of one that was never offered, an offer that has ended.
func (g *parkingGroup) space(ctx context.Context, community, id string) (parking.Space, parking.Offer, error) {
	space, err := index.Read(ctx, g.index, parking.Spaces, community, id)
	if err != nil {
		return space, parking.Offer{}, err
	}
	offer, err := g.offer(ctx, community, space)
	return space, offer, err
}

func (g *parkingGroup) offer(ctx context.Context, community string, space parking.Space) (parking.Offer, error) {
	offer, err := index.Optional(ctx, g.index, parking.Offers, community, space.Space)
	offer.Ended = offer.Ended || offer.Act == "" || !space.Host.Complete()
	return offer, err
}

// offered finds the spaces that are to be had, all at once: anybody may ask, of ten thousand.
func (g *parkingGroup) offered(ctx context.Context, community string, found func(space string)) error {
	for doc, err := range g.index.List(ctx, parking.Offers, community) {
		if err != nil {
			return err
		}
		offer, err := parking.Offers.Decode(doc.Value)
		if err != nil {
			return err
		}
		if g.toBeHad(offer) {
			found(doc.Attributes[1])
		}
	}
	return nil
}

func (g *parkingGroup) toBeHad(o parking.Offer) bool { return !o.Ended && o.Until > g.now().Unix() }

// parker is somebody who parks: an owner for his homes, or an officer for his body.
type parker struct {
	*parkingGroup
	ctx     context.Context //nolint:containedctx // of one request
	v       visitor
	parties []rules.Party
	lots    map[string]string // their names, as far as they were asked for
	now     int64
}

func (g *parkingGroup) parker(c *echo.Context) (p parker, err error) {
	p = parker{parkingGroup: g, ctx: c.Request().Context(), v: who(c), lots: map[string]string{}, now: g.now().Unix()}
	switch p.v.credential.Kind {
	case contract.Officer:
		p.parties = []rules.Party{{Body: p.v.credential.Body}}
	case contract.Owner:
		homes, err := g.unitsOf(p.ctx, p.v.community, p.v.credential.Person)
		if err != nil {
			return p, err
		}
		for _, home := range homes {
			p.parties = append(p.parties, rules.Party{Home: home})
		}
	}
	return p, nil
}

func (p parker) is(party rules.Party) bool { return slices.Contains(p.parties, party) }

// lotName is what a car park is called.
func (p parker) lotName(id string) (string, error) {
	if name, ok := p.lots[id]; ok {
		return name, nil
	}
	lot, err := index.Read(p.ctx, p.index, parking.Lots, p.v.community, id)
	p.lots[id] = lot.Name
	return lot.Name, err
}

func termsOf(t rules.Terms) ParkingTerms {
	shown := ParkingTerms{
		Hour: t.Hour, Bands: []ParkingBand{}, Overstay: t.Overstay, Deposit: t.Deposit, Early: t.Early, NoShow: t.NoShow, Cancel: t.Cancel,
		Late: t.Late, Notice: t.Notice, Draw: t.Draw, Others: t.Others,
	}
	for _, b := range t.Bands {
		shown.Bands = append(shown.Bands, ParkingBand{Days: b.Days, From: b.From, To: b.To, Hour: b.Hour})
	}
	return shown
}

func offerOf(o parking.Offer) ParkingOffer {
	shown := ParkingOffer{
		Offer: o.Act, From: o.From, Until: o.Until, Windows: []ParkingWindow{}, Except: []int64{}, Terms: termsOf(o.Terms), Ended: o.Ended,
	}
	shown.Except = append(shown.Except, o.Except...)
	for _, w := range o.Windows {
		shown.Windows = append(shown.Windows, ParkingWindow{Days: w.Days, From: w.From, To: w.To})
	}
	return shown
}
