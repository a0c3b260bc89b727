// SPDX-License-Identifier: Apache-2.0

// Package parking is the ledger's chapter of shared parking spaces: car parks and their gates, spaces and who has them, offers, bookings
// from being asked for to being paid, and whom gates let in beside. What a booking goes through is in rules/parking; this chapter says who
// may take a step, and holds points for it. Cars are there only as commitments to their plates, as gates' events have them.
package parking

import (
	"github.com/linli-project/linli/contract"
)

// Types of the chapter's acts, as envelopes name them.
const (
	TypeParkingAdopt = "parking.adopt"
	TypeLotSet       = "lot.set"
	TypeSpaceSet     = "space.set"
	TypeOfferSet     = "offer.set"
	TypeOfferEnd     = "offer.end"
	TypeBook         = "parking.book"
	TypeExtend       = "parking.extend"
	TypeCancel       = "parking.cancel"
	TypeRetract      = "parking.retract"
	TypeDisplaced    = "parking.displaced"
	TypeDispute      = "parking.dispute"
	TypeResolve      = "parking.resolve"
	TypeVisitAllow   = "visit.allow"
	TypeVisitEnd     = "visit.end"
	TypeGateDecide   = "gate.decide"
)

// Transactions that anybody may send, since they follow from the ledger alone.
const (
	TxPass   = "Pass"          // what a gate has seen of a booking's car: a community, a booking, and the proof of the event (JSON)
	TxDraw   = "DrawLot"       // who of those who asked has a space: a community, a space, and the time of the lot
	TxStay   = "StayOn"        // a car stays on its space from one booking to its next: a community, and both
	TxSettle = "SettleBooking" // what time alone, or the lot, has made of a booking: a community and a booking
)

// Chapter declares the chapter's acts and transactions.
func Chapter() contract.Chapter {
	return contract.Chapter{
		Acts: append(append(places(), bookings()...), gates()...),
		Transactions: map[string]contract.Transaction{
			TxPass: {Arguments: 3, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, pass(s, tx, a[0], a[1], a[2])
			}},
			TxDraw: {Arguments: 3, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, draw(s, tx, drawing{Community: a[0], Space: a[1], At: a[2]})
			}},
			TxStay: {Arguments: 3, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, stay(s, tx, a[0], a[1], a[2])
			}},
			TxSettle: {Arguments: 2, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, settle(s, tx, a[0], a[1])
			}},
		},
	}
}

// places are the acts of what there is to be had.
func places() []contract.Declared {
	return []contract.Declared{
		contract.Act[ParkingAdopt]{Type: TypeParkingAdopt, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: adopt},
		contract.Act[LotSet]{
			Type: TypeLotSet, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: setLot,
			Reads:   lotReads,
			Subject: func(b LotSet) contract.Subject { return contract.Subject{Kind: Lots.Kind(), ID: b.Lot} },
		},
		contract.Act[SpaceSet]{
			Type: TypeSpaceSet, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: setSpace, OfPerson: true,
			Reads:   spaceReads,
			Subject: func(b SpaceSet) contract.Subject { return contract.Subject{Kind: Spaces.Kind(), ID: b.Space} },
		},
		contract.Act[OfferSet]{
			Type: TypeOfferSet, Limit: contract.Small, Signers: contract.ByOwnerOrOfficer, Apply: setOffer,
			Reads:   func(c *contract.Context, b OfferSet) []string { return hostReads(c, b.Space) },
			Subject: func(b OfferSet) contract.Subject { return aboutOffer(b.Space) },
		},
		contract.Act[OfferEnd]{
			Type: TypeOfferEnd, Limit: contract.Small, Signers: contract.ByOwnerOrOfficer, Apply: endOffer,
			Reads:   func(c *contract.Context, b OfferEnd) []string { return hostReads(c, b.Space) },
			Subject: func(b OfferEnd) contract.Subject { return aboutOffer(b.Space) },
		},
	}
}

// bookings are the acts of a booking. Asking for one is numbered by itself, so that many may be asked for at once; those of one space are
// in one lane, so that the first of them has it, and no other one is sent in vain.
func bookings() []contract.Declared {
	return []contract.Declared{
		contract.Act[Book]{
			Type: TypeBook, Limit: contract.Small, Signers: contract.ByOwnerOrOfficer, Apply: book, NumbersItself: true, Reads: bookReads,
			Subject: func(b Book) contract.Subject { return aboutOffer(b.Space) },
			Lane:    func(b Book) []string { return []string{Spaces.Kind(), b.Space} },
		},
		ofBooking(TypeExtend, contract.ByOwnerOrOfficer, extend, func(b Extend) string { return b.Booking }),
		ofBooking(TypeCancel, contract.ByOwnerOrOfficer, cancel, func(b Cancel) string { return b.Booking }),
		ofBooking(TypeRetract, contract.ByOwnerOrOfficer, retract, func(b Retract) string { return b.Booking }),
		ofBooking(TypeDisplaced, contract.ByOwnerOrOfficer, displaced, func(b Displaced) string { return b.Booking }),
		ofBooking(TypeDispute, contract.ByOwnerOrOfficer, dispute, func(b Dispute) string { return b.Booking }),
		ofBooking(TypeResolve, contract.ByTwoBodies, resolve, func(b Resolve) string { return b.Booking }),
	}
}

// gates are the acts of whom gates let in without a booking.
func gates() []contract.Declared {
	return []contract.Declared{
		contract.Act[VisitAllow]{
			Type: TypeVisitAllow, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: allowVisit,
			Reads: func(c *contract.Context, b VisitAllow) []string { return visitReads(c, b.Home, b.Lot) },
		},
		contract.Act[VisitEnd]{
			Type: TypeVisitEnd, Limit: contract.Small, Signers: contract.ByOneOwner, Apply: endVisit,
			Subject: func(b VisitEnd) contract.Subject { return contract.Subject{Kind: Visits.Kind(), ID: b.Visit} },
		},
		contract.Act[GateDecide]{
			Type: TypeGateDecide, Limit: contract.Small, Signers: contract.ByWorker, Apply: decide,
			Subject: func(b GateDecide) contract.Subject { return contract.Subject{Kind: Lots.Kind(), ID: b.Lot} },
		},
	}
}

// ofBooking declares a step of the booking that its body names.
func ofBooking[B any](name string, by contract.Signers, apply func(*contract.Context, B) error, id func(B) string) contract.Act[B] {
	return contract.Act[B]{
		Type: name, Limit: contract.Small, Signers: by, Apply: apply, OfPerson: by.Name == contract.ByTwoBodies.Name,
		Subject: func(b B) contract.Subject { return contract.Subject{Kind: Bookings.Kind(), ID: id(b)} },
		Reads:   func(c *contract.Context, b B) []string { return stepReads(c, id(b)) },
	}
}

func aboutOffer(space string) contract.Subject {
	return contract.Subject{Kind: Offers.Kind(), ID: space}
}
