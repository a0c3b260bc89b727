// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/parking"
	ledger "github.com/linli-project/linli/rules/points"
)

// A booking from the offer to the payment: points are held when it is asked for, gates say who came and went, and a day later the host
// has what it costs and the guest the rest.
func TestLifeOfABooking(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	s.is(id, rules.StateReserved)
	s.has("1-101", 1000-8-24)
	s.Clock.Reach(at(9, 5))
	s.comes(id, "1-101", at(9))
	s.is(id, rules.StateEntered)
	s.Clock.Reach(at(11, 20))
	s.goes(id, "1-101", at(11, 20))
	s.is(id, rules.StateExited)
	town.Fails(t, s.settles(id), "NO_EFFECT")
	s.Clock.Reach(at(11, 20) + day)
	town.Done(t, s.settles(id))
	s.is(id, rules.StateSettled)
	s.has("1-101", 1000-8-6) // two quarters of overstay were begun
	s.has("1-102", 8+6)
	held, _ := town.Read(s.Town, points.Escrows, s.ID, id)
	if held.State != ledger.HoldPosted || held.Amount() != 0 {
		t.Errorf("%+v", held)
	}
}

// Who has booked may extend it as long as nobody has the time after; what it costs more is held too.
func TestExtended(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(10)), s.Ann)
	s.books(wants(offer, "1-103", at(11), at(12)), s.cat)
	s.by(parking.TypeExtend, parking.Extend{Booking: id, Until: act.Int(at(11))}, s.Ann)
	s.has("1-101", 1000-8-24)
	s.Refused(parking.SpaceTaken, s.Make(parking.TypeExtend, parking.Extend{Booking: id, Until: act.Int(at(11, 15))}, s.Ann))
	s.Refused(parking.SpaceTaken, s.once(parking.TypeBook, wants(offer, "1-103", at(10, 45), at(11)), s.cat))
	if b := s.booking(id); b.Until != at(11) || b.Price != 8 || b.Held != 32 {
		t.Errorf("%+v", b)
	}
}

// A booking over midnight takes of two days, and gives back both.
func TestMidnight(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(23), at(25)), s.Ann)
	for _, span := range [][2]int64{{at(22), at(23, 15)}, {at(23, 45), at(24)}, {at(24), at(24, 15)}, {at(24, 45), at(26)}} {
		s.Refused(parking.SpaceTaken, s.once(parking.TypeBook, wants(offer, "1-103", span[0], span[1]), s.cat))
	}
	s.books(wants(offer, "1-103", at(22), at(23)), s.cat)
	s.books(wants(offer, "1-103", at(25), at(26)), s.cat)
	s.by(parking.TypeCancel, parking.Cancel{Booking: id}, s.Ann)
	s.has("1-101", 1000)
	s.Clock.Pass(time.Second)
	s.books(wants(offer, "1-101", at(23), at(25)), s.Ann)
}

// The guest who cancels late pays what the terms say; the host who takes the space back costs him nothing.
func TestCancelledAndRetracted(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	late := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	early := s.books(wants(offer, "1-103", at(48), at(50)), s.cat)
	s.Clock.Reach(at(8))
	s.by(parking.TypeCancel, parking.Cancel{Booking: late}, s.Ann)
	s.has("1-101", 1000-4)
	s.has("1-102", 4)
	s.by(parking.TypeRetract, parking.Retract{Booking: early, Reason: plate("why")}, s.Bob)
	s.is(early, rules.StateCancelled)
	s.has("1-103", 1000)
}

// Whom the host displaces at the last moment has his points back once the time is over.
func TestDisplaced(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	other := s.books(wants(offer, "1-103", at(12), at(13)), s.cat)
	s.Clock.Reach(at(8))
	s.by(parking.TypeRetract, parking.Retract{Booking: id, Reason: plate("why")}, s.Bob)
	s.is(id, rules.StateDisplaced)
	s.Refused(parking.SpaceTaken, s.once(parking.TypeBook, wants(offer, "1-103", at(9), at(10)), s.cat))
	s.Clock.Reach(at(12, 5))
	s.comes(other, "1-103", at(12, 1))
	s.by(parking.TypeDisplaced, parking.Displaced{Booking: other}, s.cat)
	s.Clock.Reach(at(13) + day)
	town.Done(t, s.settles(id))
	town.Done(t, s.settles(other))
	s.has("1-101", 1000)
	s.has("1-103", 1000)
	s.has("1-102", 0)
}

// Two bodies that are no side resolve what one of them says was otherwise.
func TestDisputed(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	s.Clock.Reach(at(12))
	s.comes(id, "1-101", at(9))
	s.goes(id, "1-101", at(12))
	s.by(parking.TypeDispute, parking.Dispute{Booking: id, Text: plate("text")}, s.Bob)
	s.Clock.Reach(at(12) + 3*day)
	town.Fails(t, s.settles(id), "NO_EFFECT")
	s.by(parking.TypeResolve, parking.Resolve{Booking: id, Due: 10, Reason: plate("why")}, s.first, s.second)
	s.is(id, rules.StateResolved)
	s.has("1-101", 990)
	s.has("1-102", 10)
}

// Who does not come leaves the rest of his time to others, and has it no more when a gate tells late that he did.
func TestNoShow(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(12)), s.Ann)
	proof, _ := s.saw("gate-in", "gate.entry", at(9, 30), ofCar("1-101"), late)
	s.Clock.Reach(at(10))
	town.Done(t, s.settles(id))
	s.is(id, rules.StateNoShow)
	other := s.books(wants(offer, "1-103", at(10), at(11)), s.cat)
	town.Done(t, s.passes(id, proof))
	s.is(id, rules.StateEntered)
	s.Refused(parking.SpaceTaken, s.Make(parking.TypeExtend, parking.Extend{Booking: id, Until: act.Int(at(13))}, s.Ann))
	s.goes(id, "1-101", at(10))
	s.Clock.Reach(at(10) + day)
	town.Done(t, s.settles(id))
	s.has("1-101", 1000-12)
	town.Done(t, s.settles(other))
	s.is(other, rules.StateNoShow)
}

// A gate that reads another car's plate corrects itself, and what it took back says nothing any more, whoever sends it.
func TestCorrected(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(12)), s.Ann)
	s.Clock.Reach(at(9, 10))
	wrong, event := s.saw("gate-any", "plate", at(9, 5), map[string]string{"plate": plate("1-101"), "direction": "in"})
	town.Done(t, s.passes(id, wrong))
	s.is(id, rules.StateEntered)
	right, _ := s.saw("gate-any", "plate", at(9, 5), map[string]string{"plate": plate("other"), "direction": "in"}, replaces(event))
	town.Done(t, s.passes(id, right))
	s.is(id, rules.StateReserved)
	town.Fails(t, s.passes(id, wrong), "ALREADY")
	town.Fails(t, s.passes(id, right), parking.OtherCar)
	turned, _ := s.saw("gate-any", "vehicle.turned", at(9, 8), ofCar("1-101"))
	town.Fails(t, s.passes(id, turned), parking.BookingState)
	s.comes(id, "1-101", at(9, 7))
	town.Done(t, s.passes(id, turned))
	s.is(id, rules.StateReserved)
}

// A gate that was silent from before the booking says so when it speaks again, and for how long it was.
func TestSilentFromBefore(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(12)), s.Ann)
	s.Clock.Reach(at(12, 30))
	before, _ := s.saw("gate-in", "silence", at(6), map[string]string{"active": "true"})
	town.Fails(t, s.passes(id, before), parking.OtherTime)
	short, _ := s.saw("gate-in", "silence", at(12, 30), map[string]string{"active": "false", "seconds": "1799"})
	town.Fails(t, s.passes(id, short), parking.OtherTime)
	again, _ := s.saw("gate-in", "silence", at(12, 30), map[string]string{"active": "false", "seconds": "23400"})
	town.Done(t, s.passes(id, again))
	s.is(id, rules.StateSettled)
	s.has("1-101", 1000)
}

// Where the gate was silent, nobody pays for not having been seen.
func TestSilentGate(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(12)), s.Ann)
	s.Clock.Reach(at(10, 30))
	silent, _ := s.saw("gate-in", "silence", at(9, 30), map[string]string{"active": "true"})
	town.Done(t, s.passes(id, silent))
	s.is(id, rules.StateSettled)
	s.has("1-101", 1000)
	s.books(wants(offer, "1-103", at(11), at(12)), s.cat)
}
