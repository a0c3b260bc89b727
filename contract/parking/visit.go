// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/calendar"
	events "github.com/linli-project/linli/rules/device"
)

// Kinds of what a household asks a gate for.
const (
	Visitor = "visitor" // a car may come in and go (访客登记)
	Release = "release" // something may be taken out (放行条)
)

// Bounds of visits.
const (
	MaxVisit      = 3 * calendar.Day
	MaxVisitAhead = 30 * calendar.Day
	MaxVisits     = 20 // of a household that are not over
)

// Visit is whom a gate lets in for a household.
type Visit struct {
	VisitAllow
	Ended int64 `json:"ended"` // Unix time; 0: it was not
}

// Visits are a community's, by the hash of the act that allowed them.
const (
	Visits contract.Ref[Visit]    = "visit"  // C~id: whose car a gate lets in for a household, or what it lets out, and when
	visits contract.Ref[OpenList] = "visits" // C~home: those of a household that are not over
)

// VisitAllow is the body of visit.allow: an owner has a gate let in a visitor's car, or let something out.
type VisitAllow struct {
	From  act.Int `json:"from"` // Unix time
	Home  string  `json:"home"`
	Kind  string  `json:"kind"` // Visitor or Release
	Lot   string  `json:"lot"`
	Plate string  `json:"plate"` // commitment to it (hex)
	Until act.Int `json:"until"`
}

func allowVisit(c *contract.Context, b VisitAllow) error {
	from, until := int64(b.From), int64(b.Until)
	switch {
	case !contract.IsHash(b.Plate):
		return act.Refuse(act.BadField, "of", "plate")
	case b.Kind != Visitor && b.Kind != Release:
		return act.Refuse(act.BadField, "of", "visit-kind")
	case until <= c.Tx.Time || until-from > MaxVisit || from >= until || from-c.Tx.Time > MaxVisitAhead:
		return act.Refuse(act.BadField, "of", "visit-time")
	}
	if err := people.Owns(c, c.Signers[0].Person, b.Home); err != nil {
		return err
	}
	if _, err := loadLot(c, c.Act.Community, b.Lot); err != nil {
		return err
	}
	open, _, err := visits.Get(c, c.Act.Community, b.Home)
	if err != nil {
		return err
	}
	if open = open.with(c.Tx.Time, OpenBooking{Booking: c.Hash, Until: until}); len(open.Bookings) > MaxVisits {
		return act.Refuse(contract.TooMany, "of", "visits", "most", MaxVisits)
	}
	if err := visits.Put(c, open, c.Act.Community, b.Home); err != nil {
		return err
	}
	return Visits.Put(c, Visit{VisitAllow: b}, c.Act.Community, c.Hash)
}

// VisitEnd is the body of visit.end: an owner of the household has the gate let nobody in any more.
type VisitEnd struct {
	Visit string `json:"visit"`
}

func endVisit(c *contract.Context, b VisitEnd) error {
	if !contract.IsHash(b.Visit) {
		return act.Refuse(contract.NotFound, "of", "visit")
	}
	v, ok, err := Visits.Get(c, c.Act.Community, b.Visit)
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(contract.NotFound, "of", "visit")
	case v.Ended != 0 || int64(v.Until) <= c.Tx.Time:
		return act.Refuse(contract.NoEffect, "of", "visit")
	}
	if err := people.Owns(c, c.Signers[0].Person, v.Home); err != nil {
		return err
	}
	v.Ended = c.Tx.Time
	return Visits.Put(c, v, c.Act.Community, b.Visit)
}

// Decision is what a guard did with a car that nobody had told the gate of.
type Decision struct {
	GateDecide
	By string `json:"by"` // the worker's credential
}

// Decisions are a community's, by the hash of their acts.
const Decisions contract.Ref[Decision] = "decision" // C~id: what a guard did with a car without a booking, and why

// Reasons for which a guard lets a car through, or does not.
var decisionReasons = []string{"delivery", "emergency", "gate-failed", "no-booking", "other", "resident", "service", "visitor"}

// DecisionReasons are all that there are.
func DecisionReasons() []string { return slices.Clone(decisionReasons) }

// GateDecide is the body of gate.decide: a guard says what he did with a car without a booking.
type GateDecide struct {
	At     act.Int    `json:"at"` // Unix time by his clock: he may have had no connection
	Let    bool       `json:"let"`
	Lot    string     `json:"lot"`
	Plate  string     `json:"plate"`  // commitment to it (hex); "" where there is none
	Reason string     `json:"reason"` // one of DecisionReasons
	Way    events.Way `json:"way"`    // WayIn or WayOut
}

func decide(c *contract.Context, b GateDecide) error {
	switch at := int64(b.At); {
	case b.Plate != "" && !contract.IsHash(b.Plate):
		return act.Refuse(act.BadField, "of", "plate")
	case !slices.Contains(decisionReasons, b.Reason), b.Way != events.WayIn && b.Way != events.WayOut:
		return act.Refuse(act.BadField, "of", "gate-reason")
	case at > c.Tx.Time+ahead || at < c.Tx.Time-calendar.Day:
		return act.Refuse(act.BadField, "of", "gate-at")
	}
	lot, err := loadLot(c, c.Act.Community, b.Lot)
	if err != nil {
		return err
	}
	if c.Signers[0].Body != lot.Body {
		return act.Refuse(contract.WrongPerson, "of", "parking")
	}
	return Decisions.Put(c, Decision{GateDecide: b, By: c.Signers[0].ID}, c.Act.Community, c.Hash)
}

// ahead is by how many seconds a guard's clock may be ahead.
const ahead = 60
