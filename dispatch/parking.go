// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"context"
	"strconv"

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
	if b.State != rules.StatePending || d.now().Unix() >= b.From {
		return parking.TxSettle, settle, nil
	}
	lot, err := index.Optional(ctx, d.mirror, parking.Drawings, community, b.Space, parking.DayOf(b))
	if err != nil || lot.At != 0 {
		return parking.TxSettle, settle, err
	}
	at, err := d.mayDraw(ctx, community, b)
	if err != nil {
		return "", nil, err
	}
	size, ok, err := d.mirror.HeadSince(ctx, at)
	if err != nil || !ok {
		return "", nil, err
	}
	return parking.TxDraw, []string{community, b.Space, parking.DayOf(b), strconv.FormatUint(size, 10)}, nil
}

// mayDraw is from when on the lot of a booking may be drawn: when it is too late to ask for whoever is in it.
func (d *Dispatch) mayDraw(ctx context.Context, community string, of rules.Booking) (at int64, err error) {
	for b, err := range d.mirror.Bookings(ctx, community, index.Bookings{Space: of.Space, State: rules.StatePending}) {
		if err != nil {
			return 0, err
		}
		if parking.DayOf(b.Booking) == parking.DayOf(of) {
			at = max(at, b.DrawAt)
		}
	}
	return max(at, of.DrawAt), nil
}
