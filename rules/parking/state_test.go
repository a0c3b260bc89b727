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

// Every arrow of the table is gone along, from a booking that came to where it begins.
func TestEveryTransition(t *testing.T) {
	do := ok(t)
	b, in, out, end := booked(t), came(t), went(t), lunch.Until
	pending := do(lottery().Book(parking.Booking{}, asked-2*day, ask))
	back := do(out.Enter(begin+90*minute, at("in2", begin+90*minute)))
	noPlace := do(in.Displace(begin+minute, guest))
	goneSoon := do(noPlace.Leave(begin+20*minute, at("out", begin+20*minute)))
	stayed := do(noPlace.Leave(begin+hour, at("out", begin+hour)))
	taken := do(b.Retract(begin-hour, host, "h"))
	seen := map[edge]bool{}
	try := func(step parking.Step, before moment, took func() (parking.Booking, parking.Reason), to parking.State) {
		t.Helper()
		from := before.At(before.now).State
		after, reason := took()
		if reason != parking.Allowed || after.State != to {
			t.Errorf("%s from %s comes to %s, not %s: %q", step, from, after.State, to, reason)
		}
		seen[edge{step, from, to}] = true
	}
	enter := func(b parking.Booking, now, when int64, to parking.State) {
		t.Helper()
		try(parking.StepEnter, moment{b, now}, func() (parking.Booking, parking.Reason) { return b.Enter(now, at("new", when)) }, to)
	}
	leave := func(b parking.Booking, now, when int64, to parking.State) {
		t.Helper()
		try(parking.StepLeave, moment{b, now}, func() (parking.Booking, parking.Reason) { return b.Leave(now, at("new", when)) }, to)
	}
	turn := func(b parking.Booking, now, when int64, to parking.State) {
		t.Helper()
		try(parking.StepTurn, moment{b, now}, func() (parking.Booking, parking.Reason) { return b.Turn(now, at("new", when)) }, to)
	}
	correct := func(b parking.Booking, now int64, event string, to parking.State) {
		t.Helper()
		try(parking.StepCorrect, moment{b, now}, func() (parking.Booking, parking.Reason) { return b.Correct(now, event) }, to)
	}
	one := func(step parking.Step, b parking.Booking, now int64, to parking.State) {
		t.Helper()
		try(step, moment{b, now}, func() (parking.Booking, parking.Reason) { return steps[step](moment{b, now}) }, to)
	}

	try(parking.StepBook, moment{}, func() (parking.Booking, parking.Reason) { return offer.Book(parking.Booking{}, asked, ask) },
		parking.StateReserved)
	try(parking.StepBook, moment{}, func() (parking.Booking, parking.Reason) { return lottery().Book(parking.Booking{}, asked-day, ask) },
		parking.StatePending)
	one(parking.StepDraw, pending, pending.DrawAt, parking.StateReserved)
	try(parking.StepDraw, moment{pending, pending.DrawAt}, func() (parking.Booking, parking.Reason) {
		return pending.Drawn(pending.DrawAt, false)
	}, parking.StateRejected)
	one(parking.StepExtend, b, asked, parking.StateReserved)
	one(parking.StepExtend, in, begin+hour, parking.StateEntered)
	one(parking.StepCancel, pending, asked-2*day, parking.StateCancelled)
	one(parking.StepCancel, b, asked, parking.StateCancelled)
	one(parking.StepRetract, pending, asked-2*day, parking.StateCancelled)
	one(parking.StepRetract, b, asked, parking.StateCancelled)
	one(parking.StepRetract, b, begin-hour, parking.StateDisplaced)

	enter(b, begin, begin, parking.StateEntered)
	enter(in, begin+minute, begin-minute, parking.StateEntered)
	enter(in, end+minute, begin-minute, parking.StateEntered)
	enter(in, end+3*day, begin-minute, parking.StateEntered)
	enter(b, begin+hour, begin, parking.StateEntered)
	enter(out, begin+hour, begin-minute, parking.StateExited)
	enter(out, begin+90*minute, begin+90*minute, parking.StateEntered)
	enter(noPlace, begin+minute, begin-minute, parking.StateDisplaced)
	enter(do(b.Displace(begin-15*minute, guest)), begin, begin, parking.StateDisplaced)
	early := do(b.Displace(begin-15*minute, guest)) // no gate has told yet that he came
	early = do(early.Leave(begin+40*minute, at("out", begin+40*minute)))
	enter(early, begin+hour, begin+15*minute, parking.StateDisplaced)
	late := do(do(taken.Enter(begin+20*minute, at("in", begin+20*minute))).Leave(begin+45*minute, at("out", begin+45*minute)))
	enter(late, begin+hour, begin, parking.StateExited)
	enter(disputed(t, out), begin+hour, begin-minute, parking.StateDisputed)

	leave(b, begin+minute, begin+minute, parking.StateExited)
	leave(in, begin+hour, begin+hour, parking.StateExited)
	leave(in, end+hour, end+hour, parking.StateExited)
	leave(b, begin+hour, begin+20*minute, parking.StateExited)
	leave(in, end+3*day, end+hour, parking.StateExited)
	leave(out, begin+90*minute, begin+30*minute, parking.StateExited)
	leave(stayed, begin+2*hour, begin+20*minute, parking.StateDisplaced)
	leave(noPlace, begin+20*minute, begin+20*minute, parking.StateDisplaced)
	leave(noPlace, begin+hour, begin+hour, parking.StateExited)
	leave(disputed(t, in), begin+hour, begin+hour, parking.StateDisputed)

	for _, now := range []int64{begin + minute, end + minute, end + 3*day} {
		turn(in, now, begin+minute, parking.StateReserved)
	}
	for _, now := range []int64{begin + 95*minute, end + minute, end + 3*day} {
		turn(back, now, begin+95*minute, parking.StateExited)
		correct(back, now, "in2", parking.StateExited)
		correct(back, now, "in", parking.StateEntered)
		correct(in, now, "in", parking.StateReserved)
	}
	correct(out, begin+hour, "in", parking.StateExited)
	correct(out, begin+hour, "out", parking.StateEntered)
	correct(do(b.Leave(begin+minute, at("out", begin+minute))), begin+hour, "out", parking.StateReserved)
	correct(stayed, begin+hour, "out", parking.StateDisplaced)
	correct(goneSoon, begin+hour, "out", parking.StateDisplaced)
	within := do(do(taken.Enter(begin+20*minute, at("in", begin+20*minute))).Leave(begin+45*minute, at("out", begin+45*minute)))
	correct(within, begin+hour, "in", parking.StateExited)
	correct(disputed(t, out), begin+hour, "out", parking.StateDisputed)

	one(parking.StepExcuse, b, begin+hour, parking.StateSettled)
	one(parking.StepExcuse, in, end+3*day, parking.StateSettled)
	one(parking.StepDisplace, b, begin, parking.StateDisplaced)
	one(parking.StepDisplace, in, begin+minute, parking.StateDisplaced)
	for s, m := range standing(t) {
		if tabled(parking.StepDispute, s) {
			one(parking.StepDispute, m.Booking, m.now, parking.StateDisputed)
		}
	}
	one(parking.StepResolve, disputed(t, in), begin+hour, parking.StateResolved)
	timed(t, func(from, to parking.State) { seen[edge{parking.StepSettle, from, to}] = true })

	all := 0
	for _, tr := range parking.Transitions() {
		for _, from := range or(tr.From, "") {
			for _, to := range tr.To {
				if all++; !seen[edge{tr.Step, from, to}] {
					t.Errorf("nothing came by %s from %s to %s", tr.Step, from, to)
				}
				delete(seen, edge{tr.Step, from, to})
			}
		}
	}
	for e := range seen {
		t.Errorf("the table has no %+v", e)
	}
	t.Logf("%d transitions", all)
}

func disputed(t *testing.T, b parking.Booking) parking.Booking {
	t.Helper()
	return ok(t)(b.Contest(max(b.Changed, begin+minute), guest, "h"))
}

// timed goes along what time alone does: nothing a second before, and all of it when it is due.
func timed(t *testing.T, seen func(from, to parking.State)) {
	t.Helper()
	in, out, end := came(t), went(t), lunch.Until
	pending := ok(t)(lottery().Book(parking.Booking{}, asked-2*day, ask))
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
