// SPDX-License-Identifier: Apache-2.0

// Package oracle takes what devices say, gives it one meaning, and puts it on the ledger: each event once, and none is lost.
// docs/oracle.md follows one event all the way.
//
// BUG(oracle): What a device says between the block that enrols it and the moment at which the mirror has that block is a stranger's; and
// what a gate says before the mirror has the block that puts it at its car park is told to no booking.
package oracle

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/eventlog"
	"github.com/linli-project/linli/oracle/hear"
	"github.com/linli-project/linli/oracle/ingest"
	"github.com/linli-project/linli/oracle/journal"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/oracle/subscriber"
)

// Oracle is the oracle of one body in a community. Open it.
type Oracle struct {
	Config
	Store *store.Store

	journal    *journal.Journal
	authority  *broker.Authority
	broker     *broker.Broker
	subscriber *subscriber.Subscriber // nil: there is no broker outside
	events     eventlog.Log
	metrics    metrics
	plates     []byte // 32 secret bytes, under which plates are committed to

	mu       sync.Mutex
	height   uint64 // of the mirror, of which heard is
	heard    atomic.Pointer[hear.Ear]
	gates    atomic.Pointer[map[string]bool] // devices at this body's car parks, as of the same height
	accounts atomic.Pointer[map[string]store.Account]
	knocks   knocks
}

// Keep is the way in: it returns nil only when the message is on disk.
func (o *Oracle) Keep(ctx context.Context, m ingest.Message) error {
	began := o.Now()
	_, err := o.journal.Append(ctx, journal.Message(m))
	if err == nil {
		o.metrics.keep(m, o.Now().Sub(began))
	}
	return err
}

// ear hears the devices that are enrolled by now.
func (o *Oracle) ear(ctx context.Context) (hear.Ear, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	height := o.Mirror.Height()
	if known := o.heard.Load(); known != nil && o.height == height {
		return *known, nil
	}
	devices, err := o.devices(ctx)
	if err != nil {
		return hear.Ear{}, err
	}
	gates, err := o.gatesOf(ctx)
	if err != nil {
		return hear.Ear{}, err
	}
	o.gates.Store(&gates)
	ear := hear.Ear{Register: hear.NewRegister(o.Community, o.Body, devices), Key: o.plates}
	o.height = height
	o.heard.Store(&ear)
	return ear, nil
}

// gatesOf are the gates of this body's car parks.
func (o *Oracle) gatesOf(ctx context.Context) (map[string]bool, error) {
	lots, err := o.lots(ctx)
	gates := map[string]bool{}
	for _, lot := range lots {
		for _, g := range lot.Gates {
			gates[g.Device] = true
		}
	}
	return gates, err
}

func (o *Oracle) isGate(device string) bool {
	gates := o.gates.Load()
	return gates != nil && (*gates)[device]
}

// CommitCard is the commitment that events have to a card, by the number that bins read from it. Without the oracle's key nobody can try
// which card it is.
func (o *Oracle) CommitCard(ctx context.Context, number string) (string, error) {
	ear, err := o.ear(ctx)
	if err != nil {
		return "", err
	}
	return ear.Commit("card", number), nil
}

func (o *Oracle) devices(ctx context.Context) (all []device.Device, err error) {
	for document, err := range o.Mirror.List(ctx, device.Devices, o.Community) {
		if err != nil {
			return nil, err
		}
		d, err := device.Devices.Decode(document.Value)
		if err != nil {
			return nil, fmt.Errorf("read a device: %w", err)
		}
		all = append(all, d)
	}
	return all, nil
}

// wake tells who writes that there is something to write.
func wake(news chan<- struct{}) {
	select {
	case news <- struct{}{}:
	default:
	}
}

// pause waits, or until ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
