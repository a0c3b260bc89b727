// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	rules "github.com/linli-project/linli/rules/points"
)

// compare holds what the ledger says against what was counted.
func (c pointsCount) compare(differs func(key string, err error)) {
	for unit, l := range c.accounts {
		if slices.ContainsFunc(slices.Collect(maps.Values(l)), func(amount int64) bool { return amount < 0 }) {
			differs(points.Accounts.Key(c.community, unit), errors.New("the transfers take more points than there are"))
		}
	}
	held, heldLots, taken := map[string]int64{}, map[string]int{}, map[string]int64{}
	for _, all := range []map[string]*heldPoints{c.held, c.escrows} {
		for _, h := range all {
			held[h.unit] += h.lots.sum()
		}
	}
	each(c, points.Vouchers, c.held, func(id string, v points.Voucher) error {
		heldLots[v.From] += len(v.Lots)
		if v.State != rules.HoldReleased {
			taken[v.Service] += v.Count
		}
		return c.voucher(id, v)
	}, differs)
	each(c, points.Escrows, c.escrows, func(booking string, held rules.Hold) error {
		heldLots[held.From] += len(held.Lots)
		return c.escrow(booking, held)
	}, differs)
	each(c, points.Accounts, c.accounts, func(unit string, a rules.Account) error {
		return c.account(unit, a, held[unit], heldLots[unit])
	}, differs)
	each(c, points.Earnings, c.earnings, func(id string, e rules.Earning) error {
		return differ("the earning", e, c.earnings[id], e == c.earnings[id])
	}, differs)
	mended := map[string]string{}
	each(c, points.Deeds, c.confirmed, func(id string, d points.Deed) error {
		if d.Order != "" {
			mended[d.Order] = id
		}
		return c.deed(id, d)
	}, differs)
	each(c, points.Mended, mended, func(order, help string) error {
		return differ("the help that ended the order", help, mended[order], help == mended[order])
	}, differs)
	each(c, points.Services, taken, func(id string, s points.Service) error {
		return differ("what is taken of the service", s.Taken, taken[id], s.Taken == taken[id])
	}, differs)
	c.budgets(differs)
}

// between divides what names a document, as it does in its key.
const between = "\x00"

// each holds every document of a kind against what was counted, and misses none that was.
func each[D, C any](c pointsCount, ref contract.Ref[D], counted map[string]C, check func(string, D) error, differs func(string, error)) {
	seen := map[string]bool{}
	entries, _ := c.state.Range(ref.Kind(), c.community) // a replayed state always answers
	for _, entry := range entries {
		_, names, _ := contract.SplitKey(entry.Key)
		id := strings.Join(names[1:], between)
		seen[id] = true
		doc, err := ref.Decode(entry.Value)
		if err == nil {
			err = check(id, doc)
		}
		if err != nil {
			differs(entry.Key, err)
		}
	}
	for id := range counted {
		if !seen[id] {
			key := ref.Key(append([]string{c.community}, strings.Split(id, between)...)...)
			differs(key, errors.New("the transfers name it, and it is not there"))
		}
	}
}

func differ(what string, says, counted any, same bool) error {
	if same {
		return nil
	}
	return fmt.Errorf("%s is %v on the ledger, and %v by the transfers", what, says, counted)
}

// budgets compares what was issued in each lease and came back, and how much of a budget all leases have.
func (c pointsCount) budgets(differs func(key string, err error)) {
	granted, issued := map[string]int64{}, map[string]int64{}
	each(c, points.Leases, c.issued, func(id string, l points.Lease) error {
		rule, _, _ := strings.Cut(id, between)
		granted[rule] += l.Granted
		issued[rule] += l.Issued
		if l.Issued > l.Granted {
			return errors.New("more is issued than was granted")
		}
		return differ("what was issued", l.Issued, c.issued[id], l.Issued == c.issued[id])
	}, differs)
	raw := c.state.s.Get(points.Plans.Key(c.community))
	plan := points.Adopted{}
	if raw != nil {
		plan, _ = points.Plans.Decode(raw) // what cannot be read has no rules
	}
	each(c, points.Pools, granted, func(rule string, p points.Pool) error {
		i := slices.IndexFunc(plan.Rules, func(r points.Rule) bool { return r.Rule == rule })
		switch {
		case p.Granted != granted[rule]:
			return differ("what all leases have", p.Granted, granted[rule], false)
		case p.Reversed != c.reversed[rule]:
			return differ("what came back", p.Reversed, c.reversed[rule], false)
		case i >= 0 && p.Granted-p.Reversed > int64(plan.Rules[i].Budget) && p.Granted > issued[rule]:
			return fmt.Errorf("%d are granted of a budget of %d", p.Granted, plan.Rules[i].Budget)
		}
		return nil
	}, differs)
}
