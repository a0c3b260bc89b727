// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/breach"
)

// Codes of what an act of this chapter may not do.
const (
	NoConvention  act.Code = "NO_CONVENTION"  // none is in force
	BadConvention act.Code = "BAD_CONVENTION" // the text is none that can be in force; its line and why, as rules/convention names it
	NotInForce    act.Code = "NOT_IN_FORCE"   // another text is in force, or was when it happened
	NoBreach      act.Code = "NO_BREACH"      // the article's rule says that it is none
	CauseOld      act.Code = "CAUSE_OLD"      // it happened too long ago
	BreachClosed  act.Code = "BREACH_CLOSED"  // nothing moves it any more
	BreachEarly   act.Code = "BREACH_EARLY"   // the household has not been told, has its days, or its appeal is open
	BreachLate    act.Code = "BREACH_LATE"    // the days for it are over
	BreachState   act.Code = "BREACH_STATE"   // the step does not follow from where it stands
	SameBody      act.Code = "SAME_BODY"      // the body has said so already: it takes another one
)

// refuse is why the rules do not allow a step, as the ledger says it.
func refuse(why breach.Reason, state breach.State) error {
	switch why {
	case breach.AlreadyFound:
		return act.Refuse(contract.Exists, "of", "breach")
	case breach.Closed:
		return act.Refuse(BreachClosed, "state", state)
	case breach.TooEarly:
		return act.Refuse(BreachEarly, "state", state)
	case breach.TooLate:
		return act.Refuse(BreachLate, "state", state)
	case breach.WrongState:
		return act.Refuse(BreachState, "state", state)
	case breach.SameBody:
		return act.Refuse(SameBody)
	case breach.NothingDue:
		return act.Refuse(contract.NoEffect, "of", "settle")
	default:
		return act.Refuse(act.BadField, "of", "breach-verdict")
	}
}
