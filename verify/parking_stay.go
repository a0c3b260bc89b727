// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"

	rules "github.com/linli-project/linli/rules/parking"
)

// see takes what was told next of a booking's car.
func (c parkingCount) see(s sighting) {
	if s.next != "" {
		c.stay(s)
		return
	}
	before := c.visits[s.booking]
	after := before.take(s, c.bookings[s.booking])
	if by := c.counts[s.event]; after.has(s.event) && by != "" && by != s.booking && c.visits[by].knows(s.event) {
		after.err = errors.Join(after.err, errors.New("what a gate has seen counts for another booking"))
	}
	if after.has(s.event) {
		c.counts[s.event] = s.booking
	}
	c.part(s.booking, before, after, s.told)
}

// stay has a car stay on its space from one booking to the next.
func (c parkingCount) stay(s sighting) {
	b, next := c.bookings[s.booking], c.bookings[s.next]
	v, then := c.visits[s.booking], c.visits[s.next]
	v.last, then.last = max(v.last, s.told), max(then.last, s.told)
	adjoin := b.Plate == next.Plate && b.Space == next.Space && b.Until == next.From
	if gone := v.gone() && v.out.At <= b.Until; !adjoin || s.told < b.Until || v.came() == 0 || gone {
		v.err = errors.Join(v.err, errors.New("its car did not stay on for another booking"))
	}
	v.out = sighting{device: rules.NoGate, event: s.next, told: s.told}
	then.in = sighting{device: rules.NoGate, event: s.booking, told: s.told}
	v.out.At, then.in.At = b.Until, next.From
	c.visits[s.booking], c.visits[s.next] = v, then
}

// part keeps what was told of a car. If it had stayed on for another booking, and did not by now, that one has not had it.
func (c parkingCount) part(booking string, before, after visit, told int64) {
	next := before.out.event
	if before.out.device != rules.NoGate || after.out.event == next && after.came() != 0 {
		c.visits[booking] = after
		return
	}
	if after.out.event == next {
		after = after.without(next)
	}
	c.visits[booking] = after
	if then := c.visits[next]; then.has(booking) && !closedAt(c.bookings[next], told) {
		parted := then.without(booking)
		parted.last = max(parted.last, told)
		c.part(next, then, parted, told)
	}
}

// closedAt says whether a booking was over at a time, written down or not.
func closedAt(b rules.Booking, now int64) bool {
	then := b.At(now)
	return then.State.Closed() && then.Closed <= now
}

func (v visit) has(event string) bool {
	return v.in.event == event || v.again.event == event || v.out.event == event
}
