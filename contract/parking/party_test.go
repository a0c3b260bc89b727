// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

// rights are the documents that say who has which space and which points.
func (s *site) rights() map[string][]byte {
	kinds := []string{
		parking.Bookings.Kind(), parking.Days.Kind(), parking.Drawings.Kind(), parking.Spaces.Kind(), parking.Lots.Kind(),
		points.Accounts.Kind(),
		points.Escrows.Kind(), parking.Regulations.Kind(), parking.Visits.Kind(), parking.Decisions.Kind(),
	}
	state := s.Book().State()
	maps.DeleteFunc(state, func(key string, _ []byte) bool {
		kind, _, _ := contract.SplitKey(key)
		return !slices.Contains(kinds, kind)
	})
	return state
}

// alone demands that nothing that somebody signs by himself changes whose a space or a point is.
func (s *site) alone(who string, acts ...act.Signed) {
	s.Helper()
	before := s.rights()
	for _, signed := range acts {
		_, _ = s.TrySubmit(signed) // refused
	}
	if !maps.EqualFunc(before, s.rights(), bytes.Equal) {
		s.Errorf("%s alone changes something", who)
	}
}

// One officer says whose no space is, where no gate stands, books for no household, and resolves nothing.
func TestOneOfficer(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	s.Clock.Reach(at(9, 10))
	s.comes(id, "1-101", at(9))
	s.by(parking.TypeDispute, parking.Dispute{Booking: id, Text: plate("x")}, s.Bob)
	var acts []act.Signed
	for kind, body := range map[string]any{
		parking.TypeLotSet: s.lot(), parking.TypeParkingAdopt: parking.ParkingAdopt{Contest: "c0", Election: "plan"},
		parking.TypeSpaceSet: parking.SpaceSet{Host: home("1-103"), Label: "A-017", Lot: "north", Space: "a-017"},
		parking.TypeOfferEnd: parking.OfferEnd{Space: "a-017"}, parking.TypeOfferSet: always("a-017", terms()),
		parking.TypeCancel:     parking.Cancel{Booking: id},
		parking.TypeRetract:    parking.Retract{Booking: id, Reason: plate("x")},
		parking.TypeResolve:    parking.Resolve{Booking: id, Due: 1, Reason: plate("x")},
		parking.TypeDisplaced:  parking.Displaced{Booking: id},
		parking.TypeVisitAllow: s.visit("1-101"), parking.TypeGateDecide: s.decision(),
	} {
		acts = append(acts, s.Make(kind, body, s.first), s.Make(kind, body, s.first, s.Colleague))
	}
	acts = append(acts, s.once(parking.TypeBook, wants(offer, "1-101", at(12), at(13)), s.first),
		s.once(parking.TypeBook, wants(offer, "", at(12), at(13)), s.first))
	s.alone("an officer", acts...)
}

// A neighbour takes no step of a booking that is not his, and speaks for no other home.
func TestOneNeighbour(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	visit := s.by(parking.TypeVisitAllow, s.visit("1-101"), s.Ann)
	s.alone("a neighbour",
		s.Make(parking.TypeCancel, parking.Cancel{Booking: id}, s.cat),
		s.Make(parking.TypeRetract, parking.Retract{Booking: id, Reason: plate("x")}, s.Ann),
		s.Make(parking.TypeCancel, parking.Cancel{Booking: id}, s.Bob),
		s.Make(parking.TypeDispute, parking.Dispute{Booking: id, Text: plate("x")}, s.cat),
		s.Make(parking.TypeExtend, parking.Extend{Booking: id, Until: act.Int(at(12))}, s.cat),
		s.Make(parking.TypeOfferSet, always("a-017", terms()), s.cat),
		s.once(parking.TypeBook, wants(offer, "1-101", at(12), at(13)), s.cat),
		s.Make(parking.TypeVisitEnd, parking.VisitEnd{Visit: visit}, s.cat),
		s.Make(parking.TypeVisitAllow, s.visit("1-101"), s.cat),
	)
}

// A guest who says what he likes about when he came, and one who keeps silent, pays the same: gates say it. A host has no more than is
// held.
func TestGuestAndHostAlone(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	s.Clock.Reach(at(9, 40))
	s.comes(id, "1-101", at(9))
	s.alone("a guest", s.Make(parking.TypeDisplaced, parking.Displaced{Booking: id}, s.Ann),
		s.Make(parking.TypeCancel, parking.Cancel{Booking: id}, s.Ann))
	s.alone("a host", s.Make(parking.TypeRetract, parking.Retract{Booking: id, Reason: plate("x")}, s.Bob),
		s.Make(parking.TypeResolve, parking.Resolve{Booking: id, Due: 32, Reason: plate("x")}, s.Bob))
	s.Clock.Reach(at(11) + 20*day)
	town.Done(t, s.settles(id))
	s.has("1-102", 8) // nobody has seen it go
}

// What a gate is not enrolled to say, what proves nothing, what is of another car, another car park, or another time, moves no booking.
func TestOneOracle(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	s.enrols("elsewhere", events.T1, s.first.Body)
	s.Clock.Reach(at(9, 10))
	proof := func(gate string, kind events.Kind, when int64, values map[string]string, change ...func(*events.Event)) string {
		p, _ := s.saw(gate, kind, when, values, change...)
		return p
	}
	good := proof("gate-in", events.GateEntry, at(9), ofCar("1-101"))
	plain := map[string]string{"plate": "沪A12345"}
	unproved := func(e *events.Event) { e.Class = events.T0 }
	elsewhere := func(e *events.Event) { e.Community = "garden-2" }
	for name, c := range map[string]struct {
		proof string
		code  act.Code
	}{
		"another car":           {proof("gate-in", events.GateEntry, at(9), ofCar("1-103")), parking.OtherCar},
		"a device elsewhere":    {proof("elsewhere", events.GateEntry, at(9), ofCar("1-101")), parking.NoGate},
		"no way":                {proof("gate-any", events.Plate, at(9), ofCar("1-101")), parking.NoGate},
		"a plate in clear":      {proof("gate-in", events.GateEntry, at(9), plain), "NO_PASSAGE"},
		"too early":             {proof("gate-in", events.GateEntry, at(8, 44), ofCar("1-101")), parking.OtherTime},
		"a device of no proof":  {proof("gate-0", events.GateEntry, at(9), ofCar("1-101"), unproved), points.Untrusted},
		"of another class":      {proof("gate-in", events.GateEntry, at(9), ofCar("1-101"), unproved), "NO_PASSAGE"},
		"of another community":  {proof("gate-in", events.GateEntry, at(9), ofCar("1-101"), elsewhere), "NO_PASSAGE"},
		"not in the log":        {strings.Replace(good, `"index":"0"`, `"index":"1"`, 1), "NOT_INCLUDED"},
		"of no oracle":          {strings.Replace(good, s.oracle.By.ID(), plate("x"), 1), contract.NotFound},
		"an oracle with a hole": {strings.Replace(good, s.oracle.By.ID(), `x\u0000y`, 1), contract.NotFound},
		"nothing":               {"", act.BadField},
	} {
		if err := s.passes(id, c.proof); act.CodeOf(err) != c.code {
			t.Errorf("%s: %v, not %s", name, err, c.code)
		}
	}
	s.is(id, rules.StateReserved)
	town.Done(t, s.passes(id, good))
	town.Fails(t, s.passes(id, good), contract.Already)
	town.Fails(t, s.passes("x", good), contract.NotFound)
}

// What anybody may send names what there is, and changes nothing before its time.
func TestAnybody(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	before := s.rights()
	stranger := village.User{MSP: "StrangerMSP"}
	for _, args := range [][]string{{s.ID, id}, {s.ID, ""}, {"garden-9", id}, {s.ID, strings.ToUpper(id)}, {s.ID + "\x00", id}} {
		if _, err := s.Transact(stranger, parking.TxSettle, args...); err == nil {
			t.Errorf("SettleBooking %q is accepted", args)
		}
	}
	for _, args := range [][]string{{s.ID, "a-017", "1", "1"}, {s.ID, "a-017", "", "-1"}, {"", "", "", ""}} {
		if _, err := s.Transact(stranger, parking.TxDraw, args...); err == nil {
			t.Errorf("DrawLot %q is accepted", args)
		}
	}
	if !maps.EqualFunc(before, s.rights(), bytes.Equal) {
		t.Error("anybody changes something before its time")
	}
}

// Without a vote of the owners spaces are for households alone, whatever a host offers.
func TestForHouseholds(t *testing.T) {
	s := newSite(t)
	open := terms()
	open.Others = true
	s.Refused(parking.ForHouseholds, s.Make(parking.TypeOfferSet, always("a-017", open), s.Bob))
	s.Refused(parking.ForHouseholds, s.once(parking.TypeBook, wants(s.offers(terms()), "", at(9), at(10)), s.second))
	s.Refused(contract.NotFound, s.Make(parking.TypeParkingAdopt, parking.ParkingAdopt{Contest: "c0", Election: "none"}, s.Two()...))
	voted := parking.ParkingAdopt{Contest: "c0", Election: "plan", Regulation: parking.Regulation{Others: true, Ahead: act.Int(day)}}
	s.Refused(vote.NotAdopted, s.Make(parking.TypeParkingAdopt, voted, s.Two()...))
}

// Bodies book for their people once the owners have adopted that they may, no earlier than they have adopted, and with points that their
// own spaces have earned.
func TestOthers(t *testing.T) {
	s := newSite(t, parking.Regulation{Others: true, Ahead: act.Int(day)})
	s.by(parking.TypeSpaceSet, parking.SpaceSet{Host: body(s.second.Body), Label: "B-1", Lot: "north", Space: "b-1"}, s.Two()...)
	own := wants(s.by(parking.TypeOfferSet, always("b-1", terms()), s.second), "1-101", at(9), at(21))
	own.Space = "b-1"
	id := s.books(own, s.Ann)
	s.Clock.Reach(at(21))
	s.comes(id, "1-101", at(9))
	s.goes(id, "1-101", at(21))
	s.Clock.Reach(at(21) + day)
	town.Done(t, s.settles(id))
	s.has("body:"+s.second.Body, 48)

	s.Refused(parking.ForHouseholds, s.once(parking.TypeBook, wants(s.offers(terms()), "", at(72), at(73)), s.second))
	open := terms()
	open.Others = true
	s.Clock.Pass(time.Second)
	offer := s.offers(open)
	s.Refused(parking.ForHouseholds, s.once(parking.TypeBook, wants(offer, "", at(72), at(73)), s.second))
	s.Refused(points.NoBalance, s.once(parking.TypeBook, wants(offer, "", at(50), at(53)), s.first))
	id = s.books(wants(offer, "", at(50), at(53)), s.second)
	s.Refused(contract.WrongPerson, s.Make(parking.TypeResolve, parking.Resolve{Booking: id, Reason: plate("x")}, s.Two()...))
	s.by(parking.TypeExtend, parking.Extend{Booking: id, Until: act.Int(at(54))}, s.second)
	s.Refused(contract.WrongPerson, s.Make(parking.TypeCancel, parking.Cancel{Booking: id}, s.first))
	s.by(parking.TypeCancel, parking.Cancel{Booking: id}, s.second)
	s.has("body:"+s.second.Body, 48)
}
