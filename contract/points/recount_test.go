// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/points"
	"github.com/linli-project/linli/verify"
)

// history is a site in which everything happened that moves points.
func history(t *testing.T) (s *site, open, used string, earning string) {
	s = newSite(t)
	y := newYard(s)
	s.serves()
	earning = s.earned(300)
	s.OK(s.once(points.TypePointsBin, y.drop(asItIs), s.Ann))
	open, used = s.redeemed(1), s.redeemed(1)
	s.by(points.TypeVoucherUse, s.use(used), s.first)
	s.by(points.TypeVoucherReturn, points.VoucherReturn{Voucher: s.redeemed(1)}, s.Ann)
	s.by(points.TypePointsGift, points.PointsGift{Amount: 30, From: "1-101", To: "1-103"}, s.Ann)
	s.by(points.TypePointsReverse, points.PointsReverse{Amount: 40, Earning: earning, Reason: s.Constitution.Net}, s.Two()...)
	s.Clock.Pass(9 * day)
	over := s.redeemed(1)
	s.Clock.Pass(9 * day)
	town.Done(t, s.lapses(over))
	s.Clock.Pass(100 * day)
	town.Done(t, s.expires("1-103"))
	return s, open, used, earning
}

// doctored is a ledger with one document changed, as bodies that all lie could agree on, and whom the recount then accuses.
func doctored[D any](s *site, ref contract.Ref[D], change func(*D), id ...string) (key string, accused []string) {
	s.Helper()
	state, err := s.Book().Recounted()
	town.Must(s, state, err)
	names := append([]string{s.ID}, id...)
	doc, ok := town.Read(s.Town, ref, names...)
	if !ok {
		s.Fatalf("there is no %s %v", ref.Kind(), id)
	}
	change(&doc)
	raw, err := json.Marshal(doc)
	state.Put(ref.Key(names...), town.Must(s, raw, err))
	state.Commit()
	verify.Contract{}.Recount(state, s.Constitution.Net, func(key string, _ error) { accused = append(accused, key) })
	return ref.Key(names...), accused
}

// A lie about points is found by adding up the transfers, whoever endorsed it: in what a household has, in when it ends, in what is
// held, was issued, came back, or is left of a service; and in a transfer itself.
func TestDoctoredPointsAreFound(t *testing.T) {
	s, open, used, earning := history(t)
	lies := map[string]func() (string, []string){
		"nothing": func() (string, []string) { return doctored(s, points.Accounts, func(*rules.Account) {}, "1-101") },
		"a balance": func() (string, []string) {
			return doctored(s, points.Accounts, func(a *rules.Account) { a.Lots[0].Amount++ }, "1-101")
		},
		"a lot that ends later": func() (string, []string) {
			return doctored(s, points.Accounts, func(a *rules.Account) { a.Lots[0].Until++ }, "1-101")
		},
		"a lot of another day": func() (string, []string) {
			return doctored(s, points.Accounts, func(a *rules.Account) { a.Lots[0].At-- }, "1-101")
		},
		"a lot in two": func() (string, []string) {
			return doctored(s, points.Accounts, func(a *rules.Account) {
				two := a.Lots[0]
				two.Amount, a.Lots[0].Amount = a.Lots[0].Amount+1, -1
				a.Lots = append(a.Lots, two)
			}, "1-101")
		},
		"what is held of an account": func() (string, []string) {
			return doctored(s, points.Accounts, func(a *rules.Account) { a.Held -= 20 }, "1-101")
		},
		"another household's account": func() (string, []string) {
			return doctored(s, points.Accounts, func(a *rules.Account) { a.ID = "1-102" }, "1-103")
		},
		"a voucher that is used again": func() (string, []string) {
			return doctored(s, points.Vouchers, func(v *points.Voucher) { v.State = rules.HoldOpen }, used)
		},
		"a voucher that holds more": func() (string, []string) {
			return doctored(s, points.Vouchers, func(v *points.Voucher) { v.Lots[0].Amount++ }, open)
		},
		"a voucher of another household": func() (string, []string) {
			return doctored(s, points.Vouchers, func(v *points.Voucher) { v.From = "1-103" }, open)
		},
		"a reversal that is forgotten": func() (string, []string) {
			return doctored(s, points.Earnings, func(e *rules.Earning) { e.Reversed = 0 }, earning)
		},
		"a lease that has issued less": func() (string, []string) {
			return doctored(s, points.Leases, func(l *points.Lease) { l.Issued -= 100 }, s.lease("help")...)
		},
		"a lease that has more": func() (string, []string) {
			return doctored(s, points.Leases, func(l *points.Lease) { l.Granted += 100 }, s.lease("help")...)
		},
		"a budget that more came back to": func() (string, []string) {
			return doctored(s, points.Pools, func(p *points.Pool) { p.Reversed += 100 }, "help")
		},
		"a service with more left": func() (string, []string) {
			return doctored(s, points.Services, func(s *points.Service) { s.Taken = 0 }, "haircut")
		},
		"an earning of more": func() (string, []string) {
			return doctored(s, points.Transfers, func(t *points.Transfer) { t.Moves[0].Amount++ }, earning)
		},
		"a transfer to oneself": func() (string, []string) {
			return doctored(s, points.Transfers, func(t *points.Transfer) { t.Moves[0].From = rules.Spent }, earning)
		},
		"a transfer for no cause": func() (string, []string) {
			return doctored(s, points.Transfers, func(t *points.Transfer) { t.Cause = "present" }, earning)
		},
		"a transfer of nothing": func() (string, []string) {
			return doctored(s, points.Transfers, func(t *points.Transfer) { t.Moves = nil }, used)
		},
	}
	for name, lie := range lies {
		key, accused := lie()
		if name == "nothing" {
			if len(accused) > 0 {
				t.Fatalf("the honest ledger is accused: %q", accused)
			}
			continue
		}
		kind, _, _ := contract.SplitKey(key)
		elsewhere := kind == points.Transfers.Kind() || kind == points.Leases.Kind() // what it adds up to is wrong
		if len(accused) == 0 || !slices.Contains(accused, key) && !elsewhere {
			t.Errorf("%s: %q is accused, not %q", name, accused, key)
		}
	}
}

// lease is where ann's points are issued by a rule.
func (s *site) lease(rule string) []string {
	queue := contract.QueueOf([]string{s.ID, "points", "1-101"}, contract.Lanes)
	return []string{rule, s.Constitution.Bodies[0].MSP, strconv.Itoa(queue)}
}
