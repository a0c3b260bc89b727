// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"testing"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/parking"
)

// twice has ann book the same space twice for the same car, from nine to eleven and from eleven to one.
func (s *site) twice() (first, second string) {
	s.Helper()
	offer := s.offers(terms())
	return s.books(wants(offer, "1-101", at(9), at(11)), s.Ann), s.books(wants(offer, "1-101", at(11), at(13)), s.Ann)
}

// A car that stays from one booking to the next comes once and goes once: both are paid as booked, and nothing beside.
func TestStaysOn(t *testing.T) {
	s := newSite(t)
	first, second := s.twice()
	s.Clock.Reach(at(9, 5))
	s.comes(first, "1-101", at(9))
	town.Fails(t, s.stays(first, second), parking.OtherTime)
	s.Clock.Reach(at(11))
	town.Fails(t, s.stays(second, first), parking.OtherTime)
	town.Fails(t, s.stays(first, first), parking.OtherTime)
	town.Done(t, s.stays(first, second))
	town.Fails(t, s.stays(first, second), "ALREADY")
	s.is(first, rules.StateExited)
	s.is(second, rules.StateEntered)
	s.Clock.Reach(at(12, 55))
	s.goes(second, "1-101", at(12, 50))
	s.Clock.Reach(at(13) + day)
	town.Done(t, s.settles(first))
	town.Done(t, s.settles(second))
	s.has("1-101", 1000-16)
	s.has("1-102", 16)
}

// What gates tell late takes back that a car stayed: it had gone, or another one had come.
func TestDidNotStay(t *testing.T) {
	for name, tell := range map[string]func(s *site, first, entry string) string{
		"it had gone": func(s *site, first, _ string) string {
			proof, _ := s.saw("gate-out", "gate.exit", at(10), ofCar("1-101"))
			return proof
		},
		"another car": func(s *site, first, entry string) string {
			proof, _ := s.saw("gate-any", "plate", at(9), map[string]string{"plate": plate("other"), "direction": "in"}, replaces(entry))
			return proof
		},
	} {
		s := newSite(t)
		first, second := s.twice()
		s.Clock.Reach(at(9, 5))
		s.comes(first, "1-101", at(9))
		entry := s.booking(first).Entered.Event
		s.Clock.Reach(at(11))
		town.Done(t, s.stays(first, second))
		s.Clock.Reach(at(11, 10))
		town.Done(t, s.passes(first, tell(s, first, entry)))
		s.is(second, rules.StateReserved)
		if b := s.booking(second); b.Entered.At != 0 || len(b.Void) != 1 {
			t.Errorf("%s: %+v", name, b)
		}
		if b := s.booking(first); b.StayedTo() != "" || name == "it had gone" != (b.Exited.At == at(10)) {
			t.Errorf("%s: %+v", name, b)
		}
		if s.stays(first, second) == nil {
			t.Errorf("%s: it stays again", name)
		}
	}
}

// What a gate has seen counts for one booking of a car, whoever shows it. What it gives way to there is free again.
func TestOnePassageOneBooking(t *testing.T) {
	s := newSite(t)
	first, second := s.twice()
	s.Clock.Reach(at(11, 10))
	in, event := s.saw("gate-in", "gate.entry", at(10, 50), ofCar("1-101"))
	town.Done(t, s.passes(second, in))
	again, _ := s.saw("gate-in", "gate.entry", at(10, 50), ofCar("1-101"), replaces(event))
	out, _ := s.saw("gate-out", "gate.exit", at(11, 5), ofCar("1-101"))
	town.Done(t, s.passes(first, out))
	town.Fails(t, s.passes(second, out), parking.PassageUsed)
	earlier, _ := s.saw("gate-out", "gate.exit", at(11, 1), ofCar("1-101"))
	town.Done(t, s.passes(first, earlier))
	town.Done(t, s.passes(second, out))
	town.Done(t, s.passes(second, again))
	if a, b := s.booking(first), s.booking(second); a.Exited.At != at(11, 1) || b.Exited.At != at(11, 5) || b.Entered.Event == event {
		t.Errorf("%+v %+v", a, b)
	}
}
