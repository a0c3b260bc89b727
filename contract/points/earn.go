// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	rules "github.com/linli-project/linli/rules/points"
)

// pay has a household earn an amount by a rule, for a cause. No cause pays twice.
func pay(c *contract.Context, plan *Adopted, rule Rule, unit string, claim rules.Claim) error {
	b := booksOf(c)
	account, err := b.account(unit)
	if err != nil {
		return err
	}
	earning, _, err := Earnings.Get(c, c.Act.Community, claim.ID)
	if err != nil {
		return err
	}
	at := leaseOf(c, rule.Rule, unit)
	lease, err := draw(c, rule, at, claim.Amount)
	if err != nil {
		return err
	}
	claim.RuleID = rule.Rule
	terms := rules.Rule{DayCap: int64(rule.DayCap), Budget: int64(rule.Budget)}
	after, moves, reason := rules.Issue{Account: account, Earning: earning, Budget: lease.budget()}.Earn(
		c.Tx.Time, plan.program(), terms, claim)
	if reason != rules.Allowed {
		return refuse(reason, plan.Plan, rule)
	}
	lease.Issued = after.Budget.Used
	if err := cmp.Or(
		Leases.Put(c, lease, at...), Earnings.Put(c, after.Earning, c.Act.Community, claim.ID),
	); err != nil {
		return err
	}
	return b.write(claim.ID, Transfer{
		Cause: Cause(rule.Way), Lease: strings.Join(at[2:], "/"), Moves: moves, Rule: rule.Rule,
	}, after.Account)
}

// PointsReverse is the body of points.reverse: two bodies take back what was paid wrongly, as far as the household has so much.
type PointsReverse struct {
	Amount  act.Int `json:"amount"`
	Earning string  `json:"earning"` // id of its transfer
	Reason  string  `json:"reason"`  // SHA-256 (hex) of the reason's text
}

func reverse(c *contract.Context, b PointsReverse) error {
	switch {
	case !contract.IsHash(b.Reason):
		return act.Refuse(act.BadField, "of", "reason-text")
	case !contract.IsHash(b.Earning):
		return act.Refuse(contract.NotFound, "of", "earning")
	}
	earning, ok, err := Earnings.Get(c, c.Act.Community, b.Earning)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "earning"))
	}
	if err := people.NotOwnHome(c, earning.Account); err != nil {
		return err
	}
	account, err := booksOf(c).account(earning.Account)
	if err != nil {
		return err
	}
	after, moves, reason := rules.Issue{Account: account, Earning: earning}.Reverse(c.Tx.Time, int64(b.Amount))
	if reason != rules.Allowed {
		return refuse(reason, Plan{}, Rule{})
	}
	if err := cmp.Or(
		giveBack(c, earning.Rule, int64(b.Amount)), Earnings.Put(c, after.Earning, c.Act.Community, b.Earning),
	); err != nil {
		return err
	}
	return booksOf(c).write(c.Hash, Transfer{Cause: Reverse, Moves: moves, Of: b.Earning, Rule: earning.Rule}, after.Account)
}

// PointsGift is the body of points.gift: an owner gives points of his household to another one.
type PointsGift struct {
	Amount act.Int `json:"amount"`
	From   string  `json:"from"` // unit
	To     string  `json:"to"`
}

func gift(c *contract.Context, b PointsGift) error {
	plan, err := inForce(c)
	if err != nil {
		return err
	}
	if err := people.Owns(c, c.Signers[0].Person, b.From); err != nil {
		return err
	}
	if _, err := people.RightOf(c, b.To); err != nil {
		return err
	}
	payer, err := booksOf(c).account(b.From)
	if err != nil {
		return err
	}
	receiver, err := booksOf(c).account(b.To)
	if err != nil {
		return err
	}
	payer, receiver, moves, reason := rules.Gift(c.Tx.Time, plan.program(), payer, receiver, int64(b.Amount))
	if reason != rules.Allowed {
		return refuse(reason, plan.Plan, Rule{})
	}
	return booksOf(c).write(c.Hash, Transfer{Cause: Gift, Moves: moves}, payer, receiver)
}
