// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

const (
	passesKept   = 90 * 24 * time.Hour // for which a booking may want what a gate said: a dispute may take 60 days
	passesAtOnce = 16                  // bookings that are sent something
	passWithin   = 25 * time.Second    // as long as a new leader of the orderers may take
	passAgain    = time.Second         // after a refusal: a peer may lack the newest block; then twice as long each time
	passLongest  = time.Minute
	// excuseBefore is how long before a booking is settled, at the most, it is told that its gate was silent: until then the gate's own
	// records of that time may come, which say whether the car was there.
	excuseBefore = 6 * 60 * 60
	// around are the times about a booking in which a gate may have seen its car.
	around = rules.MaxDeposit*rules.Quarter + rules.Wait
)

// passing is what is known of bookings that a gate may have seen something of. All of it is found again from the mirror and the store:
// nothing is lost with it.
type passing struct {
	*Oracle
	block uint64 // of the mirror, from which on bookings have not been looked at
	index int64  // of the log, from which on events have not

	mu    sync.Mutex
	again map[string]try // bookings to be looked at once more
}

type try struct {
	at   time.Time
	wait time.Duration
}

// pass tells bookings what gates have seen of their cars, as soon as it is in the log, until ctx ends. Which event a booking still has to
// be told follows from what the ledger has of the booking, by the ledger's own rules: so it is told once, in whatever order events and
// bookings came, and after whatever end of this process.
func (o *Oracle) pass(ctx context.Context, logged <-chan struct{}) error {
	if err := o.abreast(ctx); err != nil {
		return err
	}
	size, err := o.Store.LogSize(ctx, o.Community) // what is in the log by now is found from the bookings, all of which are looked at first
	if err != nil {
		return err
	}
	p := &passing{Oracle: o, index: size, again: map[string]try{}}
	for {
		changed := o.Mirror.Changed()
		if err := p.round(ctx); err != nil {
			return fmt.Errorf("tell bookings what gates have seen: %w", err)
		}
		select {
		case <-changed:
		case <-logged:
		case <-time.After(lookEvery):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// round looks at every booking that something has changed of.
func (p *passing) round(ctx context.Context) error {
	lots, err := p.lots(ctx)
	if err != nil || len(lots) == 0 {
		return err
	}
	concerned, err := p.concerned(ctx, lots)
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(passesAtOnce)
	for id := range concerned {
		group.Go(func() error { return p.look(ctx, lots, id) })
	}
	return group.Wait()
}

// lots are the car parks whose gates this body keeps, by id.
func (o *Oracle) lots(ctx context.Context) (map[string]parking.Lot, error) {
	lots := map[string]parking.Lot{}
	for lot, err := range index.All(ctx, o.Mirror, parking.Lots, o.Community) {
		if err != nil {
			return nil, err
		}
		if lot.Body == o.Body {
			lots[lot.Lot] = lot
		}
	}
	return lots, nil
}

// concerned are the bookings that have changed, those that a new event may be about, and those whose time to be looked at again has come.
func (p *passing) concerned(ctx context.Context, lots map[string]parking.Lot) (map[string]bool, error) {
	ids := map[string]bool{}
	height := p.Mirror.Height()
	if err := p.add(ctx, ids, index.Bookings{Open: true, Block: p.block}); err != nil {
		return nil, err
	}
	p.block = height
	for {
		seen, err := p.Store.PassagesFrom(ctx, p.Community, p.index, atOnce)
		if err != nil {
			return nil, err
		}
		for _, s := range seen {
			if err := p.addSeen(ctx, ids, lots, s); err != nil {
				return nil, err
			}
			p.index = s.Index + 1
		}
		if len(seen) < atOnce {
			break
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, t := range p.again {
		if !t.at.After(p.Now()) {
			ids[id] = true
		}
	}
	return ids, nil
}

func (p *passing) add(ctx context.Context, ids map[string]bool, asked index.Bookings) error {
	for b, err := range p.Mirror.Bookings(ctx, p.Community, asked) {
		if err != nil {
			return err
		}
		ids[b.ID] = true
	}
	return nil
}

// addSeen adds the bookings that an event may be about: those of its car, those of the car that it was taken for before, and, if the gate
// is silent, all of its car parks.
func (p *passing) addSeen(ctx context.Context, ids map[string]bool, lots map[string]parking.Lot, s store.Passage) error {
	near := index.Bookings{Open: true, From: s.At - around, Until: s.At + rules.MaxEarly + 1}
	plates := []string{s.Plate}
	if s.Replaces != "" {
		before, err := p.Store.CarOf(ctx, s.Replaces)
		if err != nil {
			return err
		}
		plates = append(plates, before)
	}
	for _, near.Plate = range plates {
		if near.Plate == "" {
			continue
		}
		if err := p.add(ctx, ids, near); err != nil {
			return err
		}
	}
	if near.Plate = ""; s.Plate != "" || s.Replaces != "" {
		return nil
	}
	for id, lot := range lots {
		if !lot.Has(s.Device) {
			continue
		}
		near.Lot = id
		if err := p.add(ctx, ids, near); err != nil {
			return err
		}
	}
	return nil
}

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
func (p *passing) next(ctx context.Context, lots map[string]parking.Lot, b rules.Booking) (next parking.Sighting, later time.Time, err error) {
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
		if !s.had && (s.Event == b.Entered.Event || s.Event == b.Exited.Event) { // by somebody else, or this process ended then
			if err := p.told(ctx, b.ID, s.Event); err != nil {
				return next, later, err
			}
			continue
		}
		if s.had || takenBack(s, seen) {
			continue
		}
		if _, reason := s.Move(b, now.Unix()); reason != rules.Allowed {
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

// send tells a booking an event, with the proof that it is in the log. That it knows it already is no error.
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
	if act.CodeOf(err) == contract.Already {
		return 0, nil
	}
	return receipt.Block, err
}
