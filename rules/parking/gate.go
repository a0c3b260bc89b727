// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"cmp"
	"slices"
)

// What gates have seen is taken by when it was, not by when it came: records of a gate that was cut off come late, twice, and in any order.
// What says nothing of a booking yet is refused, and may be sent again.

// TurnWithin is for how many seconds after it has come in a car may turn back, so that it has not come at all.
const TurnWithin = 10 * 60

// Enter has a gate say that the car came in. At another time than its own it is a car without a booking.
func (b Booking) Enter(now int64, p Passage) (Booking, Reason) {
	after, reason := b.see(StepEnter, now, p)
	if reason != Allowed {
		return b, reason
	}
	again := after.Exited.At != 0 && p.At > after.Exited.At // it went in between
	first := cmp.Or(after.Entered.At, after.Again.At)
	switch {
	case p.At < b.From-b.Terms.Early, again && p.At >= b.Until, !again && p.At >= b.missed():
		return b, OtherTime
	case again && !after.gone(), !again && first != 0 && first <= p.At:
		return b, Known
	case again:
		after.Again = p
	default:
		after.Entered = p
	}
	return after.seen(), Allowed
}

// Leave has a gate say that the car went out. It need not have been seen coming in. The first time is the one that counts: the car may have
// come and gone since, on another booking.
func (b Booking) Leave(now int64, p Passage) (Booking, Reason) {
	after, reason := b.see(StepLeave, now, p)
	switch {
	case reason != Allowed:
		return b, reason
	case p.At < cmp.Or(after.came(), b.From) || p.At > b.overstayEnd()+Wait+MissingFor:
		return b, OtherTime
	case after.gone() && after.Exited.At <= p.At:
		return b, Known
	}
	after.Exited = p
	return after.seen(), Allowed
}

// Turn has a gate say that the car turned back under the barrier: it has not come.
func (b Booking) Turn(now int64, p Passage) (Booking, Reason) {
	after, reason := b.see(StepTurn, now, p)
	switch {
	case reason != Allowed:
		return b, reason
	case p.At < after.came() || p.At > after.came()+TurnWithin:
		return b, OtherTime
	case after.Again.At != 0:
		return after.void(after.Again.Event), Allowed
	}
	return after.void(after.Entered.Event), Allowed
}

// Correct has a gate say that it had read another car's plate: what it had seen, the event with an id, was not this car.
func (b Booking) Correct(now int64, event string) (Booking, Reason) {
	after, reason := b.begin(StepCorrect, now)
	switch {
	case reason != Allowed:
		return b, reason
	case event == "":
		return b, Incomplete
	case !slices.Contains(after.events(), event):
		return b, OtherCar
	}
	after.Seen = after.Changed
	return after.void(event), Allowed
}

// Excuse has a gate's silence, which is an event of its own, say that it could not have seen the car: as it is noticed, or, as the gate
// speaks again, for how many seconds it had been. Who was not seen coming has all that is held back; who was, and was not seen going, pays
// his time now, and no more.
func (b Booking) Excuse(now int64, p Passage, silent int64) (Booking, Reason) {
	after, reason := b.see(StepExcuse, now, p)
	due, last := int64(0), b.Until
	if after.State == StateMissing {
		due, last = after.Owed(), b.overstayEnd()
	}
	switch {
	case reason != Allowed:
		return b, reason
	case p.At < b.From-b.Terms.Early || p.At-max(0, silent) > last:
		return b, OtherTime
	}
	return after.close(StateSettled, due), Allowed
}

// see begins a step of a gate.
func (b Booking) see(step Step, now int64, p Passage) (Booking, Reason) {
	after, reason := b.begin(step, now)
	switch {
	case reason != Allowed:
		return b, reason
	case p.Event == "" || p.Device == "":
		return b, Incomplete
	case step != StepTurn && slices.Contains(after.events(), p.Event), slices.Contains(after.Void, p.Event):
		return b, Known
	case p.At > after.Changed+Ahead:
		return b, OtherTime
	}
	after.Seen = after.Changed
	return after, Allowed
}

// events are the ids of what is known of the car.
func (b Booking) events() []string { return []string{b.Entered.Event, b.Again.Event, b.Exited.Event} }

// came is when it came in last, as far as is known; 0: it has not been seen.
func (b Booking) came() int64 { return max(b.Entered.At, b.Again.At) }

// gone says whether it went after that.
func (b Booking) gone() bool { return b.Exited.At != 0 && b.Exited.At >= b.came() }

// void takes back an event, which says nothing of this car any more.
func (b Booking) void(event string) Booking {
	b.Void = append(slices.Clone(b.Void), event)
	for _, p := range []*Passage{&b.Entered, &b.Again, &b.Exited} {
		if p.Event == event {
			*p = Passage{}
		}
	}
	if b.Exited.At == 0 && b.Again.At != 0 { // it did not go in between
		b.Entered, b.Again = cmp.Or(b.Entered, b.Again), Passage{}
	}
	return b.seen()
}

// seen is the booking where what has been seen puts it. What time does then comes with At.
func (b Booking) seen() Booking {
	to := StateReserved
	switch stays := max(b.Displaced, b.came(), b.From) + LeaveWithin; {
	case b.Displaced != 0 && (!b.gone() || b.Exited.At <= stays):
		to = StateDisplaced
	case b.gone(): // one who said that he had no place, and stayed, has used the space after all
		to = StateExited
	case b.came() != 0:
		to = StateEntered
	}
	switch {
	case b.State != StateDisputed:
		b.State = to
	case to == StateReserved: // no time-out runs meanwhile
		b.Dispute.Was = StateNoShow
	default:
		b.Dispute.Was = to
	}
	return b
}
