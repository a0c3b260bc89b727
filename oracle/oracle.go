// SPDX-License-Identifier: Apache-2.0

// Package oracle takes what devices say, gives it one meaning, and puts it on the ledger: each event once, and none is lost.
// docs/oracle.md follows one event all the way.
//
// BUG(oracle): What a device says between the block that enrols it and the moment at which the mirror has that block is a stranger's.
package oracle

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/eventlog"
	"github.com/linli-project/linli/oracle/hear"
	"github.com/linli-project/linli/oracle/ingest"
	"github.com/linli-project/linli/oracle/journal"
	"github.com/linli-project/linli/oracle/store"
)

// Oracle is the oracle of one body in a community. All fields are needed. It owns none of them: close them after Run has returned.
type Oracle struct {
	Community string
	Body      string
	Key       []byte // 32 secret bytes, under which plates are committed to
	Journal   *journal.Journal
	Store     *store.Store
	Mirror    *index.Index // where it finds which devices are enrolled
	Events    eventlog.Log
	Log       *slog.Logger // gets no plates, and no bodies of messages
	Now       func() time.Time

	mu     sync.Mutex
	heard  hear.Ear // as of a height of the mirror
	height uint64
}

// Keep is the way in: it returns nil only when the message is on disk.
func (o *Oracle) Keep(ctx context.Context, m ingest.Message) error {
	_, err := o.Journal.Append(ctx, journal.Message(m))
	return err
}

// Run works until ctx ends, or something is wrong that only another process can mend. It goes on where it was.
func (o *Oracle) Run(ctx context.Context) error {
	news := make(chan struct{}, 1) // there is something for the ledger
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return o.work(ctx, news) })
	group.Go(func() error { return o.watch(ctx, news) })
	group.Go(func() error { return o.write(ctx, news) })
	return group.Wait()
}

// ear hears the devices that are enrolled by now.
func (o *Oracle) ear(ctx context.Context) (hear.Ear, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	height := o.Mirror.Height()
	if o.height == height && height > 0 {
		return o.heard, nil
	}
	devices, err := o.devices(ctx)
	if err != nil {
		return hear.Ear{}, err
	}
	o.height, o.heard = height, hear.Ear{Register: hear.NewRegister(o.Community, o.Body, devices), Key: o.Key}
	return o.heard, nil
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
