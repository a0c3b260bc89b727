// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

// Away is what comes of telling a gate that is not connected: nothing was sent.
const Away rules.Outcome = "away"

// GateList is a gate through which cars come in, and how its own list stands to the one that it should have.
type GateList struct {
	store.Telling

	Device device.Device
	Way    rules.Way
	Takes  bool // whether it has a list at all
	Listed int  // cars that it should let in by itself

	// What it may have otherwise, if it did not take what it was told last.
	Lacks []string // plates that it may not know, or not with their time
	Stale int      // cars that it may let in though they are on the list no more

	Unknown int // cars whose plate nobody has left here
	Beyond  int // cars for which the list has no room
}

// GateLists are those of a car park, as its gates have them by now.
func (o *Oracle) GateLists(ctx context.Context, lot parking.Lot) ([]GateList, error) {
	wanted, err := o.guestsOf(ctx, lot.Lot)
	if err != nil {
		return nil, err
	}
	var all []GateList
	for _, g := range lot.Gates {
		if g.Way == rules.WayOut {
			continue
		}
		one, err := o.gateList(ctx, g, wanted)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

func (o *Oracle) gateList(ctx context.Context, g parking.Gate, wanted guests) (l GateList, err error) {
	l = GateList{Way: g.Way, Listed: len(wanted.list), Unknown: wanted.unknown, Beyond: wanted.beyond}
	if l.Device, err = index.Optional(ctx, o.Mirror, device.Devices, o.Community, g.Device); err != nil {
		return l, err
	}
	if l.Telling, err = o.Store.Telling(ctx, g.Device); err != nil {
		return l, err
	}
	if l.Takes = takesList(l.Device); !l.Takes || l.Outcome == rules.Done {
		return l, nil
	}
	told, err := o.toldTo(ctx, g.Device)
	if err != nil {
		return l, err
	}
	l.Lacks, l.Stale = told.otherThan(wanted.list, o.Now())
	if l.Outcome == Away && len(l.Lacks) == 0 && l.Stale == 0 {
		if _, back := o.broker.ConnectedSince(l.Device.Transport); back {
			l.Outcome = "" // and there is nothing to tell it
		}
	}
	return l, nil
}

// takesList says whether a device can be told whom to let in.
func takesList(d device.Device) bool {
	return d.Withdrawn == "" && slices.Contains(d.Commands, rules.List) && slices.Contains(dialect.Takes(d.Profile), rules.List)
}

// otherThan says of a list which of its plates are not what a gate has been told, and how many more the gate may have.
func (t times) otherThan(list []dialect.Guest, now time.Time) (lacks []string, stale int) {
	news, after := t.news(list, now, false)
	for _, g := range news {
		if _, listed := after[g.Plate]; listed {
			lacks = append(lacks, g.Plate)
		} else {
			stale++
		}
	}
	return lacks, stale
}

// outcomeOf is what came of telling a gate its list.
func outcomeOf(err error) rules.Outcome {
	switch {
	case err == nil:
		return rules.Done
	case errors.Is(err, broker.ErrAway), errors.Is(err, broker.ErrBusy):
		return Away
	case errors.Is(err, broker.ErrUnanswered):
		return rules.Unknown
	}
	return rules.Failed
}

// cameOf keeps what came of telling a gate, which is the same for long where a gate is away.
func (a *admission) cameOf(ctx context.Context, id string, outcome rules.Outcome) error {
	a.metrics.told(outcome)
	before, err := a.Store.Telling(ctx, id)
	if err != nil || before.Outcome == outcome && outcome != rules.Done {
		return err
	}
	now := a.Now().Unix()
	of := store.Telling{Outcome: outcome, Since: now, Took: before.Took}
	if outcome == before.Outcome {
		of.Since = before.Since
	}
	if outcome == rules.Done {
		of.Took = now
	}
	return a.Store.Change(ctx, func(tx *store.Tx) error { return tx.KeepTelling(id, of) })
}
