// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/linli-project/linli/rules/parking"
	"github.com/linli-project/linli/rules/points"
)

// A dice says a number below another one.
type dice func(n int) int

func one[T any](d dice, of []T) T { return of[d(len(of))] }

// A place is a space with what its host says of it.
type place struct {
	offer parking.Offer
	host  parking.Party
	days  parking.Days
}

// A world is some households with points and spaces, of which everything is kept in memory.
type world struct {
	dice     dice
	now      int64
	places   []*place
	bookings []parking.Booking // their spaces are numbers of places
	book     *points.Book
	sent     []parking.Passage
	note     func(parking.Step, parking.Reason)
	log      []string
}

var (
	homes = []parking.Party{{Home: "h0"}, {Home: "h1"}, {Home: "h2"}, {Body: "clinic"}}
	later = []int64{0, 0, 0, 0, 0, 1, minute, minute, 5 * minute, quarter, quarter, hour, hour, 3 * hour, 12 * hour, day, 9 * day}
	about = []int64{
		0, 0, 0, -1, 1, -20 * minute, -minute, 5 * minute, 20 * minute, 31 * minute, hour, -hour, 3 * hour, -3 * hour, day, -day,
	}
	lengths = []int64{quarter, hour, hour, 2 * hour, 2 * hour, 2 * hour, 8 * hour, 20 * hour, 2 * day}
	nights  = parking.Window{Days: []int64{0, 3, 6}, From: 22 * 60, To: 6 * 60}
	offices = parking.Window{Days: []int64{1, 2, 3, 4, 5}, From: 8 * 60, To: 18 * 60}
	weekend = parking.Band{Window: parking.Window{Days: []int64{0, 6}, From: 20 * 60, To: 4 * 60}, Hour: 9}
)

func newWorld(d dice, note func(parking.Step, parking.Reason)) *world {
	program := points.Program{LifeDays: one(d, []int64{0, 0, 3, 30}), MaxBalance: one(d, []int64{0, 0, 5010})}
	w := &world{dice: d, now: begin, book: points.NewBook(program, points.Rule{}), note: note}
	for i, home := range homes {
		w.book.Earn(begin-int64(d(2))*day, home.Name(), one(d, []int64{50, 500, 5000}), fmt.Sprint("c", i))
	}
	for i := range 1 + d(2) {
		w.places = append(w.places, &place{drawOffer(d), homes[i], parking.Days{}})
	}
	return w
}

func drawOffer(d dice) parking.Offer {
	o := parking.Offer{From: begin - day, Until: begin + 90*day, Terms: parking.Terms{
		Hour: one(d, []int64{0, 3, 4}), Overstay: one(d, []int64{0, 2, 5}), Deposit: one(d, []int64{0, 1, 8}),
		Early:  one(d, []int64{0, 20 * minute}),
		NoShow: one(d, []int64{0, 10 * minute, 25 * minute, 2 * hour}), Cancel: one(d, []int64{0, 2 * hour, day}),
		Late: one(d, []int64{0, 50, 100}), Notice: one(d, []int64{0, 3 * hour, day}), Draw: one(d, []int64{0, 0, 0, 6 * hour, day}),
		Others: d(4) > 0,
	}}
	o.Windows = one(d, [][]parking.Window{{always}, {always}, {always}, {nights, offices}})
	o.Except = one(d, [][]int64{nil, nil, {(begin+8*hour)/day + 1}})
	if d(3) == 0 {
		o.Terms.Bands = []parking.Band{weekend}
	}
	return o
}

// pass lets some time pass: to when something happens, or any.
func (w *world) pass() {
	if open := w.open(); len(open) > 0 && w.dice(3) > 0 {
		b := w.bookings[one(w.dice, open)]
		to := one(w.dice, []int64{b.NextAt(), b.NextAt(), b.From, b.Until}) + one(w.dice, []int64{0, 0, -1, -minute})
		if to > w.now && to < w.now+70*day {
			w.now = to
			return
		}
	}
	w.now += one(w.dice, later)
}

// open are the bookings that can go on by now.
func (w *world) open() (all []int) {
	for i, b := range w.bookings {
		if !b.At(w.now).State.Closed() {
			all = append(all, i)
		}
	}
	return all
}

// A deed is a step that somebody tries with a booking.
type deed struct {
	step parking.Step
	now  int64
	by   parking.Party
	when parking.Passage
	text string
	n    int64
	o    parking.Offer
}

var likely = slices.Concat(
	slices.Repeat([]parking.Step{parking.StepEnter, parking.StepLeave}, 5),
	slices.Repeat([]parking.Step{parking.StepExtend, parking.StepSettle}, 3),
	[]parking.Step{
		parking.StepTurn, parking.StepCorrect, parking.StepExcuse, parking.StepDisplace, parking.StepDispute, parking.StepResolve,
		parking.StepCancel, parking.StepRetract, parking.StepDraw,
	},
)

// drawDeed is one that somebody may try with a booking; most are by who may, and about when they may be.
func (w *world) drawDeed(b parking.Booking) deed {
	d := w.dice
	e := deed{step: one(d, likely), now: w.now + one(d, []int64{0, 0, 0, -minute}), o: w.places[number(b)].offer}
	if follow := following[b.At(w.now).State]; len(follow) > 0 && d(3) > 0 {
		e.step = one(d, follow)
	}
	e.by = one(d, []parking.Party{b.Guest, b.Guest, b.Guest, b.Host, homes[2]})
	if e.step == parking.StepRetract && d(4) > 0 {
		e.by = b.Host
	}
	e.text = one(d, []string{"h", "h", "h", ""})
	switch e.step {
	case parking.StepEnter, parking.StepTurn, parking.StepExcuse:
		e.n = one(d, []int64{0, 0, minute, 3 * hour, day})
		e.when = w.passage(one(d, []int64{b.From, b.From, b.Entered.At, w.now, b.Exited.At}))
	case parking.StepLeave:
		e.when = w.passage(one(d, []int64{b.From, b.Until, w.now, w.now, b.Entered.At, b.Exited.At}))
	case parking.StepCorrect:
		e.text = one(d, []string{b.Entered.Event, b.Again.Event, b.Exited.Event, "e0"})
	case parking.StepExtend:
		e.n = b.Until + one(d, []int64{quarter, hour, 3 * hour, 12 * hour, -quarter, minute})
	case parking.StepResolve:
		e.n = one(d, []int64{0, 1, b.Price, b.Held, b.Held + 1})
	default:
	}
	return e
}

// following are the steps that the table has for each state.
var following = func() map[parking.State][]parking.Step {
	all := map[parking.State][]parking.Step{}
	for _, s := range parking.States() {
		for _, step := range likely {
			if tabled(step, s) {
				all[s] = append(all[s], step)
			}
		}
	}
	return all
}()

// passage is what a gate has seen about a time: something new, or the same once more.
func (w *world) passage(time int64) parking.Passage {
	if len(w.sent) > 0 && w.dice(5) == 0 {
		return one(w.dice, w.sent)
	}
	p := at(fmt.Sprint("e", len(w.sent)+1), time+one(w.dice, about))
	w.sent = append(w.sent, p)
	return p
}

// try takes the step.
func (e deed) try(b parking.Booking) (parking.Booking, parking.Reason) {
	switch e.step {
	case parking.StepExtend:
		return e.o.Extend(b, e.now, e.by, e.n)
	case parking.StepCancel:
		return b.Cancel(e.now, e.by)
	case parking.StepRetract:
		return b.Retract(e.now, e.by, e.text)
	case parking.StepEnter:
		return b.Enter(e.now, e.when)
	case parking.StepLeave:
		return b.Leave(e.now, e.when)
	case parking.StepTurn:
		return b.Turn(e.now, e.when)
	case parking.StepCorrect:
		return b.Correct(e.now, e.text)
	case parking.StepExcuse:
		return b.Excuse(e.now, e.when, e.n)
	case parking.StepDisplace:
		return b.Displace(e.now, e.by)
	case parking.StepDispute:
		return b.Contest(e.now, e.by, e.text)
	case parking.StepResolve:
		return b.Resolve(e.now, e.n, e.text)
	case parking.StepDraw: // by who may not: nothing of the space is taken for it
		return b.Drawn(e.now, false)
	default:
		return b.Settle(e.now)
	}
}

// ask has somebody ask for a space.
func (w *world) ask() {
	d, n := w.dice, w.dice(len(w.places))
	p := w.places[n]
	w.lot(n)
	from := w.now/quarter*quarter + one(d, []int64{0, quarter, quarter, hour, hour, 3 * hour, 9 * hour, day, 2 * day, 13 * hour})
	if len(w.bookings) > 0 && d(3) == 0 { // beside, or within, another one
		b := one(d, w.bookings)
		from = one(d, []int64{b.From, b.Until, b.Until - quarter, b.Freed})
	}
	a := parking.Asked{
		ID: fmt.Sprint("b", len(w.bookings)), Space: strconv.Itoa(n), Plate: "p", Host: p.host,
		Guest: homes[(n+1+d(len(homes)-1))%len(homes)], Span: parking.Span{From: from, Until: from + one(d, lengths)},
	}
	switch d(40) {
	case 0:
		a.Guest = p.host
	case 1:
		a.Span.Until -= minute
	case 2:
		a.Plate = ""
	case 3:
		a.ID = "b0"
	}
	before := parking.Booking{}
	if a.ID == "b0" && len(w.bookings) > 0 {
		before = w.bookings[0]
	}
	b, reason := p.offer.Book(before, w.now, a)
	if reason == parking.Allowed && b.State == parking.StateReserved && !p.days.Free(b.Span) {
		reason = parking.Taken
	}
	w.note(parking.StepBook, reason)
	if reason != parking.Allowed || b.Held > 0 && w.book.Hold(w.now, b.ID, b.Guest.Name(), b.Held, points.MaxTime) != points.Allowed {
		return
	}
	if b.State == parking.StateReserved {
		p.days.Take(b.Span)
	}
	w.log = append(w.log, fmt.Sprintf("%d: %s asks for %s from %d to %d", w.now, b.Guest.Name(), b.ID, b.From, b.Until))
	w.bookings = append(w.bookings, b)
}

// lot draws, of one space, what is to be drawn by now, the soonest first.
func (w *world) lot(n int) {
	for {
		waiting, at := w.waiting(n)
		if len(waiting) == 0 {
			return
		}
		won := w.places[n].days.Draw([]byte{byte(w.dice(256))}, waiting)
		for i, b := range w.bookings {
			if slices.ContainsFunc(waiting, func(o parking.Booking) bool { return o.ID == b.ID }) {
				after, reason := b.Drawn(w.now, slices.Contains(won, b.ID))
				if reason != parking.Allowed {
					panic(fmt.Sprint("drawn at ", at, ": ", reason))
				}
				w.note(parking.StepDraw, reason)
				w.store(i, after)
			}
		}
	}
}

// waiting are those of a space that are drawn next, and when.
func (w *world) waiting(n int) (all []parking.Booking, at int64) {
	for _, b := range w.bookings {
		if number(b) != n || b.At(w.now).State != parking.StatePending || b.DrawAt > w.now {
			continue
		}
		if len(all) == 0 || b.DrawAt < at {
			all, at = nil, b.DrawAt
		}
		if b.DrawAt == at {
			all = append(all, b)
		}
	}
	return all, at
}

// number is which place a booking is of.
func number(b parking.Booking) int { return int(b.Space[0] - '0') }

// do takes a deed with a booking, if the space and the points are there for it.
func (w *world) do(i int, e deed) (after parking.Booking, reason parking.Reason) {
	b, p := w.bookings[i], w.places[number(w.bookings[i])]
	after, reason = e.try(b)
	if reason != parking.Allowed {
		return b, reason
	}
	if e.step == parking.StepExtend {
		more := parking.Span{From: b.Until, Until: after.Until}
		if !p.days.Free(more) {
			return b, parking.Taken
		}
		if !w.hold(b, after) {
			return b, parking.BadAmount
		}
		p.days.Take(more)
	}
	w.log = append(w.log, fmt.Sprintf("%d: %+v of %s", w.now, e, b.ID))
	w.store(i, after)
	return after, reason
}

// hold holds what an extension costs.
func (w *world) hold(b, after parking.Booking) bool {
	switch {
	case after.Held == b.Held:
		return true
	case b.Held == 0:
		return w.book.Hold(w.now, b.ID, b.Guest.Name(), after.Held, points.MaxTime) == points.Allowed
	}
	return w.book.More(w.now, b.ID, after.Held-b.Held) == points.Allowed
}

// store puts a booking where it was, gives back what it has left of its space, and pays when it is closed.
func (w *world) store(i int, after parking.Booking) {
	b := w.bookings[i]
	w.bookings[i] = after
	if freed, frees := b.Frees(after); frees {
		w.places[number(b)].days.Leave(freed)
	}
	if !after.State.Closed() || after.Held == 0 {
		return
	}
	var reason points.Reason
	if after.Due == 0 {
		reason = w.book.Release(b.ID)
	} else {
		reason = w.book.PayTo(b.ID, b.Host.Name(), after.Due)
	}
	if reason != points.Allowed {
		panic(fmt.Sprint(b.ID, " is not paid: ", reason))
	}
}
