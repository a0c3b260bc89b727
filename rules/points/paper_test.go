// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"cmp"
	"math"
	"slices"

	"github.com/linli-project/linli/rules/points"
)

// A coin is one point. Paper is the rules a second time, as slowly and simply as can be: every point by itself, every sum counted anew, and
// all that was accepted in a list.
type coin struct {
	owner, earning, hold string
	at, until            int64
}

type paper struct {
	program points.Program
	rule    points.Rule
	coins   []coin // owner is an account, Spent or Expired; a held one has its hold as well
	paid    []points.Earning
	holds   []points.Hold // Lots are not used
}

// where counts coins.
func (p *paper) where(is func(coin) bool) int64 {
	n := int64(0)
	for _, c := range p.coins {
		if is(c) {
			n++
		}
	}
	return n
}

func usable(owner string, now int64) func(coin) bool {
	return func(c coin) bool { return c.owner == owner && c.hold == "" && (c.until == 0 || now < c.until) }
}

// first are the first n coins, by the order of payments.
func (p *paper) first(n int64, is func(coin) bool) []int {
	var at []int
	for i, c := range p.coins {
		if is(c) {
			at = append(at, i)
		}
	}
	end := func(c coin) int64 {
		if c.until == 0 {
			return math.MaxInt64
		}
		return c.until
	}
	slices.SortFunc(at, func(i, j int) int {
		a, b := p.coins[i], p.coins[j]
		return cmp.Or(cmp.Compare(end(a), end(b)), cmp.Compare(a.at, b.at), cmp.Compare(a.earning, b.earning))
	})
	return at[:min(int(n), len(at))]
}

func (p *paper) move(n int64, is func(coin) bool, to string) {
	for _, i := range p.first(n, is) {
		p.coins[i].owner, p.coins[i].hold = to, ""
	}
}

func (p *paper) room(owner string, amount int64) bool {
	has := p.where(func(c coin) bool { return c.owner == owner })
	return p.program.MaxBalance == 0 || has+amount <= p.program.MaxBalance
}

// earned sums up earnings.
func (p *paper) earned(is func(points.Earning) bool) int64 {
	n := int64(0)
	for _, e := range p.paid {
		if is(e) {
			n += e.Amount
		}
	}
	return n
}

func (p *paper) earn(now int64, to string, amount int64, cause string) points.Reason {
	today := func(e points.Earning) bool { return e.Account == to && (e.At+8*hour)/day == (now+8*hour)/day }
	reversed := p.where(func(c coin) bool { return c.owner == points.Issued })
	issued := p.earned(func(points.Earning) bool { return true }) - reversed
	switch {
	case amount <= 0:
		return points.BadAmount
	case p.earned(func(e points.Earning) bool { return e.ID == cause }) > 0:
		return points.Paid
	case p.rule.DayCap > 0 && p.earned(today)+amount > p.rule.DayCap:
		return points.OverDayCap
	case !p.room(to, amount):
		return points.OverMax
	case p.rule.Budget > 0 && issued+amount > p.rule.Budget:
		return points.OverBudget
	}
	p.paid = append(p.paid, points.Earning{ID: cause, Account: to, Amount: amount, At: now})
	c := coin{owner: to, earning: cause, at: now}
	if p.program.LifeDays > 0 {
		c.until = now + p.program.LifeDays*day
	}
	p.coins = append(p.coins, slices.Repeat([]coin{c}, int(amount))...)
	return points.Allowed
}

func (p *paper) gift(now int64, from, to string, amount int64) points.Reason {
	switch {
	case amount <= 0:
		return points.BadAmount
	case !p.program.Gifts:
		return points.GiftsOff
	case from == to:
		return points.Self
	case p.where(usable(from, now)) < amount:
		return points.NoBalance
	case !p.room(to, amount):
		return points.OverMax
	}
	p.move(amount, usable(from, now), to)
	return points.Allowed
}

func (p *paper) spend(now int64, from string, amount int64) points.Reason {
	switch {
	case amount <= 0:
		return points.BadAmount
	case p.where(usable(from, now)) < amount:
		return points.NoBalance
	}
	p.move(amount, usable(from, now), points.Spent)
	return points.Allowed
}

func (p *paper) hold(now int64, id, from string, amount, until int64) points.Reason {
	switch {
	case amount <= 0:
		return points.BadAmount
	case until <= now:
		return points.BadUntil
	case p.where(usable(from, now)) < amount:
		return points.NoBalance
	}
	for _, i := range p.first(amount, usable(from, now)) {
		p.coins[i].hold = id
	}
	p.holds = append(p.holds, points.Hold{ID: id, From: from, Until: until, State: points.HoldOpen})
	return points.Allowed
}

func (p *paper) more(now int64, id string, amount int64) points.Reason {
	i := slices.IndexFunc(p.holds, func(h points.Hold) bool { return h.ID == id })
	switch {
	case i < 0:
		return points.NoHold
	case p.holds[i].State != points.HoldOpen:
		return points.HoldOver
	case amount <= 0:
		return points.BadAmount
	case p.where(usable(p.holds[i].From, now)) < amount:
		return points.NoBalance
	}
	for _, c := range p.first(amount, usable(p.holds[i].From, now)) {
		p.coins[c].hold = id
	}
	return points.Allowed
}

// pay ends a hold, with an amount of it paid to another account; nil: all of it.
func (p *paper) pay(id, to string, amount *int64) points.Reason {
	held := func(c coin) bool { return c.hold == id }
	all := p.where(held)
	i := slices.IndexFunc(p.holds, func(h points.Hold) bool { return h.ID == id })
	paid := all
	if amount != nil {
		paid = *amount
	}
	switch {
	case i < 0:
		return points.NoHold
	case p.holds[i].State != points.HoldOpen:
		return points.HoldOver
	case p.holds[i].From == to:
		return points.Self
	case paid <= 0 || paid > all:
		return points.BadAmount
	}
	fits := paid
	if p.program.MaxBalance > 0 {
		fits = min(paid, p.program.MaxBalance-p.where(func(c coin) bool { return c.owner == to }))
	}
	p.holds[i].State = points.HoldPosted
	p.move(fits, held, to)
	p.move(paid-fits, held, points.Spent)
	p.move(all, held, p.holds[i].From)
	return points.Allowed
}

// end ends a hold, with an amount of it spent; nil: all of it.
func (p *paper) end(now int64, id string, amount *int64, posting bool) points.Reason {
	held := func(c coin) bool { return c.hold == id }
	all := p.where(held)
	i := slices.IndexFunc(p.holds, func(h points.Hold) bool { return h.ID == id })
	spent := int64(0)
	if posting {
		spent = all
	}
	if amount != nil {
		spent = *amount
	}
	switch {
	case i < 0:
		return points.NoHold
	case p.holds[i].State != points.HoldOpen || posting && now >= p.holds[i].Until:
		return points.HoldOver
	case posting && (spent <= 0 || spent > all):
		return points.BadAmount
	}
	p.holds[i].State = points.HoldReleased
	p.move(spent, held, points.Spent)
	p.move(all, held, p.holds[i].From)
	return points.Allowed
}

func (p *paper) expire(now int64, account string) points.Reason {
	ended := func(c coin) bool { return c.owner == account && c.hold == "" && c.until != 0 && now >= c.until }
	n := p.where(ended)
	if n == 0 {
		return points.Nothing
	}
	p.move(n, ended, points.Expired)
	return points.Allowed
}

func (p *paper) reverse(now int64, cause string, amount int64) points.Reason {
	i := slices.IndexFunc(p.paid, func(e points.Earning) bool { return e.ID == cause })
	if i < 0 {
		return points.NoSuchEarn
	}
	e := &p.paid[i]
	mine := usable(e.Account, now)
	own := func(c coin) bool { return mine(c) && c.earning == cause }
	switch {
	case amount <= 0:
		return points.BadAmount
	case e.Reversed+amount > e.Amount:
		return points.OverReversed
	case p.where(mine) < amount:
		return points.NoBalance
	}
	n := min(amount, p.where(own))
	p.move(n, own, points.Issued)
	p.move(amount-n, mine, points.Issued)
	e.Reversed += amount
	return points.Allowed
}
