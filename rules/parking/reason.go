// SPDX-License-Identifier: Apache-2.0

package parking

// Reason says why a step is refused; Allowed when it is not.
type Reason string

// The reasons.
const (
	Allowed    Reason = ""
	Incomplete Reason = "incomplete"  // something is not said: who, whose car, a reason
	BadSpan    Reason = "bad-span"    // not whole quarters, over, too long, or too far away
	BadWindow  Reason = "bad-window"  // an offer's times are none
	BadPrice   Reason = "bad-price"   //
	BadTerms   Reason = "bad-terms"   //
	NotOffered Reason = "not-offered" // the space is not to be had for all of the time
	Own        Reason = "own"         // nobody books his own space
	Outsider   Reason = "outsider"    // the offer, or the community, is not for others
	Taken      Reason = "taken"       // somebody else has it for some of the time
	NotFound   Reason = "not-found"   // there is no such booking
	Closed     Reason = "closed"      // it has ended
	WrongState Reason = "wrong-state" //
	NotTheirs  Reason = "not-theirs"  // it is another one's
	TooLate    Reason = "too-late"    //
	OtherTime  Reason = "other-time"  // what a gate has seen is of another time
	OtherCar   Reason = "other-car"   //
	Known      Reason = "known"       // it says nothing that is not known by now
	BadAmount  Reason = "bad-amount"  // more than is held, or less than nothing
	NothingDue Reason = "nothing-due" // no time-out has come
	NotDrawn   Reason = "not-drawn"   // the lot has not been drawn
)

// Reasons are all for which a step is refused.
func Reasons() []Reason {
	return []Reason{
		Incomplete, BadSpan, BadWindow, BadPrice, BadTerms, NotOffered, Own, Outsider, Taken, NotFound, Closed, WrongState, NotTheirs,
		TooLate, OtherTime, OtherCar, Known, BadAmount, NothingDue, NotDrawn,
	}
}
