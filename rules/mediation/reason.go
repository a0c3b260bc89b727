// SPDX-License-Identifier: Apache-2.0

package mediation

// Reason says why a step is refused; Allowed when it is not.
type Reason string

// The reasons, in the order in which they are asked.
const (
	Allowed    Reason = ""
	Exists     Reason = "exists"     // there is such a case already
	Incomplete Reason = "incomplete" // something is not said: a side, what it is about; a hash, an answer
	SameSide   Reason = "same-side"  // both sides are one
	NotFound   Reason = "not-found"  // there is no such case
	Closed     Reason = "closed"     // it has ended
	WrongState Reason = "wrong-state"
	NotASide   Reason = "not-a-side"  // only a side takes this step, or this one of both
	NotNeutral Reason = "not-neutral" // who is of a side does not mediate
	NotTheirs  Reason = "not-theirs"  // another mediator has the case
	Said       Reason = "said"        // the side has said so already
	TooLate    Reason = "too-late"    // the days for it are over
	BadDay     Reason = "bad-day"     // a day that is over, or too far away
	TooMany    Reason = "too-many"    // of statements, sessions, proposals, or notes
	NothingDue Reason = "nothing-due" // no time-out has come
)

// Reasons are all for which a step is refused.
func Reasons() []Reason {
	return []Reason{
		Exists, Incomplete, SameSide, NotFound, Closed, WrongState, NotASide, NotNeutral, NotTheirs, Said, TooLate, BadDay, TooMany,
		NothingDue,
	}
}
