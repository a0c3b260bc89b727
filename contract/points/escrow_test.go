// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/parking"
	purse "github.com/linli-project/linli/rules/points"
)

// What is held for a booking is held more of when it is extended, and goes to the host, or back; a stranger counts all of it again, and
// notices what is otherwise.
func TestEscrowIsCountedAgain(t *testing.T) {
	s := newSite(t)
	s.earned(100)
	s.by(parking.TypeLotSet, parking.LotSet{Body: s.first.Body, Gates: []parking.Gate{}, Lot: "east", Name: "East"}, s.Two()...)
	s.by(parking.TypeSpaceSet, parking.SpaceSet{Host: rules.Party{Home: "1-102"}, Label: "1", Lot: "east", Space: "s1"}, s.Two()...)
	now := s.Now().Unix()
	offer := s.by(parking.TypeOfferSet, parking.OfferSet{
		Except: []act.Int{}, From: act.Int(now), Space: "s1", Until: act.Int(now + 30*calendar.Day),
		Terms:   parking.Terms{Bands: []parking.Band{}, Cancel: 14 * calendar.Day, Hour: 10, Late: 50},
		Windows: []parking.Window{{Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 1440}},
	}, s.Bob)
	books := func(from time.Duration) string {
		at := s.Now().Add(from).Truncate(15 * time.Minute).Unix()
		signed := s.once(parking.TypeBook, parking.Book{
			From: act.Int(at), Home: "1-101", Offer: offer, Plate: strings.Repeat("a", 64), Space: "s1", Until: act.Int(at + 3600),
		}, s.Ann)
		s.OK(signed)
		return act.HashOf(signed.Text).String()
	}
	late, early, stays := books(2*time.Hour), books(20*24*time.Hour), books(5*time.Hour)
	b, _ := town.Read(s.Town, parking.Bookings, s.ID, stays)
	s.by(parking.TypeExtend, parking.Extend{Booking: stays, Until: act.Int(b.Until + 3600)}, s.Ann)
	s.has("1-101", 60)
	s.by(parking.TypeCancel, parking.Cancel{Booking: early}, s.Ann)
	s.has("1-101", 70)
	s.by(parking.TypeCancel, parking.Cancel{Booking: late}, s.Ann)
	s.has("1-101", 75)
	s.has("1-102", 5)
	for id, state := range map[string]purse.HoldState{late: purse.HoldPosted, early: purse.HoldReleased, stays: purse.HoldOpen} {
		if e, _ := town.Read(s.Town, points.Escrows, s.ID, id); e.State != state {
			t.Errorf("%+v is not %s", e, state)
		}
	}
	for id, change := range map[string]func(*purse.Hold){
		stays: func(h *purse.Hold) { h.Lots[0].Amount-- }, early: func(h *purse.Hold) { h.State = purse.HoldPosted },
		late: func(h *purse.Hold) { h.From = "1-102" },
	} {
		if key, accused := town.Doctored(s.Town, points.Escrows, change, id); len(accused) == 0 || accused[0] != key {
			t.Errorf("%q is changed, and %q are accused", key, accused)
		}
	}
	if _, accused := town.Doctored(s.Town, points.Escrows, func(*purse.Hold) {}, stays); len(accused) > 0 {
		t.Errorf("nothing is changed, and %q are accused", accused)
	}
}
