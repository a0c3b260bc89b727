// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	rules "github.com/linli-project/linli/rules/parking"
)

// load reads a booking as the lot has left it, if it has been drawn.
func load(v contract.Viewer, community, id string) (stored, now rules.Booking, err error) {
	if !contract.IsHash(id) {
		return stored, now, act.Refuse(contract.NotFound, "of", "booking")
	}
	stored, ok, err := Bookings.Get(v, community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "booking")
	}
	if err != nil || stored.State != rules.StatePending {
		return stored, stored, err
	}
	lot, _, err := Drawings.Get(v, community, stored.Space, DrawName(stored))
	if err != nil || lot.At == 0 {
		return stored, stored, err
	}
	now, _ = stored.Drawn(lot.At, lot.has(id))
	return stored, now, nil
}

// keeping is where a step of a booking is written: the documents of the booking, of its space, and of the points that are held.
type keeping struct {
	contract.Viewer
	escrow    points.Escrow
	community string
}

// keep writes what a step has made of a booking: what it gives back of the space, and where what was held goes.
func (k keeping) keep(stored, before, after rules.Booking) error {
	if s, ok := before.Frees(after); ok {
		if err := leave(k, k.community, after.Space, s); err != nil {
			return err
		}
	}
	if after.State.Closed() && !stored.State.Closed() {
		if err := k.escrow.Pay(after.ID, after.Host.Name(), after.Due); err != nil {
			return err
		}
	}
	return Bookings.Put(k, after, k.community, after.ID)
}

// move is one of the rules' steps.
type move func(rules.Booking) (rules.Booking, rules.Reason)

// step takes a booking through a step that its signers may take.
func step(c *contract.Context, id string, may func(*contract.Context, rules.Booking) error, take move) error {
	stored, before, err := load(c, c.Act.Community, id)
	if err != nil {
		return err
	}
	if err := may(c, before); err != nil {
		return err
	}
	after, reason := take(before)
	if reason != rules.Allowed {
		return refuse(reason, before.At(c.Tx.Time).State)
	}
	return keeping{c, escrow(c), c.Act.Community}.keep(stored, before, after)
}

func byGuest(c *contract.Context, b rules.Booking) error { return speaksFor(c, b.Guest) }

func byHost(c *contract.Context, b rules.Booking) error { return speaksFor(c, b.Host) }

// Extend is the body of parking.extend: the guest asks for more time.
type Extend struct {
	Booking string  `json:"booking"`
	Until   act.Int `json:"until"` // the new end, Unix time
}

func extend(c *contract.Context, b Extend) error {
	var offer Offer
	offered := func(c *contract.Context, doc rules.Booking) (err error) {
		if err := byGuest(c, doc); err != nil {
			return err
		}
		offer, _, err = Offers.Get(c, c.Act.Community, doc.Space)
		if err == nil && offer.Ended {
			err = act.Refuse(NotOffered)
		}
		return err
	}
	var before, after rules.Booking
	err := step(c, b.Booking, offered, func(doc rules.Booking) (_ rules.Booking, reason rules.Reason) {
		before = doc
		after, reason = offer.Extend(doc, c.Tx.Time, doc.Guest, int64(b.Until))
		return after, reason
	})
	if err != nil {
		return err
	}
	if err := take(c, c.Act.Community, after.Space, rules.Span{From: before.Until, Until: after.Until}); err != nil {
		return err
	}
	return escrow(c).Hold(after.Guest.Name(), after.ID, after.Held-before.Held, farUntil(after))
}

// Cancel is the body of parking.cancel: the guest does not come.
type Cancel struct {
	Booking string `json:"booking"`
}

func cancel(c *contract.Context, b Cancel) error {
	return step(c, b.Booking, byGuest, func(doc rules.Booking) (rules.Booking, rules.Reason) { return doc.Cancel(c.Tx.Time, doc.Guest) })
}

// Retract is the body of parking.retract: the host takes the space back.
type Retract struct {
	Booking string `json:"booking"`
	Reason  string `json:"reason"` // hash
}

func retract(c *contract.Context, b Retract) error {
	if !contract.IsHash(b.Reason) {
		return act.Refuse(act.BadField, "of", "reason-text")
	}
	return step(c, b.Booking, byHost, func(doc rules.Booking) (rules.Booking, rules.Reason) {
		return doc.Retract(c.Tx.Time, doc.Host, b.Reason)
	})
}

// Displaced is the body of parking.displaced: the guest says that somebody else stands on the space.
type Displaced struct {
	Booking string `json:"booking"`
}

func displaced(c *contract.Context, b Displaced) error {
	return step(c, b.Booking, byGuest, func(doc rules.Booking) (rules.Booking, rules.Reason) { return doc.Displace(c.Tx.Time, doc.Guest) })
}

// Dispute is the body of parking.dispute: one side says that something was otherwise.
type Dispute struct {
	Booking string `json:"booking"`
	Text    string `json:"text"` // hash of what it says
}

func dispute(c *contract.Context, b Dispute) error {
	if !contract.IsHash(b.Text) {
		return act.Refuse(act.BadField, "of", "reason-text")
	}
	var by rules.Party
	side := func(c *contract.Context, doc rules.Booking) (err error) {
		by, err = sideOf(c, doc)
		return err
	}
	return step(c, b.Booking, side, func(doc rules.Booking) (rules.Booking, rules.Reason) {
		return doc.Contest(c.Tx.Time, by, b.Text)
	})
}

// sideOf is the guest or the host of a booking, whom the signer speaks for.
func sideOf(c *contract.Context, b rules.Booking) (rules.Party, error) {
	err := byGuest(c, b)
	if code := act.CodeOf(err); code != contract.WrongPerson && code != contract.NotFound { // or the roll has the home no more
		return b.Guest, err
	}
	return b.Host, byHost(c, b)
}

// Resolve is the body of parking.resolve: two bodies that are no side say how much of what is held the host has.
type Resolve struct {
	Booking string  `json:"booking"`
	Due     act.Int `json:"due"`    // points
	Reason  string  `json:"reason"` // hash
}

func resolve(c *contract.Context, b Resolve) error {
	if !contract.IsHash(b.Reason) {
		return act.Refuse(act.BadField, "of", "reason-text")
	}
	return step(c, b.Booking, neutral, func(doc rules.Booking) (rules.Booking, rules.Reason) {
		return doc.Resolve(c.Tx.Time, int64(b.Due), b.Reason)
	})
}

// neutral refuses officers who decide for their own body or home.
func neutral(c *contract.Context, b rules.Booking) error {
	for _, p := range []rules.Party{b.Guest, b.Host} {
		if p.Body != "" && signedFor(c, p.Body) {
			return act.Refuse(contract.WrongPerson, "of", "parking-neutral")
		}
		if p.Home != "" {
			if err := people.NotOwnHome(c, p.Home); err != nil {
				return err
			}
		}
	}
	return nil
}

// settle writes down what time alone, or the lot, has made of a booking. Anybody may send it.
func settle(s contract.State, tx contract.Tx, community, id string) error {
	v := contract.NewView(s)
	stored, before, err := load(v, community, id)
	if err != nil {
		return err
	}
	after, reason := before.Settle(tx.Time)
	if reason == rules.NothingDue && before.State != stored.State { // the lot has
		after, reason = before, rules.Allowed
	}
	if reason != rules.Allowed {
		return refuse(reason, before.State)
	}
	if err := kept(v, tx, community).keep(stored, before, after); err != nil {
		return err
	}
	return v.Commit()
}

// kept is keeping for a transaction that is no act.
func kept(v *contract.View, tx contract.Tx, community string) keeping {
	return keeping{v, points.Escrow{Viewer: v, Tx: tx, Community: community}, community}
}
