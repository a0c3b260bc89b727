// SPDX-License-Identifier: Apache-2.0

package points

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/points"
)

// Codes of what an act of this chapter may not do.
const (
	NoPlan       act.Code = "NO_PLAN"       // the community has adopted nothing about points
	Paid         act.Code = "PAID"          // the cause has paid
	OverDayCap   act.Code = "OVER_DAY_CAP"  // more than a household may earn by the rule in a day
	OverMax      act.Code = "OVER_MAX"      // more than a household may have
	OverBudget   act.Code = "OVER_BUDGET"   // more than there is by the rule
	GiftsOff     act.Code = "GIFTS_OFF"     // the community has not adopted gifts
	OwnGift      act.Code = "OWN_GIFT"      // a household gives itself nothing
	NoBalance    act.Code = "NO_BALANCE"    // the household has not so many usable points
	TooFew       act.Code = "TOO_FEW"       // less than the plan has households redeem from
	OverReversed act.Code = "OVER_REVERSED" // more than was paid, all reversals together
	OwnDeed      act.Code = "OWN_DEED"      // nobody confirms what he, or his household, has done
	DeedOver     act.Code = "DEED_OVER"     // the days in which a deed is confirmed or shown are over
	Untrusted    act.Code = "UNTRUSTED"     // the device's word is not proved by anything
	OtherCard    act.Code = "OTHER_CARD"    // the bin was opened with another household's card
	ServiceShut  act.Code = "SERVICE_SHUT"  // outside the times in which the service is redeemed
	Paused       act.Code = "PAUSED"        // a convention has paused it for the household
	SoldOut      act.Code = "SOLD_OUT"      // not so many are left of the service
	VoucherOver  act.Code = "VOUCHER_OVER"  // it was used or given back, or its time is over
)

// refuse is why the rules do not allow a step, as the ledger says it.
func refuse(why rules.Reason, plan Plan, rule Rule) error {
	switch why {
	case rules.Paid:
		return act.Refuse(Paid)
	case rules.OverDayCap:
		return act.Refuse(OverDayCap, "most", rule.DayCap)
	case rules.OverMax:
		return act.Refuse(OverMax, "most", plan.MaxBalance)
	case rules.OverBudget:
		return act.Refuse(OverBudget, "most", rule.Budget)
	case rules.GiftsOff:
		return act.Refuse(GiftsOff)
	case rules.Self:
		return act.Refuse(OwnGift)
	case rules.NoBalance:
		return act.Refuse(NoBalance)
	case rules.NoHold, rules.HoldOver:
		return act.Refuse(VoucherOver)
	case rules.OverReversed:
		return act.Refuse(OverReversed)
	case rules.TooManyLots:
		return act.Refuse(contract.TooMany, "of", "lots", "most", rules.MaxLots)
	default:
		return act.Refuse(act.BadField, "of", "points-amount")
	}
}
