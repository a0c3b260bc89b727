// SPDX-License-Identifier: Apache-2.0

package order

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/order"
)

// Codes of what an act of this chapter may not do.
const (
	OrderClosed  act.Code = "ORDER_CLOSED"   // nothing but a reopening moves it
	OrderState   act.Code = "ORDER_STATE"    // the step does not follow from where the order stands
	OrderTaken   act.Code = "ORDER_TAKEN"    // somebody else has accepted it
	NotCalled    act.Code = "NOT_CALLED"     // the worker is neither called nor on the order's grid
	NotHolder    act.Code = "NOT_HOLDER"     // another worker has accepted it
	NotAffected  act.Code = "NOT_AFFECTED"   // the household is not one that the order affects
	NotReporter  act.Code = "NOT_REPORTER"   // another one raised it
	OthersWait   act.Code = "OTHERS_WAIT"    // other households have joined it
	BadClock     act.Code = "BAD_CLOCK"      // the worker's clock is ahead, or it is too long ago
	HandsSpent   act.Code = "HANDS_SPENT"    // it has gone through as many hands as it may
	TooLate      act.Code = "TOO_LATE"       // the days for it are over
	TooOften     act.Code = "TOO_OFTEN"      // reopened, or help called, as often as can be
	SameOrder    act.Code = "SAME_ORDER"     // an order does not go into itself
	NobodyToCall act.Code = "NOBODY_TO_CALL" // no worker, or no grid, is there to be called
	NoConsent    act.Code = "NO_CONSENT"     // the person does not, or no longer, agree to be looked after
)

// codes are those of the rules' reasons that say all by themselves.
var codes = map[rules.Reason]act.Code{
	rules.Taken: OrderTaken, rules.NotCalled: NotCalled, rules.NotHolder: NotHolder, rules.NotAffected: NotAffected,
	rules.NotReporter: NotReporter, rules.OthersWait: OthersWait, rules.BadClock: BadClock, rules.TooLate: TooLate,
	rules.TooOften: TooOften, rules.SameOrder: SameOrder, rules.NobodyToCall: NobodyToCall,
}

// refuse is why the rules do not allow a step, as the ledger says it.
func refuse(why rules.Reason, o rules.Order) error {
	if code, ok := codes[why]; ok {
		return act.Refuse(code)
	}
	switch why {
	case rules.Closed:
		return act.Refuse(OrderClosed, "state", o.State)
	case rules.WrongState:
		return act.Refuse(OrderState, "state", o.State)
	case rules.HandsSpent:
		return act.Refuse(HandsSpent, "most", o.Most)
	case rules.TooMany:
		return act.Refuse(contract.TooMany, "of", "order-lists", "most", rules.MaxAffected)
	case rules.AlreadyThere:
		return act.Refuse(contract.Exists, "of", "household")
	case rules.BadRating:
		return act.Refuse(act.BadField, "of", "rating")
	default:
		return act.Refuse(act.BadField, "of", "order-choice")
	}
}
