// SPDX-License-Identifier: Apache-2.0

package parking

// LeaveWithin is how many seconds a car may stand after its driver has said that somebody else is on the space, or after it has come in
// until he says so.
const LeaveWithin = 30 * 60

// Cancel has the guest not come. Late, it costs what the terms say.
func (b Booking) Cancel(now int64, by Party) (Booking, Reason) {
	after, reason := b.beginAs(StepCancel, now, by, b.Guest)
	if reason != Allowed {
		return b, reason
	}
	due := int64(0)
	if after.State == StateReserved && after.Changed > b.From-b.Terms.Cancel {
		due = b.Terms.late(b.Price)
	}
	return after.close(StateCancelled, due), Allowed
}

// Retract has the host take the space back, before the booking begins, for a reason (its hash). With less notice than the terms say the
// guest is displaced. It costs the guest nothing.
func (b Booking) Retract(now int64, by Party, why string) (Booking, Reason) {
	after, reason := b.beginAs(StepRetract, now, by, b.Host)
	switch {
	case reason != Allowed:
		return b, reason
	case why == "":
		return b, Incomplete
	case after.Changed >= b.From:
		return b, TooLate
	}
	after.Reason = why
	if after.State == StatePending || after.Changed <= b.From-b.Terms.Notice {
		return after.close(StateCancelled, 0), Allowed
	}
	after.State, after.Displaced, after.Seen = StateDisplaced, after.Changed, after.Changed
	return after, Allowed
}

// Displace has the guest say that somebody else stands on the space: before he comes in, or soon after.
func (b Booking) Displace(now int64, by Party) (Booking, Reason) {
	after, reason := b.beginAs(StepDisplace, now, by, b.Guest)
	switch {
	case reason != Allowed:
		return b, reason
	case after.Changed < b.From-b.Terms.Early:
		return b, OtherTime
	case after.came() != 0 && after.Changed > after.came()+LeaveWithin:
		return b, TooLate
	}
	after.State, after.Displaced, after.Seen = StateDisplaced, after.Changed, after.Changed
	return after, Allowed
}

// Contest has one side say that something was otherwise (a hash of what): what is held waits.
func (b Booking) Contest(now int64, by Party, text string) (Booking, Reason) {
	after, reason := b.begin(StepDispute, now)
	switch {
	case reason != Allowed:
		return b, reason
	case by != b.Guest && by != b.Host:
		return b, NotTheirs
	case text == "":
		return b, Incomplete
	}
	after.Dispute = Dispute{At: after.Changed, By: by, Text: text, Was: after.State}
	after.State = StateDisputed
	return after, Allowed
}

// Resolve has two bodies say how much of what is held the host has, and why (a hash).
func (b Booking) Resolve(now, due int64, why string) (Booking, Reason) {
	after, reason := b.begin(StepResolve, now)
	switch {
	case reason != Allowed:
		return b, reason
	case why == "":
		return b, Incomplete
	case due < 0 || due > b.Held:
		return b, BadAmount
	}
	after.Reason = why
	return after.close(StateResolved, due), Allowed
}

// Owed is what the host has of what is held, as far as is seen by now. Who says that he had no place, and was not seen coming, has not
// come.
func (b Booking) Owed() int64 {
	state := b.State
	if state == StateDisputed {
		state = b.Dispute.Was
	}
	switch state {
	case StateExited:
		return b.Price + b.Terms.overstayed(b.Until, b.Exited.At)
	case StateEntered, StateOverstay, StateMissing:
		return b.Price
	case StateNoShow:
		return b.Terms.late(b.Price)
	case StateDisplaced:
		if b.Reason == "" && b.came() == 0 {
			return b.Terms.late(b.Price)
		}
	}
	return 0
}
