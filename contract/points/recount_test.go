// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"math"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/points"
	"github.com/linli-project/linli/verify"
)

// history is a site in which everything happened that moves points.
func history(t *testing.T) (s *site, open, used string, earning string) {
	s = newSite(t)
	y := newYard(s)
	s.serves()
	earning = s.earned(300)
	s.Clock.Pass(time.Second) // which of two lots is paid first is chance, if they are as old
	s.OK(s.once(points.TypePointsBin, y.drop(asItIs), s.Ann))
	open, used = s.redeemed(1), s.redeemed(1)
	s.OK(s.once(points.TypeVoucherUse, s.use(used), s.first))
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

// transferInto is the transfer that put points into a voucher.
func (s *site) transferInto(voucher string) string {
	s.Helper()
	for key, value := range s.Book().State() {
		kind, names, _ := contract.SplitKey(key)
		if kind != points.Transfers.Kind() {
			continue
		}
		if t, err := points.Transfers.Decode(value); err == nil && t.Cause == points.Redeem && t.Of == voucher {
			return names[len(names)-1]
		}
	}
	s.Fatalf("no points went into the voucher %s", voucher)
	return ""
}

// A lie about points is found by adding up the transfers, whoever endorsed it: in what a household has, in when it ends, in what is
// held, was issued, came back, or is left of a service; and in a transfer itself.
func TestDoctoredPointsAreFound(t *testing.T) {
	s, open, used, earning := history(t)
	lies := map[string]func() (string, []string){
		"nothing": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(*rules.Account) {}, "1-101")
		},
		"a balance": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) { a.Lots[0].Amount++ }, "1-101")
		},
		"a lot that ends later": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) { a.Lots[0].Until++ }, "1-101")
		},
		"a lot of another day": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) { a.Lots[0].At-- }, "1-101")
		},
		"a lot in two": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) {
				two := a.Lots[0]
				two.Amount, a.Lots[0].Amount = a.Lots[0].Amount+1, -1
				a.Lots = append(a.Lots, two)
			}, "1-101")
		},
		"a lot of another earning": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) {
				a.Lots[0].Earning, a.Lots[0].At = a.Lots[1].Earning, a.Lots[1].At
			}, "1-101")
		},
		"a day on which less was earned": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) { a.Days[0].Amount-- }, "1-101")
		},
		"a day on which more was earned": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) { a.Days[0].Amount++ }, "1-101")
		},
		"a day that is forgotten": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) { a.Days = a.Days[1:] }, "1-101")
		},
		"a day by another rule": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) { a.Days[0].Rule = "garden" }, "1-101")
		},
		"a day that never was": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) {
				a.Days = append(a.Days, rules.DaySum{Day: a.Days[0].Day + 9, Rule: "help", Amount: 1})
			}, "1-101")
		},
		"what is held of an account": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) { a.Held -= 20 }, "1-101")
		},
		"another household's account": func() (string, []string) {
			return town.Doctored(s.Town, points.Accounts, func(a *rules.Account) { a.ID = "1-102" }, "1-103")
		},
		"a voucher that is used again": func() (string, []string) {
			return town.Doctored(s.Town, points.Vouchers, func(v *points.Voucher) { v.State = rules.HoldOpen }, used)
		},
		"a voucher that holds more": func() (string, []string) {
			return town.Doctored(s.Town, points.Vouchers, func(v *points.Voucher) { v.Lots[0].Amount++ }, open)
		},
		"a voucher of another household": func() (string, []string) {
			return town.Doctored(s.Town, points.Vouchers, func(v *points.Voucher) { v.From = "1-103" }, open)
		},
		"a voucher that ends later": func() (string, []string) {
			return town.Doctored(s.Town, points.Vouchers, func(v *points.Voucher) { v.Ends += 3600 }, open)
		},
		"a voucher that is told of later": func() (string, []string) {
			return town.Doctored(s.Town, points.Vouchers, func(v *points.Voucher) { v.Until += 3600 }, open)
		},
		"a deed whose confirmation is forgotten": func() (string, []string) {
			return town.Doctored(s.Town, points.Deeds, func(d *points.Deed) { d.Confirmed = "" }, earning)
		},
		"a deed of another household": func() (string, []string) {
			return town.Doctored(s.Town, points.Deeds, func(d *points.Deed) { d.Helper = "1-103" }, earning)
		},
		"an earning of another household": func() (string, []string) {
			return town.Doctored(s.Town, points.Earnings, func(e *rules.Earning) { e.Account = "1-102" }, earning)
		},
		"an earning by another rule": func() (string, []string) {
			return town.Doctored(s.Town, points.Earnings, func(e *rules.Earning) { e.Rule = "garden" }, earning)
		},
		"a budget of which more is leased": func() (string, []string) {
			return town.Doctored(s.Town, points.Pools, func(p *points.Pool) { p.Granted += 100 }, "help")
		},
		"a reversal that is forgotten": func() (string, []string) {
			return town.Doctored(s.Town, points.Earnings, func(e *rules.Earning) { e.Reversed = 0 }, earning)
		},
		"a lease that has issued less": func() (string, []string) {
			return town.Doctored(s.Town, points.Leases, func(l *points.Lease) { l.Issued -= 100 }, s.lease("help")...)
		},
		"a lease that has more": func() (string, []string) {
			return town.Doctored(s.Town, points.Leases, func(l *points.Lease) { l.Granted += 100 }, s.lease("help")...)
		},
		"a budget that more came back to": func() (string, []string) {
			return town.Doctored(s.Town, points.Pools, func(p *points.Pool) { p.Reversed += 100 }, "help")
		},
		"a service with more left": func() (string, []string) {
			return town.Doctored(s.Town, points.Services, func(s *points.Service) { s.Taken = 0 }, "haircut")
		},
		"an earning of more": func() (string, []string) {
			return town.Doctored(s.Town, points.Transfers, func(t *points.Transfer) { t.Moves[0].Amount++ }, earning)
		},
		"a transfer to oneself": func() (string, []string) {
			return town.Doctored(s.Town, points.Transfers, func(t *points.Transfer) { t.Moves[0].From = rules.Spent }, earning)
		},
		"a transfer for no cause": func() (string, []string) {
			return town.Doctored(s.Town, points.Transfers, func(t *points.Transfer) { t.Cause = "present" }, earning)
		},
		"a transfer of nothing": func() (string, []string) {
			return town.Doctored(s.Town, points.Transfers, func(t *points.Transfer) { t.Moves = nil }, s.transferInto(used))
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

// The sheet that servers keep as the blocks come is the one that the recount adds up from the transfers at the end.
func TestSheetIsRecounted(t *testing.T) {
	s, _, _, _ := history(t)
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	town.Done(t, err)
	defer func() { town.Done(t, x.Close()) }()
	state, err := s.Book().Recounted()
	town.Must(t, state, err)
	for _, b := range s.Book().Blocks {
		town.Done(t, x.Apply(t.Context(), b))
	}
	sums, at, err := x.PointsSums(t.Context(), s.ID)
	kept := town.Must(t, sums.Sheet(), err)
	if int(at.Blocks) != len(s.Book().Blocks) {
		t.Errorf("the sheet is true for %d blocks", at.Blocks)
	}
	counted := verify.Contract{}.Points(state, s.ID, math.MaxUint64)
	if diff := cmp.Diff(counted, kept, cmpopts.IgnoreUnexported(analysis.PointsGroup{})); diff != "" {
		t.Errorf("(-counted +kept)\n%s", diff)
	}
	if kept.Issued != kept.Spent+kept.Expired+kept.Held+kept.Accounts || kept.Spent == 0 || kept.Expired == 0 || kept.Held == 0 ||
		kept.Reversed != 40 {
		t.Errorf("it does not add up, or nothing happened: %+v", kept)
	}
}
