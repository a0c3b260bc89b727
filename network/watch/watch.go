// SPDX-License-Identifier: Apache-2.0

// Package watch looks at the network from a body's machine, again and again, whoever asks: for the page that says who runs the ledger, for
// the figures that Prometheus collects, and for the alarms that the body's operators get.
package watch

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/standing"
	"github.com/linli-project/linli/notify"
)

// Config is what a Watch works with.
type Config struct {
	Dir    string // the network's data directory
	Body   string // whose machine this is
	Tree   *tree.Tree
	Client *ledger.Client // of the own peer, where the tree's blocks are
	Log    *slog.Logger
	Now    func() time.Time
	Raise  func(context.Context, []notify.Alarm) error // is told after each look what is wrong; nil: nobody is
}

// Watch is what was seen last. It is safe for concurrent use.
type Watch struct {
	Config
	history network.History // of Run alone
	clocks  map[string]network.Clock
	asked   time.Time // when the clocks were

	mu   sync.Mutex
	last Look
}

// Look is what was seen at a time.
type Look struct {
	At       time.Time
	Status   *network.Status
	Standing standing.Standing
	Clocks   map[string]network.Clock // of bodies whose peers answered when they were last asked
}

// New makes a watch that has seen nothing yet.
func New(c Config) *Watch { return &Watch{Config: c, clocks: map[string]network.Clock{}} }

// Standing is what was seen last, as everybody may know it.
func (w *Watch) Standing() standing.Standing { return w.seen().Standing }

func (w *Watch) seen() Look {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.last
}

// Run looks until ctx ends.
func (w *Watch) Run(ctx context.Context) error {
	tick := time.NewTicker(standing.Every)
	defer tick.Stop()
	for {
		if err := w.look(ctx); err != nil && ctx.Err() == nil {
			w.Log.ErrorContext(ctx, "look at the network", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// look looks once. The network's facts are read anew, since bodies come and go.
func (w *Watch) look(ctx context.Context) error {
	n, err := network.Open(w.Dir)
	if err != nil {
		return err
	}
	s, err := n.Status(ctx)
	if err != nil {
		return err
	}
	if err := w.readHistory(ctx); err != nil {
		w.Log.WarnContext(ctx, "the blocks that say who runs the ledger cannot be read now", "error", err)
	}
	w.askClocks(ctx, n, s)
	now := w.Now()
	seen := Look{At: now, Status: s, Standing: n.Standing(s, &w.history, w.Body, now), Clocks: w.clocks}
	w.mu.Lock()
	w.last = seen
	w.mu.Unlock()
	if w.Raise == nil {
		return nil
	}
	return w.Raise(ctx, seen.Alarms(w.Body))
}

const readWithin = 5 * time.Second

// readHistory reads the blocks that it has not read yet, from the own peer.
func (w *Watch) readHistory(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	configs, err := w.Tree.Configs(ctx)
	if err != nil {
		return err
	}
	definitions, err := w.Tree.Definitions(ctx)
	if err != nil {
		return err
	}
	blocks := append(configs, definitions...)
	slices.Sort(blocks)
	for _, number := range slices.Compact(blocks) {
		if number < w.history.Next() {
			continue
		}
		for block, err := range ledger.Blocks(ctx, w.Client, number, number) {
			if err == nil {
				err = w.history.Read(block)
			}
			if err != nil {
				return fmt.Errorf("block %d: %w", number, err)
			}
		}
	}
	return nil
}

const (
	clocksEvery  = time.Hour
	clockAllowed = time.Minute // and peers bear with fifteen
)

// askClocks asks for the bodies' clocks, which takes two requests each, once an hour.
func (w *Watch) askClocks(ctx context.Context, n *network.Network, s *network.Status) {
	if now := w.Now(); now.Sub(w.asked) < clocksEvery || !s.Running {
		return
	} else {
		w.asked = now
	}
	clocks := map[string]network.Clock{}
	for _, b := range s.Bodies {
		if b.Error != "" {
			continue
		}
		clock, err := n.Clock(ctx, b.Body, clockAllowed)
		if err != nil {
			w.Log.WarnContext(ctx, "a clock cannot be asked for", "body", b.Body, "error", err)
			continue
		}
		clocks[b.Body] = clock
	}
	w.clocks = clocks
}
