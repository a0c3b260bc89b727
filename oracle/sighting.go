// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

// look tells a booking all that it has not been told. What does not succeed is tried again later.
func (p *passing) look(ctx context.Context, lots map[string]parking.Lot, id string) error {
	again, err := p.tell(ctx, lots, id)
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case err != nil:
		p.Log.WarnContext(ctx, "what a gate has seen waits for the ledger", "booking", id, "error", err)
		t := p.again[id]
		t.wait = min(max(2*t.wait, passAgain), passLongest)
		t.at = p.Now().Add(t.wait)
		p.again[id] = t
	case !again.IsZero():
		p.again[id] = try{at: again}
	default:
		delete(p.again, id)
	}
	return nil
}

// tell tells a booking one event after the other, each when the mirror has what came of the one before. again is when there is something
// to be told that is not to be told yet.
func (p *passing) tell(ctx context.Context, lots map[string]parking.Lot, id string) (again time.Time, err error) {
	for {
		b, err := index.Read(ctx, p.Mirror, parking.Bookings, p.Community, id)
		if err != nil {
			return again, err
		}
		if b.State.Closed() {
			return time.Time{}, nil
		}
		next, later, err := p.next(ctx, lots, b)
		if err != nil || next.Event == "" {
			return later, err
		}
		block, err := p.send(ctx, b.ID, next.Event)
		if err != nil {
			return again, err
		}
		if err := p.Mirror.Await(ctx, block); err != nil {
			return again, err
		}
		if err := p.told(ctx, b.ID, next.Event); err != nil {
			return again, err
		}
	}
}

// next is the first of what gates have seen that a booking is to be told, if there is something. later is when it is to be told that its
// gate was silent, if that is to come.
func (p *passing) next(
	ctx context.Context, lots map[string]parking.Lot, b rules.Booking,
) (next parking.Sighting, later time.Time, err error) {
	space, err := index.Read(ctx, p.Mirror, parking.Spaces, p.Community, b.Space)
	if err != nil {
		return next, later, err
	}
	lot, ours := lots[space.Lot]
	if !ours {
		return next, later, nil
	}
	seen, err := p.Store.Passages(ctx, p.Community, store.Concerning{
		Booking: b.ID, Plate: b.Plate, From: b.From - rules.MaxEarly, Until: b.Until + around,
		Corrects: [2]string{b.Entered.Event, b.Exited.Event},
	})
	if err != nil {
		return next, later, err
	}
	return p.first(ctx, b, sightings(lot, seen))
}

// sighting is one, and whether the booking has had it.
type sighting struct {
	parking.Sighting

	had bool
}

// first is the first that a booking has not had and that changes it.
func (p *passing) first(ctx context.Context, b rules.Booking, seen []sighting) (next parking.Sighting, later time.Time, err error) {
	now := p.Now()
	for _, s := range seen {
		if counts, err := p.counts(ctx, b, s, seen); err != nil || !counts {
			if err != nil {
				return next, later, err
			}
			continue
		}
		if at := excusedAt(b, now); s.Way == events.WayNowhere && at.After(now) {
			later = at
			continue
		}
		return s.Sighting, later, nil
	}
	return next, later, nil
}

// counts says whether a sighting changes a booking now. One that somebody else told the booking, or this process before it ended, is noted.
func (p *passing) counts(ctx context.Context, b rules.Booking, s sighting, seen []sighting) (bool, error) {
	if s.had {
		return false, nil
	}
	if s.Event == b.Entered.Event || s.Event == b.Exited.Event {
		return false, p.told(ctx, b.ID, s.Event)
	}
	if !s.changes(b, p.Now()) || takenBack(s, seen) {
		return false, nil
	}
	elsewhere, err := p.elsewhere(ctx, b, s)
	return !elsewhere, err
}

// elsewhere says whether a car that went had come since on another booking, which it has not left: then it is that one's passage.
func (p *passing) elsewhere(ctx context.Context, b rules.Booking, s sighting) (bool, error) {
	if s.Way != events.WayOut {
		return false, nil
	}
	asked := index.Bookings{Open: true, Plate: b.Plate, From: s.At - around, Until: s.At + rules.MaxEarly + 1}
	for other, err := range p.Mirror.Bookings(ctx, p.Community, asked) {
		if err != nil {
			return false, err
		}
		came := other.Came()
		if other.ID != b.ID && came > b.Came() && came <= s.At && (other.Exited.At < came || other.Exited.At >= s.At) {
			return true, nil
		}
	}
	return false, nil
}

// changes says whether a booking is another one by it.
func (s sighting) changes(b rules.Booking, now time.Time) bool {
	_, reason := s.Move(b, now.Unix())
	return reason == rules.Allowed
}

// takenBack says whether a car that came in turned back then: a gate that reads it twice under the barrier does not make it come again.
func takenBack(s sighting, seen []sighting) bool {
	return s.Way == events.WayIn && slices.ContainsFunc(seen, func(back sighting) bool {
		return back.Way == events.WayBack && back.Plate == s.Plate && s.At <= back.At && back.At <= s.At+rules.TurnWithin
	})
}

// excusedAt is from when on a booking is told that its gate was silent.
func excusedAt(b rules.Booking, now time.Time) time.Time {
	return time.Unix(b.At(now.Unix()).NextAt()-excuseBefore, 0)
}

// sightings are what gates of a car park say by events.
func sightings(lot parking.Lot, seen []store.Passage) (all []sighting) {
	for _, s := range seen {
		e, err := events.ReadEvent(s.Text)
		if err != nil {
			continue // it was kept by another version
		}
		passage, ok := e.Passage()
		if !ok {
			continue
		}
		if is, ok := lot.Sees(s.Device, s.Event, passage); ok {
			all = append(all, sighting{is, s.Had})
		}
	}
	return all
}

// told notes that a booking has had an event.
func (p *passing) told(ctx context.Context, booking, event string) error {
	return p.Store.Change(ctx, func(tx *store.Tx) error {
		return tx.Passed(event, booking, p.Now().Add(passesKept).UnixMilli())
	})
}

// send tells a booking an event, with the proof that it is in the log. That it knows it already, or that it counts
// for another booking of the car, is no error.
func (p *passing) send(ctx context.Context, booking, event string) (block uint64, err error) {
	proof, err := p.Prove(ctx, event)
	if err != nil {
		return 0, err
	}
	if proof.Event == "" {
		return 0, errors.New("the event's text has left the store")
	}
	raw, err := json.Marshal(device.Proof{
		Event: proof.Event, Index: proof.Index, Oracle: proof.Oracle, Proof: proof.Proof, Size: proof.Size,
	})
	if err != nil {
		return 0, err
	}
	sending, cancel := context.WithTimeout(ctx, passWithin)
	defer cancel()
	receipt, _, err := p.Client.Submit(sending, parking.TxPass, p.Community, booking, string(raw))
	p.metrics.passed(err)
	if code := act.CodeOf(err); code == contract.Already || code == parking.PassageUsed {
		return 0, nil
	}
	return receipt.Block, err
}
