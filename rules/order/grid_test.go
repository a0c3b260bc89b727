// SPDX-License-Identifier: Apache-2.0

package order_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/order"
)

// clock is a time in China. The first of June 2026 is a Monday.
func clock(day, hour, minute int) int64 {
	return time.Date(2026, time.June, day, hour, minute, 0, 0, time.FixedZone("", 8*60*60)).Unix()
}

func TestShift(t *testing.T) {
	early := order.Shift{Worker: "w", Days: []int{1, 2}, From: 8 * 60, To: 16 * 60}
	night := order.Shift{Worker: "w", Days: []int{0, 6}, From: 22 * 60, To: 6 * 60}
	whole := order.Shift{Worker: "w", Days: []int{3}, From: 0, To: 24 * 60}
	for _, look := range []struct {
		shift order.Shift
		at    int64
		want  bool
	}{
		{early, clock(1, 8, 0), true}, {early, clock(1, 7, 59), false}, {early, clock(2, 15, 59), true}, {early, clock(2, 16, 0), false},
		{early, clock(3, 9, 0), false}, {early, clock(7, 9, 0), false},
		{night, clock(6, 22, 0), true}, {night, clock(7, 5, 59), true}, {night, clock(7, 6, 0), false}, {night, clock(7, 23, 0), true},
		{night, clock(1, 5, 0), true}, {night, clock(8, 23, 0), false}, {night, clock(6, 5, 0), false},
		{whole, clock(3, 0, 0), true}, {whole, clock(3, 23, 59), true}, {whole, clock(4, 0, 0), false}, {whole, clock(2, 23, 59), false},
	} {
		if got := look.shift.On(look.at); got != look.want {
			t.Errorf("%+v at %s: %v", look.shift, time.Unix(look.at, 0).UTC(), got)
		}
	}
	for _, bad := range []order.Shift{
		{}, {Days: []int{7}}, {Days: []int{-1}},
		{Days: []int{1}, From: 24 * 60}, {Days: []int{1}, To: 24*60 + 1}, {Days: []int{1}, From: -1},
	} {
		if bad.Valid() {
			t.Errorf("%+v is no shift", bad)
		}
	}
	if !early.Valid() || !night.Valid() || !whole.Valid() {
		t.Error("these are shifts")
	}
}

func TestPlanOf(t *testing.T) {
	shifts := []order.Shift{
		{Worker: "w1", Days: []int{1}, From: 0, To: 12 * 60}, {Worker: "w2", Days: []int{1}, From: 8 * 60, To: 20 * 60},
	}
	for _, look := range []struct {
		at     int64
		shifts []order.Shift
		want   []string
	}{
		{clock(1, 9, 0), shifts, []string{"w1", "w2", "w0"}},
		{clock(1, 13, 0), shifts, []string{"w2", "w0", "w1"}},
		{clock(2, 9, 0), shifts, []string{"w0", "w1", "w2"}}, // nobody is on duty, and it rings all the same
		{clock(1, 9, 0), nil, []string{"w0", "w1", "w2"}},
	} {
		want := order.Plan{Grid: "g", Called: look.want[:1], Waiting: look.want[1:], Supervisor: "s"}
		if diff := cmp.Diff(want, order.PlanOf(look.at, "g", "s", []string{"w0", "w1", "w2"}, look.shifts)); diff != "" {
			t.Error(diff)
		}
	}
	if p := order.PlanOf(noon, "g", "s", nil, nil); len(p.Called)+len(p.Waiting) != 0 {
		t.Errorf("%+v", p)
	}
}

func TestDutyFor(t *testing.T) {
	duties := []order.Duty{
		{Grid: "all"}, {Kind: order.Noise, Grid: "noise"}, {Place: "3-", Grid: "third"},
		{Kind: order.Noise, Place: "3-2", Grid: "noise-3-2"}, {Kind: order.Noise, Place: "3-2", Grid: "second"},
		{Place: "3-2", Grid: "3-2"},
	}
	for _, look := range []struct {
		kind        order.Kind
		place, want string
	}{
		{order.Parking, "1-1", "all"}, {order.Noise, "1-1", "noise"}, {order.Noise, "3-1", "third"}, {order.Noise, "3-2", "noise-3-2"},
		{order.Parking, "3-2", "3-2"}, {order.Parking, "", "all"},
	} {
		if got, ok := order.DutyFor(duties, look.kind, look.place); !ok || got.Grid != look.want {
			t.Errorf("%s at %q: %+v", look.kind, look.place, got)
		}
	}
	if _, ok := order.DutyFor(duties[1:], order.Parking, "1-1"); ok {
		t.Error("it is nobody's")
	}
}
