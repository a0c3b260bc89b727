// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/points"
)

// lots are points by when they end.
type lots map[int64]int64

func (l lots) add(until, amount int64) {
	if l[until] += amount; l[until] == 0 {
		delete(l, until)
	}
}

func (l lots) sum() (total int64) {
	for _, amount := range l {
		total += amount
	}
	return total
}

func lotsOf(all []rules.Lot) lots {
	sums := lots{}
	for _, lot := range all {
		sums.add(lot.Until, lot.Amount)
	}
	return sums
}

// named are points by when they end and what they were earned by.
type named map[rules.Lot]int64

func nameOf(until int64, earning string) rules.Lot { return rules.Lot{Until: until, Earning: earning} }

// heldPoints are what transfers put into a voucher, and what they left there.
type heldPoints struct {
	at    int64
	unit  string
	state rules.HoldState
	put   int64
	lots  lots
}

// pointsCount is what the transfers of a community say, added up, and nothing else.
type pointsCount struct {
	state     contractState
	community string
	accounts  map[string]lots
	named     map[string]named // the same
	held      map[string]*heldPoints
	earnings  map[string]rules.Earning
	days      map[string]map[rules.DaySum]int64 // by household: what was earned, by day and rule
	confirmed map[string]string                 // by earning that a deed paid: the act that confirmed it
	issued    map[string]int64                  // by rule, MSP and lane
	reversed  map[string]int64                  // by rule
	earned    map[string]analysis.Households
	system    map[string]int64 // what system accounts have
}

// recountPoints adds up all transfers of a community, and holds accounts, vouchers, earnings, deeds, leases, budgets and stocks against
// the sums.
// The contract never adds them up: it goes on from what each document says.
func recountPoints(state contractState, community string, differs func(key string, err error)) {
	countPoints(state, community, math.MaxUint64, differs).compare(differs)
}

// countPoints adds up the transfers of a community that were written in a block or in one before it.
func countPoints(state contractState, community string, until uint64, differs func(key string, err error)) pointsCount {
	c := pointsCount{
		state: state, community: community, accounts: map[string]lots{}, held: map[string]*heldPoints{},
		earnings: map[string]rules.Earning{}, named: map[string]named{}, days: map[string]map[rules.DaySum]int64{},
		confirmed: map[string]string{}, issued: map[string]int64{}, reversed: map[string]int64{},
		earned: map[string]analysis.Households{}, system: map[string]int64{},
	}
	entries, _ := state.Range(points.Transfers.Kind(), community) // a replayed state always answers
	entries = slices.DeleteFunc(entries, func(e contract.Entry) bool { return state.s.written(e.Key) > until })
	later := []contract.Entry{}
	for _, pass := range []func(id string, t points.Transfer) (bool, error){c.earn, c.begin, c.end} {
		for _, entry := range entries { // in the order of their ids, which says nothing of what came first
			_, names, _ := contract.SplitKey(entry.Key)
			t, err := points.Transfers.Decode(entry.Value)
			if err == nil {
				var read bool
				if read, err = pass(names[len(names)-1], t); !read {
					later = append(later, entry)
				}
			}
			if err != nil {
				differs(entry.Key, fmt.Errorf("the transfer: %w", err))
			}
		}
		entries, later = later, nil
	}
	for _, entry := range entries {
		differs(entry.Key, errors.New("the transfer is for no cause that there is"))
	}
	return c
}

// move adds up the moves of a transfer, each of which has to be from one of such an account to one of another.
func (c pointsCount) move(t points.Transfer, may func(from, to string) bool, hold *heldPoints) error {
	if len(t.Moves) == 0 {
		return errors.New("nothing moves")
	}
	for _, m := range t.Moves {
		if m.Amount <= 0 || !may(m.From, m.To) {
			return fmt.Errorf("%d points move from %s to %s", m.Amount, m.From, m.To)
		}
		c.add(m.From, m, -m.Amount, hold)
		c.add(m.To, m, m.Amount, hold)
	}
	return nil
}

func (c pointsCount) add(to string, m rules.Transfer, amount int64, hold *heldPoints) {
	switch to {
	case rules.Issued, rules.Spent, rules.Expired:
		c.system[to] += amount
	case rules.Held:
		hold.lots.add(m.Until, amount)
	default:
		if c.accounts[to] == nil {
			c.accounts[to], c.named[to] = lots{}, named{}
		}
		c.accounts[to].add(m.Until, amount)
		c.named[to][nameOf(m.Until, m.Earning)] += amount
	}
}

// resident says that an account is a household's.
func resident(account string) bool {
	return account != rules.Issued && account != rules.Spent && account != rules.Expired && account != rules.Held
}

// earn reads transfers that made points.
func (c pointsCount) earn(id string, t points.Transfer) (read bool, err error) {
	switch t.Cause {
	case points.Cause(points.Help), points.Cause(points.Volunteer), points.Cause(points.Bin):
	default:
		return false, nil
	}
	if len(t.Moves) != 1 || t.Rule == "" || t.Moves[0].Earning != id {
		return true, errors.New("an earning is one move, by a rule")
	}
	m := t.Moves[0]
	c.issued[t.Rule+between+strings.ReplaceAll(t.Lease, "/", between)] += m.Amount
	analysis.AddTo(c.earned, string(t.Cause)+"/"+t.Rule, m.To, m.Amount)
	c.earnings[id] = rules.Earning{ID: id, Account: m.To, Rule: t.Rule, Amount: m.Amount, At: t.At}
	if t.Cause != points.Cause(points.Bin) {
		c.confirmed[id] = t.Act
	}
	if c.days[m.To] == nil {
		c.days[m.To] = map[rules.DaySum]int64{}
	}
	c.days[m.To][rules.DaySum{Day: calendar.DayOf(t.At), Rule: t.Rule}] += m.Amount
	return true, c.move(t, func(from, to string) bool { return from == rules.Issued && resident(to) }, nil)
}

// begin reads what began a voucher, took an earning back, or went to another household or out of all accounts.
func (c pointsCount) begin(id string, t points.Transfer) (read bool, err error) {
	to := func(account string) func(string, string) bool {
		return func(from, into string) bool { return resident(from) && into == account }
	}
	switch t.Cause {
	case points.Gift:
		return true, c.move(t, func(from, to string) bool { return resident(from) && resident(to) && from != to }, nil)
	case points.Expire, points.Withheld:
		return true, c.move(t, to(rules.Expired), nil)
	case points.Restored:
		return true, c.move(t, func(from, to string) bool { return from == rules.Expired && resident(to) }, nil)
	case points.Reverse:
		e := c.earnings[t.Of]
		for _, m := range t.Moves {
			e.Reversed += m.Amount
			c.reversed[t.Rule] += m.Amount
		}
		c.earnings[t.Of] = e
		if e.Rule != t.Rule || e.Reversed > e.Amount {
			return true, errors.New("it takes back what was not earned")
		}
		return true, c.move(t, func(from, to string) bool { return from == e.Account && to == rules.Issued }, nil)
	case points.Redeem:
		h := &heldPoints{at: t.At, state: rules.HoldOpen, lots: lots{}}
		for _, m := range t.Moves {
			h.unit, h.put = m.From, h.put+m.Amount
		}
		c.held[t.Of] = h
		return true, c.move(t, func(from, to string) bool { return resident(from) && from == h.unit && to == rules.Held }, h)
	}
	return false, nil
}

// end reads what ended a voucher.
func (c pointsCount) end(_ string, t points.Transfer) (read bool, err error) {
	h, to, state := c.held[t.Of], "", rules.HoldReleased
	switch t.Cause {
	case points.Use:
		to, state = rules.Spent, rules.HoldPosted
	case points.Return, points.Lapse:
	default:
		return false, nil
	}
	if h == nil || h.state != rules.HoldOpen {
		return true, errors.New("it ends a voucher that is not open")
	}
	if h.state = state; to == "" {
		to = h.unit
	}
	if err := c.move(t, func(from, into string) bool { return from == rules.Held && into == to }, h); err != nil {
		return true, err
	}
	if len(h.lots) != 0 {
		return true, errors.New("it leaves something in the voucher")
	}
	return true, nil
}
