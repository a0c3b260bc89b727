// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

const (
	orderAgain  = 100 * time.Millisecond // after a refusal: a peer may lack the newest block
	orderWithin = time.Hour              // an alarm that is over and acknowledged becomes no order later
)

// raise has alarms, and silence in the homes of those who agreed to be looked after, become orders on the ledger until ctx ends: each once,
// as the ledger takes no second one.
func (o *Oracle) raise(ctx context.Context, logged <-chan struct{}) error {
	wait := orderAgain
	for {
		done, err := o.raiseAll(ctx)
		if err != nil {
			return err
		}
		next := lookEvery
		if wait = min(2*wait, longest); !done {
			next = wait
		} else {
			wait = orderAgain / 2
		}
		select {
		case <-logged:
		case <-time.After(next):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// raiseAll has everything become an order that should be one by now. done says that the ledger has taken all of them. A community that has
// adopted no duties has nobody to give an order to.
func (o *Oracle) raiseAll(ctx context.Context) (done bool, err error) {
	duties, err := index.Optional(ctx, o.Mirror, order.Adopted, o.Community)
	if err != nil || duties.Act == "" {
		return true, err
	}
	cares, err := o.cares(ctx)
	if err != nil {
		return false, err
	}
	alarms, err := o.Store.Alarms(ctx, o.Community, false)
	if err != nil {
		return false, err
	}
	done = true
	for _, a := range alarms {
		if a.Order || !a.Open() && o.Now().UnixMilli()-a.Raised > orderWithin.Milliseconds() {
			continue
		}
		taken, err := o.raiseAlarm(ctx, a, householdOf(cares, a.Device))
		if err != nil {
			return false, err
		}
		done = done && taken
	}
	return done, o.lookAfter(ctx, cares)
}

// raiseAlarm has an alarm become an order, if its event is in the log.
func (o *Oracle) raiseAlarm(ctx context.Context, a rules.Alarm, household string) (taken bool, err error) {
	proof, err := o.Prove(ctx, a.Event)
	switch {
	case errors.Is(err, store.ErrNotLogged):
		return true, nil // who writes wakes this up
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return false, fmt.Errorf("order an alarm to be seen to: %w", err)
	case err == nil && proof.Event != "": // what has left is too old
		if err := o.events.Order(ctx, proof, household); err != nil {
			o.Log.WarnContext(ctx, "an alarm waits to become an order", "event", a.Event, "error", err)
			return false, nil
		}
	}
	return true, o.Store.Change(ctx, func(tx *store.Tx) error {
		now, err := tx.Alarm(o.Community, a.Device, a.Kind)
		if err != nil || now.Event != a.Event {
			return err
		}
		now.Order = true
		return tx.KeepAlarm(o.Community, now)
	})
}

// cared is somebody who has agreed to be looked after.
type cared struct {
	order.Care
	person string
}

// cares are those whose consent holds.
func (o *Oracle) cares(ctx context.Context) (all []cared, err error) {
	for document, err := range o.Mirror.List(ctx, order.Cares, o.Community) {
		if err != nil {
			return nil, err
		}
		care, err := order.Cares.Decode(document.Value)
		if err != nil {
			return nil, err
		}
		if care.Withdrawn == "" && int64(care.Until) > o.Now().Unix() {
			all = append(all, cared{care, document.Attributes[1]})
		}
	}
	return all, nil
}

// householdOf is the home where a device is, if somebody who lives there has said so.
func householdOf(cares []cared, id string) string {
	for _, c := range cares {
		if slices.Contains(c.Devices, id) {
			return c.Unit
		}
	}
	return ""
}

// lookAfter has silence become an order in the homes of those who agreed to it.
func (o *Oracle) lookAfter(ctx context.Context, cares []cared) error {
	if len(cares) == 0 {
		return nil
	}
	known, err := o.Store.Known(ctx, o.Community)
	if err != nil {
		return err
	}
	for _, c := range cares {
		since, heard := c.silentSince(known)
		if !heard || since <= c.Since || o.Now().Unix() < since+int64(c.Hours)*3600 {
			continue
		}
		if err := o.events.OrderCare(ctx, c.person, since); err != nil {
			o.Log.WarnContext(ctx, "a silence waits to become an order", "order", c.Act, "error", err)
		}
	}
	return nil
}

// silentSince is when somebody last gave a sign of life, or agreed to be looked after. heard says that this oracle hears his devices: it
// says nothing about those of others.
func (c cared) silentSince(known map[string]rules.Known) (since int64, heard bool) {
	since = c.From
	for _, id := range c.Devices {
		k, ok := known[id]
		heard = heard || ok
		since = max(since, k.Life()/1000)
	}
	return since, heard
}
