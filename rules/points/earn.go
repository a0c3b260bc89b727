// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/rules/calendar"
)

// Issue is the documents that an earning is counted in.
type Issue struct {
	Account Account
	Earning Earning // as the ledger has it: the zero one if the cause has not paid
	Budget  Budget  // a piece of the rule's
}

// Claim is a deed to be paid.
type Claim struct {
	ID     string // hash of the cause
	RuleID string
	Amount int64
}

// Earn pays a deed. Refusals, in this order: BadAmount, Paid, OverDayCap, OverMax, OverBudget, TooManyLots.
func (i Issue) Earn(now int64, p Program, r Rule, c Claim) (Issue, []Transfer, Reason) {
	earned := i.Account.earned(now, c.RuleID)
	switch {
	case c.Amount <= 0, c.Amount > MaxAmount:
		return i, nil, BadAmount
	case i.Earning.Amount != 0:
		return i, nil, Paid
	case r.DayCap != 0 && c.Amount > r.DayCap-earned:
		return i, nil, OverDayCap
	case i.Account.over(p, c.Amount):
		return i, nil, OverMax
	case !i.Budget.Open && c.Amount > i.Budget.Limit-i.Budget.Used:
		return i, nil, OverBudget
	}
	lot := Lot{Amount: c.Amount, At: now, Earning: c.ID}
	if p.LifeDays != 0 {
		lot.Until = now + p.LifeDays*calendar.Day
	}
	after, room := i.Account.put([]Lot{lot})
	if !room {
		return i, nil, TooManyLots
	}
	after.Days = after.note(now, c.RuleID, c.Amount)
	e := Earning{ID: c.ID, Account: after.ID, Rule: c.RuleID, Amount: c.Amount, At: now}
	i.Budget.Used += c.Amount
	return Issue{after, e, i.Budget}, transfers(Issued, after.ID, []Lot{lot}), Allowed
}

// counted is the day that an earning counts for: its own; if the account has forgotten that, as a clock went back by more than a day, the
// oldest it knows.
func (a Account) counted(now int64) int64 {
	d := calendar.DayOf(now)
	for _, s := range a.Days {
		d = max(d, s.Day-1)
	}
	return d
}

// earned is what an account has earned by a rule on a day, reversed or not.
func (a Account) earned(now int64, rule string) int64 {
	d := a.counted(now)
	for _, s := range a.Days {
		if s.Day == d && s.Rule == rule {
			return s.Amount
		}
	}
	return 0
}

// note counts an earning for its day. Days before the last two are forgotten: the clocks of two clients, who say when a deed is paid, may
// be some minutes apart and on both sides of midnight.
func (a Account) note(now int64, rule string, amount int64) []DaySum {
	d := a.counted(now)
	newest := d
	for _, s := range a.Days {
		newest = max(newest, s.Day)
	}
	noted := DaySum{Day: d, Rule: rule, Amount: amount + a.earned(now, rule)}
	days := slices.DeleteFunc(slices.Clone(a.Days), func(s DaySum) bool {
		return s.Day < newest-1 || s.Day == d && s.Rule == rule
	})
	days = append(days, noted)
	slices.SortFunc(days, DaySum.compare)
	return days
}

func (s DaySum) compare(o DaySum) int {
	return cmp.Or(cmp.Compare(s.Day, o.Day), cmp.Compare(s.Rule, o.Rule))
}

// Reverse takes back what an earning paid wrongly: what is left of its lot, then as a payment does. Refusals, in this order: NoSuchEarn,
// BadAmount, OverReversed, NoBalance.
func (i Issue) Reverse(now, amount int64) (Issue, []Transfer, Reason) {
	switch {
	case i.Earning.Amount == 0:
		return i, nil, NoSuchEarn
	case amount <= 0:
		return i, nil, BadAmount
	case amount > i.Earning.Amount-i.Earning.Reversed:
		return i, nil, OverReversed
	case i.Account.Usable(now) < amount:
		return i, nil, NoBalance
	}
	own, left := take(i.Account.Lots, amount, func(l Lot) bool { return !l.ended(now) && l.Earning == i.Earning.ID })
	after := i
	after.Account.Lots = left
	others, left := after.Account.pay(now, amount-sum(own))
	after.Account.Lots = left
	after.Earning.Reversed += amount
	after.Budget.Used -= amount
	return after, transfers(i.Account.ID, Issued, slices.Concat(own, others)), Allowed
}
