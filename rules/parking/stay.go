// SPDX-License-Identifier: Apache-2.0

package parking

import "slices"

// NoGate is instead of a gate where none has seen the car: it has stayed on its space, and the event is the id of the other booking. No
// device is called so.
const NoGate = "-"

// StayOn has a car that has not gone stay on its space where one booking ends and its next one begins: it leaves the one and comes to the
// other in that moment. Who goes in between has gone: what gates tell late of that counts, see Stays.
func (b Booking) StayOn(now int64, next Booking) (left, came Booking, why Reason) {
	switch {
	case b.Plate != next.Plate:
		return b, next, OtherCar
	case b.Space != next.Space || b.Until != next.From || now < b.Until:
		return b, next, OtherTime
	case b.came() == 0:
		return b, next, WrongState
	}
	if left, why = b.Leave(now, Passage{At: b.Until, Device: NoGate, Event: next.ID}); why != Allowed {
		return b, next, why
	}
	if came, why = next.Enter(now, Passage{At: next.From, Device: NoGate, Event: b.ID}); why != Allowed {
		return b, next, why
	}
	return left, came, Allowed
}

// StayedTo is the booking on which the car has stayed on after this one; "" if it has gone, or not.
func (b Booking) StayedTo() string {
	if b.Exited.Device != NoGate {
		return ""
	}
	return b.Exited.Event
}

// Stays says whether the car stays on another booking as far as is known: it has come, and no gate has seen it go before.
func (b Booking) Stays(next string) bool { return b.StayedTo() == next && b.came() != 0 }

// Came is when the car came in last, as far as is known; 0: it has not been seen.
func (b Booking) Came() int64 { return b.came() }

// Counts says whether an event says of the booking's car that it came or went.
func (b Booking) Counts(event string) bool { return slices.Contains(b.events(), event) }

// Knows says whether an event counts, or has been taken back.
func (b Booking) Knows(event string) bool { return b.Counts(event) || slices.Contains(b.Void, event) }
