// SPDX-License-Identifier: Apache-2.0

package breach

// Reason says why a step is refused; Allowed when it is not.
type Reason string

// The reasons, in the order in which they are asked.
const (
	Allowed      Reason = ""
	AlreadyFound Reason = "already-found" // the cause has its breach, whatever became of it
	Incomplete   Reason = "incomplete"    // something is not said: cause, home, convention, article; a body, a verdict
	BadTerms     Reason = "bad-terms"     // days or an effect that no article can have
	NotFound     Reason = "not-found"     // there is no such breach
	Closed       Reason = "closed"        // it was dismissed or pardoned, has lapsed or decayed
	TooEarly     Reason = "too-early"     // the household has not been told, has its days, or its appeal is open
	TooLate      Reason = "too-late"      // the days for it are over
	WrongState   Reason = "wrong-state"   // the step does not follow from where it stands
	SameBody     Reason = "same-body"     // the body has said so already: it takes another one
	NothingDue   Reason = "nothing-due"   // no time-out has come
)

// Reasons are all for which a step is refused.
func Reasons() []Reason {
	return []Reason{AlreadyFound, Incomplete, BadTerms, NotFound, Closed, TooEarly, TooLate, WrongState, SameBody, NothingDue}
}
