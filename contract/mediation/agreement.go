// SPDX-License-Identifier: Apache-2.0

package mediation

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/mediation"
)

// CaseAgree is the body of case.agree: the mediator, who signs first, and one for each side sign an agreement.
type CaseAgree struct {
	Agreement string  `json:"agreement"` // hash of its text
	Case      string  `json:"case"`
	Days      act.Int `json:"days"` // after this one, for what was agreed
}

func agree(c *contract.Context, b CaseAgree) error {
	return worded(b.Agreement, func() error {
		return step(c, b.Case, func(doc rules.Case) (rules.Case, rules.Reason, error) {
			sides, err := bothSides(c, doc, c.Signers[1:])
			if err == nil {
				mediator := *c // beside whom officers of a side may sign
				mediator.Signers = c.Signers[:1]
				err = neutral(&mediator, doc)
			}
			if err != nil {
				return doc, rules.Allowed, err
			}
			after, reason := doc.Agree(c.Tx.Time, mediatorOf(c), sides, b.Agreement, int64(b.Days))
			return after, reason, nil
		})
	})
}

// CaseApply is the body of case.apply: both sides ask a court to confirm their agreement.
type CaseApply struct {
	Case string `json:"case"`
}

func apply(c *contract.Context, b CaseApply) error {
	return step(c, b.Case, func(doc rules.Case) (rules.Case, rules.Reason, error) {
		sides, err := bothSides(c, doc, c.Signers)
		if err != nil {
			return doc, rules.Allowed, err
		}
		after, reason := doc.Apply(c.Tx.Time, sides)
		return after, reason, nil
	})
}

// CasePerform is the body of case.perform: a side says that the other has done its part.
type CasePerform struct {
	Case string `json:"case"`
}

func perform(c *contract.Context, b CasePerform) error {
	return asSide(c, b.Case, func(doc rules.Case, by rules.Side) (rules.Case, rules.Reason) { return doc.Perform(c.Tx.Time, by) })
}

// CaseFollow is the body of case.follow: the mediator writes down how an agreement is performed.
type CaseFollow struct {
	Case string `json:"case"`
	Text string `json:"text"` // hash
}

func follow(c *contract.Context, b CaseFollow) error {
	return worded(b.Text, func() error {
		return asMediator(c, b.Case, func(doc rules.Case, by rules.Mediator) (rules.Case, rules.Reason) {
			return doc.Follow(c.Tx.Time, by, b.Text)
		})
	})
}
