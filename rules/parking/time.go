// SPDX-License-Identifier: Apache-2.0

package parking

import "github.com/linli-project/linli/rules/calendar"

// Times within which something has to happen, in seconds.
const (
	Wait          = calendar.Day      // for gates' records that come late, and for either side to say that something was otherwise
	MissingFor    = 7 * calendar.Day  // after which a car that no gate has seen go has paid its time, and no more
	ResolveWithin = 60 * calendar.Day // two bodies resolve a dispute
	Ahead         = 60                // by which what was seen may be ahead of the ledger's time
)

// missed is when it is too late to come. Who books what has begun has his time from then on.
func (b Booking) missed() int64 {
	if b.Terms.NoShow == 0 {
		return b.Until
	}
	return min(b.Until, max(b.From, b.Asked)+b.Terms.NoShow)
}

// overstayEnd is from when on nothing more is paid for a car that stays.
func (b Booking) overstayEnd() int64 { return b.Until + b.Terms.Deposit*Quarter }

// next is the time-out that runs: when it is, and what the booking is then.
func (b Booking) next() (at int64, to State, ok bool) {
	switch b.State {
	case StatePending: // and nobody has drawn
		return b.From, StateRejected, true
	case StateReserved:
		return b.missed(), StateNoShow, true
	case StateEntered:
		return b.Until, StateOverstay, true
	case StateOverstay:
		return max(b.overstayEnd(), b.Seen) + Wait, StateMissing, true
	case StateMissing:
		return max(b.overstayEnd(), b.Seen) + Wait + MissingFor, StateSettled, true
	case StateExited:
		return b.Seen + Wait, StateSettled, true
	case StateNoShow:
		return max(b.missed(), b.Seen) + Wait, StateSettled, true
	case StateDisplaced:
		return max(b.Until, b.Seen) + Wait, StateSettled, true
	case StateDisputed:
		return b.Dispute.At + ResolveWithin, StateResolved, true
	}
	return 0, "", false
}

// NextAt is when time alone next changes something, as a Unix time; 0 if nothing is to come. A pending booking is drawn before.
func (b Booking) NextAt() int64 {
	if b.State == StatePending {
		return b.DrawAt
	}
	at, _, _ := b.next()
	return at
}

// At is the booking as it is at a time if nobody did anything since: each time-out up to it has come at its own time. So it does not matter
// when, how often, and in which order anybody asks.
func (b Booking) At(now int64) Booking {
	for at, to, ok := b.next(); ok && at <= now; at, to, ok = b.next() {
		b.Changed = max(at, b.Changed)
		if to.Closed() {
			return b.close(to, b.Owed())
		}
		b.State = to
		if rest := (b.missed() + Quarter - 1) / Quarter * Quarter; to == StateNoShow && rest < b.Until {
			b.Freed = rest
		}
	}
	return b
}

// Settle writes down what time alone has done; anyone may send it.
func (b Booking) Settle(now int64) (Booking, Reason) {
	after := b.At(now)
	switch after.State {
	case "":
		return b, NotFound
	case b.State:
		return b, NothingDue
	}
	return after, Allowed
}

// Frees is what of a space a step gives back: all of a booking that is not, and of one that did not come what was left. ok is false if it
// gives back nothing.
func (b Booking) Frees(after Booking) (s Span, ok bool) {
	switch {
	case b.State == StateReserved && after.State == StateCancelled:
		return b.Span, true
	case b.Freed == 0 && after.Freed != 0:
		return Span{after.Freed, b.Until}, true
	}
	return Span{}, false
}
