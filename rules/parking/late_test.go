// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"testing"

	"github.com/linli-project/linli/rules/parking"
)

// A no-show gives back what is left of his time once, whoever has it then; that he had come is told a day later at the latest.
func TestNoShow(t *testing.T) {
	do, b := ok(t), booked(t)
	rest := parking.Span{From: begin + 30*minute, Until: lunch.Until}
	missed := do(b.Settle(begin + hour))
	late := do(b.Enter(begin+hour, at("in", begin))) // nobody has written down before that he had not come
	for name, after := range map[string]parking.Booking{
		"written down": missed, "not written down": late, "settled": b.At(begin + 100*day),
		"disputed": do(b.Contest(begin+hour, host, "h")),
	} {
		if freed, frees := b.Frees(after); !frees || freed != rest {
			t.Errorf("%s: %v, %v", name, freed, frees)
		}
	}
	again := do(do(missed.Enter(begin+hour, at("in", begin))).Correct(begin+hour, "in"))
	for name, c := range map[string][2]parking.Booking{
		"that he had come":          {missed, do(missed.Enter(begin+hour, at("in", begin)))},
		"that he had not come then": {late, again},
		"and once more":             {again, again.At(begin + 2*hour)},
		"when it is paid":           {missed, missed.At(begin + 100*day)},
		"when nobody is late":       {b, b.At(begin)},
	} {
		if freed, frees := c[0].Frees(c[1]); frees {
			t.Errorf("%s: %v is given back", name, freed)
		}
	}
	if _, reason := missed.Enter(begin+25*minute+day, at("in", begin)); reason != parking.Closed {
		t.Errorf("a day later: %q", reason)
	}
	o := offer
	o.Terms.NoShow = 0
	b = do(o.Book(parking.Booking{}, asked, ask))
	after := b.At(lunch.Until)
	if after.State != parking.StateNoShow || after.Freed != 0 || b.At(lunch.Until-1).State != parking.StateReserved {
		t.Errorf("who may come to the end: %+v", after)
	}
	o.Terms.NoShow = 110 * minute
	b = do(o.Book(parking.Booking{}, asked, ask))
	if after := b.At(lunch.Until); after.State != parking.StateNoShow || after.Freed != 0 {
		t.Errorf("there is no whole quarter left: %+v", after)
	}
}

// Whatever order a car's passages come in, and however often each comes, all of them come to the same, if what was refused is sent again.
func TestAnyOrder(t *testing.T) {
	end := lunch.Until
	passages := []struct {
		parking.Passage

		leaves bool
	}{
		{at("in", begin), false}, {at("out", begin+10*minute), true},
		{at("in2", begin+20*minute), false}, {at("out2", end+20*minute), true},
	}
	now := end + 21*minute
	send := func(b parking.Booking, i int) parking.Booking {
		if p := passages[i]; p.leaves {
			b, _ = b.Leave(now, p.Passage)
		} else {
			b, _ = b.Enter(now, p.Passage)
		}
		return b
	}
	for order := range permutations([]int{0, 1, 2, 3}) {
		b := booked(t)
		for range len(order) {
			for _, i := range order {
				b = send(b, i)
			}
		}
		b = b.At(now)
		if b.State != parking.StateExited || b.Owed() != 8+6 || b.Entered.Event != "in" || b.Exited.Event != "out2" {
			t.Errorf("%v: %s, %d, from %s to %s", order, b.State, b.Owed(), b.Entered.Event, b.Exited.Event)
		}
	}
}

// A car that came back has not, once the gate says that it had seen another one go.
func TestDidNotGo(t *testing.T) {
	do := ok(t)
	seenGoing := do(booked(t).Leave(begin+hour, at("out", begin+10*minute)))
	for name, c := range map[string]struct {
		b  parking.Booking
		in string
	}{
		"and was seen coming before": {do(seenGoing.Enter(begin+hour, at("in", begin))), "in"},
		"and was not":                {seenGoing, "in2"},
	} {
		b := do(c.b.Enter(begin+hour, at("in2", begin+20*minute)))
		if _, reason := b.Enter(begin+hour, at("in3", begin+30*minute)); reason != parking.Known {
			t.Errorf("%s: it comes back twice: %q", name, reason)
		}
		b = do(b.Correct(begin+hour, "out"))
		if b.State != parking.StateEntered || b.Entered.Event != c.in || b.Again.At != 0 || b.Exited.At != 0 {
			t.Errorf("%s: %+v", name, b)
		}
	}
}

// Whenever a gate tells something late, both sides have a day from then on to say that it was otherwise.
func TestADayFromWhatWasTold(t *testing.T) {
	do, end := ok(t), lunch.Until
	last := begin + 25*minute + day - 1
	late := do(booked(t).Enter(last, at("in", begin)))
	noPlace := do(came(t).Displace(begin+minute, guest))
	for name, c := range map[string]struct {
		b       parking.Booking
		told    int64
		is, was parking.State
	}{
		"it came sooner, and is not gone": {
			do(came(t).Enter(end+2*hour+day-1, at("e", begin-minute))), end + 2*hour + day - 1, parking.StateOverstay, parking.StateMissing,
		},
		"another one came, and it went": {
			do(went(t).Correct(begin+hour+day-1, "in")), begin + hour + day - 1, parking.StateExited, parking.StateSettled,
		},
		"it went":          {do(came(t).Leave(end+day, at("out", end))), end + day, parking.StateExited, parking.StateSettled},
		"another one came": {do(late.Correct(last, "in")), last, parking.StateNoShow, parking.StateSettled},
		"who had no place came": {
			do(noPlace.Enter(end+day-1, at("e", begin-minute))), end + day - 1, parking.StateDisplaced, parking.StateSettled,
		},
	} {
		if is, was := c.b.At(c.told+day-1).State, c.b.At(c.told+day).State; is != c.is || was != c.was {
			t.Errorf("%s: %s, then %s", name, is, was)
		}
	}
}

// What follows from one booking in two ways is two: neither writes into the other.
func TestNothingIsShared(t *testing.T) {
	do := ok(t)
	b := booked(t)
	for _, event := range []string{"a", "b", "c"} { // so that there is room behind them
		b = do(do(b.Enter(begin, at(event, begin))).Correct(begin, event))
	}
	b.Void = append(make([]string, 0, 8), b.Void...)
	in := do(b.Enter(begin, at("in", begin)))
	one := do(in.Correct(begin, "in"))
	other := do(do(b.Enter(begin, at("other", begin))).Correct(begin, "other"))
	if one.Void[3] != "in" || other.Void[3] != "other" || len(b.Void) != 3 {
		t.Errorf("%v, %v, %v", one.Void, other.Void, b.Void)
	}
}

// permutations are all orders of some numbers.
func permutations(of []int) func(func([]int) bool) {
	return func(yield func([]int) bool) {
		var rest func(n int) bool
		rest = func(n int) bool {
			if n == len(of) {
				return yield(of)
			}
			for i := n; i < len(of); i++ {
				of[n], of[i] = of[i], of[n]
				if !rest(n + 1) {
					return false
				}
				of[n], of[i] = of[i], of[n]
			}
			return true
		}
		rest(0)
	}
}

// No step takes a booking's time back, whatever clock it was sent by.
func TestTimesDoNotGoBack(t *testing.T) {
	b := ok(t)(went(t).Contest(begin, host, "h"))
	late := ok(t)(came(t).Enter(lunch.Until+minute, at("older", begin-minute))) // its end has passed, and that is not written down
	if _, reason := offer.Extend(late, lunch.Until-minute, guest, lunch.Until+hour); reason != parking.WrongState {
		t.Errorf("by a clock that is behind it is extended when it is over: %q", reason)
	}
	if want := begin + hour; b.Changed != want || b.Dispute.At != want {
		t.Errorf("%+v", b)
	}
}
