// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/ingest"
	"github.com/linli-project/linli/oracle/journal"
)

const (
	senders   = 2048 // devices that publish at once, each of which has one message kept at a time
	ingestFor = 8 * time.Second
	bodySize  = 330 // bytes: of a plate in Linli's own form
	handful   = 16  // messages of a device that wait for their acknowledgement
)

// ingest measures how many messages are acknowledged when each is on disk before, and when nothing is written, of the same broker.
func (b *bench) ingest(ctx context.Context) error {
	fmt.Fprintln(os.Stdout)
	free, err := b.acknowledged(ctx, func(context.Context, ingest.Message) error { return nil })
	if err != nil {
		return err
	}
	flush, err := b.flush()
	if err != nil {
		return err
	}
	j, err := journal.Open(filepath.Join(b.dir, "ingest"), journal.Options{})
	if err != nil {
		return err
	}
	durable, err := b.acknowledged(ctx, func(ctx context.Context, m ingest.Message) error {
		_, err := j.Append(ctx, journal.Message(m))
		return err
	})
	if err := errors.Join(err, j.Close()); err != nil {
		return err
	}
	line(fmt.Sprintf("messages of %d devices over TLS acknowledged, nothing written", senders), "%.0f/s", free)
	line("  the same, each on disk before it is acknowledged (aim 25,000)", "%.0f/s, %.2f of it", durable, durable/free)
	line("  a flush of the disk by itself", "%.1f ms", flush.Seconds()*1e3)
	return nil
}

// flush is how long it takes to have a few bytes be on disk, which no message can be quicker than.
func (b *bench) flush() (time.Duration, error) {
	file, err := os.Create(filepath.Join(b.dir, "flush"))
	if err != nil {
		return 0, err
	}
	const times = 50
	began := time.Now()
	for range times {
		if _, err := file.Write(make([]byte, bodySize)); err != nil {
			return 0, errors.Join(err, file.Close())
		}
		if err := file.Sync(); err != nil {
			return 0, errors.Join(err, file.Close())
		}
	}
	return time.Since(began) / times, file.Close()
}

// acknowledged is how many messages a second a broker acknowledges. Devices and broker share the machine.
func (b *bench) acknowledged(ctx context.Context, keep ingest.Keep) (perSecond float64, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	authority, err := broker.OpenAuthority(filepath.Join(b.dir, "authority"))
	if err != nil {
		return 0, err
	}
	config, err := authority.TLS("127.0.0.1")
	if err != nil {
		return 0, err
	}
	devices, certificates := map[string]broker.Device{}, map[string]string{}
	for i := range senders {
		name := fmt.Sprint("gate-", i)
		text, fingerprint, err := authority.Issue(name)
		if err != nil {
			return 0, err
		}
		devices[name], certificates[name] = broker.Device{Certificate: fingerprint, Publishes: []string{"linli/" + name}}, string(text)
	}
	lookup := func(name string) (broker.Device, bool) { d, ok := devices[name]; return d, ok }
	server, err := broker.New(broker.Options{Lookup: lookup, Keep: keep, TLS: config, Rate: 1e6})
	if err != nil {
		return 0, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	running := errgroup.Group{}
	running.Go(func() error { return server.Run(ctx, listener) })
	var publishers []*publisher
	for name, certificate := range certificates {
		p, err := dial(ctx, listener.Addr().String(), string(authority.Certificate()), certificate, name, "linli/"+name)
		if err != nil {
			return 0, err
		}
		publishers = append(publishers, p)
	}
	perSecond, err = flood(publishers)
	cancel()
	return perSecond, errors.Join(err, running.Wait())
}

// flood has all publish for a while.
func flood(publishers []*publisher) (perSecond float64, err error) {
	bodies := make([][]byte, handful)
	for i := range bodies {
		bodies[i] = make([]byte, bodySize)
	}
	var count atomic.Int64
	var group errgroup.Group
	began := time.Now()
	for _, p := range publishers {
		group.Go(func() error {
			for time.Since(began) < ingestFor {
				if err := p.publish(bodies...); err != nil {
					return err
				}
				count.Add(handful)
			}
			return p.conn.Close()
		})
	}
	err = group.Wait()
	return float64(count.Load()) / time.Since(began).Seconds(), err
}
