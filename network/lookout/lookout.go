// SPDX-License-Identifier: Apache-2.0

// Package lookout looks at the network from a body's machine, again and again, whoever asks: for the page that says who runs the ledger,
// for the figures that Prometheus collects, and for the alarms that the body's operators get.
package lookout

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

// Config is what a Lookout works with.
type Config struct {
	Dir    string // the network's data directory
	Body   string // whose machine this is
	Tree   *tree.Tree
	Client *ledger.Client // of the own peer, where the tree's blocks are
	Log    *slog.Logger
	Now    func() time.Time
	Raise  func(context.Context, []notify.Alarm) error // is told after each look what is wrong; nil: nobody is
	Bodies func(*network.Network) error                // is told at each look who the bodies are now; nil: nobody is
}

// Lookout is what was seen last. It is safe for concurrent use.
type Lookout struct {
	Config
	history network.History // of Run alone
	apart   map[string]time.Duration
	asked   time.Time         // when the clocks were
	removed *standing.Removal // as the log has it

	mu   sync.Mutex
	last Look
}

// Look is what was seen at a time.
type Look struct {
	At       time.Time
	Status   *network.Status
	Standing standing.Standing
	Apart    map[string]time.Duration // how far bodies' clocks were ahead of this machine's, when they were last asked
}

// New makes one that has seen nothing yet.
func New(c Config) *Lookout { return &Lookout{Config: c} }

// How often it is looked, however many people ask, and for how long what was seen is told as what is so.
const (
	every = 30 * time.Second
	fresh = 4 * every
)

// Standing is what was seen last, as everybody may know it; nothing if that was too long ago.
func (l *Lookout) Standing() standing.Standing {
	if seen := l.seen(); l.Now().Sub(seen.At) < fresh {
		return seen.Standing
	}
	return standing.Unseen()
}

func (l *Lookout) seen() Look {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

// Run looks until ctx ends.
func (l *Lookout) Run(ctx context.Context) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := l.look(ctx); err != nil && ctx.Err() == nil {
			l.Log.ErrorContext(ctx, "look at the network", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// look looks once. The network's facts are read anew, since bodies come and go.
func (l *Lookout) look(ctx context.Context) error {
	n, err := network.Open(l.Dir)
	if err != nil {
		return err
	}
	s, err := n.Status(ctx) // which follows the channel's configuration
	if err != nil {
		return err
	}
	if l.Bodies != nil {
		if err := l.Bodies(n); err != nil {
			l.Log.ErrorContext(ctx, "the bodies that there are now are not taken over", "error", err)
		}
	}
	l.logRemoval(ctx, s.Removed)
	if err := l.readHistory(ctx); err != nil {
		l.Log.WarnContext(ctx, "the blocks that say who runs the ledger cannot be read now", "error", err)
	}
	l.askClocks(ctx, n, s)
	now := l.Now()
	seen := Look{At: now, Status: s, Standing: n.Standing(s, &l.history, l.Body, now), Apart: l.apart}
	l.mu.Lock()
	l.last = seen
	l.mu.Unlock()
	if l.Raise == nil {
		return nil
	}
	return l.Raise(ctx, seen.Alarms(l.Body))
}

// logRemoval says in the log that the body was removed, once, and again if more becomes known of it.
func (l *Lookout) logRemoval(ctx context.Context, r *standing.Removal) {
	if r != nil && (l.removed == nil || l.removed.Block != r.Block) {
		l.Log.ErrorContext(ctx, r.English()+". "+standing.LeftEnglish, "zh", r.Chinese()+"。"+standing.LeftChinese)
	}
	l.removed = r
}

const readWithin = 5 * time.Second

// readHistory reads the blocks that it has not read yet, from the own peer.
func (l *Lookout) readHistory(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readWithin)
	defer cancel()
	configs, err := l.Tree.Configs(ctx)
	if err != nil {
		return err
	}
	definitions, err := l.Tree.Definitions(ctx)
	if err != nil {
		return err
	}
	blocks := slices.Concat(configs, definitions)
	slices.Sort(blocks)
	for _, number := range slices.Compact(blocks) {
		if number < l.history.Next() {
			continue
		}
		for block, err := range ledger.Blocks(ctx, l.Client, number, number) {
			if err == nil {
				err = l.history.Read(block)
			}
			if err != nil {
				return fmt.Errorf("block %d: %w", number, err)
			}
		}
	}
	return nil
}

const clocksEvery = time.Hour

// askClocks asks for the bodies' clocks, once an hour.
func (l *Lookout) askClocks(ctx context.Context, n *network.Network, s *network.Status) {
	now := l.Now()
	if now.Sub(l.asked) < clocksEvery || !s.Running {
		return
	}
	l.asked = now
	apart := map[string]time.Duration{}
	for _, b := range s.Bodies {
		if b.Error != "" {
			continue
		}
		by, err := n.Apart(ctx, b.Body)
		if err != nil {
			l.Log.WarnContext(ctx, "a clock cannot be asked for", "body", b.Body, "error", err)
			continue
		}
		apart[b.Body] = by
	}
	l.apart = apart
}
