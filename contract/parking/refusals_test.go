// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/parking"
)

// with is a body changed.
func with[B any](b B, change func(*B)) B {
	change(&b)
	return b
}

// What is no car park, no space, and no offer.
func (s *site) placeRefusals() []town.Refusal {
	lot := func(name string, code act.Code, change func(*parking.LotSet)) town.Refusal {
		return town.Refuse(name, code, s.Make(parking.TypeLotSet, with(s.lot(), change), s.Two()...))
	}
	space := func(name string, code act.Code, change func(*parking.SpaceSet)) town.Refusal {
		b := parking.SpaceSet{Host: home("1-103"), Label: "A-018", Lot: "north", Space: "a-018"}
		return town.Refuse(name, code, s.Make(parking.TypeSpaceSet, with(b, change), s.Two()...))
	}
	offer := func(name string, code act.Code, change func(*parking.OfferSet)) town.Refusal {
		return town.Refuse(name, code, s.Make(parking.TypeOfferSet, with(always("a-017", terms()), change), s.Bob))
	}
	third := s.Constitution.Bodies[2].ID
	return []town.Refusal{
		lot("no id", act.BadField, func(b *parking.LotSet) { b.Lot = "North!" }),
		lot("no name", act.BadField, func(b *parking.LotSet) { b.Name = " " }),
		lot("a name unseen", act.BadField, func(b *parking.LotSet) { b.Name = "north\u200b" }),
		lot("a long name", act.BadField, func(b *parking.LotSet) { b.Name = strings.Repeat("北", parking.MaxName+1) }),
		lot("gates out of order", act.BadField, func(b *parking.LotSet) { b.Gates[0], b.Gates[1] = b.Gates[1], b.Gates[0] }),
		lot("a gate that goes back", act.BadField, func(b *parking.LotSet) { b.Gates[0].Way = "back" }),
		lot("no such gate", contract.NotFound, func(b *parking.LotSet) { b.Gates[0].Device = "gate-00" }),
		lot("another body's", device.OtherBody, func(b *parking.LotSet) { b.Body = third }),
		lot("another body's by now", device.OtherBody, func(b *parking.LotSet) { b.Body, b.Gates = s.second.Body, []parking.Gate{} }),
		space("a space without id", act.BadField, func(b *parking.SpaceSet) { b.Space = "" }),
		space("without a label", act.BadField, func(b *parking.SpaceSet) { b.Label = "" }),
		space("of two", act.BadField, func(b *parking.SpaceSet) { b.Host.Body = s.first.Body }),
		space("of no home", contract.NotFound, func(b *parking.SpaceSet) { b.Host = home("9-999") }),
		space("of no body", contract.NotFound, func(b *parking.SpaceSet) { b.Host = body("nobody") }),
		space("in no car park", contract.NotFound, func(b *parking.SpaceSet) { b.Lot = "south" }),
		town.Refuse("an officer's own", people.OwnUnit, s.Make(parking.TypeSpaceSet,
			parking.SpaceSet{Host: home("1-102"), Label: "A", Lot: "north", Space: "a-018"}, s.first, s.Resident)),
		offer("no times", act.BadField, func(b *parking.OfferSet) { b.Windows = []parking.Window{} }),
		offer("a price too high", act.BadField, func(b *parking.OfferSet) { b.Terms.Hour = rules.MaxRate + 1 }),
		offer("terms too long", act.BadField, func(b *parking.OfferSet) { b.Terms.Late = 101 }),
		offer("of no space", contract.NotFound, func(b *parking.OfferSet) { b.Space = "a-019" }),
		offer("of nobody's space", contract.Revoked, func(b *parking.OfferSet) { b.Space = "a-020" }),
		town.Refuse("no offer to end", contract.NotFound, s.Make(parking.TypeOfferEnd, parking.OfferEnd{Space: "a-021"}, s.cat)),
		town.Refuse("others, not ahead", act.BadField, s.Make(parking.TypeParkingAdopt,
			parking.ParkingAdopt{Contest: "c0", Election: "plan", Regulation: parking.Regulation{Ahead: 5}}, s.Two()...)),
	}
}

// What cannot be booked.
func (s *site) bookRefusals(offer, id string) []town.Refusal {
	ann := func(name string, code act.Code, change func(*parking.Book)) town.Refusal {
		return town.Refuse(name, code, s.once(parking.TypeBook, with(wants(offer, "1-101", at(12), at(13)), change), s.Ann))
	}
	second := s.Sign(s.Draft(parking.TypeBook, 2, s.Ann), wants(offer, "1-101", at(12), at(13)), s.Ann)
	return []town.Refusal{
		ann("no plate", act.BadField, func(b *parking.Book) { b.Plate = "沪A12345" }),
		ann("no whole quarter", act.BadField, func(b *parking.Book) { b.From++ }),
		ann("too far away", act.BadField, func(b *parking.Book) { b.From, b.Until = act.Int(at(61*24)), act.Int(at(61*24+1)) }),
		ann("over", act.BadField, func(b *parking.Book) { b.From, b.Until = act.Int(at(-20)), act.Int(at(-19)) }),
		ann("at other times", parking.NotOffered, func(b *parking.Book) { b.From, b.Until = act.Int(at(52*24)), act.Int(at(52*24+1)) }),
		ann("on other terms", parking.OtherTerms, func(b *parking.Book) { b.Offer = plate("x") }),
		ann("no space", contract.NotFound, func(b *parking.Book) { b.Space = "a-019" }),
		ann("nobody's space", parking.NotOffered, func(b *parking.Book) { b.Space = "a-020" }),
		ann("what is taken", parking.SpaceTaken, func(b *parking.Book) { b.From = act.Int(at(10)) }),
		ann("for nobody", contract.WrongPerson, func(b *parking.Book) { b.Home = "" }),
		ann("for a neighbour", contract.WrongPerson, func(b *parking.Book) { b.Home = "1-103" }),
		town.Refuse("the own", parking.OwnSpace, s.once(parking.TypeBook, wants(offer, "1-102", at(12), at(13)), s.Bob)),
		town.Refuse("without points", points.NoBalance, s.once(parking.TypeBook, wants(offer, "1-104", at(12), at(13)), s.dan)),
		town.Refuse("numbered", contract.SeqGap, second),
		town.Refuse("no such booking", contract.NotFound, s.Make(parking.TypeCancel, parking.Cancel{Booking: plate("x")}, s.Ann)),
		town.Refuse("no hash", contract.NotFound, s.Make(parking.TypeCancel, parking.Cancel{Booking: "x"}, s.Ann)),
		town.Refuse("shorter", act.BadField, s.Make(parking.TypeExtend, parking.Extend{Booking: id, Until: act.Int(at(10))}, s.Ann)),
		town.Refuse("longer than offered", parking.NotOffered,
			s.Make(parking.TypeExtend, parking.Extend{Booking: s.last, Until: act.Int(at(50*24, 15))}, s.cat)),
		town.Refuse("not yet displaced", parking.OtherTime, s.Make(parking.TypeDisplaced, parking.Displaced{Booking: id}, s.Ann)),
		town.Refuse("nothing to dispute", parking.BookingState,
			s.Make(parking.TypeDispute, parking.Dispute{Booking: id, Text: plate("x")}, s.Bob)),
		town.Refuse("no text", act.BadField, s.Make(parking.TypeDispute, parking.Dispute{Booking: id}, s.Bob)),
		town.Refuse("no reason", act.BadField, s.Make(parking.TypeRetract, parking.Retract{Booking: id}, s.Bob)),
		town.Refuse("no reason of bodies", act.BadField, s.Make(parking.TypeResolve, parking.Resolve{Booking: id}, s.Two()...)),
		town.Refuse("nothing to resolve", parking.BookingState,
			s.Make(parking.TypeResolve, parking.Resolve{Booking: id, Reason: plate("x")}, s.Two()...)),
		town.Refuse("an officer's own booking", people.OwnUnit,
			s.Make(parking.TypeResolve, parking.Resolve{Booking: id, Reason: plate("x")}, s.first, s.Resident)),
		town.Refuse("over already", parking.BookingClosed, s.Make(parking.TypeCancel, parking.Cancel{Booking: s.over}, s.Ann)),
	}
}

// What a gate is not asked for.
func (s *site) visitRefusals() []town.Refusal {
	dan := func(name string, code act.Code, change func(*parking.VisitAllow)) town.Refusal {
		return town.Refuse(name, code, s.Make(parking.TypeVisitAllow, with(s.visit("1-104"), change), s.dan))
	}
	return []town.Refusal{
		dan("no commitment", act.BadField, func(b *parking.VisitAllow) { b.Plate = "沪A12345" }),
		dan("no kind", act.BadField, func(b *parking.VisitAllow) { b.Kind = "party" }),
		dan("a visit that is over", act.BadField, func(b *parking.VisitAllow) { b.From, b.Until = act.Int(at(-30)), act.Int(at(-29)) }),
		dan("a visit too long", act.BadField, func(b *parking.VisitAllow) { b.Until = b.From + parking.MaxVisit + 1 }),
		dan("a visit too far away", act.BadField, func(b *parking.VisitAllow) {
			b.From, b.Until = act.Int(at(31*24)), act.Int(at(31*24+1))
		}),
		dan("at no gate", contract.NotFound, func(b *parking.VisitAllow) { b.Lot = "south" }),
		dan("of another home", contract.WrongPerson, func(b *parking.VisitAllow) { b.Home = "1-103" }),
		town.Refuse("no visit", contract.NotFound, s.Make(parking.TypeVisitEnd, parking.VisitEnd{Visit: plate("x")}, s.dan)),
		town.Refuse("no visit's hash", contract.NotFound, s.Make(parking.TypeVisitEnd, parking.VisitEnd{Visit: "x"}, s.dan)),
	}
}

func TestRefusals(t *testing.T) {
	s := newSite(t)
	for space, host := range map[string]rules.Party{"a-020": {}, "a-021": home("1-103")} {
		s.by(parking.TypeSpaceSet, parking.SpaceSet{Host: host, Label: space, Lot: "north", Space: space}, s.Two()...)
	}
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	s.over = s.books(wants(offer, "1-101", at(20), at(21)), s.Ann)
	s.by(parking.TypeCancel, parking.Cancel{Booking: s.over}, s.Ann)
	s.last = s.books(wants(offer, "1-103", at(50*24-1), at(50*24)), s.cat)
	good := s.once(parking.TypeBook, wants(offer, "1-103", at(14), at(15)), s.cat)
	s.Refuses(t, good, 58, town.Theme("places", s.placeRefusals()), town.Theme("bookings", s.bookRefusals(offer, id)),
		town.Theme("visits", s.visitRefusals()))
}

// What a space's next owner has not offered is not offered, and what was booked stays.
func TestNextOwner(t *testing.T) {
	s := newSite(t)
	offer := s.offers(terms())
	id := s.books(wants(offer, "1-101", at(9), at(11)), s.Ann)
	s.by(parking.TypeSpaceSet, parking.SpaceSet{Host: home("1-104"), Label: "A-017", Lot: "north", Space: "a-017"}, s.Two()...)
	s.Refused(parking.NotOffered, s.once(parking.TypeBook, wants(offer, "1-103", at(12), at(13)), s.cat))
	s.Refused(parking.NotOffered, s.Make(parking.TypeExtend, parking.Extend{Booking: id, Until: act.Int(at(12))}, s.Ann))
	s.Refused(contract.WrongPerson, s.Make(parking.TypeOfferSet, always("a-017", terms()), s.Bob))
	again := s.by(parking.TypeOfferSet, always("a-017", terms()), s.dan)
	s.Refused(parking.SpaceTaken, s.once(parking.TypeBook, wants(again, "1-103", at(10), at(12)), s.cat))
	s.by(parking.TypeRetract, parking.Retract{Booking: id, Reason: plate("why")}, s.Bob)
	s.by(parking.TypeOfferEnd, parking.OfferEnd{Space: "a-017"}, s.dan)
	s.Refused(parking.NotOffered, s.once(parking.TypeBook, wants(again, "1-103", at(10), at(12)), s.cat))
	s.Refused(contract.NotFound, s.Make(parking.TypeOfferEnd, parking.OfferEnd{Space: "a-017"}, s.dan))
}

// A household has a bound of what it has booked and not used.
func TestOpenBookings(t *testing.T) {
	s := newSite(t)
	free := terms()
	free.Hour, free.Overstay = 0, 0
	offer := s.offers(free)
	for i := range int64(parking.MaxOpenHome) {
		s.books(wants(offer, "1-101", at(9+i), at(10+i)), s.Ann)
	}
	s.Refused(contract.TooMany, s.once(parking.TypeBook, wants(offer, "1-101", at(40), at(41)), s.Ann))
	s.Clock.Reach(at(10))
	s.books(wants(offer, "1-101", at(40), at(41)), s.Ann)
}
