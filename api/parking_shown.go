// SPDX-License-Identifier: Apache-2.0

package api

import (
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/parking"
)

// otherHousehold is what one side is told of the other, unless it is a body: nobody learns from a booking whose neighbour parks where.
const otherHousehold = "household"

// booking is one as it is now.
func (p parker) booking(stored index.Booking) (Booking, error) {
	b := stored.At(p.now)
	space, offer, err := p.space(p.ctx, p.v.community, b.Space)
	if err != nil {
		return Booking{}, err
	}
	shown := Booking{
		Booking: b.ID, Space: b.Space, Label: space.Label, Lot: space.Lot, Side: p.side(b), Guest: partyShown(b.Guest),
		Host: partyShown(b.Host), From: b.From, Until: b.Until, Price: b.Price, Held: b.Held, Due: b.Due, State: b.State, Asked: b.Asked,
		DrawAt: b.DrawAt, Entered: b.Entered.At, Exited: b.Exited.At, Displaced: b.Displaced, Terms: termsOf(b.Terms), Next: p.next(b),
		NextAt: b.NextAt(), Closed: b.Closed, Offered: p.toBeHad(offer), Dispute: BookingDispute{At: b.Dispute.At},
	}
	if b.Closed == 0 {
		shown.Due = b.Owed()
	}
	if shown.LotName, err = p.lotName(space.Lot); err != nil {
		return shown, err
	}
	if b.Dispute.At != 0 {
		if shown.Dispute.Side = BookingDisputeSideGuest; b.Dispute.By == b.Host {
			shown.Dispute.Side = BookingDisputeSideHost
		}
	}
	if shown.Dispute.Text, err = p.said(b.ID, b.Dispute.Text); err != nil {
		return shown, err
	}
	shown.Reason, err = p.said(b.ID, b.Reason)
	return shown, err
}

// side is which of a booking's two the visitor is.
func (p parker) side(b rules.Booking) BookingSide {
	switch {
	case p.is(b.Guest):
		return BookingSideGuest
	case p.is(b.Host):
		return BookingSideHost
	}
	return ""
}

func partyShown(party rules.Party) string {
	if party.Body != "" {
		return party.Body
	}
	return otherHousehold
}

// next are the steps that the visitor may take. An officer resolves what is disputed between others than his body.
func (p parker) next(b rules.Booking) []rules.Step {
	steps := []rules.Step{}
	for _, party := range p.parties {
		steps = append(steps, b.NextAs(p.now, party)...)
	}
	body := p.v.credential.Body
	if p.v.credential.Kind == contract.Officer && b.State == rules.StateDisputed && b.Guest.Body != body && b.Host.Body != body {
		steps = append(steps, rules.StepResolve)
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}

// said is a text about a booking, as far as it is here.
func (p parker) said(booking, hash string) (CaseText, error) {
	if hash == "" {
		return CaseText{}, nil
	}
	text, err := p.store.CaseText(p.ctx, p.v.community, booking, hash)
	return CaseText{Hash: hash, Salt: text.Salt, Text: text.Text}, unlessNotFound(err)
}

// named is a booking that the visitor is a side of, or that he is an officer for.
func (p parker) named(id string) (rules.Booking, error) {
	b, err := index.Read(p.ctx, p.index, parking.Bookings, p.v.community, id)
	if err == nil && p.side(b) == "" && p.v.credential.Kind != contract.Officer {
		err = refuse("not-found", "", "")
	}
	return b, err
}
