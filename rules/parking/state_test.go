// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/linli-project/linli/rules/parking"
)

// Each step is taken in every state: where the table has it, it leads where the table says; where it has not, it is refused and changes
// nothing.
func TestEveryStepInEveryState(t *testing.T) {
	all := standing(t)
	for _, s := range append(parking.States(), "") {
		m, there := all[s]
		if !there || m.At(m.now).State != s {
			t.Fatalf("no booking is %s but %s", s, m.At(m.now).State)
		}
		for step, take := range steps {
			if step == parking.StepSettle { // see TestTime
				continue
			}
			after, reason := take(m)
			want := parking.WrongState
			switch {
			case s == "":
				want = parking.NotFound
			case s.Closed():
				want = parking.Closed
			case tabled(step, s):
				want = parking.Allowed
			}
			switch {
			case reason != want:
				t.Errorf("%s when %s: %q, not %q", step, s, reason, want)
			case reason == parking.Allowed && !leads(step, s, after.State):
				t.Errorf("%s leads from %s to %s", step, s, after.State)
			case reason != parking.Allowed && !reflect.DeepEqual(after, m.Booking):
				t.Errorf("%s when %s is refused, and changes it to %+v", step, s, after)
			}
		}
	}
}

func tabled(step parking.Step, from parking.State) bool {
	return slices.ContainsFunc(parking.Transitions(), func(tr parking.Transition) bool {
		return tr.Step == step && slices.Contains(tr.From, from)
	})
}

func leads(step parking.Step, from, to parking.State) bool {
	return slices.ContainsFunc(parking.Transitions(), func(tr parking.Transition) bool {
		return tr.Step == step && slices.Contains(tr.To, to) && (slices.Contains(tr.From, from) || tr.From == nil && from == "")
	})
}

// All steps of the table are tried, and all states of it are known.
func TestTable(t *testing.T) {
	for _, tr := range parking.Transitions() {
		if steps[tr.Step] == nil && tr.Step != parking.StepBook {
			t.Errorf("nobody tries %s", tr.Step)
		}
		for _, s := range slices.Concat(tr.From, tr.To) {
			if !slices.Contains(parking.States(), s) {
				t.Errorf("%s is no state", s)
			}
		}
		if slices.ContainsFunc(tr.From, parking.State.Closed) {
			t.Errorf("%s goes on from %v", tr.Step, tr.From)
		}
	}
}

// An edge is one arrow of the table.
type edge struct {
	step     parking.Step
	from, to parking.State
}

// A walk goes along arrows.
type walk struct {
	*testing.T

	seen map[edge]bool
}

// takes has a step be taken, and checks where it leads.
func (w walk) takes(m moment, step parking.Step, to parking.State, take func(moment) (parking.Booking, parking.Reason)) {
	w.Helper()
	from := m.At(m.now).State
	after, reason := take(m)
	if reason != parking.Allowed || after.State != to {
		w.Errorf("%s from %s comes to %s, not %s: %q", step, from, after.State, to, reason)
	}
	w.seen[edge{step, from, to}] = true
}

// step takes a step as it always is.
func (w walk) step(b parking.Booking, now int64, step parking.Step, to parking.State) {
	w.Helper()
	w.takes(moment{b, now}, step, to, steps[step])
}

// told has a gate tell by now what was at a time.
func (w walk) told(b parking.Booking, now int64, step parking.Step, when int64, to parking.State) {
	w.Helper()
	w.takes(moment{b, now}, step, to, func(m moment) (parking.Booking, parking.Reason) {
		switch p := at("new", when); step {
		case parking.StepEnter:
			return m.Enter(now, p)
		case parking.StepLeave:
			return m.Leave(now, p)
		default:
			return m.Turn(now, p)
		}
	})
}

// corrected has a gate take back an event.
func (w walk) corrected(b parking.Booking, now int64, event string, to parking.State) {
	w.Helper()
	w.takes(moment{b, now}, parking.StepCorrect, to, func(m moment) (parking.Booking, parking.Reason) { return m.Correct(now, event) })
}

// Every arrow of the table is gone along, from a booking that came to where it begins.
func TestEveryTransition(t *testing.T) {
	w := walk{t, map[edge]bool{}}
	w.asks()
	w.enters()
	w.leaves()
	w.takesBack()
	w.ends()
	timed(t, func(from, to parking.State) { w.seen[edge{parking.StepSettle, from, to}] = true })
	all := 0
	for _, tr := range parking.Transitions() {
		for _, from := range or(tr.From, "") {
			for _, to := range tr.To {
				if all++; !w.seen[edge{tr.Step, from, to}] {
					t.Errorf("nothing came by %s from %s to %s", tr.Step, from, to)
				}
				delete(w.seen, edge{tr.Step, from, to})
			}
		}
	}
	for e := range w.seen {
		t.Errorf("the table has no %+v", e)
	}
	t.Logf("%d transitions", all)
}

func (w walk) asks() {
	b, pending := booked(w), requested(w)
	w.takes(moment{}, parking.StepBook, parking.StateReserved, func(m moment) (parking.Booking, parking.Reason) {
		return offer.Book(m.Booking, asked, ask)
	})
	w.takes(moment{}, parking.StepBook, parking.StatePending, func(m moment) (parking.Booking, parking.Reason) {
		return lottery().Book(m.Booking, asked-day, ask)
	})
	w.step(pending, pending.DrawAt, parking.StepDraw, parking.StateReserved)
	w.takes(moment{pending, pending.DrawAt}, parking.StepDraw, parking.StateRejected, func(m moment) (parking.Booking, parking.Reason) {
		return m.Drawn(m.now, false)
	})
	w.step(b, asked, parking.StepExtend, parking.StateReserved)
	w.step(came(w), begin+hour, parking.StepExtend, parking.StateEntered)
	w.step(pending, asked-2*day, parking.StepCancel, parking.StateCancelled)
	w.step(b, asked, parking.StepCancel, parking.StateCancelled)
	w.step(pending, asked-2*day, parking.StepRetract, parking.StateCancelled)
	w.step(b, asked, parking.StepRetract, parking.StateCancelled)
	w.step(b, begin-hour, parking.StepRetract, parking.StateDisplaced)
}

// stays are bookings of a guest who had no place: he is in, has gone soon, and has stayed for an hour.
func stays(t testing.TB) (in, soon, long parking.Booking) {
	do := ok(t)
	in = do(came(t).Displace(begin+minute, guest))
	soon = do(in.Leave(begin+20*minute, at("out", begin+20*minute)))
	return in, soon, do(in.Leave(begin+hour, at("out", begin+hour)))
}

// unaware is a guest whose place the host took before, who came all the same, and went soon.
func unaware(t testing.TB) parking.Booking {
	do := ok(t)
	b := do(do(booked(t).Retract(begin-hour, host, "h")).Enter(begin+20*minute, at("in", begin+20*minute)))
	return do(b.Leave(begin+45*minute, at("out", begin+45*minute)))
}

func (w walk) enters() {
	do, end := ok(w), lunch.Until
	b, in, out := booked(w), came(w), went(w)
	noPlace, _, _ := stays(w)
	told := do(b.Displace(begin-15*minute, guest)) // no gate has told yet that he came
	gone := do(told.Leave(begin+40*minute, at("out", begin+40*minute)))
	const enter = parking.StepEnter
	w.told(b, begin, enter, begin, parking.StateEntered)
	w.told(b, begin+hour, enter, begin, parking.StateEntered)
	for _, now := range []int64{begin + minute, end + minute, end + 3*day} {
		w.told(in, now, enter, begin-minute, parking.StateEntered)
	}
	w.told(out, begin+hour, enter, begin-minute, parking.StateExited)
	w.told(out, begin+90*minute, enter, begin+90*minute, parking.StateEntered)
	w.told(noPlace, begin+minute, enter, begin-minute, parking.StateDisplaced)
	w.told(told, begin, enter, begin, parking.StateDisplaced)
	w.told(gone, begin+hour, enter, begin+15*minute, parking.StateDisplaced)
	w.told(unaware(w), begin+hour, enter, begin, parking.StateExited)
	w.told(disputed(w, out), begin+hour, enter, begin-minute, parking.StateDisputed)
}

func (w walk) leaves() {
	end := lunch.Until
	b, in := booked(w), came(w)
	noPlace, _, long := stays(w)
	const leave = parking.StepLeave
	w.told(b, begin+minute, leave, begin+minute, parking.StateExited)
	w.told(b, begin+hour, leave, begin+20*minute, parking.StateExited)
	w.told(in, begin+hour, leave, begin+hour, parking.StateExited)
	w.told(in, end+hour, leave, end+hour, parking.StateExited)
	w.told(in, end+3*day, leave, end+hour, parking.StateExited)
	w.told(went(w), begin+90*minute, leave, begin+30*minute, parking.StateExited)
	w.told(long, begin+2*hour, leave, begin+20*minute, parking.StateDisplaced)
	w.told(noPlace, begin+20*minute, leave, begin+20*minute, parking.StateDisplaced)
	w.told(noPlace, begin+hour, leave, begin+hour, parking.StateExited)
	w.told(disputed(w, in), begin+hour, leave, begin+hour, parking.StateDisputed)
}

func (w walk) takesBack() {
	do, end := ok(w), lunch.Until
	in, out := came(w), went(w)
	back := do(out.Enter(begin+90*minute, at("in2", begin+90*minute)))
	_, soon, long := stays(w)
	for _, now := range []int64{begin + 95*minute, end + minute, end + 3*day} {
		w.told(in, now, parking.StepTurn, begin+minute, parking.StateReserved)
		w.told(back, now, parking.StepTurn, begin+95*minute, parking.StateExited)
		w.corrected(in, now, "in", parking.StateReserved)
		w.corrected(back, now, "in", parking.StateEntered)
		w.corrected(back, now, "in2", parking.StateExited)
	}
	w.corrected(out, begin+hour, "in", parking.StateExited)
	w.corrected(out, begin+hour, "out", parking.StateEntered)
	w.corrected(do(booked(w).Leave(begin+minute, at("out", begin+minute))), begin+hour, "out", parking.StateReserved)
	w.corrected(long, begin+hour, "out", parking.StateDisplaced)
	w.corrected(soon, begin+hour, "out", parking.StateDisplaced)
	w.corrected(unaware(w), begin+hour, "in", parking.StateExited)
	w.corrected(disputed(w, out), begin+hour, "out", parking.StateDisputed)
}

func (w walk) ends() {
	b, in := booked(w), came(w)
	w.step(b, begin+hour, parking.StepExcuse, parking.StateSettled)
	w.step(in, lunch.Until+3*day, parking.StepExcuse, parking.StateSettled)
	w.step(b, begin, parking.StepDisplace, parking.StateDisplaced)
	w.step(in, begin+minute, parking.StepDisplace, parking.StateDisplaced)
	for s, m := range standing(w) {
		if tabled(parking.StepDispute, s) {
			w.step(m.Booking, m.now, parking.StepDispute, parking.StateDisputed)
		}
	}
	w.step(disputed(w, in), begin+hour, parking.StepResolve, parking.StateResolved)
}

func disputed(t testing.TB, b parking.Booking) parking.Booking {
	t.Helper()
	return ok(t)(b.Contest(max(b.Changed, begin+minute), guest, "h"))
}

// timed goes along what time alone does: nothing a second before, and all of it when it is due.
func timed(t *testing.T, seen func(from, to parking.State)) {
	t.Helper()
	in, out, end := came(t), went(t), lunch.Until
	pending := requested(t)
	full := end + 2*hour // eight quarters are held for
	for _, c := range []struct {
		b    parking.Booking
		at   int64
		to   parking.State
		paid int64
	}{
		{pending, begin, parking.StateRejected, 0},
		{booked(t), begin + 25*minute, parking.StateNoShow, 0},
		{in, end, parking.StateOverstay, 0},
		{in.At(end), full + day, parking.StateMissing, 0},
		{in.At(full + day), full + 8*day, parking.StateSettled, 8},
		{out, begin + hour + day, parking.StateSettled, 8},
		{booked(t).At(begin + hour), begin + 25*minute + day, parking.StateSettled, 4},
		{ok(t)(in.Displace(begin+minute, guest)), end + day, parking.StateSettled, 0},
		{disputed(t, in), begin + minute + 60*day, parking.StateResolved, 8},
	} {
		if _, reason := c.b.Settle(c.at - 1); reason != parking.NothingDue {
			t.Errorf("%s a second before: %q", c.b.State, reason)
		}
		after, reason := c.b.Settle(c.at)
		next := c.b.State == parking.StatePending || c.b.NextAt() == c.at
		if reason != parking.Allowed || after.State != c.to || after.Due != c.paid || !next {
			t.Errorf("%s when it is due: %q, %+v; next at %d", c.b.State, reason, after, c.b.NextAt()-c.at)
		}
		seen(c.b.State, after.State)
	}
	if pending.NextAt() != pending.DrawAt {
		t.Errorf("%d is not when it is drawn", pending.NextAt())
	}
	for s, m := range standing(t) {
		if s.Closed() && m.At(m.now).NextAt() != 0 {
			t.Errorf("%s waits for %d", s, m.At(m.now).NextAt())
		}
	}
	if _, reason := (parking.Booking{}).Settle(begin); reason != parking.NotFound {
		t.Errorf("nothing is settled: %q", reason)
	}
}

func or(states []parking.State, none parking.State) []parking.State {
	if len(states) == 0 {
		return []parking.State{none}
	}
	return states
}
