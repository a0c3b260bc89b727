// SPDX-License-Identifier: Apache-2.0

package order

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	rules "github.com/linli-project/linli/rules/order"
)

// OrderConfirm is the body of order.confirm: an owner of an affected household says that it is done, and how.
type OrderConfirm struct {
	Order  string  `json:"order"`
	Result act.Int `json:"result"` // from 1, bad, to 5
	Speed  act.Int `json:"speed"`  // the same
	Unit   string  `json:"unit"`   // the household
}

func confirm(c *contract.Context, b OrderConfirm) error {
	if err := people.Owns(c, c.Signers[0].Person, b.Unit); err != nil {
		return err
	}
	return step(c, b.Order, func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Confirm(c.Tx.Time, b.Unit, rating(b.Speed), rating(b.Result))
	})
}

// rating is a number that may be one, in an int of any size.
func rating(n act.Int) int { return int(min(n, 1<<20)) }

// OrderReopen is the body of order.reopen: an owner of an affected household says that it is not done.
type OrderReopen struct {
	Order  string `json:"order"`
	Reason string `json:"reason"` // SHA-256 (hex) of the reason's text
	Unit   string `json:"unit"`
}

func reopen(c *contract.Context, b OrderReopen) error {
	if !contract.IsHash(b.Reason) {
		return act.Refuse(act.BadField, "of", "reason-text")
	}
	if err := people.Owns(c, c.Signers[0].Person, b.Unit); err != nil {
		return err
	}
	s, err := load(c, c.Act.Community, b.Order)
	if err != nil {
		return err
	}
	s.says(c, Reason{Step: rules.StepReopen, Text: b.Reason})
	return s.take(func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Reopen(c.Tx.Time, b.Unit)
	})
}

// OrderJoin is the body of order.join: an owner says that an order that is open affects his household too.
type OrderJoin struct {
	Order string `json:"order"`
	Unit  string `json:"unit"`
}

func join(c *contract.Context, b OrderJoin) error {
	if err := people.Owns(c, c.Signers[0].Person, b.Unit); err != nil {
		return err
	}
	return step(c, b.Order, func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Join(c.Tx.Time, b.Unit)
	})
}

// OrderWithdraw is the body of order.withdraw: who raised an order takes it back; one that was taken on the telephone, any officer of the
// body that took it.
type OrderWithdraw struct {
	Order string `json:"order"`
}

func withdraw(c *contract.Context, b OrderWithdraw) error {
	s, err := load(c, c.Act.Community, b.Order)
	if err != nil {
		return err
	}
	by := c.Signers[0]
	reporter := ""
	switch {
	case by.Kind == contract.Officer && by.Body == s.Taken:
		reporter = s.Reporter
	case by.Kind == contract.Owner && s.Taken == "":
		reporter = by.Person
	}
	return s.take(func(o rules.Order) (rules.Order, rules.Reason) {
		return o.Withdraw(c.Tx.Time, reporter)
	})
}
