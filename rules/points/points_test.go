// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/points"
)

// midnight is one in Beijing.
const midnight = int64(1_790_006_400)

func TestDay(t *testing.T) {
	if before, after := calendar.DayOf(midnight-1), calendar.DayOf(midnight); after != before+1 {
		t.Errorf("midnight is between the days %d and %d", before, after)
	}
}

// A cap holds for each day and each rule, on both sides of midnight, while clocks are some minutes apart; what is kept for it does not
// grow.
func TestDayCap(t *testing.T) {
	a := points.Account{ID: "h0"}
	rule := points.Rule{DayCap: 10}
	for i, step := range []struct {
		at     int64
		rule   string
		amount int64
		want   points.Reason
	}{
		{midnight - 60, "r0", 6, points.Allowed},
		{midnight + 60, "r0", 10, points.Allowed},
		{midnight + 60, "r0", 1, points.OverDayCap},
		{midnight - 30, "r0", 5, points.OverDayCap},
		{midnight - 30, "r0", 4, points.Allowed},
		{midnight - 30, "r1", 10, points.Allowed},
		{midnight + 90, "r1", 10, points.Allowed},
		{midnight + 3*day, "r0", 10, points.Allowed},
		{midnight + 3*day, "r0", 1, points.OverDayCap},
		{midnight, "r0", 10, points.Allowed}, // forgotten: it counts for the day before the last
		{midnight + 60, "r0", 1, points.OverDayCap},
		{midnight + 3*day - 1, "r0", 1, points.OverDayCap},
	} {
		claim := points.Claim{ID: fmt.Sprint("c", i), RuleID: step.rule, Amount: step.amount}
		after, _, reason := points.Issue{Account: a, Budget: rule.Pieces(1)[0]}.Earn(step.at, points.Program{}, rule, claim)
		if reason != step.want {
			t.Errorf("step %d: %q, want %q", i, reason, step.want)
		}
		a = after.Account
	}
	if len(a.Days) != 2 {
		t.Errorf("it keeps %+v", a.Days)
	}
}

// earn pays an account once more.
func earn(t *testing.T, a points.Account, now int64, p points.Program, n int) (points.Account, points.Reason) {
	t.Helper()
	claim := points.Claim{ID: fmt.Sprintf("%064d", n), RuleID: "r", Amount: 1}
	after, _, reason := points.Issue{Account: a, Budget: points.Budget{Open: true}}.Earn(now, p, points.Rule{}, claim)
	return after.Account, reason
}

// An account without room for another lot forgets which earnings they are of: those that end together are one then. Nobody loses a point by
// it, and an earning is reversed still.
func TestLotsWithoutEnd(t *testing.T) {
	a := points.Account{ID: "h0"}
	for i := range points.MaxLots + 1 {
		var reason points.Reason
		if a, reason = earn(t, a, noon+int64(i), points.Program{}, i); reason != points.Allowed {
			t.Fatalf("earning %d: %s", i, reason)
		}
	}
	if len(a.Lots) != 1 || a.Balance() != points.MaxLots+1 {
		t.Fatalf("%d lots with %d", len(a.Lots), a.Balance())
	}
	e := points.Earning{ID: fmt.Sprintf("%064d", 3), Account: a.ID, Amount: 1, At: noon}
	after, _, reason := points.Issue{Account: a, Earning: e}.Reverse(noon+day, 1)
	if reason != points.Allowed || after.Account.Balance() != points.MaxLots {
		t.Errorf("%q: %d", reason, after.Account.Balance())
	}
}

// Lots with ends of their own have a bound, those in holds among them, so that a release always has room.
func TestMostLots(t *testing.T) {
	life := points.Program{LifeDays: 365, Gifts: true}
	a := points.Account{ID: "h0"}
	for i := range points.MaxLots {
		a, _ = earn(t, a, noon+int64(i), life, i)
	}
	now := noon + points.MaxLots
	_, reason := earn(t, a, now, life, points.MaxLots)
	if reason != points.TooManyLots {
		t.Errorf("one more is %q", reason)
	}
	giver, _ := earn(t, points.Account{ID: "h1"}, now, life, points.MaxLots)
	if _, after, _, reason := points.Gift(now, life, giver, a, 1); reason != points.TooManyLots || cmp.Diff(a, after) != "" {
		t.Errorf("a gift is %q", reason)
	}
	booked, _, reason := a.HoldFor(now, "b0", 10, now+day)
	if reason != points.Allowed {
		t.Fatal(reason)
	}
	if _, reason := earn(t, booked.Account, now, life, points.MaxLots); reason != points.TooManyLots {
		t.Errorf("one more beside a hold is %q", reason)
	}
	released, _, reason := booked.Release()
	if reason != points.Allowed || cmp.Diff(a, released.Account) != "" {
		t.Errorf("%q: %s", reason, cmp.Diff(a, released.Account))
	}
	a.Lots[0].Amount = 2
	if _, _, reason := a.HoldFor(now, "b0", 1, now+day); reason != points.TooManyLots {
		t.Errorf("half a lot in a hold is %q", reason)
	}
	raw, err := json.Marshal(a)
	if err != nil || len(raw) > 160<<10 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
}

// No sum comes near the end of what is counted.
func TestLargestAmounts(t *testing.T) {
	rich := points.Account{ID: "h0", Lots: []points.Lot{{Amount: points.MaxBalance}}}
	open := points.Budget{Open: true}
	for amount, want := range map[int64]points.Reason{
		points.MaxAmount + 1: points.BadAmount, points.MaxAmount: points.OverMax, 1: points.OverMax, 1<<63 - 1: points.BadAmount,
	} {
		issue := points.Issue{Account: rich, Budget: open}
		_, _, reason := issue.Earn(noon, points.Program{}, points.Rule{}, points.Claim{ID: "c", Amount: amount})
		if reason != want {
			t.Errorf("%d: %q", amount, reason)
		}
	}
	const most = 1<<63 - 1
	booked, _, _ := rich.HoldFor(noon, "b", 5, most)
	_, _, _, gift := points.Gift(noon, points.Program{Gifts: true}, points.Account{ID: "h1"}, rich, most)
	_, _, spend := rich.Spend(noon, most)
	_, _, hold := rich.HoldFor(noon, "b", most, most)
	_, _, post := booked.Post(noon, most)
	earning := points.Earning{ID: "c", Account: "h0", Amount: 7, Reversed: 7}
	_, _, reverse := points.Issue{Account: rich, Earning: earning, Budget: open}.Reverse(noon, most)
	got := []points.Reason{gift, spend, hold, post, reverse}
	want := []points.Reason{points.NoBalance, points.NoBalance, points.NoBalance, points.BadAmount, points.OverReversed}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The pieces of a budget are the budget, and none of them is without bound unless all are.
func TestPieces(t *testing.T) {
	for _, budget := range []int64{0, 1, 3, 64, 1000} {
		sum := int64(0)
		for _, piece := range (points.Rule{Budget: budget}).Pieces(64) {
			sum += piece.Limit
			if piece.Open != (budget == 0) {
				t.Errorf("a piece of %d: %+v", budget, piece)
			}
		}
		if sum != budget {
			t.Errorf("the pieces of %d are %d", budget, sum)
		}
	}
}

// What is posted of a hold is what ends first; what goes back has its own ends, and may be over by then.
func TestPartlyPosted(t *testing.T) {
	a := points.Account{ID: "h0", Lots: []points.Lot{
		{Amount: 3, Until: noon + 10, At: noon - 9, Earning: "a"},
		{Amount: 3, Until: noon + 20, At: noon - 8, Earning: "b"},
		{Amount: 3, Earning: "c"},
	}}
	b, _, _ := a.HoldFor(noon, "b0", 8, noon+100)
	b, _, reason := b.Post(noon+50, 4)
	if reason != points.Allowed || b.Account.Held != 0 || b.Account.HeldLots != 0 {
		t.Fatalf("%q: %+v", reason, b)
	}
	want := []points.Lot{{Amount: 2, Until: noon + 20, At: noon - 8, Earning: "b"}, {Amount: 3, Earning: "c"}}
	if diff := cmp.Diff(want, b.Account.Lots); diff != "" {
		t.Error(diff)
	}
	if b.Account.Usable(noon+50) != 3 {
		t.Errorf("%d are usable", b.Account.Usable(noon+50))
	}
}

// A hold that grows keeps whose its points are, and what is paid of it to another keeps its ends; what he has no room for is spent.
func TestPaidToAnother(t *testing.T) {
	a := points.Account{ID: "h0", Lots: []points.Lot{
		{Amount: 3, Until: noon + 10, At: noon - 9, Earning: "a"}, {Amount: 3, Until: noon + 20, At: noon - 8, Earning: "b"},
		{Amount: 3, Earning: "c"},
	}}
	b, _, _ := a.HoldFor(noon, "b0", 2, noon+100)
	b, moved, reason := b.More(noon, 5)
	if reason != points.Allowed || b.Hold.Amount() != 7 || b.Account.Held != 7 || b.Account.HeldLots != 3 || len(moved) != 3 {
		t.Fatalf("%q: %+v, %+v", reason, b, moved)
	}
	other := points.Account{ID: "h1", Lots: []points.Lot{{Amount: 1}}}
	after, receiver, moved, reason := b.PayTo(points.Program{MaxBalance: 5}, other, 6)
	if reason != points.Allowed || after.Account.Held != 0 || after.Account.HeldLots != 0 || after.Hold.State != points.HoldPosted {
		t.Fatalf("%q: %+v", reason, after)
	}
	want := []points.Lot{
		{Amount: 3, Until: noon + 10, At: noon - 9, Earning: "a"}, {Amount: 1, Until: noon + 20, At: noon - 8, Earning: "b"}, {Amount: 1},
	}
	if diff := cmp.Diff(want, receiver.Lots); diff != "" {
		t.Error(diff)
	}
	spent := int64(0)
	for _, m := range moved {
		if m.To == points.Spent {
			spent += m.Amount
		}
	}
	if spent != 2 || after.Account.Balance() != 3 || receiver.Balance() != 5 {
		t.Errorf("%d spent, %d go back, the other has %d", spent, after.Account.Balance(), receiver.Balance())
	}
}

// Neither a hold that grows nor an account that is paid has more lots than can be: the one is refused, the other's last points are spent.
func TestMostLotsOfHolds(t *testing.T) {
	life := points.Program{LifeDays: 365}
	a, full := points.Account{ID: "h0"}, points.Account{ID: "h1"}
	for i := range points.MaxLots {
		a, _ = earn(t, a, noon+int64(i), life, i)
		full, _ = earn(t, full, noon+2*points.MaxLots+int64(i), life, i) // its lots end apart from the other one's
	}
	a.Lots[1].Amount = 2
	now := noon + points.MaxLots
	b, _, _ := a.HoldFor(now, "b0", 1, now+day)
	if after, _, reason := b.More(now, 1); reason != points.TooManyLots || cmp.Diff(b, after) != "" {
		t.Errorf("half a lot more is %q", reason)
	}
	b, _, reason := b.More(now, 2)
	if reason != points.Allowed || b.Account.HeldLots != 2 {
		t.Errorf("a lot more is %q: %d", reason, b.Account.HeldLots)
	}
	full.Lots = full.Lots[1:]
	_, paid, moved, reason := b.PayTo(life, full, 3)
	if reason != points.Allowed || paid.Balance() != full.Balance()+1 || len(moved) != 2 || moved[1].To != points.Spent {
		t.Errorf("%q: it has %d of %d, %+v", reason, paid.Balance(), full.Balance(), moved)
	}
}

// All reasons are those of the forms.
func TestReasons(t *testing.T) {
	asked := map[points.Reason]bool{}
	for _, form := range points.Forms() {
		for _, reason := range form.Reasons {
			asked[reason] = true
			if !slices.Contains(points.Reasons(), reason) {
				t.Errorf("%s is no reason", reason)
			}
		}
	}
	if len(asked) != len(points.Reasons()) {
		t.Errorf("%d reasons are asked of %d", len(asked), len(points.Reasons()))
	}
}
