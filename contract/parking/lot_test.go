// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"crypto/ed25519"
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/parking"
)

// lottery has bob share his space by lot, drawn six hours before the day, and ann and cat ask for the same time of Thursday.
func (s *site) lottery() (offer, ann, cat string) {
	s.Helper()
	t := terms()
	t.Draw = act.Int(6 * hour)
	offer = s.offers(t)
	return offer, s.books(wants(offer, "1-101", at(48+9), at(48+11)), s.Ann), s.books(wants(offer, "1-103", at(48+10), at(48+12)), s.cat)
}

// A lot is drawn with the root of a head that more than two thirds of the bodies have co-signed since it was too late to ask. Who asked has
// it or has his points back, and who comes after the time to ask waits until it is drawn.
func TestLot(t *testing.T) {
	s := newSite(t)
	s.witnessed()
	offer, ann, cat := s.lottery()
	b := s.booking(ann)
	s.is(ann, rules.StatePending)
	s.has("1-101", 1000-32)
	bodies := s.Constitution.Bodies
	s.cosigned(5, "early", bodies[0])
	town.Fails(t, s.draws(b), parking.NotDrawn)
	s.Clock.Reach(b.DrawAt)
	s.Refused(parking.NotDrawn, s.once(parking.TypeBook, wants(offer, "1-103", at(48+15), at(48+16)), s.cat))
	town.Fails(t, s.draws(b), parking.NotDrawn)
	s.cosigned(5, "early", bodies[1:]...)
	town.Fails(t, s.draws(b), parking.NotDrawn) // the first body knew it when it could still ask
	s.cosigned(6, "six", bodies[0], bodies[1])
	s.cosigned(6, "seven", bodies[2])
	town.Fails(t, s.draws(b), parking.NotDrawn)
	s.cosigned(6, "six", bodies[3])
	s.cosigned(8, "eight", bodies...) // which nobody can choose instead
	town.Done(t, s.draws(b))
	town.Fails(t, s.draws(b), contract.Already)
	lot, _ := town.Read(s.Town, parking.Drawings, s.ID, "a-017", parking.DrawName(b))
	if len(lot.Won) != 1 || lot.Size != 6 || len(lot.Asked) != 2 {
		t.Fatalf("%+v", lot)
	}
	won, lost := ann, cat
	if lot.Won[0] == cat {
		won, lost = cat, ann
	}
	town.Done(t, s.settles(won))
	town.Done(t, s.settles(lost))
	s.is(won, rules.StateReserved)
	s.is(lost, rules.StateRejected)
	s.Refused(parking.SpaceTaken, s.once(parking.TypeBook, wants(offer, "1-104", at(48+10), at(48+11)), s.dan))
	s.books(wants(offer, "1-103", at(48+15), at(48+16)), s.cat)
}

// Whoever draws, and whatever was signed since: the smallest head that will do is the seed. Nobody hides it by signing on with another key.
func TestLotHasOneHead(t *testing.T) {
	for _, sizes := range [][]uint64{{6}, {6, 7}, {6, 7, 9}} {
		s := newSite(t)
		s.witnessed()
		_, ann, _ := s.lottery()
		b := s.booking(ann)
		s.Clock.Reach(b.DrawAt)
		s.cosigned(5, "five", s.Constitution.Bodies[:2]...) // too few
		for _, size := range sizes {
			s.cosigned(size, "root", s.Constitution.Bodies[:3]...)
		}
		first := s.Constitution.Bodies[0]
		other := checkpoint.Witness{MSP: first.MSP, Key: key("another").Public().(ed25519.PublicKey)}.String()
		_, err := s.Transact(s.Admin(first.ID), witness.TxName, other)
		town.Done(t, err)
		town.Done(t, s.draws(b))
		if lot, _ := town.Read(s.Town, parking.Drawings, s.ID, "a-017", parking.DrawName(b)); lot.Size != 6 {
			t.Errorf("of %v it takes %d", sizes, lot.Size)
		}
	}
}

// Who asks for a space by lot does so once; another day is another lot. Who takes his request back has his points back, and is in no lot.
func TestRequests(t *testing.T) {
	s := newSite(t)
	s.witnessed()
	offer, ann, cat := s.lottery()
	s.Refused(contract.Exists, s.once(parking.TypeBook, wants(offer, "1-101", at(48+13), at(48+14)), s.Ann))
	s.books(wants(offer, "1-101", at(72+13), at(72+14)), s.Ann)
	b := s.booking(ann)
	s.by(parking.TypeCancel, parking.Cancel{Booking: ann}, s.Ann)
	s.by(parking.TypeRetract, parking.Retract{Booking: cat, Reason: plate("why")}, s.Bob)
	s.has("1-103", 1000)
	s.Clock.Reach(b.DrawAt)
	s.cosigned(7, "seven", s.Constitution.Bodies...)
	town.Done(t, s.draws(b))
	s.Clock.Pass(time.Second)
	s.books(wants(offer, "1-103", at(48+9), at(48+12)), s.cat)
}

// A lot that nobody has drawn gives the space to nobody, and back what was held.
func TestNeverDrawn(t *testing.T) {
	s := newSite(t)
	_, ann, _ := s.lottery()
	s.Clock.Reach(at(48 + 9))
	town.Done(t, s.settles(ann))
	s.is(ann, rules.StateRejected)
	s.has("1-101", 1000)
}

// Of a hundred bookings for one space in one batch one gets it, and all others are told that it is taken.
func TestHundredAtOnce(t *testing.T) {
	s := newSite(t)
	free := terms()
	free.Hour, free.Overstay = 0, 0
	offer := s.offers(free)
	var acts []act.Signed
	for i := range int64(100) {
		from := at(9) + i%3*quarter
		who, unit := s.Ann, "1-101"
		if i%2 == 1 {
			who, unit = s.cat, "1-103"
		}
		b := wants(offer, unit, from, at(11)+i/6*quarter)
		acts = append(acts, s.once(parking.TypeBook, b, who))
	}
	taken := 0
	for i, o := range s.Submit(acts...) {
		switch {
		case o.Code == contract.OK && i == 0:
		case o.Code == parking.SpaceTaken:
			taken++
		default:
			t.Errorf("%d: %s", i, town.Said(o))
		}
	}
	if taken != 99 {
		t.Errorf("%d are told that it is taken", taken)
	}
}

// Many bookings at once ask the peer few times.
func TestBatchesReadAhead(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(20), at(21)), s.Ann)
	acts := []act.Signed{
		s.once(parking.TypeBook, wants(offer, "1-101", at(9), at(10)), s.Ann),
		s.once(parking.TypeBook, wants(offer, "1-103", at(23), at(25)), s.cat),
		s.Make(parking.TypeExtend, parking.Extend{Booking: id, Until: act.Int(at(22))}, s.Ann),
	}
	if asked := town.Asked(s.Town, acts); asked > 4 {
		t.Errorf("it asks %d times", asked)
	}
	var places []act.Signed
	for i := range 20 {
		space := parking.SpaceSet{Host: home("1-103"), Label: "S", Lot: "north", Space: "s-" + strconv.Itoa(i)}
		draft := s.Next(parking.TypeSpaceSet, s.first)
		draft.Seq += act.Int(i)
		places = append(places, s.Sign(draft, space, s.Two()...))
	}
	draft := s.Next(parking.TypeLotSet, s.first)
	draft.Seq += act.Int(len(places))
	if asked := town.Asked(s.Town, append(places, s.Sign(draft, s.lot(), s.Two()...))); asked > 5 {
		t.Errorf("places ask %d times", asked)
	}
}
