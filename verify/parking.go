// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	rules "github.com/linli-project/linli/rules/parking"
)

// parkingCount is the car parks of a community, counted again.
type parkingCount struct {
	state     contractState
	community string
	bookings  map[string]rules.Booking
	visits    map[string]visit    // by booking: what gates have seen
	counts    map[string]string   // bookings, by what gates have seen
	drawn     map[string]lotAgain // by key
	won       map[string]bool     // by booking
	asked     map[string]bool     // by booking: whether a lot knows of it
	differs   func(key string, err error)
}

// recountParking works out for each booking, from what gates have proven and from its terms as a tariff, what is owed, and holds it against
// what the booking says and what the transfers paid. It draws every lot again, and looks that each quarter of an hour of a space is
// taken by the one booking that has it.
func recountParking(state contractState, community string, held map[string]*heldPoints, differs func(key string, err error)) {
	c := countParking(state, community, differs)
	c.compareLots()
	for id, b := range c.bookings {
		err := errors.Join(c.asBooked(id, b), c.asSeen(b), c.asOwed(b), inEscrow(b, held[id]))
		if err != nil {
			differs(parking.Bookings.Key(community, id), fmt.Errorf("the booking: %w", err))
		}
	}
	for id, h := range held {
		if _, ok := c.bookings[id]; !ok {
			differs(parking.Bookings.Key(community, id), fmt.Errorf("points of %s are held for it, and it is not there", h.unit))
		}
	}
	c.compareDays()
}

// countParking reads what there is of bookings, gates and lots.
func countParking(state contractState, community string, differs func(key string, err error)) parkingCount {
	c := parkingCount{
		state: state, community: community, bookings: map[string]rules.Booking{}, visits: map[string]visit{}, counts: map[string]string{},
		drawn: map[string]lotAgain{}, won: map[string]bool{}, asked: map[string]bool{}, differs: differs,
	}
	entries, _ := state.Range(parking.Bookings.Kind(), community) // a replayed state always answers
	for _, entry := range entries {
		_, names, _ := contract.SplitKey(entry.Key)
		b, err := parking.Bookings.Decode(entry.Value)
		if err != nil {
			differs(entry.Key, err)
			continue
		}
		c.bookings[names[1]] = b
	}
	for _, s := range state.s.notes.sightings {
		if s.community == community {
			c.see(s)
		}
	}
	for _, lot := range state.s.notes.lots {
		if _, names, _ := contract.SplitKey(lot.key); names[0] != community {
			continue
		}
		again := lotAgain{told: lot.told}
		again.size, again.won, again.err = state.s.notes.drawAgain(lot)
		c.drawn[lot.key] = again
		for _, id := range again.won {
			c.won[id] = true
		}
	}
	return c
}

// asBooked looks that a booking is what somebody could ask for, at the price of its terms, and that the lot says so
// where there was one.
func (c parkingCount) asBooked(id string, b rules.Booking) error {
	price, err := priceUntil(b, b.Until)
	drawn := b.DrawAt != 0
	switch {
	case err != nil:
		return fmt.Errorf("it has no price: %w", err)
	case b.ID != id || b.Guest == b.Host || !b.Guest.Complete() || !b.Host.Complete() || b.From >= b.Until || b.Asked >= b.Until:
		return errors.New("nobody could ask for it")
	case b.Price != price:
		return differ("the price", b.Price, price, false)
	case b.Held != price+b.Terms.Deposit*b.Terms.Overstay:
		return differ("what is held", b.Held, price+b.Terms.Deposit*b.Terms.Overstay, false)
	case drawn && !c.asked[id]:
		return errors.New("the lot knows nothing of it")
	case b.State == rules.StateRejected && (!drawn || c.won[id]):
		return errors.New("the lot has not decided against it")
	case drawn && !c.won[id] && !slices.Contains([]rules.State{rules.StatePending, rules.StateRejected, rules.StateCancelled}, b.State):
		return errors.New("the lot has not decided for it")
	}
	return nil
}

// asSeen looks that a booking says of its car what gates have seen.
func (c parkingCount) asSeen(b rules.Booking) error {
	v := c.visits[b.ID]
	says := []rules.Passage{b.Entered, b.Again, b.Exited}
	for i, s := range []sighting{v.in, v.again, v.out} {
		if seen := (rules.Passage{At: s.At, Device: s.device, Event: s.event}); says[i] != seen {
			return errors.Join(v.err, fmt.Errorf("it says %v of its car, and the gates %v", says[i], seen))
		}
	}
	if !slices.Equal(b.Void, v.void) {
		return errors.Join(v.err, fmt.Errorf("gates have taken back %v, not %v", v.void, b.Void))
	}
	return v.err
}

// asOwed looks that the host has what is owed, once a booking has ended, and nothing before.
func (c parkingCount) asOwed(b rules.Booking) error {
	if !b.State.Closed() {
		return differ("what an open booking has paid", b.Due, 0, b.Due == 0 && b.Closed == 0)
	}
	if b.State == rules.StateResolved && b.Dispute.At == 0 {
		return errors.New("there was no dispute")
	}
	if byBodies(b) { // they alone know why
		return differ("what two bodies have given the host", b.Due, b.Held, b.Due >= 0 && b.Due <= b.Held && contract.IsHash(b.Reason))
	}
	due, err := c.owed(b)
	if err != nil {
		return err
	}
	if err := differ("what is owed", b.Due, due, b.Due == due); err != nil {
		return err
	}
	return c.inTime(b)
}

// byBodies says whether two bodies have resolved a dispute, rather than let its time run out.
func byBodies(b rules.Booking) bool {
	return b.State == rules.StateResolved && b.Closed < b.Dispute.At+rules.ResolveWithin
}

// owed is what the host has by the terms and by what gates have seen.
func (c parkingCount) owed(b rules.Booking) (int64, error) {
	v, late := c.visits[b.ID], b.Price*b.Terms.Late/100
	stays := max(b.Displaced, v.came(), b.From) + rules.LeaveWithin // as long as one who found no place may
	placeless := b.Displaced != 0 && (!v.gone() || v.out.At <= stays)
	switch {
	case b.State == rules.StateRejected, b.State == rules.StateCancelled && b.Reason != "",
		b.State == rules.StateCancelled && (b.DrawAt != 0 && !c.won[b.ID] || b.Closed <= b.From-b.Terms.Cancel):
		return 0, nil
	case b.State == rules.StateCancelled:
		return late, nil
	case v.silent && v.came() == 0 && !v.gone():
		return 0, nil
	case placeless && (b.Reason != "" || v.came() != 0):
		return 0, nil
	case placeless, v.came() == 0 && !v.gone():
		return late, nil
	case v.gone():
		return priceUntil(b, v.out.At)
	}
	return priceUntil(b, b.Until)
}

// inTime looks that nothing was paid before everybody had a day to say that it was otherwise, unless a gate has said that it was silent.
func (c parkingCount) inTime(b rules.Booking) error {
	v := c.visits[b.ID]
	since := max(v.last, b.Displaced)
	if since == 0 {
		since = b.From
	}
	if b.State == rules.StateSettled && !v.silent && b.Closed < since+rules.Wait {
		return errors.New("it was paid before the day was over in which it could be disputed")
	}
	return nil
}

// inEscrow holds a booking against what the transfers hold for it, and have paid.
func inEscrow(b rules.Booking, h *heldPoints) error {
	closed := b.State.Closed()
	switch {
	case h == nil:
		return differ("what is held", b.Held, 0, b.Held == 0)
	case h.put != b.Held || h.unit != b.Guest.Name():
		return differ("what is held", b.Held, h.put, false)
	case !closed:
		return differ("what is still held", b.Held, h.lots.sum(), h.lots.sum() == b.Held)
	case h.lots.sum() != 0 || h.paid != b.Due:
		return differ("what the host has", b.Due, h.paid, false)
	case h.to != "" && h.to != b.Host.Name():
		return fmt.Errorf("%s was paid, and %s is the host", h.to, b.Host.Name())
	}
	return nil
}

// takes is the time that a booking takes of its space.
func (c parkingCount) takes(b rules.Booking) (s rules.Span, ok bool) {
	waits := b.State == rules.StatePending && !c.won[b.ID]
	if waits || b.State == rules.StateRejected || b.State == rules.StateCancelled {
		return s, false
	}
	return rules.Span{From: b.From, Until: cmp.Or(b.Freed, b.Until)}, true
}

// taking are the bookings that take something of a space, by space and time.
func (c parkingCount) taking() []rules.Booking {
	return slices.SortedFunc(func(yield func(rules.Booking) bool) {
		for _, b := range c.bookings {
			if _, ok := c.takes(b); ok && !yield(b) {
				return
			}
		}
	}, func(a, b rules.Booking) int {
		return cmp.Or(cmp.Compare(a.Space, b.Space), cmp.Compare(a.From, b.From), cmp.Compare(a.ID, b.ID))
	})
}

// compareDays looks that no two bookings have a space at once, and that the days of each space are what its bookings take.
func (c parkingCount) compareDays() {
	by := c.taking()
	days, space, until := map[string]dayBits{}, "", int64(0)
	for _, b := range by {
		s, _ := c.takes(b)
		if b.Space == space && s.From < until {
			c.differs(parking.Bookings.Key(c.community, b.ID), errors.New("the booking: another one has the space for some of the time"))
		}
		if b.Space != space {
			space, until = b.Space, 0
		}
		until = max(until, s.Until)
		for q := quarterOf(s.From); q < quarterOf(s.Until); q++ {
			key := parking.Days.Key(c.community, b.Space, strconv.FormatInt(q/rules.Quarters, 10))
			bits := days[key]
			bits.set(q)
			days[key] = bits
		}
	}
	c.compareBits(days)
}

// compareBits holds the days that are on record against those that bookings take.
func (c parkingCount) compareBits(days map[string]dayBits) {
	entries, _ := c.state.Range(parking.Days.Kind(), c.community) // a replayed state always answers
	for _, entry := range entries {
		doc, err := parking.Days.Decode(entry.Value)
		if err == nil && dayBits(doc.Day) != days[entry.Key] {
			err = fmt.Errorf("the day has the quarters %x, and the bookings take %x", doc.Day, days[entry.Key])
		}
		if err != nil {
			c.differs(entry.Key, err)
		}
		delete(days, entry.Key)
	}
	for key := range days {
		c.differs(key, errors.New("bookings take of the day, and it is not there"))
	}
}
