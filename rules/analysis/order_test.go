// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/linli-project/linli/rules/order"
)

// june is when a June began in China.
const june = int64(1_780_243_200)

// finished is an order that a household raised at a time and that went its way in so many seconds a step.
func finished(t *testing.T, household string, kind order.Kind, at, pace int64, outcome order.Outcome) order.Order {
	t.Helper()
	o, reason := order.Raise(at, order.Report{Kind: kind, Place: "3-2", Reporter: "r", Affected: []string{household}},
		order.Duty{Grid: "g", Hands: 3, Priority: order.Urgent}, order.PlanOf(at, "g", "s", []string{"w"}, nil))
	for _, step := range []func(at int64) (order.Order, order.Reason){
		func(at int64) (order.Order, order.Reason) { return o.Accept(at, at, "w") },
		func(at int64) (order.Order, order.Reason) { return o.Arrive(at, at, "w") },
		func(at int64) (order.Order, order.Reason) { return o.Finish(at, at, "w", outcome) },
	} {
		if reason != order.Allowed {
			t.Fatal(reason)
		}
		at += pace
		o, reason = step(at)
	}
	return o
}

func TestRank(t *testing.T) {
	for _, c := range []struct {
		of          []int64
		median, p90 int64
	}{
		{nil, 0, 0}, {[]int64{7}, 7, 7}, {[]int64{1, 2}, 1, 2}, {[]int64{1, 2, 3}, 2, 3},
		{[]int64{10, 20, 30, 40, 50, 60, 70, 80, 90, 100}, 50, 90}, {[]int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 6, 10},
	} {
		if m, p := rank(c.of, 50), rank(c.of, 90); m != c.median || p != c.p90 {
			t.Errorf("%v: %d and %d", c.of, m, p)
		}
	}
}

// All orders of a month are closed. How many were solved, and whom it satisfied, stands beside it.
func TestOfOrders(t *testing.T) {
	must := func(o order.Order, reason order.Reason) order.Order {
		t.Helper()
		if reason != order.Allowed {
			t.Fatal(reason)
		}
		return o
	}
	good := finished(t, "h1", order.Noise, june+9*hour, 60, order.Solved)
	good = must(good.Confirm(good.Changed+1, "h1", 5, 4))
	bad := finished(t, "h2", order.Noise, june+9*hour, 120, order.Solved)
	bad = must(bad.Confirm(bad.Changed+1, "h2", 4, 3))
	referred := finished(t, "h3", order.Noise, june+9*hour, 180, order.Referred)
	referred = must(referred.Confirm(referred.Changed+1, "h3", 1, 5))
	late := finished(t, "h4", order.Noise, june+9*hour, 3*hour, order.Solved) // and nobody answers
	again := finished(t, "h5", order.Noise, june+9*hour, 240, order.Solved)
	again = must(again.Reopen(again.Changed+1, "h5"))
	again = must(again.Accept(again.Changed+60, again.Changed, "w"))
	again = must(again.Arrive(again.Changed+60, again.Changed, "w"))
	again = must(again.Finish(again.Changed+60, again.Changed, "w", order.Solved))
	again = must(again.Confirm(again.Changed+1, "h5", 5, 5))
	open := must(order.Raise(june+20*day, order.Report{Kind: order.Noise, Affected: []string{"h6"}}, order.Duty{}, order.Plan{}))
	taken := must(order.Raise(june, order.Report{Kind: order.Noise, Reporter: "r"}, order.Duty{}, order.Plan{}))
	taken = must(taken.Withdraw(june, "r"))
	before := finished(t, "h1", order.Noise, june-day, 60, order.Solved)
	older := finished(t, "h1", order.Noise, june-31*day, 60, order.Solved)

	got := OfOrders([]order.Order{good, bad, referred, late, again, open, taken, before, older}, june, june+30*day, june+20*day)
	want := Counts{
		Orders: 6, Closed: 5, Solved: 3, Satisfied: 3, Prompt: 3, Unanswered: 1, Reopened: 1, Escalated: 1, Breached: 1, Hands: 5,
		Accept: Times{Of: 5, Median: 180, P90: 3 * hour}, Arrive: Times{Of: 5, Median: 360, P90: 6 * hour},
		Done: Times{Of: 5, Median: 540, P90: 9 * hour},
	}
	if diff := cmp.Diff(want, got.Now); diff != "" {
		t.Error(diff)
	}
	if got.Before.Orders != 1 || got.Before.Unanswered != 1 {
		t.Errorf("before: %+v", got.Before)
	}
	if len(got.Kinds) != 1 || got.Kinds[0].Now != got.Now || !slices.Equal(got.Kinds[0].Names, []string{"noise"}) {
		t.Errorf("kinds: %+v", got.Kinds)
	}
	if len(got.Hours) != 1 || !slices.Equal(got.Hours[0].Names, []string{"00", "09"}) {
		t.Errorf("hours: %+v", got.Hours)
	}
}

// Small groups are joined, by households: one that raises often is one.
func TestOrdersOfFew(t *testing.T) {
	var orders []order.Order
	add := func(kind order.Kind, at int64, households ...string) {
		for _, h := range households {
			orders = append(orders, finished(t, h, kind, at, 60, order.Solved))
		}
	}
	five := []string{"h1", "h2", "h3", "h4", "h5"}
	add(order.Noise, june+9*hour, five...)
	add(order.Noise, june-2*day, five...)
	add(order.Parking, june+10*hour, "h1", "h1", "h1", "h1", "h1", "h1")
	add(order.Cleaning, june+11*hour, "h1", "h2", "h3", "h4")
	add(order.RepairLift, june+12*hour, five...)
	add(order.RepairLift, june-2*day, "h1")
	got := OfOrders(orders, june, june+30*day, june+day)
	names := func(groups []OrderGroup) [][]string {
		var all [][]string
		for _, g := range groups {
			all = append(all, g.Names)
		}
		return all
	}
	// cleaning and parking are four households together, and then the lift is too few before
	if diff := cmp.Diff([][]string{{"cleaning", "parking", "repair.lift", "noise"}}, names(got.Kinds)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([][]string{{"00"}, {"09"}, {"10", "11", "12"}}, names(got.Hours)); diff != "" {
		t.Error(diff)
	}
}

// No line tells of fewer than five households, of now or before, but that of all; and the lines add up to all.
func TestOrderGroupsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var orders []order.Order
		for range rapid.IntRange(0, 60).Draw(t, "orders") {
			report := order.Report{
				Kind: rapid.SampledFrom(order.Kinds()[:4]).Draw(t, "kind"), Place: strconv.Itoa(rapid.IntRange(1, 4).Draw(t, "place")),
			}
			if rapid.Bool().Draw(t, "home") {
				report.Affected = []string{strconv.Itoa(rapid.IntRange(1, 12).Draw(t, "household"))}
			}
			o, _ := order.Raise(june+rapid.Int64Range(-2*day, 2*day-1).Draw(t, "at"), report, order.Duty{}, order.Plan{})
			orders = append(orders, o)
		}
		got := OfOrders(orders, june, june+2*day, june+2*day)
		if got.Now.Orders+got.Before.Orders != len(orders) {
			t.Fatalf("%d and %d of %d", got.Now.Orders, got.Before.Orders, len(orders))
		}
		for name, table := range map[string][]OrderGroup{"kinds": got.Kinds, "places": got.Places, "grids": got.Grids, "hours": got.Hours} {
			now, before := 0, 0
			for _, g := range table {
				now, before = now+g.Now.Orders, before+g.Before.Orders
				if !g.enough() && len(table) > 1 {
					t.Fatalf("%s: %+v", name, g)
				}
			}
			if now != got.Now.Orders || before != got.Before.Orders {
				t.Fatalf("%s have %d and %d of %d", name, now, before, len(orders))
			}
		}
		again := OfOrders(rapid.Permutation(orders).Draw(t, "order"), june, june+2*day, june+2*day)
		if diff := cmp.Diff(got, again, cmpopts.IgnoreUnexported(OrderGroup{})); diff != "" {
			t.Fatal(diff)
		}
	})
}
