// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/device"
)

const (
	lookEvery = time.Second // for who is silent, and which alarm nobody has answered
	rollEvery = time.Hour   // so that the journal does not keep for long what is worked off
)

// watch does what follows from time alone: silence is an alarm, an alarm is told to others or comes back, and the journal forgets.
func (o *Oracle) watch(ctx context.Context, news chan<- struct{}) error {
	for next := o.Now().Add(rollEvery); ; {
		if err := pause(ctx, lookEvery); err != nil {
			return err
		}
		if err := o.look(ctx); err != nil {
			return fmt.Errorf("look after devices: %w", err)
		}
		wake(news)
		if o.Now().After(next) {
			next = next.Add(rollEvery)
			if err := o.journal.Roll(ctx); err != nil {
				return err
			}
		}
		if err := o.forget(ctx); err != nil {
			return fmt.Errorf("forget what is worked off: %w", err)
		}
	}
}

// forget lets the journal delete what is worked off.
func (o *Oracle) forget(ctx context.Context) error {
	done, err := o.Store.Checkpoint(ctx)
	if err != nil {
		return err
	}
	return o.journal.Processed(done)
}

func (o *Oracle) look(ctx context.Context) error {
	ear, err := o.ear(ctx)
	if err != nil {
		return err
	}
	if err := o.readAccounts(ctx); err != nil { // which another process may have issued
		return err
	}
	now := o.Now()
	return o.Store.Change(ctx, func(tx *store.Tx) error {
		known, err := o.Store.Known(ctx, o.Community)
		if err != nil {
			return err
		}
		silent := ear.Silence(now, func(id string) device.Known { return known[id] })
		if err := o.keep(tx, 0, silent); err != nil {
			return err
		}
		for _, s := range o.knocks.taken() {
			if err := tx.Knocked(s); err != nil {
				return err
			}
		}
		return o.due(ctx, tx, now.UnixMilli())
	})
}

// due brings open alarms to where they are after so much time.
func (o *Oracle) due(ctx context.Context, tx *store.Tx, now int64) error {
	open, err := o.Store.Alarms(ctx, o.Community, true)
	if err != nil {
		return err
	}
	for _, a := range open {
		if after, changed := a.Due(now); changed {
			if err := tx.KeepAlarm(o.Community, after); err != nil {
				return err
			}
		}
	}
	return tx.Expire(now)
}
