// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/parking"
)

// aboutSpace names the home whose a space is to be, which the audit log notes.
func (g *cosigningGroup) aboutSpace(ctx context.Context, community, officer string, a act.Act, about *AboutAct) (err error) {
	var b parking.SpaceSet
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	if err := g.store.Saw(ctx, community, officer, "space"); err != nil {
		return err
	}
	about.Name, err = g.partyName(ctx, community, b.Host)
	return err
}

// aboutResolution names both sides of a booking, which the audit log notes, and adds why it is resolved so.
func (g *cosigningGroup) aboutResolution(ctx context.Context, community, officer string, a act.Act, about *AboutAct) error {
	var b parking.Resolve
	if err := act.Strict(a.Body, &b); err != nil {
		return err
	}
	booking, err := index.Read(ctx, g.index, parking.Bookings, community, b.Booking)
	if err != nil {
		return err
	}
	if err := g.store.Saw(ctx, community, officer, "booking"); err != nil {
		return err
	}
	for _, p := range []rules.Party{booking.Guest, booking.Host} {
		name, err := g.partyName(ctx, community, p)
		if err != nil {
			return err
		}
		about.Houses = append(about.Houses, name)
	}
	e, reason, err := g.store.Enclosure(ctx, community, b.Reason)
	if err == nil && e.By == a.By && e.Order == "" && e.Person == "" { // anybody can name a hash to read what it is of
		about.Text = string(reason)
	}
	return err
}

// partyName is a home as people know it, or the id of a body.
func (g *cosigningGroup) partyName(ctx context.Context, community string, p rules.Party) (string, error) {
	if p.Home == "" {
		return p.Body, nil
	}
	return g.store.House(ctx, community, p.Home)
}
