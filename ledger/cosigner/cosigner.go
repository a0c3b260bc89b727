// SPDX-License-Identifier: Apache-2.0

// Package cosigner is a body's server as the witness of its own peer: it signs the ledger's head at intervals and when a result is
// published, and what another body has signed if its own blocks give the same; else it does not, and says so loudly. It never signs two
// heads of one size, wherever the process is stopped (docs/evidence.md).
package cosigner

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/tree"
)

// Ledger takes transactions and says how far the own peer is: a ledger.Client.
type Ledger interface {
	Submit(ctx context.Context, function string, args ...string) (ledger.Receipt, []byte, error)
	Height(ctx context.Context) (uint64, error)
}

// Config is what a co-signer works with. All fields are needed.
type Config struct {
	MSP    string     // whose witness it is
	Bodies func() int // that the channel has now, this one among them
	Key    ed25519.PrivateKey
	File   string // of what was signed: SQLite, made if there is none, or the PostgreSQL URL of several servers
	Before string // SQLite file that had it before several servers shared it, if there is one
	Tree   *tree.Tree
	Ledger Ledger
	Every  time.Duration // after so long a new head is signed, if there is anything new
	Delay  time.Duration // at most so long it waits before it begins, so that not all bodies do
	Random func(below time.Duration) time.Duration
	Now    func() time.Time
	Log    *slog.Logger
}

// Cosigner is a projection of the ledger that comes after the tree, and has to be run.
type Cosigner struct {
	Config
	metrics

	memory  memory
	changed chan struct{} // has something if there may be something to sign

	// of Run alone
	begin time.Time       // when it begins by itself; zero: not decided
	told  map[string]bool // heads that differ and were told
}

// Open opens the file. Close it, after Run has returned and no block is applied any more.
func Open(ctx context.Context, c Config) (*Cosigner, error) {
	m, err := openMemory(ctx, c.File, checkpoint.Witness{MSP: c.MSP, Key: c.Key.Public().(ed25519.PublicKey)})
	if err == nil {
		err = m.takeOver(ctx, c.Before)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open what the witness has signed: %w", err), m.Close())
	}
	return &Cosigner{Config: c, metrics: newMetrics(), memory: m, changed: make(chan struct{}, 1), told: map[string]bool{}}, nil
}

// Close closes the file.
func (c *Cosigner) Close() error { return c.memory.Close() }

// Name is what the log calls it among the projections of the ledger.
func (*Cosigner) Name() string { return "cosigner" }

// Checkpoint is how far it has read what bodies have signed.
func (c *Cosigner) Checkpoint(ctx context.Context, channel string) (ledger.Checkpoint, error) {
	return c.memory.checkpoint(ctx, channel)
}

// Apply notes which heads bodies have signed in a block, and whether there is anything else in it.
func (c *Cosigner) Apply(ctx context.Context, b ledger.Block) error {
	s := read(b)
	differs, err := c.differs(ctx, s)
	if err != nil {
		return err
	}
	s.news = s.news || differs // what holds a lie is signed soon, so that it is outvoted
	if err := c.memory.take(ctx, s); err != nil {
		return err
	}
	c.wake()
	return nil
}

// differs says whether a body has put a head on the ledger in a block that is not the own blocks'.
func (c *Cosigner) differs(ctx context.Context, s seen) (bool, error) {
	for _, h := range s.heads {
		if h.Size > s.Blocks {
			return true, nil
		}
		if head, err := c.Tree.Head(ctx, h.Size); err != nil || head != h.Head {
			return err == nil, err
		}
	}
	return false, nil
}

func (c *Cosigner) wake() {
	select {
	case c.changed <- struct{}{}:
	default:
	}
}

const (
	look       = 10 * time.Second // at the latest it looks again, as the system's clock may be set
	rest       = time.Minute      // after something has failed
	sendWithin = 25 * time.Second // as long as a new leader of the orderers may take
)

// Run signs what there is to sign until ctx ends, in one of the servers that share what was signed.
func (c *Cosigner) Run(ctx context.Context) { c.memory.Alone(ctx, "witness", c.run) }

func (c *Cosigner) run(ctx context.Context) {
	for {
		next, err := c.step(ctx)
		if err != nil && ctx.Err() == nil {
			c.failures.Inc()
			c.Log.Warn("the ledger's head is not co-signed yet", "error", err)
			next = rest
		}
		if !c.await(ctx, next, err == nil) {
			return
		}
	}
}

// await returns after a while, or when something has changed, if that is to wake it; false if ctx has ended.
func (c *Cosigner) await(ctx context.Context, next time.Duration, wake bool) bool {
	changed := c.changed
	if !wake { // what failed is not tried again with every block
		changed = nil
	} else {
		next = min(next, look)
	}
	timer := time.NewTimer(next)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-changed:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}
