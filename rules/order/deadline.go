// SPDX-License-Identifier: Apache-2.0

package order

import (
	"cmp"
	"slices"
)

// Deadline is what has to happen by a time.
type Deadline string

// The deadlines. Of those at one time the first of them here is missed first.
const (
	DeadlineTriage     Deadline = "triage"     // somebody says whose it is
	DeadlineAccept     Deadline = "accept"     // who was called accepts
	DeadlineSupervisor Deadline = "supervisor" // anybody has accepted
	DeadlineArrive     Deadline = "arrive"     // somebody is there
	DeadlineDone       Deadline = "done"       // it is done
	DeadlineConfirm    Deadline = "confirm"    // an affected household answers
	DeadlineAgain      Deadline = "again"      // something is overdue: it is said again
)

var deadlines = []Deadline{
	DeadlineTriage, DeadlineAccept, DeadlineSupervisor, DeadlineArrive, DeadlineDone, DeadlineConfirm, DeadlineAgain,
}

// Deadlines are all that there are.
func Deadlines() []Deadline { return slices.Clone(deadlines) }

// waits are the deadlines that run in a state; again besides, while one of them but accept is overdue.
var waits = map[State][]Deadline{
	Raised:   {DeadlineTriage, DeadlineSupervisor, DeadlineArrive, DeadlineDone},
	Triaged:  {DeadlineAccept, DeadlineSupervisor, DeadlineArrive, DeadlineDone},
	Assigned: {DeadlineAccept, DeadlineSupervisor, DeadlineArrive, DeadlineDone},
	Accepted: {DeadlineArrive, DeadlineDone},
	EnRoute:  {DeadlineArrive, DeadlineDone},
	OnSite:   {DeadlineDone},
	Done:     {DeadlineConfirm},
}

// levels are how far an order has escalated when a deadline is missed.
var levels = map[Deadline]Level{
	DeadlineTriage: LevelSupervisor, DeadlineAccept: LevelNext, DeadlineSupervisor: LevelSupervisor,
	DeadlineArrive: LevelBreach, DeadlineDone: LevelBreach,
}

// of is how long there is for a deadline. Confirming takes no haste.
func (l Limits) of(d Deadline) int64 {
	switch d {
	case DeadlineTriage:
		return l.Triage
	case DeadlineAccept:
		return l.Accept
	case DeadlineSupervisor:
		return l.Supervisor
	case DeadlineArrive:
		return l.Arrive
	case DeadlineDone:
		return l.Done
	case DeadlineConfirm:
		return ConfirmWithin
	case DeadlineAgain:
		return l.Again
	}
	return 0
}

// Term is a deadline with its time.
type Term struct {
	What Deadline `json:"what"`
	At   int64    `json:"at"` // the first second at which it is missed
}

// Next is the next deadline of an order. Only a closed one has none.
func (o Order) Next() (at int64, what Deadline, ok bool) {
	if len(o.Terms) == 0 {
		return 0, "", false
	}
	return o.Terms[0].At, o.Terms[0].What, true
}

// Due is the order as it is at a time if nobody did anything since: each deadline up to it has been missed at its own time. So it does not
// matter when, how often, and in which order time-outs are asked for.
func (o Order) Due(now int64) Order {
	for at, what, ok := o.Next(); ok && at <= now; at, what, ok = o.Next() {
		o.Changed = max(o.Changed, at)
		switch what {
		case DeadlineAgain:
			o = o.sayAgain(now)
		case DeadlineConfirm:
			o = o.close(Unanswered, at)
		default:
			o = o.miss(what, at)
		}
	}
	return o
}

// sayAgain says the order again as often as it would have been by a time. It counts instead of going through them, since somebody may ask
// after years; that skips other deadlines, which neither change it nor are changed.
func (o Order) sayAgain(now int64) Order {
	every, at := o.Priority.Limits().Again, o.at(DeadlineAgain)
	times := (now-at)/every + 1
	o.Again += int(times)
	o.Changed = max(o.Changed, at+(times-1)*every)
	return o.drop(DeadlineAgain).put(DeadlineAgain, at+times*every)
}

// miss has a deadline be missed at its time: others are called.
func (o Order) miss(what Deadline, at int64) Order {
	o = o.drop(what)
	o.Level = max(o.Level, levels[what])
	if what == DeadlineAccept {
		o.Plan = o.Plan.next()
	}
	if !o.missed(what) {
		o.Missed = append(slices.Clip(o.Missed), Term{what, at})
	}
	return o.settle(at)
}

// missed says whether a deadline was in this round.
func (o Order) missed(what Deadline) bool {
	return slices.ContainsFunc(o.Missed, func(t Term) bool { return t.What == what && t.At >= o.Since })
}

// overdue says whether something that is still waited for was to have happened. That one worker did not accept is no such thing: others
// are called.
func (o Order) overdue() bool {
	return slices.ContainsFunc(waits[o.State], func(d Deadline) bool { return d != DeadlineAccept && o.missed(d) })
}

// settle leaves the deadlines that run in the order's state.
func (o Order) settle(at int64) Order {
	overdue := o.overdue()
	o.Terms = slices.DeleteFunc(slices.Clone(o.Terms), func(t Term) bool {
		if t.What == DeadlineAgain {
			return !overdue
		}
		return !slices.Contains(waits[o.State], t.What)
	})
	if overdue && !o.pending(DeadlineAgain) {
		return o.put(DeadlineAgain, at+o.Priority.Limits().Again)
	}
	return o
}

func (o Order) pending(what Deadline) bool {
	return slices.ContainsFunc(o.Terms, func(t Term) bool { return t.What == what })
}

// at is when a pending deadline is missed.
func (o Order) at(what Deadline) int64 {
	for _, t := range o.Terms {
		if t.What == what {
			return t.At
		}
	}
	return 0
}

func (o Order) drop(what Deadline) Order {
	o.Terms = slices.DeleteFunc(slices.Clone(o.Terms), func(t Term) bool { return t.What == what })
	return o
}

// put adds a deadline at its place.
func (o Order) put(what Deadline, at int64) Order {
	o.Terms = append(slices.Clone(o.Terms), Term{what, at})
	slices.SortFunc(o.Terms, func(a, b Term) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(slices.Index(deadlines, a.What), slices.Index(deadlines, b.What)))
	})
	return o
}

// startTerms are the deadlines of a round that begins.
func (o Order) startTerms() Order {
	o.Terms = nil
	for _, what := range waits[o.State] {
		o = o.put(what, o.Since+o.Priority.Limits().of(what))
	}
	return o
}

// callTerms are the deadlines of an order for which somebody was called anew. What had run out stays so: a transfer wins no time.
func (o Order) callTerms() Order {
	l := o.Priority.Limits()
	o = o.drop(DeadlineAccept).put(DeadlineAccept, o.Changed+l.Accept)
	for _, what := range []Deadline{DeadlineSupervisor, DeadlineArrive} { // which somebody has met, who does not have it any more
		if !o.pending(what) && !o.missed(what) {
			o = o.put(what, o.Changed+l.of(what))
		}
	}
	return o.settle(o.Changed)
}

// hurry moves the deadlines that still run to those of another priority. More haste counts from now; less counts from the beginning, and
// brings nothing nearer.
func (o Order) hurry(p Priority) Order {
	more := p.above(o.Priority)
	o.Priority = p
	for _, what := range []Deadline{DeadlineSupervisor, DeadlineArrive, DeadlineDone} {
		if !o.pending(what) {
			continue
		}
		at := max(o.at(what), o.Since+p.Limits().of(what))
		if more {
			at = min(o.at(what), o.Changed+p.Limits().of(what))
		}
		o = o.drop(what).put(what, at)
	}
	return o.drop(DeadlineAgain)
}

// close ends an order: nothing is waited for.
func (o Order) close(s State, at int64) Order {
	o.State, o.Closed, o.Terms = s, at, nil
	return o
}
