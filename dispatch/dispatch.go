// SPDX-License-Identifier: Apache-2.0

// Package dispatch puts on record what happens of itself: it keeps the next deadline of every open order, and when it is reached, asks
// the ledger to have it be missed; so it does when points end, when the time of a voucher is over, when a breach of the convention has run
// its days, when nobody has answered in a case, and when time or the lot moves a booking on. Every body's server does, so that none of
// them can hold it up; who comes second changes nothing. It also knows which orders are open, so that no page has to look through all
// that ever were.
package dispatch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// Sender sends transactions to the ledger: a ledger.Client.
type Sender interface {
	Submit(ctx context.Context, function string, args ...string) (ledger.Receipt, []byte, error)
}

const (
	atOnce     = 64               // transactions on their way
	firstTry   = time.Second      // until something is asked for again, if nothing is heard of it; then twice as long each time
	longest    = 10 * time.Second // at the most
	sendWithin = 25 * time.Second // as long as a new leader of the orderers may take
)

// Dispatch is a projection of the ledger, and asks for what is due. Its schedule is in memory: it is made of the mirror at the start.
type Dispatch struct {
	sender Sender
	mirror *index.Index
	log    *slog.Logger
	now    func() time.Time

	mu       sync.Mutex
	schedule schedule
	open     map[name]order.Order
	breaches map[name]convention.Breach // of which something is to come
	changed  chan struct{}              // has something if the schedule may begin earlier
}

// New makes one. It has to be a projection of the ledger, and to be run.
func New(s Sender, mirror *index.Index, log *slog.Logger, now func() time.Time) *Dispatch {
	return &Dispatch{
		sender: s, mirror: mirror, log: log, now: now,
		schedule: newSchedule(), open: map[name]order.Order{}, breaches: map[name]convention.Breach{},
		changed: make(chan struct{}, 1),
	}
}

// Name is what the log calls it.
func (*Dispatch) Name() string { return "dispatch" }

// Checkpoint reads the open orders from the mirror, and is how far that was before. What changes meanwhile is read again.
func (d *Dispatch) Checkpoint(ctx context.Context, channel string) (ledger.Checkpoint, error) {
	at, err := d.mirror.Checkpoint(ctx, channel)
	if err != nil {
		return at, err
	}
	for o, err := range d.mirror.OpenOrders(ctx) {
		if err != nil {
			return ledger.Checkpoint{}, err
		}
		d.learn(o.Community, o.ID, o.Order)
	}
	due, err := d.mirror.Due(ctx, math.MaxInt64, points.Accounts.Kind(), points.Vouchers.Kind(), mediation.Cases.Kind(),
		parking.Bookings.Kind())
	for _, p := range due {
		d.falls(name{p.Kind, p.Community, p.ID}, p.At)
	}
	return at, cmp.Or(err, d.learnBreaches(ctx))
}

// Apply learns the deadlines of what a block changes.
func (d *Dispatch) Apply(_ context.Context, b ledger.Block) error {
	for _, t := range b.Transactions {
		if t.Code != peer.TxValidationCode_VALID {
			continue
		}
		for _, w := range t.Writes {
			kind, key, ok := contract.SplitKey(w.Key)
			if !ok || w.Deleted || len(key) != 2 {
				continue
			}
			if err := d.written(kind, key, w.Value); err != nil {
				return fmt.Errorf("%s: %w", kind, err) // the key may hold pseudonyms, which no log is to hold
			}
		}
	}
	return nil
}

// written learns what a document says now.
func (d *Dispatch) written(kind string, key []string, value []byte) error {
	switch kind {
	case order.Orders.Kind():
		o, err := order.Orders.Decode(value)
		if err != nil {
			return err
		}
		d.learn(key[0], key[1], o)
	case points.Accounts.Kind():
		a, err := points.Accounts.Decode(value)
		if err != nil {
			return err
		}
		d.falls(name{kind, key[0], key[1]}, a.NextEnd())
	case points.Vouchers.Kind():
		v, err := points.Vouchers.Decode(value)
		if err != nil {
			return err
		}
		d.falls(name{kind, key[0], key[1]}, v.Due())
	case mediation.Cases.Kind():
		c, err := mediation.Cases.Decode(value)
		if err != nil {
			return err
		}
		d.falls(name{kind, key[0], key[1]}, c.NextAt())
	case parking.Bookings.Kind():
		b, err := parking.Bookings.Decode(value)
		if err != nil {
			return err
		}
		d.falls(name{kind, key[0], key[1]}, b.NextAt())
	case convention.Breaches.Kind():
		b, err := convention.Breaches.Decode(value)
		if err != nil {
			return err
		}
		d.learnBreach(key[0], key[1], b)
	}
	return nil
}

// together is for how many seconds points that end in an account wait for each other: nobody can pay with them, and what ends
// within an hour is one transaction, not one for each deed.
const together = 3600

// falls takes note of when something is due, as a Unix time; 0 is never.
func (d *Dispatch) falls(of name, at int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if at == 0 {
		d.schedule.drop(of)
		return
	}
	if of.kind == points.Accounts.Kind() {
		at = (at + together - 1) / together * together
	}
	d.schedule.put(of, time.Unix(at, 0))
	d.wake()
}

// learn takes note of an order as the ledger has it.
func (d *Dispatch) learn(community, id string, o order.Order) {
	of := name{order.Orders.Kind(), community, id}
	at, _, open := o.Next()
	d.mu.Lock()
	if open {
		d.open[of] = o
	} else {
		at = 0
		delete(d.open, of)
	}
	d.mu.Unlock()
	d.falls(of, at)
}

// Standing is an open order as it stands.
type Standing struct {
	ID string
	order.Order
}

// Open lists the open orders of a community, the next deadline first.
func (d *Dispatch) Open(community string) []Standing {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []Standing
	for of, o := range d.open {
		if of.community == community {
			all = append(all, Standing{of.id, o})
		}
	}
	slices.SortFunc(all, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(a.Terms[0].At, b.Terms[0].At), cmp.Compare(a.ID, b.ID))
	})
	return all
}

func (d *Dispatch) wake() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

// Run asks for what is due until ctx ends.
func (d *Dispatch) Run(ctx context.Context) {
	var sending sync.WaitGroup
	defer sending.Wait()
	places := make(chan struct{}, atOnce)
	for d.await(ctx) {
		for _, of := range d.reached() {
			select {
			case places <- struct{}{}:
			case <-ctx.Done():
				return
			}
			sending.Go(func() {
				defer func() { <-places }()
				d.send(ctx, of)
			})
		}
	}
}

// await returns when a deadline is reached, or false when ctx has ended.
func (d *Dispatch) await(ctx context.Context) bool {
	for {
		d.mu.Lock()
		at, any := d.schedule.next()
		d.mu.Unlock()
		wait := longest
		if any {
			wait = at.Sub(d.now())
		}
		if any && wait <= 0 {
			return ctx.Err() == nil
		}
		timer := time.NewTimer(min(wait, longest)) // the system's clock may be set
		select {
		case <-timer.C:
		case <-d.changed:
		case <-ctx.Done():
		}
		timer.Stop()
		if ctx.Err() != nil {
			return false
		}
	}
}

// reached is what is due.
func (d *Dispatch) reached() []asked {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.schedule.take(d.now())
}

// send asks for what is due.
func (d *Dispatch) send(ctx context.Context, of asked) {
	within, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	function, args, err := d.transaction(within, of.name)
	if err == nil && function == "" { // the ledger has said meanwhile that nothing is to come, or it may not be yet
		return
	}
	if err == nil {
		_, _, err = d.sender.Submit(within, function, args...)
	}
	switch {
	case err == nil, ctx.Err() != nil:
	case slices.Contains(done, act.CodeOf(err)), errors.Is(err, ledger.ErrConflict): // who came first has done it
	default:
		d.log.Warn("what is due is not on record yet", "of", of.kind, "error", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.schedule.again(of, d.now())
	d.wake()
}
