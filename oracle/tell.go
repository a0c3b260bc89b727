// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/oracle/subscriber"
	rules "github.com/linli-project/linli/rules/device"
)

const (
	answerWithin = 10 * time.Second // for a device to say that it has a command
	tellEvery    = time.Second / 2  // as long as a device is away
)

// tell carries commands from the ledger to devices, and says on the ledger what came of each. A device is told once: what may have
// reached it is not said again, whatever happens to this process.
func (o *Oracle) tell(ctx context.Context) error {
	if err := o.abreast(ctx); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		counted, begun := 0, map[string]bool{}
		for {
			changed := o.Mirror.Changed()
			count, err := o.Mirror.Count(ctx, device.Commands, o.Community)
			if err == nil && count != counted {
				counted = count
				begun, err = o.begin(ctx, group, begun)
			}
			if err != nil {
				return fmt.Errorf("look for commands: %w", err)
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	})
	return group.Wait()
}

// begin has each command that is new be carried on its own, so that none waits for another's device.
func (o *Oracle) begin(ctx context.Context, group *errgroup.Group, before map[string]bool) (map[string]bool, error) {
	open, err := o.unanswered(ctx)
	if err != nil {
		return nil, err
	}
	begun := map[string]bool{}
	for id, command := range open {
		begun[id] = true
		if before[id] {
			continue
		}
		group.Go(func() error { return o.carryOn(ctx, id, command) })
	}
	return begun, nil
}

// carryOn carries a command until the ledger says what came of it.
func (o *Oracle) carryOn(ctx context.Context, id string, c device.Command) error {
	for {
		told, err := o.carry(ctx, id, c)
		if err != nil {
			return fmt.Errorf("carry command %s: %w", id, err)
		}
		if told.Outcome != "" {
			return o.report(ctx, id, told)
		}
		if err := pause(ctx, tellEvery); err != nil {
			return err
		}
	}
}

// report says on the ledger what came of a command, until it is there. A refusal is no end of it: the peer that refuses may be behind.
func (o *Oracle) report(ctx context.Context, id string, told store.Told) error {
	for wait := soonest; ; wait = min(2*wait, longest) {
		err := o.events.Report(ctx, id, told.Outcome, told.At)
		if err == nil {
			return nil
		}
		o.Log.WarnContext(ctx, "what came of a command waits for the ledger", "command", id, "outcome", told.Outcome, "error", err)
		if err := pause(ctx, wait); err != nil {
			return err
		}
	}
}

// unanswered are the commands to this body's devices of which the ledger knows no outcome.
func (o *Oracle) unanswered(ctx context.Context) (map[string]device.Command, error) {
	open := map[string]device.Command{}
	for document, err := range o.Mirror.List(ctx, device.Commands, o.Community) {
		if err != nil {
			return nil, err
		}
		c, err := device.Commands.Decode(document.Value)
		if err != nil {
			return nil, err
		}
		if c.Body == o.Body && c.Outcome == "" {
			open[document.Attributes[1]] = c
		}
	}
	return open, nil
}

// carry does what can be done about a command by now, and keeps what came of it. The outcome is "" if the device cannot be told by now.
func (o *Oracle) carry(ctx context.Context, id string, c device.Command) (store.Told, error) {
	told, known, err := o.Store.Told(ctx, id)
	if err != nil {
		return told, err
	}
	switch {
	case known && told.Outcome == "": // this process ended while the device was being told
		told = store.Told{Outcome: rules.Unknown, At: min(o.Now().Unix(), c.Expires)}
	case !known && o.Now().Unix() > c.Expires:
		told = store.Told{Outcome: rules.Lapsed, At: o.Now().Unix()}
	case !known:
		if told, err = o.order(ctx, id, c); err != nil || told.Outcome == "" {
			return told, err
		}
	}
	return told, o.Store.Change(ctx, func(tx *store.Tx) error { return tx.Tell(id, told) })
}

// publish sends a command over the broker that the device is connected to. Of one outside it is not known whether the device was told.
func (o *Oracle) publish(ctx context.Context, name string, c dialect.Command) error {
	if o.subscriber == nil {
		return o.broker.Publish(ctx, name, c.Topic, c.Body)
	}
	err := o.subscriber.Publish(c.Topic, c.Body)
	if errors.Is(err, subscriber.ErrAway) {
		return broker.ErrAway
	}
	return errors.Join(broker.ErrUnanswered, err)
}

// messages are those by which a device is told a command. The error may be dialect.NoCommand, or store.ErrNotFound if what goes with the
// command is kept here no longer, or never was.
func (o *Oracle) messages(ctx context.Context, id string, d device.Device, c device.Command) ([]dialect.Command, error) {
	telling := dialect.Telling{ID: id, Expires: c.Expires * 1000}
	if c.Command != rules.List {
		message, err := dialect.Tell(d.Profile, d.Transport, c.Command, telling)
		return []dialect.Command{message}, err
	}
	guests, err := o.list(ctx, c.Arguments)
	if err != nil {
		return nil, err
	}
	return dialect.TellList(d.Profile, d.Transport, guests, telling)
}

// say sends messages, each when the device has acknowledged the one before. What comes after the first is not sent later: part of it has
// reached the device.
func (o *Oracle) say(ctx context.Context, name string, messages []dialect.Command, expires int64) error {
	for i, m := range messages {
		if i > 0 && o.Now().Unix() > expires {
			return broker.ErrUnanswered
		}
		waiting, cancel := context.WithTimeout(ctx, answerWithin)
		err := o.publish(waiting, name, m)
		cancel()
		switch {
		case i > 0 && (errors.Is(err, broker.ErrAway) || errors.Is(err, broker.ErrBusy)):
			return broker.ErrUnanswered
		case err != nil:
			return err
		}
	}
	return nil
}

// order tells a device. The outcome is "" if the device cannot be told by now.
func (o *Oracle) order(ctx context.Context, id string, c device.Command) (store.Told, error) {
	d, err := index.Read(ctx, o.Mirror, device.Devices, o.Community, c.Device)
	if err != nil {
		return store.Told{}, err
	}
	if d.Withdrawn != "" { // it was given before: over a broker outside it might still be told
		return store.Told{Outcome: rules.Failed, At: o.Now().Unix()}, nil
	}
	messages, err := o.messages(ctx, id, d, c)
	if act.CodeOf(err) == dialect.NoCommand || errors.Is(err, store.ErrNotFound) {
		return store.Told{Outcome: rules.Failed, At: o.Now().Unix()}, nil // it can never be told this
	}
	if err != nil {
		return store.Told{}, err
	}
	if err := o.Store.Change(ctx, func(tx *store.Tx) error { return tx.Tell(id, store.Told{}) }); err != nil {
		return store.Told{}, err
	}
	err = o.say(ctx, d.Transport, messages, c.Expires)
	at := min(o.Now().Unix(), c.Expires)
	switch {
	case err == nil:
		return store.Told{Outcome: rules.Done, At: at}, nil
	case errors.Is(err, broker.ErrAway), errors.Is(err, broker.ErrBusy):
		return store.Told{}, o.Store.Change(ctx, func(tx *store.Tx) error { return tx.Untold(id) })
	case errors.Is(err, broker.ErrUnanswered):
		return store.Told{Outcome: rules.Unknown, At: at}, nil
	}
	o.Log.WarnContext(ctx, "a device refuses a command", "device", c.Device, "error", err)
	return store.Told{Outcome: rules.Failed, At: at}, nil
}
