// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Projection is something that a server makes of the blocks and keeps. It has each block once and in order, wherever the process
// is stopped, if it keeps its checkpoint in the database transaction in which it keeps what it made of the block.
type Projection interface {
	// Name is what the log calls it.
	Name() string
	// Checkpoint is how far it has come in the channel whose first block has this hash (hex). An error that only another channel
	// would mend ends Project, if it is ErrOtherChain.
	Checkpoint(ctx context.Context, channel string) (Checkpoint, error)
	// Apply takes the block after the checkpoint. If it fails it has taken nothing.
	Apply(ctx context.Context, b Block) error
}

// Source is where blocks come from: a Client, or blocks that were kept.
type Source interface {
	Genesis(ctx context.Context) (string, error)
	Follow(ctx context.Context, from Checkpoint, handle func(context.Context, Block) error) error
}

// Project hands every block to projections until ctx ends. The blocks are read and decoded once for all of them, and each gets a
// block when those stated before it have it. The first is what the others read: its error ends Project, as ErrOtherChain of any
// does. Another one's error is logged, and the block tried again after a while; the others go on without it, and it reads what
// it lacks by itself until it is where they are. So does one whose checkpoint is behind at the start.
func Project(ctx context.Context, from Source, log *slog.Logger, first Projection, others ...Projection) error {
	channel, err := from.Genesis(ctx)
	if err != nil {
		return err
	}
	p := projecting{source: from, channel: channel, log: log, lanes: []*lane{{Projection: first}}, changed: make(chan struct{})}
	for _, other := range others {
		p.lanes = append(p.lanes, &lane{Projection: other})
	}
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return p.lead(running) })
	for i := range others {
		group.Go(func() error { return p.keepUp(running, i+1) })
	}
	return group.Wait()
}

// projecting is a run of Project.
type projecting struct {
	source  Source
	channel string
	log     *slog.Logger

	mu      sync.Mutex
	lanes   []*lane // in their order
	recent  []Block // the last that the first has, in a row
	changed chan struct{}
}

// lane is how far a projection is.
type lane struct {
	Projection
	height uint64 // blocks that it has
	behind bool   // it has failed, or reads by itself what it lacks: nobody waits for it
}

// Bounds of what is kept in memory for who is slower than the first. The last block is kept whatever its size.
const (
	recentAtMost = 32       // blocks
	recentBytes  = 32 << 20 // of their transactions
)

// latest leaves off the first of blocks that are too many or too large together.
func latest(blocks []Block) []Block {
	from, bytes := len(blocks), 0
	for from > 0 && len(blocks)-from < recentAtMost {
		if bytes += blocks[from-1].size(); bytes > recentBytes && from < len(blocks) {
			break
		}
		from--
	}
	return slices.Delete(blocks, 0, from) // which forgets what it leaves off
}

// lead follows the ledger for the first projection, and keeps the blocks for the others.
func (p *projecting) lead(ctx context.Context) error {
	first := p.lanes[0]
	at, err := first.Checkpoint(ctx, p.channel)
	if err != nil {
		return err
	}
	p.update(func() { first.height = at.Blocks })
	return p.source.Follow(ctx, at, func(ctx context.Context, b Block) error {
		if err := first.Apply(ctx, b); err != nil {
			return fmt.Errorf("%s: %w", first.Name(), err)
		}
		p.update(func() {
			first.height = b.Number + 1
			p.recent = latest(append(p.recent, b))
		})
		return nil
	})
}

// keepUp feeds one of the others, and begins again where it stands when it has failed.
func (p *projecting) keepUp(ctx context.Context, i int) error {
	l := p.lanes[i]
	for try := 0; ; try++ {
		before := l.height
		err := p.feed(ctx, i)
		if ctx.Err() != nil || errors.Is(err, ErrOtherChain) {
			return err
		}
		p.log.Error("follow the ledger", "projection", l.Name(), "error", err)
		p.update(func() { l.behind = true })
		if l.height > before {
			try = 0
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// feed hands a projection the blocks after its checkpoint until one fails.
func (p *projecting) feed(ctx context.Context, i int) error {
	l := p.lanes[i]
	at, err := l.Checkpoint(ctx, p.channel)
	if err != nil {
		return err
	}
	p.update(func() { l.height = at.Blocks })
	for {
		var next *Block
		if err := p.await(ctx, func() bool { next = p.recall(at.Blocks); return p.lanes[0].height > at.Blocks }); err != nil {
			return err
		}
		if next == nil {
			at, err = p.catchUp(ctx, l, at)
		} else {
			at, err = p.hand(ctx, i, at, *next)
		}
		if err != nil {
			return err
		}
	}
}

// hand gives a projection the next block once those before it have it.
func (p *projecting) hand(ctx context.Context, i int, at Checkpoint, b Block) (Checkpoint, error) {
	l := p.lanes[i]
	if err := p.await(ctx, func() bool { l.behind = false; return p.haveIt(p.lanes[:i], b) }); err != nil {
		return at, err
	}
	if err := p.apply(ctx, l, at, b); err != nil {
		return at, fmt.Errorf("block %d: %w", b.Number, err)
	}
	return b.Checkpoint(), nil
}

var errCaughtUp = errors.New("caught up")

// catchUp reads for a projection what is no longer kept for it.
func (p *projecting) catchUp(ctx context.Context, l *lane, at Checkpoint) (Checkpoint, error) {
	p.update(func() { l.behind = true })
	err := p.source.Follow(ctx, at, func(ctx context.Context, b Block) error {
		if err := p.apply(ctx, l, at, b); err != nil {
			return err
		}
		at = b.Checkpoint()
		if p.isKeptFor(at) {
			return errCaughtUp
		}
		return nil
	})
	if errors.Is(err, errCaughtUp) {
		err = nil
	}
	return at, err
}

func (p *projecting) apply(ctx context.Context, l *lane, at Checkpoint, b Block) error {
	if err := at.checkNext(b.Number, b.Previous); err != nil {
		return err
	}
	if err := l.Apply(ctx, b); err != nil {
		return err
	}
	p.update(func() { l.height = b.Number + 1 })
	return nil
}

// isKeptFor says that whoever stands at a checkpoint is handed the next block, or waits for it.
func (p *projecting) isKeptFor(at Checkpoint) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return at.Blocks >= p.lanes[0].height || p.recall(at.Blocks) != nil
}

// recall is a block that is kept, or nil. Hold mu.
func (p *projecting) recall(number uint64) *Block {
	if len(p.recent) == 0 || number < p.recent[0].Number || number-p.recent[0].Number >= uint64(len(p.recent)) {
		return nil
	}
	b := p.recent[number-p.recent[0].Number]
	return &b
}

// haveIt says that none of these has to be waited for any more. Hold mu.
func (p *projecting) haveIt(lanes []*lane, b Block) bool {
	for _, l := range lanes {
		if l.height <= b.Number && !l.behind {
			return false
		}
	}
	return true
}

// await returns when something is so, which it asks with mu held, or ctx's error.
func (p *projecting) await(ctx context.Context, so func() bool) error {
	for {
		p.mu.Lock()
		is, changed := so(), p.changed
		p.mu.Unlock()
		if is {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for a block: %w", ctx.Err())
		}
	}
}

// update changes the lanes, and wakes who waits.
func (p *projecting) update(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	close(p.changed)
	p.changed = make(chan struct{})
}
