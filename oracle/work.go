// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/oracle/hear"
	"github.com/linli-project/linli/oracle/ingest"
	"github.com/linli-project/linli/oracle/journal"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/device"
)

const (
	atOnce      = 256                 // records that are worked off in one transaction, if so many are there
	keptFor     = 30 * 24 * time.Hour // for which a message can be looked at that was set aside, or led to an event
	whileBehind = time.Second         // between looks whether the ledger has caught up
)

// abreast returns once the mirror has what the ledger has by now. Until then messages stay in the journal: a device that is enrolled
// must not be taken for a stranger.
func (o *Oracle) abreast(ctx context.Context) error {
	for {
		height, err := o.Client.Height(ctx)
		if err == nil {
			return o.Mirror.Await(ctx, height-1)
		}
		o.Log.WarnContext(ctx, "messages wait, as it cannot be known which devices are enrolled", "error", err)
		if err := pause(ctx, whileBehind); err != nil {
			return err
		}
	}
}

// work takes messages from the journal, and keeps what they lead to.
func (o *Oracle) work(ctx context.Context, news chan<- struct{}) error {
	if err := o.abreast(ctx); err != nil {
		return err
	}
	done, err := o.Store.Checkpoint(ctx)
	if err != nil {
		return err
	}
	records, failed := o.follow(ctx, done+1)
	for {
		batch, err := gather(ctx, records, failed)
		if err != nil {
			return err
		}
		if err := o.workOff(ctx, batch); err != nil {
			return fmt.Errorf("work off the journal from record %d: %w", batch[0].Seq, err)
		}
		wake(news)
	}
}

// follow reads the journal's records into a channel until that fails.
func (o *Oracle) follow(ctx context.Context, from uint64) (<-chan journal.Record, <-chan error) {
	records, failed := make(chan journal.Record, atOnce), make(chan error, 1)
	go func() {
		reader := o.journal.Follow(from)
		defer reader.Close()
		for {
			record, err := reader.Next(ctx)
			if err != nil {
				failed <- err
				return
			}
			select {
			case records <- record:
			case <-ctx.Done():
				failed <- ctx.Err()
				return
			}
		}
	}()
	return records, failed
}

// gather waits for a record, and takes those with it that are there.
func gather(ctx context.Context, records <-chan journal.Record, failed <-chan error) ([]journal.Record, error) {
	var batch []journal.Record
	select {
	case r := <-records:
		batch = append(batch, r)
	case err := <-failed:
		return nil, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for len(batch) < atOnce {
		select {
		case r := <-records:
			batch = append(batch, r)
		default:
			return batch, nil
		}
	}
	return batch, nil
}

// workOff keeps what records lead to, all of it in one transaction. While too much waits for the ledger it waits, too: what comes in
// meanwhile stays in the journal.
func (o *Oracle) workOff(ctx context.Context, records []journal.Record) error {
	for {
		err := o.workOffNow(ctx, records)
		if !errors.Is(err, store.ErrBehind) {
			return err
		}
		if err := pause(ctx, whileBehind); err != nil {
			return err
		}
	}
}

func (o *Oracle) workOffNow(ctx context.Context, records []journal.Record) error {
	ear, err := o.ear(ctx)
	if err != nil {
		return err
	}
	hearings := make([]hear.Hearing, len(records))
	err = o.Store.WorkOff(ctx, records[len(records)-1].Seq, func(tx *store.Tx) (err error) {
		for i, r := range records {
			if hearings[i], err = o.take(tx, ear, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		o.metrics.took(hearings)
	}
	return err
}

// take keeps what one message leads to.
func (o *Oracle) take(tx *store.Tx, ear hear.Ear, r journal.Record) (heard hear.Hearing, err error) {
	var failed error
	heard = ear.Hear(ingest.Message(r.Message), func(id string) device.Known {
		k, err := tx.Known(o.Community, id)
		failed = errors.Join(failed, err)
		return k
	})
	if failed != nil {
		return heard, failed
	}
	if err := o.keep(tx, r.Seq, heard); err != nil {
		return heard, err
	}
	if len(heard.Events) > 0 {
		if _, err := tx.KeepPayload(r.Body, r.Received.Add(keptFor).UnixMilli()); err != nil {
			return heard, err
		}
	}
	for _, a := range heard.Aside {
		if err := setAside(tx, r, a); err != nil {
			return heard, err
		}
	}
	return heard, nil
}

// keep keeps what is known, what has happened, and which alarms stand.
func (o *Oracle) keep(tx *store.Tx, seq uint64, heard hear.Hearing) error {
	for id, k := range heard.Known {
		tx.Remember(o.Community, id, k)
	}
	for _, e := range heard.Events {
		id, err := tx.AddEvent(seq, e.Event, e.Text)
		if err != nil {
			return err
		}
		if err := o.passage(tx, id, e); err != nil {
			return err
		}
		if err := o.alarm(tx, e); err != nil {
			return err
		}
	}
	return nil
}

// passage keeps by what an event is found that a gate says of a car.
func (o *Oracle) passage(tx *store.Tx, id string, e hear.Event) error {
	passage, ok := e.Passage()
	if !ok || !o.isGate(e.Device) {
		return nil
	}
	return tx.AddPassage(o.Community, e.Device, id, passage, o.Now().Add(passesKept).UnixMilli())
}

// alarm raises or clears the alarm that an event is about.
func (o *Oracle) alarm(tx *store.Tx, e hear.Event) error {
	if !e.Kind.Alarm() {
		return nil
	}
	a, err := tx.Alarm(o.Community, e.Device, e.Kind)
	if err != nil {
		return err
	}
	changed := false
	if e.Active() {
		a, changed = a.Raise(int64(e.Received), e.ID.String())
	} else {
		a, changed = a.Clear(int64(e.Received))
	}
	if !changed {
		return nil
	}
	return tx.KeepAlarm(o.Community, a)
}

// setAside keeps what was not believed or understood. Of a stranger it is kept that he knocked, not what he said.
func setAside(tx *store.Tx, r journal.Record, a hear.Aside) error {
	why, ok := errors.AsType[*act.Error](a.Why)
	if !ok {
		return a.Why
	}
	if why.Code == hear.Stranger {
		at := r.Received.UnixMilli()
		return tx.Knocked(store.Stranger{
			Transport: r.Transport, Client: a.Name, Topic: r.Topic, Reason: string(ingest.Stranger), First: at, Last: at, Times: 1,
		})
	}
	return tx.Quarantine(store.Quarantined{
		Seq: r.Seq, Transport: r.Transport, Client: a.Name, Topic: r.Topic, Reason: string(why.Code), Args: why.Args,
		Received: r.Received.UnixMilli(), Expires: r.Received.Add(keptFor).UnixMilli(),
	}, r.Body)
}
