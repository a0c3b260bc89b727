// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/parking"
)

// Codes of what an act or a transaction of this chapter may not do.
const (
	SpaceTaken    act.Code = "SPACE_TAKEN"    // somebody else has it for some of the time
	NotOffered    act.Code = "NOT_OFFERED"    // it is not to be had for all of the time
	OtherTerms    act.Code = "OTHER_TERMS"    // the offer has changed since
	ForHouseholds act.Code = "FOR_HOUSEHOLDS" // the community has adopted nothing about others, or the offer is not for them
	OwnSpace      act.Code = "OWN_SPACE"      // nobody books what is his
	BookingClosed act.Code = "BOOKING_CLOSED" // it has ended
	BookingState  act.Code = "BOOKING_STATE"  // the step does not follow from where it stands
	OtherTime     act.Code = "OTHER_TIME"     // what a gate has seen is of another time
	OtherCar      act.Code = "OTHER_CAR"      // it is of another car
	NoGate        act.Code = "NO_GATE"        // the device is none of the car park's gates, or does not say which way
	PassageUsed   act.Code = "PASSAGE_USED"   // what a gate has seen counts for another booking of the car
	NotDrawn      act.Code = "NOT_DRAWN"      // the lot has not been drawn, or the head is not one to draw with
)

// refuse is why the rules do not allow a step, as the ledger says it.
func refuse(why rules.Reason, state rules.State) error {
	switch why {
	case rules.BadSpan:
		return act.Refuse(act.BadField, "of", "booking-time")
	case rules.BadWindow:
		return act.Refuse(act.BadField, "of", "offer-windows", "most", rules.MaxWindows)
	case rules.BadPrice:
		return act.Refuse(act.BadField, "of", "offer-price", "most", rules.MaxRate)
	case rules.BadTerms:
		return act.Refuse(act.BadField, "of", "offer-terms")
	case rules.NotOffered:
		return act.Refuse(NotOffered)
	case rules.Own:
		return act.Refuse(OwnSpace)
	case rules.Outsider:
		return act.Refuse(ForHouseholds)
	case rules.Taken:
		return act.Refuse(SpaceTaken)
	case rules.NotFound:
		return act.Refuse(contract.NotFound, "of", "booking")
	case rules.Closed:
		return act.Refuse(BookingClosed, "state", state)
	case rules.WrongState:
		return act.Refuse(BookingState, "state", state)
	case rules.NotTheirs:
		return act.Refuse(contract.WrongPerson, "of", "booking")
	case rules.TooLate, rules.OtherTime:
		return act.Refuse(OtherTime)
	case rules.OtherCar:
		return act.Refuse(OtherCar)
	case rules.Known:
		return act.Refuse(contract.Already)
	case rules.NothingDue:
		return act.Refuse(contract.NoEffect, "of", "settle")
	case rules.NotDrawn:
		return act.Refuse(NotDrawn)
	case rules.BadAmount:
		return act.Refuse(act.BadField, "of", "booking-due")
	default:
		return act.Refuse(act.BadField, "of", "booking")
	}
}
