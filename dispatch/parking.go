// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"context"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/parking"
)

// moving is the transaction that moves a booking on: its lot is drawn, or what time or the lot has done is written down. There is none as
// long as no head of the ledger is signed with which a lot may be drawn; who waits is asked for again.
func (d *Dispatch) moving(ctx context.Context, community, id string) (function string, args []string, err error) {
	settle := []string{community, id}
	b, err := index.Read(ctx, d.mirror, parking.Bookings, community, id)
	if err != nil {
		return "", nil, err
	}
	if b.State == rules.StateEntered {
		next, err := d.adjoining(ctx, community, b)
		if err != nil || next != "" {
			return parking.TxStay, []string{community, id, next}, err
		}
	}
	if b.State != rules.StatePending || d.now().Unix() >= b.From {
		return parking.TxSettle, settle, nil
	}
	lot, err := index.Optional(ctx, d.mirror, parking.Drawings, community, b.Space, parking.DrawName(b))
	if err != nil || lot.At != 0 {
		return parking.TxSettle, settle, err
	}
	_, ok, err := d.mirror.HeadSince(ctx, b.DrawAt)
	if err != nil || !ok {
		return "", nil, err
	}
	return parking.TxDraw, []string{community, b.Space, parking.DrawName(b)}, nil
}

// adjoining is the booking on which a car may stay on: of its space, from when this one ends; "" if there is none.
func (d *Dispatch) adjoining(ctx context.Context, community string, b rules.Booking) (next string, err error) {
	asked := index.Bookings{Open: true, Plate: b.Plate, Space: b.Space, From: b.Until, Until: b.Until + 1}
	for then, err := range d.mirror.Bookings(ctx, community, asked) {
		if _, _, reason := b.StayOn(d.now().Unix(), then.Booking); err != nil || reason == rules.Allowed {
			return then.ID, err
		}
	}
	return "", nil
}
