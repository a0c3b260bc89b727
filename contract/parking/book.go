// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"strconv"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	rules "github.com/linli-project/linli/rules/parking"
)

// Taken is which quarters of a day are taken of a space.
type Taken struct {
	Day rules.Day `json:"day"` // hex
}

// OpenList are bookings that a party has asked for, as far as they can still be open.
type OpenList struct {
	Bookings []OpenBooking `json:"bookings"`
}

// OpenBooking is one of them.
type OpenBooking struct {
	Booking string `json:"booking"`
	Until   int64  `json:"until"` // its end
}

// Documents of bookings. A booking's id is the hash of the act that asked for it.
const (
	Bookings contract.Ref[rules.Booking] = "booking"  // C~id: a booking, as it stands
	Days     contract.Ref[Taken]         = "spaceday" // C~space~day: which quarters of a day are taken of a space
	opens    contract.Ref[OpenList]      = "bookings" // C~party: what a household or a body has booked and not used
)

// Bounds of what a party has booked and not used.
const (
	MaxOpenHome = 20
	MaxOpenBody = 500
)

// Book is the body of parking.book: an owner for his household, or an officer for his body, books a space.
type Book struct {
	From  act.Int `json:"from"` // Unix time
	Home  string  `json:"home"` // of the owner; "" for an officer
	Offer string  `json:"offer"`
	Plate string  `json:"plate"` // commitment to it (hex), as the car park's gates make it
	Space string  `json:"space"`
	Until act.Int `json:"until"`
}

func book(c *contract.Context, b Book) error {
	before, known, err := Bookings.Get(c, c.Act.Community, c.Hash)
	switch {
	case err != nil:
		return err
	case known:
		return act.Refuse(contract.Already)
	case c.Act.Seq != 1: // it is asked for once
		return act.Refuse(contract.SeqGap, "of", "once")
	case !contract.IsHash(b.Plate):
		return act.Refuse(act.BadField, "of", "plate")
	}
	guest, err := b.guest(c)
	if err != nil {
		return err
	}
	space, offer, err := offered(c, b.Space, b.Offer)
	if err != nil {
		return err
	}
	after, reason := offer.Book(before, c.Tx.Time, rules.Asked{
		ID: c.Hash, Space: b.Space, Guest: guest, Host: space.Host, Plate: b.Plate,
		Span: rules.Span{From: int64(b.From), Until: int64(b.Until)},
	})
	if reason != rules.Allowed {
		return refuse(reason, after.State)
	}
	if err := admit(c, after, offer.DrawAt(after.Span)); err != nil {
		return err
	}
	if err := countOpen(c, after); err != nil {
		return err
	}
	if err := escrow(c).Hold(guest.Name(), c.Hash, after.Held, farUntil(after)); err != nil {
		return err
	}
	return Bookings.Put(c, after, c.Act.Community, c.Hash)
}

// guest is who books.
func (b Book) guest(c *contract.Context) (rules.Party, error) {
	guest := rules.Party{Home: b.Home}
	if by := c.Signers[0]; by.Kind == contract.Officer {
		guest.Body = by.Body
	}
	if !guest.Complete() {
		return guest, act.Refuse(contract.WrongPerson, "of", "parking")
	}
	return guest, speaksFor(c, guest)
}

// offered is a space with the offer that somebody has agreed to.
func offered(c *contract.Context, id, terms string) (Space, Offer, error) {
	space, err := loadSpace(c, c.Act.Community, id)
	if err != nil {
		return space, Offer{}, err
	}
	o, ok, err := Offers.Get(c, c.Act.Community, id)
	switch {
	case err != nil:
		return space, o, err
	case !ok || o.Ended || !space.Host.Complete():
		return space, o, act.Refuse(NotOffered)
	case o.Act != terms:
		return space, o, act.Refuse(OtherTerms)
	}
	return space, o, nil
}

// admit takes a booking's time of the space, or has it wait for the lot, which is drawn from drawAt on. Of others it demands what the
// community has adopted.
func admit(c *contract.Context, b rules.Booking, drawAt int64) error {
	if b.Guest.Body != "" {
		adopted, _, err := Regulations.Get(c, c.Act.Community)
		switch {
		case err != nil:
			return err
		case !adopted.Others || adopted.Ahead > 0 && b.From-c.Tx.Time > int64(adopted.Ahead):
			return act.Refuse(ForHouseholds)
		}
	}
	if b.State == rules.StatePending {
		return askForLot(c, b)
	}
	if err := afterLot(c, b.Space, drawAt); err != nil {
		return err
	}
	return take(c, c.Act.Community, b.Space, b.Span)
}

// dayName is a day as keys have it.
func dayName(day int64) string { return strconv.FormatInt(day, 10) }

// take takes a span of a space.
func take(v contract.Viewer, community, space string, s rules.Span) error {
	days, err := daysOf(v, community, space, s)
	switch {
	case err != nil:
		return err
	case !days.Free(s):
		return act.Refuse(SpaceTaken)
	}
	days.Take(s)
	return putDays(v, community, space, days)
}

// leave gives a span of a space back.
func leave(v contract.Viewer, community, space string, s rules.Span) error {
	days, err := daysOf(v, community, space, s)
	if err != nil {
		return err
	}
	days.Leave(s)
	return putDays(v, community, space, days)
}

// daysOf are the days of a space that a span is in.
func daysOf(v contract.Viewer, community, space string, s rules.Span) (rules.Days, error) {
	days := rules.Days{}
	for _, p := range s.Pieces() {
		d, _, err := Days.Get(v, community, space, dayName(p.Day))
		if err != nil {
			return nil, err
		}
		days[p.Day] = d.Day
	}
	return days, nil
}

func putDays(v contract.Viewer, community, space string, days rules.Days) error {
	for day, d := range days { // in any order: each is a document of its own
		if err := Days.Put(v, Taken{d}, community, space, dayName(day)); err != nil {
			return err
		}
	}
	return nil
}

// countOpen counts one booking more of a party.
func countOpen(c *contract.Context, b rules.Booking) error {
	open, _, err := opens.Get(c, c.Act.Community, b.Guest.Name())
	if err != nil {
		return err
	}
	most := MaxOpenHome
	if b.Guest.Body != "" {
		most = MaxOpenBody
	}
	if open = open.with(c.Tx.Time, OpenBooking{Booking: b.ID, Until: b.Until}); len(open.Bookings) > most {
		return act.Refuse(contract.TooMany, "of", "open-bookings", "most", most)
	}
	return opens.Put(c, open, c.Act.Community, b.Guest.Name())
}

// with is the list with one more, beside those whose time is not over.
func (l OpenList) with(now int64, more OpenBooking) (open OpenList) {
	for _, o := range l.Bookings {
		if o.Until > now {
			open.Bookings = append(open.Bookings, o)
		}
	}
	open.Bookings = append(open.Bookings, more)
	return open
}

// farUntil is when nothing can be held for a booking any more.
func farUntil(b rules.Booking) int64 { return b.Until + 2*rules.ResolveWithin + rules.MaxAhead }

func escrow(c *contract.Context) points.Escrow {
	return points.Escrow{Viewer: c, Tx: c.Tx, Community: c.Act.Community, Act: c.Hash}
}
