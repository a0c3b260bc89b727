// SPDX-License-Identifier: Apache-2.0

// Package dispatch puts on record what happens of itself to orders: it keeps the next deadline of every open one, and when it is
// reached, asks the ledger to have it be missed. Every body's server does, so that none of them can hold an escalation up; who
// comes second changes nothing. It also knows what is open, so that no page has to look through all that ever was.
package dispatch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// Sender sends transactions to the ledger: a ledger.Client.
type Sender interface {
	Submit(ctx context.Context, function string, args ...string) (ledger.Receipt, []byte, error)
}

const (
	atOnce     = 64               // transactions on their way
	firstTry   = time.Second      // until an order is asked for again, if nothing is heard of it; then twice as long each time
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
	changed  chan struct{} // has something if the schedule may begin earlier
}

// New makes one. It has to be a projection of the ledger, and to be run.
func New(s Sender, mirror *index.Index, log *slog.Logger, now func() time.Time) *Dispatch {
	return &Dispatch{
		sender: s, mirror: mirror, log: log, now: now,
		schedule: newSchedule(), open: map[name]order.Order{}, changed: make(chan struct{}, 1),
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
		d.learn(name{o.Community, o.ID}, o.Order)
	}
	return at, nil
}

// Apply learns the deadlines of the orders that a block changes.
func (d *Dispatch) Apply(_ context.Context, b ledger.Block) error {
	for _, t := range b.Transactions {
		if t.Code != peer.TxValidationCode_VALID {
			continue
		}
		for _, w := range t.Writes {
			kind, key, ok := contract.SplitKey(w.Key)
			if !ok || kind != order.Orders.Kind() || w.Deleted {
				continue
			}
			o, err := order.Orders.Decode(w.Value)
			if err != nil {
				return fmt.Errorf("order %v: %w", key, err)
			}
			d.learn(name{key[0], key[1]}, o)
		}
	}
	return nil
}

// learn takes note of an order as the ledger has it.
func (d *Dispatch) learn(of name, o order.Order) {
	at, _, open := o.Next()
	d.mu.Lock()
	defer d.mu.Unlock()
	if !open {
		d.schedule.drop(of)
		delete(d.open, of)
		return
	}
	d.open[of] = o
	d.schedule.put(of, time.Unix(at, 0))
	d.wake()
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
			all = append(all, Standing{of.order, o})
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

// reached are the orders whose deadline is.
func (d *Dispatch) reached() []asked {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.schedule.take(d.now())
}

// send asks for what is due of an order.
func (d *Dispatch) send(ctx context.Context, of asked) {
	within, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	_, _, err := d.sender.Submit(within, order.Due, of.community, of.order)
	switch {
	case err == nil, ctx.Err() != nil:
	case act.CodeOf(err) == contract.NoEffect, errors.Is(err, ledger.ErrConflict): // who came first has done it
	default:
		d.log.Warn("the time-out of an order is not on record yet", "error", err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.schedule.again(of, d.now())
	d.wake()
}
