// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/parking"
)

// news is what a side of a booking is told.
type news struct {
	kind Kind
	to   rules.Party
}

// aboutBooking is who is told of a booking as it stands: its sides, and the bodies that may resolve a dispute. Who took a step knows it.
func (n *Notifier) aboutBooking(ctx context.Context, c string, b rules.Booking) ([]Notice, error) {
	var notices []Notice
	for _, one := range newsOf(b) {
		audiences, err := n.ofParty(ctx, c, one.to)
		if err != nil {
			return nil, err
		}
		for _, audience := range audiences {
			notices = append(notices, Notice{Kind: one.kind, Subject: b.ID, audience: audience})
		}
	}
	if b.State != rules.StateDisputed {
		return notices, nil
	}
	place, err := index.Read(ctx, n.Index, contract.Communities, c)
	for _, body := range place.Bodies {
		if body.ID != b.Guest.Body && body.ID != b.Host.Body {
			notices = append(notices, Notice{Kind: ParkingResolve, Subject: b.ID, audience: toBody(body.ID)})
		}
	}
	return notices, err
}

// newsOf are what its sides are told of a booking.
func newsOf(b rules.Booking) []news {
	guest, host := b.Guest, b.Host
	switch b.State {
	case rules.StateReserved:
		if b.DrawAt != 0 {
			return []news{{ParkingWon, guest}}
		}
	case rules.StateRejected:
		return []news{{ParkingLost, guest}}
	case rules.StateCancelled:
		return cancelled(b)
	case rules.StateDisplaced:
		if b.Reason != "" {
			return []news{{ParkingRetracted, guest}}
		}
		return []news{{ParkingDisplaced, host}}
	case rules.StateOverstay:
		return []news{{ParkingOverstay, guest}, {ParkingOverstay, host}}
	case rules.StateNoShow:
		return []news{{ParkingNoShow, guest}}
	case rules.StateDisputed:
		if b.Dispute.By == guest {
			return []news{{ParkingDisputed, host}}
		}
		return []news{{ParkingDisputed, guest}}
	case rules.StateResolved:
		return []news{{ParkingResolved, guest}, {ParkingResolved, host}}
	case rules.StateSettled:
		if b.Held > 0 {
			return []news{{ParkingSettled, guest}, {ParkingSettled, host}}
		}
	}
	return nil
}

// cancelled is what is told of a booking that the host has taken back with notice, or the guest has cancelled: late, that is paid.
func cancelled(b rules.Booking) []news {
	switch {
	case b.Reason != "":
		return []news{{ParkingRetracted, b.Guest}}
	case b.Due > 0:
		return []news{{ParkingSettled, b.Host}}
	}
	return nil
}

// ofParty are who speaks for a side of a booking: a home's owners, or a body's officers.
func (n *Notifier) ofParty(ctx context.Context, c string, p rules.Party) ([]string, error) {
	if p.Body != "" {
		return []string{toBody(p.Body)}, nil
	}
	return n.ownersOf(ctx, c, []string{p.Home})
}

// bookingWaits says whether a notice of a booking still asks for something.
func (n *Notifier) bookingWaits(ctx context.Context, notice Notice) (bool, error) {
	b, err := index.Read(ctx, n.Index, parking.Bookings, notice.Community, notice.Subject)
	if err != nil {
		return false, err
	}
	b = b.At(n.Now().Unix())
	switch notice.Kind {
	case ParkingBegins:
		return b.State == rules.StateReserved, nil
	case ParkingEnds:
		return b.State == rules.StateEntered, nil
	case ParkingOverstay:
		return b.State == rules.StateOverstay, nil
	case ParkingDisputed, ParkingResolve:
		return b.State == rules.StateDisputed, nil
	}
	return true, nil
}

// parkingLink is where in a community's pages a notice of a booking leads.
func (n Notice) parkingLink() string {
	page := "/my"
	if strings.HasPrefix(n.audience, toBody("")) {
		page = "/office"
	}
	return page + "#/parking/" + n.Subject
}
