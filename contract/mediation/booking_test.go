// SPDX-License-Identifier: Apache-2.0

package mediation_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/mediation"
	spaces "github.com/linli-project/linli/rules/parking"
)

// booked is ann's booking of bob's space, which costs nothing.
func (s *site) booked() string {
	s.Helper()
	now := act.Int(s.Now().Unix() / spaces.Quarter * spaces.Quarter)
	s.by(parking.TypeLotSet, parking.LotSet{Body: s.mediator.Body, Gates: []parking.Gate{}, Lot: "north", Name: "North"}, s.Two()...)
	s.by(parking.TypeSpaceSet, parking.SpaceSet{Host: spaces.Party{Home: "1-102"}, Label: "A", Lot: "north", Space: "a-1"}, s.Two()...)
	offer := s.by(parking.TypeOfferSet, parking.OfferSet{
		Except: []act.Int{}, From: now, Space: "a-1", Terms: parking.Terms{Bands: []parking.Band{}}, Until: now + 9*24*3600,
		Windows: []parking.Window{{Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 1440}},
	}, s.Bob)
	book := parking.Book{From: now + 3600, Home: "1-101", Offer: offer, Plate: hash("plate"), Space: "a-1", Until: now + 7200}
	signed := s.Sign(s.Draft(parking.TypeBook, 1, s.Ann), book, s.Ann)
	s.OK(signed)
	return act.HashOf(signed.Text).String()
}

// A case about a booking is between its guest and its host, whoever of both asks.
func TestAboutBooking(t *testing.T) {
	s := newSite(t)
	b := ask()
	b.About, b.ID = mediation.AboutBooking, s.booked()
	if asked := town.Asked(s.Town, []act.Signed{s.Make(mediation.TypeCaseRequest, b, s.Ann)}); asked > 4 {
		t.Errorf("it asks %d times", asked)
	}
	id := s.by(mediation.TypeCaseRequest, b, s.Ann)
	if c := s.stands(id, rules.StateRequested); c.Matter.ID != b.ID {
		t.Errorf("%+v", c)
	}
	host := b
	host.Home, host.Second.Home = "1-102", "1-101"
	s.by(mediation.TypeCaseRequest, host, s.Bob)
	for _, second := range []rules.Side{{Home: "1-103"}, {Body: s.other.Body}} {
		other := b
		other.Second = second
		s.Refused(contract.WrongPerson, s.Make(mediation.TypeCaseRequest, other, s.Ann))
	}
	stranger := b
	stranger.Home = "1-103"
	s.Refused(contract.WrongPerson, s.Make(mediation.TypeCaseRequest, stranger, s.People["cat"]))
}
