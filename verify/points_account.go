// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"
	"fmt"
	"maps"

	"github.com/linli-project/linli/contract/points"
	rules "github.com/linli-project/linli/rules/points"
)

// account compares an account by when its points end, and what is held of it.
func (c pointsCount) account(unit string, a rules.Account, held int64, heldLots int) error {
	has, counted := lotsOf(a.Lots), c.accounts[unit]
	for _, lot := range a.Lots {
		e, of := c.earnings[lot.Earning], c.named[unit][nameOf(lot.Until, lot.Earning)]
		if lot.Amount <= 0 || lot.Earning != "" && (e.At != lot.At || lot.Amount > of) { // one without a name is of several
			return fmt.Errorf("a lot of %d points of %d is of no earning of then", lot.Amount, lot.At)
		}
	}
	switch {
	case a.ID != unit:
		return fmt.Errorf("the account is that of %s", a.ID)
	case !maps.Equal(has, counted):
		return differ("what ends when", has, counted, false)
	case a.Held != held || a.HeldLots != heldLots:
		return differ("what is held", a.Held, held, false)
	}
	return c.daySums(a)
}

// daySums compares what an account says to have earned on its last two days. What came with a time before them, by a clock that is wrong
// by a day, was counted for the earlier one: by the transfers that one is at least so much, and no more than with all that was before.
func (c pointsCount) daySums(a rules.Account) error {
	newest, says := int64(0), map[rules.DaySum]int64{}
	for sum := range c.days[a.ID] {
		newest = max(newest, sum.Day)
	}
	for _, sum := range a.Days {
		says[rules.DaySum{Day: sum.Day, Rule: sum.Rule}] += sum.Amount
	}
	before, last := map[string]int64{}, map[rules.DaySum]int64{}
	for sum, amount := range c.days[a.ID] {
		if before[sum.Rule] += 0; sum.Day < newest-1 {
			before[sum.Rule] += amount
			continue
		}
		last[sum] = amount
	}
	for rule, older := range before {
		today, yesterday := rules.DaySum{Day: newest, Rule: rule}, rules.DaySum{Day: newest - 1, Rule: rule}
		if says[today] != last[today] || says[yesterday] < last[yesterday] || says[yesterday] > last[yesterday]+older {
			return differ("what was earned by "+rule+" on the last days", a.Days, last, false)
		}
		delete(says, today)
		delete(says, yesterday)
	}
	return differ("what was earned on other days", says, 0, len(says) == 0)
}

// deed compares whether a deed is confirmed with whether it was paid.
func (c pointsCount) deed(id string, d points.Deed) error {
	if d.Confirmed != c.confirmed[id] {
		return differ("what confirmed the deed", d.Confirmed, c.confirmed[id], false)
	}
	if e := c.earnings[id]; d.Confirmed != "" && (e.Account != d.Helper || e.Rule != d.Rule) {
		return differ("whom the deed is paid to", d.Helper, e.Account, false)
	}
	return nil
}

func (c pointsCount) voucher(id string, v points.Voucher) error {
	h := c.held[id]
	if h == nil {
		return errors.New("no transfer put points into the voucher")
	}
	if v.Begins != h.at || v.Ends != h.at+points.VoucherTime || v.Until != v.Ends+points.Grace {
		return differ("when the voucher began and ends", []int64{v.Begins, v.Ends, v.Until}, h.at, false)
	}
	if has := lotsOf(v.Lots); v.ID != id || v.From != h.unit || v.State != h.state || v.Points != h.put || !maps.Equal(has, h.lots) {
		return differ("the voucher", v, *h, false)
	}
	return nil
}

func (c pointsCount) escrow(booking string, held rules.Hold) error {
	h := c.escrows[booking]
	if h == nil {
		return errors.New("no transfer put points into the escrow")
	}
	has := lotsOf(held.Lots)
	same := held.ID == booking && held.From == h.unit && held.State == h.state && held.Until > h.at && maps.Equal(has, h.lots)
	return differ("the escrow", held, *h, same)
}
