// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/parking"
)

// What a batch reads ahead for an act: the documents that its body names, and then what those name. A name that is none is refused later.

// lotReads are a car park and its gates.
func lotReads(c *contract.Context, b LotSet) (keys []string) {
	if contract.IsID(b.Lot) {
		keys = append(keys, Lots.Key(c.Act.Community, b.Lot))
	}
	for _, g := range b.Gates[:min(len(b.Gates), MaxGates)] {
		if contract.IsID(g.Device) {
			keys = append(keys, device.Devices.Key(c.Act.Community, g.Device))
		}
	}
	return keys
}

// spaceReads are a space with its offer, its car park, and whose it is to be.
func spaceReads(c *contract.Context, b SpaceSet) (keys []string) {
	if contract.IsID(b.Lot) {
		keys = append(keys, Lots.Key(c.Act.Community, b.Lot))
	}
	if contract.IsID(b.Space) {
		keys = append(keys, Spaces.Key(c.Act.Community, b.Space), Offers.Key(c.Act.Community, b.Space))
	}
	if b.Host.Home != "" {
		keys = append(keys, people.RecusalReads(c, b.Host.Home)...)
	}
	return keys
}

// hostReads are a space with its offer, and whose it is.
func hostReads(c *contract.Context, space string) []string {
	if !contract.IsID(space) {
		return nil
	}
	keys := []string{
		Spaces.Key(c.Act.Community, space), Offers.Key(c.Act.Community, space), Regulations.Key(c.Act.Community),
	}
	if s, ok, err := Spaces.Known(c, c.Act.Community, space); ok && err == nil {
		keys = append(keys, partyReads(c, s.Host)...)
	}
	return keys
}

func partyReads(c *contract.Context, parties ...rules.Party) (keys []string) {
	for _, p := range parties {
		if p.Home != "" {
			keys = append(keys, people.HomeReads(c, p.Home)...)
		}
	}
	return keys
}

func bookReads(c *contract.Context, b Book) []string {
	if !contract.IsID(b.Space) {
		return nil
	}
	guest := rules.Party{Home: b.Home}
	if len(c.Signers) > 0 && c.Signers[0].Kind == contract.Officer {
		guest.Body = c.Signers[0].Body
	}
	keys := append(hostReads(c, b.Space), Bookings.Key(c.Act.Community, c.Hash))
	if guest.Body != "" && b.Home != "" || guest.Body == "" && !community.WellFormed(b.Home) {
		return keys
	}
	if span := (rules.Span{From: int64(b.From), Until: int64(b.Until)}); span.Until-span.From <= rules.MaxLength {
		keys = append(keys, dayReads(c, b.Space, span)...)
		if o, ok, err := Offers.Known(c, c.Act.Community, b.Space); ok && err == nil && o.DrawAt(span) != 0 {
			keys = append(keys, Drawings.Key(c.Act.Community, b.Space, drawName(o.DrawAt(span))))
		}
	}
	return slices.Concat(keys, points.EscrowReads(c.Act.Community, c.Hash, guest.Name()), partyReads(c, guest),
		[]string{opens.Key(c.Act.Community, guest.Name())})
}

func dayReads(c *contract.Context, space string, s rules.Span) (keys []string) {
	for _, p := range s.Pieces() {
		keys = append(keys, Days.Key(c.Act.Community, space, dayName(p.Day)))
	}
	return keys
}

// stepReads are a booking, its days, and its sides.
func stepReads(c *contract.Context, id string) []string {
	if !contract.IsHash(id) {
		return nil
	}
	keys := []string{Bookings.Key(c.Act.Community, id)}
	b, ok, err := Bookings.Known(c, c.Act.Community, id)
	if !ok || err != nil {
		return keys
	}
	if b.State == rules.StatePending {
		keys = append(keys, Drawings.Key(c.Act.Community, b.Space, DrawName(b)))
	}
	keys = append(keys, Offers.Key(c.Act.Community, b.Space))
	return slices.Concat(keys, dayReads(c, b.Space, b.Span), partyReads(c, b.Guest, b.Host),
		points.EscrowReads(c.Act.Community, id, b.Guest.Name(), b.Host.Name()))
}

func visitReads(c *contract.Context, home, lot string) []string {
	keys := people.HomeReads(c, home)
	if community.WellFormed(home) {
		keys = append(keys, visits.Key(c.Act.Community, home))
	}
	if contract.IsID(lot) {
		keys = append(keys, Lots.Key(c.Act.Community, lot))
	}
	return keys
}
