// SPDX-License-Identifier: Apache-2.0

// Package order is what an order is: how something that a resident reports, or a device, is given to a worker, done, confirmed and rated;
// and what happens of itself when nobody does anything in time.
package order

import "slices"

// Level is how far an order has escalated.
type Level int

// The levels. One never goes down but by a reopening, which begins a new round.
const (
	LevelCalled     Level = iota // who was called first
	LevelNext                    // the next ones were called
	LevelSupervisor              // the supervisor was
	LevelBreach                  // nobody was there, or it was not done, in time
)

// Order is one as it stands. All times are Unix seconds, 0 for what has not happened, and the ledger's but those of a Clock. It holds all
// that decides what becomes of it: a grid or a duty that changes later changes nothing of it.
type Order struct {
	Kind        Kind     `json:"kind"`
	Priority    Priority `json:"priority"`
	State       State    `json:"state"`
	Level       Level    `json:"level"`
	Place       string   `json:"place"`              // as the duties and grids name places
	Reporter    string   `json:"reporter"`           // who may take it back; "" of an alarm
	Affected    []string `json:"affected,omitempty"` // households, who alone say whether it is done
	Plan                 // who is called
	Most        int      `json:"most"`        // how many hands it may go through; an officer may give it to more, and says why
	Hands       int      `json:"hands"`       // how many it went through
	Transferred int      `json:"transferred"` // how often it was handed on
	Help        []string `json:"help,omitempty"`
	Raised      int64    `json:"raised"`
	Round                // since it was raised, or reopened
	Past        []Round  `json:"past,omitempty"` // those before, which ended in a reopening
	Closed      int64    `json:"closed"`
	Changed     int64    `json:"changed"`          // when something last happened to it; the times of its steps never go back
	Terms       []Term   `json:"terms,omitempty"`  // what is waited for, the next first
	Missed      []Term   `json:"missed,omitempty"` // what was not done in time, once a round
	Again       int      `json:"again"`            // how often it was said again
	Ratings     []Rating `json:"ratings,omitempty"`
	Into        string   `json:"into,omitempty"` // the order whose duplicate it was
}

// Round is the way of an order to be done. What was done twice, as it was handed on, has the time of the first.
type Round struct {
	Since    int64   `json:"since"`    // when it was raised or reopened
	Triaged  int64   `json:"triaged"`  // when an officer last said whose it is
	Assigned int64   `json:"assigned"` // when somebody was last called by a step
	Accepted int64   `json:"accepted"`
	Departed int64   `json:"departed"`
	Arrived  int64   `json:"arrived"`
	Done     int64   `json:"done"`
	Worker   string  `json:"worker"` // who accepted last: he has it while it is accepted, and did it when it is done
	Outcome  Outcome `json:"outcome,omitempty"`
	Clock    Clock   `json:"clock"`
}

// Clock has the times of a round's steps as the worker's clock had them; they stand beside the ledger's and decide nothing.
type Clock struct {
	Accepted int64 `json:"accepted"`
	Departed int64 `json:"departed"`
	Arrived  int64 `json:"arrived"`
	Done     int64 `json:"done"`
}

// Rating is what a household says of the round that was confirmed: from 1, bad, to 5.
type Rating struct {
	Household string `json:"household"`
	Speed     int    `json:"speed"`
	Result    int    `json:"result"`
	At        int64  `json:"at"`
}

// Report is what an order is raised from.
type Report struct {
	Kind     Kind
	Place    string
	Reporter string   // "" of an alarm
	Affected []string // households
}

// Raise makes an order of a report, by the duty that covers it and the plan of its grid at this time. Without a duty (the zero one) it is
// raised and waits for an officer, with the haste of its kind.
func Raise(now int64, r Report, d Duty, p Plan) (Order, Reason) {
	switch {
	case !r.Kind.Known(), d.Priority != "" && !d.Priority.Known():
		return Order{}, UnknownChoice
	case len(r.Affected) > MaxAffected, p.size() > MaxCalled:
		return Order{}, TooMany
	}
	o := Order{
		Kind: r.Kind, Priority: d.Priority, Place: r.Place, Reporter: r.Reporter, Affected: slices.Clone(r.Affected),
		Most: d.Hands, Raised: now,
	}
	if o.Priority == "" {
		o.Priority = r.Kind.Priority()
	}
	o.Changed = now
	o.Round = Round{Since: now}
	o = o.call(p)
	return o.startTerms(), Allowed
}

// begin folds what has become due, and says whether a step may be taken then. Changed is the time of the step from here on: the ledger's,
// but not before what has already happened.
func (o Order) begin(step Step, now int64) (Order, Reason) {
	o = o.Due(now)
	switch {
	case step.follows(o.State):
		o.Changed = max(o.Changed, now)
		return o, Allowed
	case o.State.Closed():
		return o, Closed
	default:
		return o, WrongState
	}
}

// Reopened is how often it was.
func (o Order) Reopened() int { return len(o.Past) }

// Over is since when nobody has to work for an order: it is done, or was closed without that.
func (o Order) Over() (since int64, over bool) {
	switch {
	case o.State.Working():
		return 0, false
	case o.Done != 0:
		return o.Done, true
	}
	return o.Closed, true
}
