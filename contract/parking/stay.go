// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/parking"
)

// stay has a car stay on its space where one booking ends and its next one begins. Anybody may send it, as it follows from both.
func stay(s contract.State, tx contract.Tx, community, id, next string) error {
	v := contract.NewView(s)
	storedOf, before, err := load(v, community, id)
	if err != nil {
		return err
	}
	storedNext, then, err := load(v, community, next)
	if err != nil {
		return err
	}
	left, came, reason := before.StayOn(tx.Time, then)
	if reason != rules.Allowed {
		return refuse(reason, then.At(tx.Time).State)
	}
	k := kept(v, tx, community)
	if err := k.keep(storedOf, before, left); err != nil {
		return err
	}
	if err := k.keep(storedNext, then, came); err != nil {
		return err
	}
	return v.Commit()
}

// part takes back that a car stayed on another booking, if what a gate has told of it by now says that it did not; and so on from there. A
// booking that is paid stays so.
func (k keeping) part(now int64, before, after rules.Booking) (rules.Booking, error) {
	next := before.StayedTo()
	if next == "" || after.Stays(next) {
		return after, nil
	}
	if after.StayedTo() == next { // it had not come
		after, _ = after.Correct(now, next)
	}
	stored, then, err := load(k, k.community, next)
	if err != nil {
		return after, err
	}
	parted, reason := then.Correct(now, after.ID)
	if reason != rules.Allowed {
		return after, nil
	}
	if parted, err = k.part(now, then, parted); err != nil {
		return after, err
	}
	return after, k.keep(stored, then, parted)
}

// Passage is which booking a gate's event counts for: one alone.
type Passage struct {
	Booking string `json:"booking"`
}

// Passages are a community's, by the event's id.
const Passages contract.Ref[Passage] = "passage" // C~event: the booking for which what a gate has seen counts

// claim has an event count for a booking, if it says that its car came or went. It must not count for another one, nor may what it
// corrects, unless that was of another car. What has given way to an earlier one there is free again.
func claim(v contract.Viewer, community string, b rules.Booking, seen Sighting) error {
	if !b.Counts(seen.Event) {
		return nil
	}
	for _, event := range []string{seen.Event, seen.Replaces} {
		if event == "" {
			continue
		}
		used, ok, err := Passages.Get(v, community, event)
		if err != nil {
			return err
		}
		if !ok || used.Booking == b.ID {
			continue
		}
		other, _, err := Bookings.Get(v, community, used.Booking)
		switch {
		case err != nil:
			return err
		case event == seen.Event && other.Knows(event), other.Counts(event) && other.Plate == b.Plate:
			return act.Refuse(PassageUsed)
		}
	}
	return Passages.Put(v, Passage{Booking: b.ID}, community, seen.Event)
}
