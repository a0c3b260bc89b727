// SPDX-License-Identifier: Apache-2.0

package order

// Reason says why a step is refused; Allowed when it is not.
type Reason string

// The reasons, in the order in which they are asked.
const (
	Allowed       Reason = ""
	Closed        Reason = "closed"       // nothing but a reopening moves a closed order
	WrongState    Reason = "wrong-state"  // the step does not follow from where the order stands
	Taken         Reason = "taken"        // somebody has accepted it already
	NotCalled     Reason = "not-called"   // neither called nor on the order's grid
	NotHolder     Reason = "not-holder"   // somebody else has accepted it
	NotAffected   Reason = "not-affected" // only an affected household says whether it is done
	NotReporter   Reason = "not-reporter" // only who raised it takes it back
	OthersWait    Reason = "others-wait"  // other households have joined it
	BadClock      Reason = "bad-clock"    // the worker's time is ahead of the ledger's, or more than a day before it
	HandsSpent    Reason = "hands-spent"  // it has gone through as many hands as the duty allows
	TooLate       Reason = "too-late"     // the days for it are over
	TooOften      Reason = "too-often"    // reopened, or help called, as often as can be
	TooMany       Reason = "too-many"     // more households, or workers, than an order has
	AlreadyThere  Reason = "already"      // the household is one of the affected
	SameOrder     Reason = "same-order"   // an order does not join itself
	BadRating     Reason = "bad-rating"   // not from 1 to 5
	NobodyToCall  Reason = "nobody"       // the plan names no other worker
	UnknownChoice Reason = "unknown"      // a kind, priority, outcome or reason that there is not
)

// Reasons are all for which a step is refused.
func Reasons() []Reason {
	return []Reason{
		Closed, WrongState, Taken, NotCalled, NotHolder, NotAffected, NotReporter, OthersWait, BadClock, HandsSpent, TooLate, TooOften,
		TooMany, AlreadyThere, SameOrder, BadRating, NobodyToCall, UnknownChoice,
	}
}
