// SPDX-License-Identifier: Apache-2.0

package mediation

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/mediation"
)

// CaseSay is the body of case.say: a side says or shows something.
type CaseSay struct {
	Case string `json:"case"`
	Text string `json:"text"` // hash of it
}

func say(c *contract.Context, b CaseSay) error {
	return worded(b.Text, func() error {
		return asSide(c, b.Case, func(doc rules.Case, by rules.Side) (rules.Case, rules.Reason) {
			return doc.Say(c.Tx.Time, by, b.Text)
		})
	})
}

// CaseMeet is the body of case.meet: the mediator fixes a session, or writes down one that was.
type CaseMeet struct {
	At   act.Int `json:"at"` // Unix time
	Case string  `json:"case"`
	Text string  `json:"text"` // hash of where and what for, or of what came of it
}

func meet(c *contract.Context, b CaseMeet) error {
	return worded(b.Text, func() error {
		return asMediator(c, b.Case, func(doc rules.Case, by rules.Mediator) (rules.Case, rules.Reason) {
			return doc.Meet(c.Tx.Time, by, int64(b.At), b.Text)
		})
	})
}

// CasePropose is the body of case.propose: the mediator lays a proposal before both sides.
type CasePropose struct {
	Case string  `json:"case"`
	Days act.Int `json:"days"` // after this one, to reply
	Text string  `json:"text"` // hash
}

func propose(c *contract.Context, b CasePropose) error {
	return worded(b.Text, func() error {
		return asMediator(c, b.Case, func(doc rules.Case, by rules.Mediator) (rules.Case, rules.Reason) {
			return doc.Propose(c.Tx.Time, by, b.Text, int64(b.Days))
		})
	})
}

// CaseReply is the body of case.reply: a side says yes or no to the last proposal.
type CaseReply struct {
	Case  string      `json:"case"`
	Reply rules.Reply `json:"reply"`
	Text  string      `json:"text"` // hash of the proposal that it replies to
}

func reply(c *contract.Context, b CaseReply) error {
	return asSide(c, b.Case, func(doc rules.Case, by rules.Side) (rules.Case, rules.Reason) {
		if n := len(doc.Proposals); n == 0 || doc.Proposals[n-1].Text != b.Text { // nobody says yes to what he has not seen
			return doc, rules.WrongState
		}
		return doc.Reply(c.Tx.Time, by, b.Reply)
	})
}

// worded takes a step if what stands for its text is a hash.
func worded(text string, take func() error) error {
	if !contract.IsHash(text) {
		return act.Refuse(act.BadField, "of", "case-text")
	}
	return take()
}
