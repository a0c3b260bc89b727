// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"time"

	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/oracle/eventlog"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

const (
	fullAfter  = time.Second     // for which an event waits for others to go with
	soonest    = time.Second / 4 // between tries, while the ledger is away
	longest    = 10 * time.Second
	untilWoken = time.Second
)

// write puts events on the ledger, one batch after the other, until ctx ends, and tells others. While the ledger is away it tries again.
func (o *Oracle) write(ctx context.Context, news <-chan struct{}, logged ...chan<- struct{}) error {
	wait := soonest
	for {
		more, err := o.writeBatch(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			o.Log.WarnContext(ctx, "events wait for the ledger", "error", err)
			if err := pause(ctx, wait); err != nil {
				return err
			}
			wait = min(2*wait, longest)
		case !more:
			wait = soonest
			select {
			case <-news:
			case <-time.After(untilWoken):
			case <-ctx.Done():
				return ctx.Err()
			}
		default:
			wait = soonest
			for _, other := range logged {
				wake(other)
			}
		}
	}
}

// writeBatch puts one batch on the ledger: the one that was on its way, or else the next. more says that there may be another one.
func (o *Oracle) writeBatch(ctx context.Context) (more bool, err error) {
	var batch eventlog.Batch
	underway, err := o.Store.Batch(ctx, o.Community, &batch)
	if err != nil {
		return false, err
	}
	if !underway {
		if batch, err = o.next(ctx); err != nil || len(batch.Events) == 0 {
			return false, err
		}
	}
	placed, err := o.events.Send(ctx, batch)
	if errors.Is(err, eventlog.ErrStale) {
		return true, o.Store.Change(ctx, func(tx *store.Tx) error { return tx.End(o.Community) })
	}
	if errors.Is(err, eventlog.ErrLapsed) {
		return true, o.renew(ctx, batch)
	}
	if err != nil {
		return false, err
	}
	if err := o.Store.Change(ctx, func(tx *store.Tx) error {
		return errors.Join(tx.Logged(o.Community, batch.Events, placed.Before), tx.End(o.Community))
	}); err != nil {
		return false, err
	}
	return true, o.wrote(ctx, batch)
}

// renew keeps a batch anew that is too old to be sent.
func (o *Oracle) renew(ctx context.Context, batch eventlog.Batch) error {
	again, err := o.events.Renew(batch)
	if err != nil {
		return err
	}
	return o.Store.Change(ctx, func(tx *store.Tx) error { return errors.Join(tx.End(o.Community), tx.Begin(o.Community, again)) })
}

// wrote measures how long the oldest event of a batch was on its way.
func (o *Oracle) wrote(ctx context.Context, batch eventlog.Batch) error {
	oldest, err := o.Store.Event(ctx, batch.Events[0])
	if errors.Is(err, store.ErrNotFound) {
		return nil // it has left already
	}
	if err != nil {
		return err
	}
	e, err := rules.ReadEvent(oldest.Text)
	if err == nil {
		o.metrics.onLedger.Observe(o.Now().Sub(time.UnixMilli(int64(e.Received))).Seconds())
	}
	return err
}

// next makes a batch of what waits, and keeps it. Events wait a moment for others to go with; what is urgent goes at once, and alone.
func (o *Oracle) next(ctx context.Context) (eventlog.Batch, error) {
	waiting, err := o.Store.Pending(ctx, o.Community, device.MaxLeaves)
	if err != nil || len(waiting) == 0 {
		return eventlog.Batch{}, err
	}
	first, err := rules.ReadEvent(waiting[0].Text)
	if err != nil {
		return eventlog.Batch{}, err
	}
	if first.Kind.Urgent() {
		waiting = waiting[:1]
	} else if len(waiting) < device.MaxLeaves && o.Now().UnixMilli()-int64(first.Received) < fullAfter.Milliseconds() {
		return eventlog.Batch{}, nil
	}
	ids := make([]string, len(waiting))
	for i, e := range waiting {
		ids[i] = e.ID
	}
	batch, err := o.events.Next(ctx, ids)
	if err != nil {
		return batch, err
	}
	return batch, o.Store.Change(ctx, func(tx *store.Tx) error { return tx.Begin(o.Community, batch) })
}
