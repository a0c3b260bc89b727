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

// heldPoints are what transfers put into a voucher or into the escrow of a booking, and what they left there.
type heldPoints struct {
	at    int64 // of the last time that something was put there
	unit  string
	state rules.HoldState
	put   int64
	lots  lots
	to    string // of an escrow: who was paid
	paid  int64  // and how much, with what he had no room for
	spent int64  // which is this
}

// pointsCount is what the transfers of a community say, added up, and nothing else.
type pointsCount struct {
	state     contractState
	community string
	accounts  map[string]lots
	named     map[string]named // the same
	held      map[string]*heldPoints
	escrows   map[string]*heldPoints // by booking
	earnings  map[string]rules.Earning
	days      map[string]map[rules.DaySum]int64 // by household: what was earned, by day and rule
	confirmed map[string]string                 // by earning that a deed paid: the act that confirmed it
	issued    map[string]int64                  // by rule, MSP and lane
	reversed  map[string]int64                  // by rule
	earned    map[string]analysis.Households
	system    map[string]int64 // what system accounts have
}

// recountPoints adds up all transfers of a community, and holds accounts, vouchers, escrows, earnings, deeds, leases, budgets and stocks
// against the sums. The contract never adds them up: it goes on from what each document says.
func recountPoints(state contractState, community string, differs func(key string, err error)) pointsCount {
	c := countPoints(state, community, math.MaxUint64, differs)
	c.compare(differs)
	return c
}

// countPoints adds up the transfers of a community that were written in a block or in one before it.
func countPoints(state contractState, community string, until uint64, differs func(key string, err error)) pointsCount {
	c := pointsCount{
		state: state, community: community, accounts: map[string]lots{}, held: map[string]*heldPoints{},
		escrows:  map[string]*heldPoints{},
		earnings: map[string]rules.Earning{}, named: map[string]named{}, days: map[string]map[rules.DaySum]int64{},
		confirmed: map[string]string{}, issued: map[string]int64{}, reversed: map[string]int64{},
		earned: map[string]analysis.Households{}, system: map[string]int64{},
	}
	entries, _ := state.Range(points.Transfers.Kind(), community) // a replayed state always answers
	entries = slices.DeleteFunc(entries, func(e contract.Entry) bool { return state.s.written(e.Key) > until })
	later := []contract.Entry{}
	for _, pass := range []func(id string, t points.Transfer) (bool, error){c.earn, c.begin, c.end, c.endEscrow} {
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

// resident says that an account is somebody's: a household's, or a body's.
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
		c.held[t.Of] = newHeld(t)
		return true, c.hold(c.held[t.Of], t)
	case points.Book:
		if c.escrows[t.Of] == nil {
			c.escrows[t.Of] = newHeld(t)
		}
		return true, c.hold(c.escrows[t.Of], t)
	}
	return false, nil
}

// newHeld is what a transfer puts its first points into.
func newHeld(t points.Transfer) *heldPoints {
	h := &heldPoints{state: rules.HoldOpen, lots: lots{}}
	if len(t.Moves) > 0 {
		h.unit = t.Moves[0].From
	}
	return h
}

// hold adds what a transfer puts into a voucher or an escrow, out of the one account that it is held of.
func (c pointsCount) hold(h *heldPoints, t points.Transfer) error {
	h.at = max(h.at, t.At)
	for _, m := range t.Moves {
		h.put += m.Amount
	}
	return c.move(t, func(from, to string) bool { return resident(from) && from == h.unit && to == rules.Held }, h)
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

// endEscrow reads what ended an escrow: it goes to one other account, and the rest back.
func (c pointsCount) endEscrow(_ string, t points.Transfer) (read bool, err error) {
	if t.Cause != points.Parked && t.Cause != points.Freed {
		return false, nil
	}
	h := c.escrows[t.Of]
	if h == nil || h.state != rules.HoldOpen || t.At < h.at {
		return true, errors.New("it ends an escrow that is not open")
	}
	h.state = rules.HoldReleased
	if t.Cause == points.Parked {
		h.state = rules.HoldPosted
	}
	for _, m := range t.Moves {
		switch m.To {
		case h.unit:
			continue
		case rules.Spent:
			h.spent += m.Amount
		default:
			h.to = m.To
		}
		h.paid += m.Amount
	}
	err = c.move(t, func(from, into string) bool {
		paid := h.state == rules.HoldPosted && (into == h.to && resident(into) || into == rules.Spent)
		return from == rules.Held && (into == h.unit || paid)
	}, h)
	switch {
	case err != nil:
		return true, err
	case len(h.lots) != 0:
		return true, errors.New("it leaves something in the escrow")
	case (h.state == rules.HoldPosted) != (h.paid > 0):
		return true, errors.New("it pays nobody, or somebody although all goes back")
	}
	return true, nil
}
