// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/internal/town"
	events "github.com/linli-project/linli/rules/device"
)

func (s *site) visit(unit string) parking.VisitAllow {
	return parking.VisitAllow{
		From: act.Int(at(9)), Home: unit, Kind: parking.Visitor, Lot: "north", Plate: plate("visitor"), Until: act.Int(at(12)),
	}
}

func (s *site) decision() parking.GateDecide {
	return parking.GateDecide{
		At: act.Int(s.Now().Unix()), Let: true, Lot: "north", Plate: plate("van"), Reason: "delivery", Way: events.WayIn,
	}
}

// A household has a gate let a visitor in, and takes that back.
func TestVisit(t *testing.T) {
	s := newSite(t)
	id := s.by(parking.TypeVisitAllow, s.visit("1-104"), s.dan)
	s.by(parking.TypeVisitEnd, parking.VisitEnd{Visit: id}, s.People["eve"])
	if v, _ := town.Read(s.Town, parking.Visits, s.ID, id); v.Ended != s.Now().Unix() || v.Home != "1-104" {
		t.Errorf("%+v", v)
	}
	s.Refused(contract.NoEffect, s.Make(parking.TypeVisitEnd, parking.VisitEnd{Visit: id}, s.dan))
	for i := range parking.MaxVisits - 1 {
		more := s.visit("1-104")
		more.Until += act.Int(i)
		s.by(parking.TypeVisitAllow, more, s.dan)
	}
	s.Refused(contract.TooMany, s.Make(parking.TypeVisitAllow, s.visit("1-104"), s.dan))
	s.Clock.Reach(at(13))
	later := s.visit("1-104")
	later.From, later.Until = act.Int(at(14)), act.Int(at(15))
	s.by(parking.TypeVisitAllow, later, s.dan)
}

// A guard of the body that keeps the gates writes down what he did with a car that nobody had told the gate of.
func TestDecision(t *testing.T) {
	s := newSite(t)
	guard, other := s.Worker(s.first.Body), s.Worker(s.second.Body)
	id := s.by(parking.TypeGateDecide, s.decision(), guard)
	if d, _ := town.Read(s.Town, parking.Decisions, s.ID, id); d.By != guard.Key.ID() || d.Reason != "delivery" {
		t.Errorf("%+v", d)
	}
	s.Refused(contract.WrongPerson, s.Make(parking.TypeGateDecide, s.decision(), other))
	s.Refused(contract.NotWorker, s.Make(parking.TypeGateDecide, s.decision(), s.first))
	for name, change := range map[string]func(*parking.GateDecide){
		"in the future": func(d *parking.GateDecide) { d.At += 120 },
		"long ago":      func(d *parking.GateDecide) { d.At -= act.Int(day + 1) },
		"no reason":     func(d *parking.GateDecide) { d.Reason = "because" }, "no way": func(d *parking.GateDecide) { d.Way = events.WayUnknown },
		"a plate in clear": func(d *parking.GateDecide) { d.Plate = "沪A12345" },
	} {
		d := s.decision()
		change(&d)
		t.Run(name, func(t *testing.T) { s.Under(t).Refused(act.BadField, s.Make(parking.TypeGateDecide, d, guard)) })
	}
}
