// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
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
