// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/dialect"
	rules "github.com/linli-project/linli/rules/device"
)

const (
	gates     = 20 // cameras that sign
	steady    = 50 // events a second under a steady load, beside a call for help each second
	fullEvent = 20_000
)

// hearing is a community whose devices an oracle hears, in this process.
type hearing struct {
	*bench
	village *village.Village
	oracle  *oracle.Oracle
	mirror  *index.Index
	address string
	devices map[string]*speaker

	mu    sync.Mutex
	sizes []size // of the log, as the ledger had it
}

type size struct {
	at time.Time
	n  int64
}

// speaker is a device that signs.
type speaker struct {
	*publisher
	id      string
	key     ed25519.PrivateKey
	counter int64
}

// oracle measures the way of an event from its device to the ledger.
func (b *bench) oracle(ctx context.Context) (err error) {
	fmt.Fprintln(os.Stdout)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	h := &hearing{bench: b, devices: map[string]*speaker{}}
	running, stop, err := h.open(ctx)
	if err != nil {
		return err
	}
	running.Go(func() error {
		if err := h.measure(ctx); err != nil {
			return err
		}
		cancel()
		return nil
	})
	if err = running.Wait(); errors.Is(err, context.Canceled) {
		err = nil
	}
	return errors.Join(err, stop())
}

func (h *hearing) measure(ctx context.Context) error {
	for _, part := range []func(context.Context) error{h.steady, h.orders, h.full, h.proof} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

// open founds a community, and runs an oracle in it with its devices connected.
func (h *hearing) open(ctx context.Context) (running *errgroup.Group, stop func() error, err error) {
	constitution, err := village.Constitute(h.ledger.Network, "bench", "rehearsal")
	if err != nil {
		return nil, nil, err
	}
	if h.village, err = village.New("bench-oracle", constitution); err != nil {
		return nil, nil, err
	}
	if err := h.ledger.Found(ctx, h.village); err != nil {
		return nil, nil, err
	}
	if h.mirror, err = index.Open(filepath.Join(h.dir, "oracle-index.db")); err != nil {
		return nil, nil, err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	h.oracle, err = oracle.Open(ctx, oracle.Config{
		Dir: filepath.Join(h.dir, "oracle"), Community: h.village.ID, Body: h.village.Convener().Body, Net: constitution.Net,
		Client: h.ledger.Client, Relay: h.ledger.Relay, Mirror: h.mirror, Log: log, Now: time.Now, Rate: 1e6,
	})
	if err != nil {
		return nil, nil, errors.Join(err, h.mirror.Close())
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, nil, err
	}
	h.address = listener.Addr().String()
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return ledger.Project(ctx, h.ledger.Client, log, h.mirror) })
	group.Go(func() error { return h.oracle.Run(ctx, listener, nil) })
	group.Go(func() error { return h.look(ctx) })
	return group, func() error { return errors.Join(h.oracle.Close(), h.mirror.Close()) }, nil
}

// enrol enrols the oracle and its devices, and connects them.
func (h *hearing) enrol(ctx context.Context) error {
	if err := h.act(ctx, device.TypeOracleEnrol, device.OracleEnrol{
		Body: h.oracle.Body, Key: act.Bytes(h.oracle.PublicKey()), Name: "bench",
	}); err != nil {
		return err
	}
	for i := range gates {
		if err := h.enrolDevice(ctx, fmt.Sprint("gate-", i), rules.Plate); err != nil {
			return err
		}
	}
	if err := h.enrolDevice(ctx, "button", rules.SOS); err != nil {
		return err
	}
	return h.connect(ctx)
}

// connect connects the devices that are not connected yet.
func (h *hearing) connect(ctx context.Context) error {
	height, err := h.ledger.Client.Height(ctx)
	if err != nil {
		return err
	}
	if err := h.mirror.Await(ctx, height-1); err != nil {
		return err
	}
	for _, s := range h.devices {
		if s.publisher != nil {
			continue
		}
		credential, err := h.oracle.Issue(ctx, s.id, oracle.Certificate)
		if err != nil {
			return err
		}
		if s.publisher, err = dialUntil(ctx, h.address, credential); err != nil {
			return err
		}
	}
	return nil
}

// dialUntil tries again while the oracle does not know of a device that was enrolled just now.
func dialUntil(ctx context.Context, address string, c oracle.Credential) (p *publisher, err error) {
	for range 50 {
		if p, err = dial(ctx, address, c.Authority, c.Certificate, c.Name, c.Says[0]); err == nil || ctx.Err() != nil {
			return p, err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, err
}

func (h *hearing) act(ctx context.Context, kind string, body any) error {
	signed, err := h.village.Act(kind, body, h.village.Two()...)
	if err != nil {
		return err
	}
	return h.ledger.Must(ctx, signed)
}

func (h *hearing) enrolDevice(ctx context.Context, id string, kind rules.Kind) error {
	private, public, err := village.NewDeviceKey()
	if err != nil {
		return err
	}
	now := act.Int(time.Now().Unix())
	h.devices[id] = &speaker{id: id, key: private}
	return h.act(ctx, device.TypeDeviceEnrol, device.DeviceEnrol{
		Body: h.oracle.Body, Class: rules.T2, Commands: []rules.Command{}, Device: id, From: now - 60, Key: public,
		Kinds: []rules.Kind{kind}, Place: "bench", Profile: "linli", Transport: id, Until: now + 3600,
	})
}

// says are the next things that a device says.
func (s *speaker) says(kind rules.Kind, values map[string]string, count int) ([][]byte, error) {
	bodies := make([][]byte, count)
	for i := range bodies {
		s.counter++
		var err error
		bodies[i], err = dialect.Sign(s.key, dialect.LinliEvent{
			Counter: act.Int(s.counter), Device: s.id, Happened: act.Int(time.Now().UnixMilli()), Kind: kind, Values: values,
		})
		if err != nil {
			return nil, err
		}
	}
	return bodies, nil
}

var aCar = map[string]string{"plate": "粤A12345", "direction": "in"}

// look notes how many events the ledger has, whenever a block comes.
func (h *hearing) look(ctx context.Context) error {
	for {
		changed := h.mirror.Changed()
		if n, err := h.logged(ctx); err == nil {
			h.mu.Lock()
			h.sizes = append(h.sizes, size{time.Now(), n})
			h.mu.Unlock()
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (h *hearing) logged(ctx context.Context) (int64, error) {
	log, err := index.Read(ctx, h.mirror, device.EventLogs, h.village.ID, h.oracle.ID())
	return log.Size, err
}

// until waits until the ledger has so many events.
func (h *hearing) until(ctx context.Context, n int64) error {
	for {
		changed := h.mirror.Changed()
		if size, err := h.logged(ctx); err == nil && size >= n {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// steady has devices say something now and then, and measures when the ledger has it.
func (h *hearing) steady(ctx context.Context) error {
	if err := h.enrol(ctx); err != nil {
		return err
	}
	var group errgroup.Group
	began := time.Now()
	n := int64(0)
	for i := range gates {
		n += int64(h.steadyFor.Seconds()) * steady / gates
		group.Go(func() error {
			return h.regularly(fmt.Sprint("gate-", i), rules.Plate, aCar, began, time.Second*gates/steady, time.Duration(i)*time.Second/steady)
		})
	}
	n += int64(h.steadyFor.Seconds())
	group.Go(func() error {
		return h.regularly("button", rules.SOS, nil, began, time.Second, time.Second/3)
	})
	err := group.Wait()
	if err == nil {
		err = h.until(ctx, n)
	}
	if err != nil {
		return err
	}
	plates, calls, err := h.latencies(ctx, n)
	if err != nil {
		return err
	}
	line(fmt.Sprintf("event to ledger, %d a second for %s (aim p99 3 s)", steady, h.steadyFor), "p50 %.2f s, p99 %.2f s",
		percentile(plates, 50), percentile(plates, 99))
	line("  urgent, one a second beside it (aim p99 1 s)", "p50 %.2f s, p99 %.2f s", percentile(calls, 50), percentile(calls, 99))
	return nil
}

// regularly has a device say something every so often, each time when it is due, whether the last one was acknowledged soon or late.
func (h *hearing) regularly(id string, kind rules.Kind, values map[string]string, began time.Time, every, first time.Duration) error {
	s := h.devices[id]
	for i := range int(h.steadyFor / every) {
		time.Sleep(time.Until(began.Add(first + time.Duration(i)*every)))
		bodies, err := s.says(kind, values, 1)
		if err == nil {
			err = s.publish(bodies...)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// latencies are those of the log's first events, from when they happened to when the ledger had them, in seconds, sorted.
func (h *hearing) latencies(ctx context.Context, n int64) (plates, urgent []float64, err error) {
	leaves, err := h.leaves(ctx, n)
	if err != nil {
		return nil, nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, leaf := range leaves {
		kept, err := h.oracle.Store.Event(ctx, leaf.String())
		if err != nil {
			return nil, nil, err
		}
		e, err := rules.ReadEvent(kept.Text)
		if err != nil {
			return nil, nil, err
		}
		had := h.sizes[slices.IndexFunc(h.sizes, func(s size) bool { return s.n > int64(i) })].at
		took := had.Sub(time.UnixMilli(int64(e.Happened))).Seconds()
		if e.Kind.Urgent() {
			urgent = append(urgent, took)
		} else {
			plates = append(plates, took)
		}
	}
	slices.Sort(plates)
	slices.Sort(urgent)
	return plates, urgent, nil
}

// leaves are the log's first ones as the store has them, which notes them a moment after the ledger has.
func (h *hearing) leaves(ctx context.Context, n int64) ([]rules.ID, error) {
	for {
		leaves, err := h.oracle.Store.Leaves(ctx, h.village.ID, n)
		if err != nil || int64(len(leaves)) == n {
			return leaves, err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func percentile(sorted []float64, p int) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*p/100]
}

// full has all gates say as much as is acknowledged, and counts the ledger's transactions.
func (h *hearing) full(ctx context.Context) error {
	before, err := h.logged(ctx)
	if err != nil {
		return err
	}
	roots, err := h.mirror.Count(ctx, device.EventRoots, h.village.ID)
	if err != nil {
		return err
	}
	cpu, began := h.cpu(), time.Now()
	var group errgroup.Group
	for i := range gates {
		group.Go(func() error { return h.atOnce(fmt.Sprint("gate-", i), fullEvent/gates) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	said := time.Since(began)
	if err := h.until(ctx, before+fullEvent); err != nil {
		return err
	}
	took := time.Since(began)
	after, err := h.mirror.Count(ctx, device.EventRoots, h.village.ID)
	if err != nil {
		return err
	}
	line(fmt.Sprintf("%d signed events of %d gates at once: acknowledged, on the ledger", fullEvent, gates), "%.0f/s, %.0f/s",
		fullEvent/said.Seconds(), fullEvent/took.Seconds())
	line("  ledger transactions per 1,000 events (aim 4)", "%.2f", float64(after-roots)*1000/fullEvent)
	h.per("event", cpu, fullEvent)
	return nil
}

func (h *hearing) atOnce(id string, count int) error {
	s := h.devices[id]
	for range count / handful {
		bodies, err := s.says(rules.Plate, aCar, handful)
		if err == nil {
			err = s.publish(bodies...)
		}
		if err != nil {
			return err
		}
	}
	bodies, err := s.says(rules.Plate, aCar, count%handful)
	if err == nil {
		err = s.publish(bodies...)
	}
	return err
}

// proof measures a proof that an event in the middle of the log is there.
func (h *hearing) proof(ctx context.Context) error {
	n, err := h.logged(ctx)
	if err != nil {
		return err
	}
	leaves, err := h.leaves(ctx, n)
	if err != nil {
		return err
	}
	began := time.Now()
	proof, err := h.oracle.Store.Prove(ctx, h.village.ID, h.oracle.ID(), leaves[n/2].String())
	if err != nil {
		return err
	}
	made := time.Since(began)
	raw, err := json.Marshal(proof)
	if err != nil {
		return err
	}
	root, err := hex.DecodeString(proof.Root)
	if err != nil {
		return err
	}
	const times = 1000
	began = time.Now()
	for range times {
		path, _ := rules.Hashes(proof.Proof)
		if err := leaves[n/2].Included(uint64(proof.Index), uint64(proof.Size), path, root); err != nil { //nolint:gosec // not negative
			return err
		}
	}
	line(fmt.Sprintf("proof of one of %d events (aim 2 kB)", n), "%d bytes, made in %.0f ms, checked in %.0f µs", len(raw),
		made.Seconds()*1e3, time.Since(began).Seconds()*1e6/times)
	return nil
}
