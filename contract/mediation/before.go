// SPDX-License-Identifier: Apache-2.0

package mediation

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/mediation"
)

// CaseTake is the body of case.take: an officer takes the case as its mediator.
type CaseTake struct {
	Case string `json:"case"`
}

func take(c *contract.Context, b CaseTake) error {
	return asMediator(c, b.Case, func(doc rules.Case, by rules.Mediator) (rules.Case, rules.Reason) {
		return doc.Take(c.Tx.Time, by)
	})
}

// CaseDecline is the body of case.decline: an officer says why nobody mediates it.
type CaseDecline struct {
	Case   string `json:"case"`
	Reason string `json:"reason"` // hash
}

func decline(c *contract.Context, b CaseDecline) error {
	return reasoned(b.Reason, false, func() error {
		return asMediator(c, b.Case, func(doc rules.Case, by rules.Mediator) (rules.Case, rules.Reason) {
			return doc.Decline(c.Tx.Time, by, b.Reason)
		})
	})
}

// CaseJoin is the body of case.join: the other side takes part.
type CaseJoin struct {
	Case string `json:"case"`
}

func join(c *contract.Context, b CaseJoin) error {
	return asSide(c, b.Case, func(doc rules.Case, by rules.Side) (rules.Case, rules.Reason) { return doc.Join(c.Tx.Time, by) })
}

// CaseRefuse is the body of case.refuse: the other side does not take part.
type CaseRefuse struct {
	Case   string `json:"case"`
	Reason string `json:"reason"` // hash; "" for none
}

func refuseCase(c *contract.Context, b CaseRefuse) error {
	return reasoned(b.Reason, true, func() error {
		return asSide(c, b.Case, func(doc rules.Case, by rules.Side) (rules.Case, rules.Reason) {
			return doc.Reject(c.Tx.Time, by, b.Reason)
		})
	})
}

// CaseWithdraw is the body of case.withdraw: a side does not go on.
type CaseWithdraw struct {
	Case   string `json:"case"`
	Reason string `json:"reason"` // hash; "" for none
}

func withdraw(c *contract.Context, b CaseWithdraw) error {
	return reasoned(b.Reason, true, func() error {
		return asSide(c, b.Case, func(doc rules.Case, by rules.Side) (rules.Case, rules.Reason) {
			return doc.Withdraw(c.Tx.Time, by, b.Reason)
		})
	})
}

// CaseEnd is the body of case.end: the mediator sees no agreement, and has told both where else they may go.
type CaseEnd struct {
	Case   string `json:"case"`
	Reason string `json:"reason"` // hash
}

func end(c *contract.Context, b CaseEnd) error {
	return reasoned(b.Reason, false, func() error {
		return asMediator(c, b.Case, func(doc rules.Case, by rules.Mediator) (rules.Case, rules.Reason) {
			return doc.End(c.Tx.Time, by, b.Reason)
		})
	})
}

// reasoned takes a step if what stands for its reason is a hash, or for none where there need be none.
func reasoned(why string, optional bool, take func() error) error {
	if !contract.IsHash(why) && (why != "" || !optional) {
		return act.Refuse(act.BadField, "of", "reason-text")
	}
	return take()
}
