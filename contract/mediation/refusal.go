// SPDX-License-Identifier: Apache-2.0

package mediation

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/mediation"
)

// Codes of what an act of this chapter may not do.
const (
	CaseClosed act.Code = "CASE_CLOSED" // it has ended
	CaseState  act.Code = "CASE_STATE"  // the step does not follow from where it stands
	CaseLate   act.Code = "CASE_LATE"   // the days for it are over
	NotNeutral act.Code = "NOT_NEUTRAL" // who is of a side does not mediate
)

// refuse is why the rules do not allow a step, as the ledger says it.
func refuse(why rules.Reason, state rules.State) error {
	switch why {
	case rules.Exists:
		return act.Refuse(contract.Exists, "of", "case")
	case rules.NotFound:
		return act.Refuse(contract.NotFound, "of", "case")
	case rules.Closed:
		return act.Refuse(CaseClosed, "state", state)
	case rules.WrongState:
		return act.Refuse(CaseState, "state", state)
	case rules.TooLate:
		return act.Refuse(CaseLate, "days", rules.ApplyWithin)
	case rules.NotNeutral:
		return act.Refuse(NotNeutral)
	case rules.NotTheirs:
		return act.Refuse(contract.WrongPerson, "of", "case-mediator")
	case rules.NotASide:
		return act.Refuse(contract.WrongPerson, "of", "case")
	case rules.Said:
		return act.Refuse(contract.Exists, "of", "case-reply")
	case rules.TooMany:
		return act.Refuse(contract.TooMany, "of", "case-steps", "most", rules.MaxStatements)
	case rules.BadDay:
		return act.Refuse(act.BadField, "of", "case-day")
	case rules.NothingDue:
		return act.Refuse(contract.NoEffect, "of", "settle")
	default:
		return act.Refuse(act.BadField, "of", "case-matter")
	}
}
