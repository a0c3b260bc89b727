// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/parking"
)

// How long before a booking begins, and ends, its guest is told, in seconds.
const (
	beforeBegin = hour
	beforeEnd   = 20 * 60
)

// remindOfBookings tells guests that their time begins soon, or is soon over.
func (n *Notifier) remindOfBookings(ctx context.Context) error {
	now := n.Now().Unix()
	open, err := n.Index.Due(ctx, now+beforeBegin+rules.MaxLength+1, parking.Bookings.Kind()) // one that is reserved is due at its end
	if err != nil {
		return err
	}
	for _, d := range open {
		b, err := index.Read(ctx, n.Index, parking.Bookings, d.Community, d.ID)
		if err == nil {
			err = n.remindOfBooking(ctx, d.Community, b, now)
		}
		if err != nil {
			return fmt.Errorf("booking %s: %w", d.ID, err)
		}
	}
	return nil
}

func (n *Notifier) remindOfBooking(ctx context.Context, c string, b rules.Booking, now int64) error {
	notice := Notice{Community: c, Subject: b.ID, At: now}
	switch {
	case beginsSoon(b, now):
		notice.Kind = ParkingBegins
	case endsSoon(b, now):
		notice.Kind, notice.occasion = ParkingEnds, strconv.FormatInt(b.Until, 10)
	default:
		return nil
	}
	audiences, err := n.ofParty(ctx, c, b.Guest)
	if err != nil {
		return err
	}
	return n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		for _, notice.audience = range audiences {
			if err := n.keep(ctx, tx, notice); err != nil {
				return err
			}
		}
		return nil
	})
}

// beginsSoon says whether a booking is about to begin, and was not when it was asked for.
func beginsSoon(b rules.Booking, now int64) bool {
	at := b.From - beforeBegin
	return b.State == rules.StateReserved && now >= at && now < b.From && b.Asked < at
}

// endsSoon says whether a car that is in has to be out soon.
func endsSoon(b rules.Booking, now int64) bool {
	return b.State == rules.StateEntered && now >= b.Until-beforeEnd && now < b.Until
}
