// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
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
		silent := ear.Silence(now, func(id string) rules.Known { return known[id] })
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

// due brings open alarms to where they are after so much time, and after what officers have acknowledged.
func (o *Oracle) due(ctx context.Context, tx *store.Tx, now int64) error {
	open, err := o.Store.Alarms(ctx, o.Community, true)
	if err != nil {
		return err
	}
	for _, a := range open {
		after, err := o.acknowledged(ctx, a)
		if err != nil {
			return err
		}
		d, err := index.Optional(ctx, o.Mirror, device.Devices, o.Community, a.Device)
		if err != nil {
			return err
		}
		if d.Withdrawn != "" {
			after, _ = after.Clear(now) // it cannot end it any more
		}
		after, _ = after.Due(now)
		if reflect.DeepEqual(a, after) {
			continue
		}
		if err := tx.KeepAlarm(o.Community, after); err != nil {
			return err
		}
	}
	return tx.Expire(now)
}

// acknowledged is the alarm after what the ledger says about its event. One that has come back takes no acknowledgement of before.
func (o *Oracle) acknowledged(ctx context.Context, a rules.Alarm) (rules.Alarm, error) {
	if a.Acked != 0 {
		return a, nil
	}
	by, err := index.Optional(ctx, o.Mirror, device.Acknowledgements, o.Community, o.ID(), a.Event)
	if err != nil || by.Act == "" || a.Before(by.At*1000) {
		return a, err
	}
	a, _ = a.Acknowledge(by.At*1000, by.By)
	return a, nil
}
