// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/linli-project/linli/internal/histories"
	"github.com/linli-project/linli/rules/parking"
	"github.com/linli-project/linli/rules/points"
)

// tally is how often a step was taken, or refused with a reason, and how bookings ended.
type tally struct {
	steps map[parking.Step]map[parking.Reason]int
	ended map[parking.State]int
}

func newTally() tally {
	return tally{map[parking.Step]map[parking.Reason]int{}, map[parking.State]int{}}
}

func (s tally) note(step parking.Step, reason parking.Reason) {
	if s.steps[step] == nil {
		s.steps[step] = map[parking.Reason]int{}
	}
	s.steps[step][reason]++
}

// add adds up two.
func (s tally) add(o tally) {
	for step, reasons := range o.steps {
		for reason, n := range reasons {
			s.note(step, reason)
			s.steps[step][reason] += n - 1
		}
	}
	for state, n := range o.ended {
		s.ended[state] += n
	}
}

// Whatever anybody tries with some spaces, and whenever gates tell what they saw: nobody has what another one has, all points are where
// they should be, and it does not matter when anybody writes down what time has done. `make histories` plays a million.
func TestHistories(t *testing.T) {
	n, workers := histories.Number(t, 20_000), runtime.GOMAXPROCS(0)
	all, failed := newTally(), make(chan string, workers)
	var wait sync.WaitGroup
	var lock sync.Mutex
	for worker := range workers {
		wait.Go(func() {
			mine := newTally()
			defer func() {
				lock.Lock()
				defer lock.Unlock()
				all.add(mine)
			}()
			for i := worker; i < n && len(failed) == 0; i += workers {
				r := rand.New(rand.NewPCG(uint64(i), 0))
				if wrong := play(r.IntN, 10+r.IntN(30), mine); wrong != "" {
					failed <- fmt.Sprintf("history %d: %s", i, wrong)
					return
				}
			}
		})
	}
	wait.Wait()
	close(failed)
	for wrong := range failed {
		t.Error(wrong)
	}
	if !testing.Short() && !t.Failed() {
		everything(t, all)
	}
	t.Logf("%d histories: %v\n%v", n, all.ended, all.steps)
}

// everything checks that histories have met each step, end, and reason that the world can give.
func everything(t *testing.T, all tally) {
	t.Helper()
	refused := map[parking.Reason]bool{}
	for _, reasons := range all.steps {
		for reason := range reasons {
			refused[reason] = true
		}
	}
	for _, tr := range parking.Transitions() {
		if all.steps[tr.Step][parking.Allowed] == 0 {
			t.Errorf("no %s was accepted", tr.Step)
		}
	}
	tabled := []parking.Reason{parking.BadWindow, parking.BadPrice, parking.BadTerms, parking.NotFound}
	for _, reason := range parking.Reasons() {
		if !refused[reason] && !slices.Contains(tabled, reason) {
			t.Errorf("nothing was refused with %s", reason)
		}
	}
	if all.steps[stayOn][parking.Allowed] == 0 {
		t.Error("no car stayed on")
	}
	for _, s := range parking.States() {
		if s.Closed() && all.ended[s] == 0 {
			t.Errorf("none ended %s", s)
		}
	}
}

// FuzzHistory has the fuzzer throw the dice.
func FuzzHistory(f *testing.F) {
	for i := range uint64(20) {
		r, seed := rand.New(rand.NewPCG(i, 0)), make([]byte, 200)
		for i := range seed {
			seed[i] = byte(r.IntN(256))
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, thrown []byte) {
		d := func(n int) int {
			if len(thrown) == 0 {
				return 0
			}
			b := int(thrown[0])
			thrown = thrown[1:]
			return b % n
		}
		if wrong := play(d, 20, newTally()); wrong != "" {
			t.Fatal(wrong)
		}
	})
}

// play plays a history, and says what was wrong with it.
func play(d dice, steps int, seen tally) (wrong string) {
	w := newWorld(d, seen.note)
	for range steps {
		w.pass()
		if wrong = w.turn(); wrong == "" {
			wrong = w.balanced()
		}
		if wrong == "" {
			wrong = w.apart()
		}
		if wrong != "" {
			return wrong + "\n" + strings.Join(w.log, "\n")
		}
	}
	for i, b := range w.bookings {
		if wrong = w.whenever(b); wrong == "" {
			after := b.At(b.Changed + 200*day)
			w.finish(i, after)
			seen.ended[after.State]++
		}
		if wrong == "" {
			wrong = w.balanced()
		}
		if wrong != "" {
			return wrong + "\n" + strings.Join(w.log, "\n")
		}
	}
	return ""
}

// finish stores how a booking ends, if it was not over yet.
func (w *world) finish(i int, after parking.Booking) {
	if !w.bookings[i].State.Closed() {
		w.store(i, after)
	}
}

// turn has something happen.
func (w *world) turn() (wrong string) {
	switch n := w.dice(13); {
	case n == 12:
		return w.stay()
	case n < 3 || len(w.open()) == 0 && n < 11:
		w.ask()
	case n == 3:
		w.lot(w.dice(len(w.places)))
	case n == 4 && w.dice(3) == 0:
		w.places[w.dice(len(w.places))].offer = drawOffer(w.dice)
	case n == 4:
		w.book.Expire(w.now, one(w.dice, homes).Name())
	default:
		if open := w.open(); len(open) > 0 && w.dice(12) > 0 {
			return w.tried(one(w.dice, open))
		}
		if len(w.bookings) > 0 {
			return w.tried(w.dice(len(w.bookings)))
		}
	}
	return ""
}

// stay has a car stay on from one booking to the next, if two adjoin.
func (w *world) stay() (wrong string) {
	for i, b := range w.bookings {
		for j, next := range w.bookings {
			if number(b) != number(next) || b.Until != next.From {
				continue
			}
			left, came, reason := b.StayOn(w.now, next)
			w.note(stayOn, reason)
			switch {
			case reason != parking.Allowed && (!reflect.DeepEqual(left, b) || !reflect.DeepEqual(came, next)):
				return fmt.Sprintf("it is refused with %s that %+v stays on, and changes it or %+v", reason, b, next)
			case reason != parking.Allowed:
				continue
			case !left.Stays(came.ID) || came.Entered.Event != left.ID || !ordered(left) || !ordered(came) || left.Exited.At > left.Until:
				return fmt.Sprintf("it stays on from %+v to %+v", left, came)
			}
			w.log = append(w.log, fmt.Sprintf("%d: %s stays on for %s", w.now, b.ID, next.ID))
			w.store(i, left)
			w.store(j, came)
			return ""
		}
	}
	return ""
}

// stayOn is what is noted of StayOn, which is a step of two bookings.
const stayOn parking.Step = "stay"

// tried tries a deed with a booking, and checks what came of it.
func (w *world) tried(i int) (wrong string) {
	b := w.bookings[i]
	e := w.drawDeed(b)
	if e.step == parking.StepDraw && b.State == parking.StatePending && e.now >= b.DrawAt {
		return "" // lot does it
	}
	after, reason := e.try(b)
	middle := b.At(min(e.now, b.Changed+one(w.dice, later)))
	twin, other := e.try(middle)
	done, did := w.do(i, e)
	w.note(e.step, did)
	from := b.At(max(e.now, b.Changed)).State
	switch {
	case e.step == parking.StepSettle:
		if reason == parking.Allowed && !reflect.DeepEqual(after, b.At(e.now)) {
			return fmt.Sprintf("%+v settles as %+v", b, after)
		}
	case reason != other || reason == parking.Allowed && !reflect.DeepEqual(after, twin):
		return fmt.Sprintf("%+v of %+v: %q %+v; written down meanwhile %q %+v", e, b, reason, after, other, twin)
	}
	switch {
	case reason != parking.Allowed && !reflect.DeepEqual(after, b):
		return fmt.Sprintf("%+v is refused with %s, and changes %+v", e, reason, b)
	case b.State.Closed() && (reason == parking.Allowed || reason != parking.Closed && reason != parking.NothingDue):
		return fmt.Sprintf("%+v of what is %s: %q", e, b.State, reason)
	case reason == parking.Allowed && e.step != parking.StepSettle && !leads(e.step, from, after.State):
		return fmt.Sprintf("%s leads from %s to %s", e.step, from, after.State)
	case after.Changed < b.Changed || after.Closed != 0 && after.Closed < after.Changed:
		return fmt.Sprintf("%+v takes %+v back to %+v", e, b, after)
	case !ordered(after):
		return fmt.Sprintf("it came, went and came back in no order: %+v", after)
	case did == parking.Allowed && !reflect.DeepEqual(done, w.bookings[i]):
		return "it was not stored"
	}
	return ""
}

// ordered says whether a car came before it went, and went before it came back.
func ordered(b parking.Booking) bool {
	in, out, again := b.Entered.At, b.Exited.At, b.Again.At
	return (out == 0 || in <= out) && (again == 0 || out != 0 && in < again)
}

// balanced checks that all points that were issued are somewhere, that an open booking holds what it says and a closed one nothing, and
// that no more is owed than is held.
func (w *world) balanced() (wrong string) {
	issued, has, held, gone := int64(0), int64(0), int64(0), int64(0)
	for _, e := range w.book.Earnings {
		issued += e.Amount - e.Reversed
	}
	for _, a := range w.book.Accounts {
		has += a.Balance() - a.Held
		held += a.Held
	}
	for _, m := range w.book.Transfers {
		if m.To == points.Spent || m.To == points.Expired {
			gone += m.Amount
		}
	}
	for _, b := range w.bookings {
		h := w.book.Holds[b.ID]
		want := b.Held
		if b.State.Closed() {
			want = 0
		}
		held -= h.Amount()
		if h.Amount() != want || b.Due < 0 || b.Due > b.Held || b.Owed() < 0 || b.Owed() > b.Held || b.Due != 0 && !b.State.Closed() {
			return fmt.Sprintf("%d is held for %+v", h.Amount(), b)
		}
	}
	if held != 0 {
		return fmt.Sprintf("%d is held for nothing", held)
	}
	for _, h := range w.book.Holds {
		held += h.Amount()
	}
	if has+held+gone != issued {
		return fmt.Sprintf("%d in accounts, %d held and %d gone are not %d", has, held, gone, issued)
	}
	return ""
}

// apart checks that no quarter of a space is two bookings', and that what is taken of its days is what they have.
func (w *world) apart() (wrong string) {
	for n, p := range w.places {
		var had []parking.Span
		for _, b := range w.bookings {
			if number(b) == n && !slices.Contains(without, b.State) {
				had = append(had, parking.Span{From: b.From, Until: cmp.Or(b.Freed, b.Until)})
			}
		}
		slices.SortFunc(had, func(a, b parking.Span) int { return cmp.Compare(a.From, b.From) })
		taken := 0
		for _, d := range p.days {
			taken += d.Taken()
		}
		for i, s := range had {
			if i > 0 && s.From < had[i-1].Until {
				return fmt.Sprintf("two have %d of %d", s.From, n)
			}
			for at := s.From; at < s.Until; at += quarter {
				if taken--; !p.days[(at+8*hour)/day].Has(int((at + 8*hour) % day / quarter)) {
					return fmt.Sprintf("somebody has %d of %d, and it is free", at, n)
				}
			}
		}
		if taken != 0 {
			return fmt.Sprintf("%d quarters are taken of %d, and nobody has them", taken, n)
		}
	}
	return ""
}

// without are the states in which a booking has nothing of its space.
var without = []parking.State{parking.StatePending, parking.StateRejected, parking.StateCancelled}

// whenever checks what time alone does: it does not matter when, how often and in which order one asks, and all ends.
func (w *world) whenever(b parking.Booking) (wrong string) {
	first := b.Changed + one(w.dice, later) + one(w.dice, later)
	second := first + one(w.dice, later) + one(w.dice, []int64{0, day, 8 * day, 61 * day})
	want := b.At(second)
	next := b.NextAt()
	switch {
	case !reflect.DeepEqual(b.At(first).At(second), want), !reflect.DeepEqual(want.At(first), want),
		!reflect.DeepEqual(want.At(second), want):
		return fmt.Sprintf("asked at %d and %d: %+v", first, second, b)
	case next != 0 && b.State != parking.StatePending && (b.At(next-1).State != b.State || b.At(next).State == b.State):
		return fmt.Sprintf("%d is not when time changes %+v", next, b)
	}
	last := b.At(b.Changed + 200*day)
	if !last.State.Closed() || last.NextAt() != 0 {
		return fmt.Sprintf("it never ends: %+v", last)
	}
	return ""
}
