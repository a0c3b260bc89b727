// SPDX-License-Identifier: Apache-2.0

package points

// Reason says why a step is refused; Allowed when it is not.
type Reason string

// The reasons.
const (
	Allowed      Reason = ""
	BadAmount    Reason = "bad-amount"    // 0 or less; more than is held; more than a deed can earn
	Paid         Reason = "paid"          // the cause has been paid, reversed since or not
	OverDayCap   Reason = "over-day-cap"  // more than an account may earn by the rule in a day
	OverMax      Reason = "over-max"      // more than an account may have
	OverBudget   Reason = "over-budget"   // more than may be issued by the rule
	GiftsOff     Reason = "gifts-off"     // the community has not adopted gifts
	Self         Reason = "self"          // nobody gives to himself
	NoBalance    Reason = "no-balance"    // the account has not so much that is usable
	BadUntil     Reason = "bad-until"     // a hold that is over before it begins
	NoHold       Reason = "no-hold"       // there is no such hold
	HoldOver     Reason = "hold-over"     // it was posted or released, or its time is over
	Nothing      Reason = "nothing"       // no lot has ended
	NoSuchEarn   Reason = "no-such-earn"  // there is no such earning
	OverReversed Reason = "over-reversed" // more than was earned, all reversals together
	TooManyLots  Reason = "too-many-lots" // the account has as many lots as can be
)

// Reasons are all for which a step is refused.
func Reasons() []Reason {
	return []Reason{
		BadAmount, Paid, OverDayCap, OverMax, OverBudget, GiftsOff, Self, NoBalance, BadUntil, NoHold, HoldOver, Nothing, NoSuchEarn,
		OverReversed, TooManyLots,
	}
}
