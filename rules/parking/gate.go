// SPDX-License-Identifier: Apache-2.0

package parking

// What gates have seen is taken by when it was, not by when it came: records of a gate that was cut off come late, twice, and in any order.

// TurnWithin is for how many seconds after it has come in a car may turn back, so that it has not come at all.
const TurnWithin = 10 * 60

// Enter has a gate say that the car came in. At another time than its own it is a car without a booking.
func (b Booking) Enter(now int64, p Passage) (Booking, Reason) {
	after, reason := b.see(StepEnter, now, p)
	switch {
	case reason != Allowed:
		return b, reason
	case p.At < b.From-b.Terms.Early:
		return b, OtherTime
	}
	again := after.Exited.At != 0 && p.At > after.Exited.At && after.State == StateExited
	switch {
	case again && p.At >= b.Until, !again && p.At >= b.missed():
		return b, OtherTime
	case again: // it went in between
		after.State, after.Exited = StateEntered, Passage{}
		return after, Allowed
	case after.Entered.At != 0 && after.Entered.At <= p.At:
		return b, Known
	}
	after.Entered = p
	if after.State == StateReserved || after.State == StateNoShow {
		after.State = StateEntered
	}
	return after, Allowed
}

// Leave has a gate say that the car went out. It need not have been seen coming in.
func (b Booking) Leave(now int64, p Passage) (Booking, Reason) {
	after, reason := b.see(StepLeave, now, p)
	switch {
	case reason != Allowed:
		return b, reason
	case p.At < max(b.From-b.Terms.Early, after.Entered.At) || p.At > b.overstayEnd()+Wait:
		return b, OtherTime
	case after.Exited.At >= p.At:
		return b, Known
	}
	after.Exited = p
	switch after.State {
	case StateDisputed:
	case StateDisplaced:
		if p.At > after.Displaced+LeaveWithin { // it has used the space after all
			after.State = StateExited
		}
	default:
		after.State = StateExited
	}
	return after, Allowed
}

// Turn has a gate say that the car turned back under the barrier: it has not come.
func (b Booking) Turn(now int64, p Passage) (Booking, Reason) {
	after, reason := b.see(StepTurn, now, p)
	switch {
	case reason != Allowed:
		return b, reason
	case p.At < after.Entered.At || p.At > after.Entered.At+TurnWithin:
		return b, OtherTime
	}
	after.State, after.Entered = StateReserved, Passage{}
	return after, Allowed
}

// Correct has a gate say that it had read another car's plate: what it had seen, the event with an id, was not this car.
func (b Booking) Correct(now int64, event string) (Booking, Reason) {
	after, reason := b.begin(StepCorrect, now)
	if reason != Allowed {
		return b, reason
	}
	switch event {
	case "":
		return b, Incomplete
	case after.Entered.Event:
		after.Entered = Passage{}
		if after.State == StateEntered || after.State == StateOverstay {
			after.State = StateReserved
		}
	case after.Exited.Event:
		after.Exited = Passage{}
		if after.State == StateExited {
			after.State = StateEntered
			if after.Entered.At == 0 {
				after.State = StateReserved
			}
		}
	default:
		return b, OtherCar
	}
	after.Seen = after.Changed
	return after, Allowed
}

// Excuse has a gate's silence, which is an event of its own, say that it could not have seen the car: what is held is given back.
func (b Booking) Excuse(now int64, p Passage) (Booking, Reason) {
	after, reason := b.see(StepExcuse, now, p)
	switch {
	case reason != Allowed:
		return b, reason
	case p.At < b.From-b.Terms.Early || p.At > b.overstayEnd():
		return b, OtherTime
	}
	return after.close(StateSettled, 0), Allowed
}

// see begins a step of a gate.
func (b Booking) see(step Step, now int64, p Passage) (Booking, Reason) {
	if p.Event != "" && (p.Event == b.Entered.Event || p.Event == b.Exited.Event) && step != StepTurn {
		return b, Known
	}
	after, reason := b.begin(step, now)
	switch {
	case reason != Allowed:
		return b, reason
	case p.Event == "" || p.Device == "":
		return b, Incomplete
	case p.At > after.Changed+Ahead:
		return b, OtherTime
	}
	after.Seen = after.Changed
	return after, Allowed
}
