// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

// journal is a projection that notes which blocks it was given. It forgets with the process; those of TestProjectionsKilled do not.
type journal struct {
	name  string
	apply func(ledger.Block) error // nil takes everything

	mu     sync.Mutex
	at     ledger.Checkpoint
	blocks []uint64
}

func (j *journal) Name() string { return j.name }

func (j *journal) Checkpoint(context.Context, string) (ledger.Checkpoint, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.at, nil
}

func (j *journal) Apply(_ context.Context, b ledger.Block) error {
	if j.apply != nil {
		if err := j.apply(b); err != nil {
			return err
		}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.blocks, j.at = append(j.blocks, b.Number), b.Checkpoint()
	return nil
}

func (j *journal) height() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.at.Blocks
}

// hasAll checks that the journal has the blocks from one to another, each once and in order.
func (j *journal) hasAll(t *testing.T, from, to uint64) {
	t.Helper()
	j.mu.Lock()
	defer j.mu.Unlock()
	for i, number := range j.blocks {
		if number != from+uint64(i) {
			t.Fatalf("%s: block %d comes where %d should", j.name, number, from+uint64(i))
		}
	}
	if got := uint64(len(j.blocks)); got != to-from {
		t.Errorf("%s has %d blocks of %d", j.name, got, to-from)
	}
}

// bookOf is a book of so many empty blocks.
func bookOf(t *testing.T, blocks int) *village.Book {
	t.Helper()
	book := &village.Book{}
	for range blocks {
		if err := book.Append(); err != nil {
			t.Fatal(err)
		}
	}
	return book
}

// project runs projections until done, or for two minutes.
func project(t *testing.T, source ledger.Source, log *slog.Logger, done func() bool, first ledger.Projection, others ...ledger.Projection) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- ledger.Project(ctx, source, log, first, others...) }()
	for deadline := time.Now().Add(2 * time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Error("it has not come to its end in two minutes")
			break
		}
	}
	stop()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// One that fails is tried again where it stands; those before and after it go on without it, and it misses nothing.
func TestProjectionThatFails(t *testing.T) {
	const blocks = 200 // more than are kept for who is slow
	var log village.Log
	var mended sync.Map
	first, last := &journal{name: "first"}, &journal{name: "last"}
	broken := &journal{name: "broken", apply: func(ledger.Block) error {
		if _, ok := mended.Load("mended"); !ok {
			return errors.New("out of order")
		}
		return nil
	}}
	project(t, bookOf(t, blocks), slog.New(slog.NewTextHandler(&log, nil)), func() bool {
		if first.height() == blocks && last.height() == blocks && broken.height() == 0 {
			mended.Store("mended", true)
		}
		return broken.height() == blocks
	}, first, broken, last)
	for _, j := range []*journal{first, broken, last} {
		j.hasAll(t, 0, blocks)
	}
	if logged := log.String(); !strings.Contains(logged, "projection=broken") || !strings.Contains(logged, "out of order") ||
		strings.Contains(logged, "projection=last") {
		t.Error(logged)
	}
}

// What is first ends everything when it fails, and so does whatever is of another chain.
func TestProjectionsEnd(t *testing.T) {
	full := errors.New("the disk is full")
	quiet := slog.New(slog.DiscardHandler)
	first := &journal{name: "first", apply: func(ledger.Block) error { return full }}
	if err := ledger.Project(t.Context(), bookOf(t, 3), quiet, first, &journal{name: "last"}); !errors.Is(err, full) {
		t.Errorf("the first fails: %v", err)
	}
	for _, at := range []ledger.Checkpoint{{Blocks: 1, Hash: []byte("other")}, {Blocks: 2, Hash: []byte("other")}} {
		strange := &journal{name: "strange", at: at}
		standing := &journal{name: "first", at: ledger.Checkpoint{Blocks: 2, Hash: []byte{1}}}
		if err := ledger.Project(t.Context(), bookOf(t, 3), quiet, standing, strange); !errors.Is(err, ledger.ErrOtherChain) {
			t.Errorf("at %d: %v", at.Blocks, err)
		}
	}
}

// On a network, the blocks go to each in the order stated, wherever each stood.
func TestProjectionsOnANetwork(t *testing.T) {
	n := networktest.Network(t)
	v, officers := found(t, n, 10)
	c := connect(t, n, "residents", network.Client)
	r := relay(t, connect(t, n, "owners", network.Client), ledger.Options{})
	castAll(t, r, v, officers, 1)
	before, err := c.Height(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	first, lost := &journal{name: "first"}, &journal{name: "lost"}
	quiet := slog.New(slog.DiscardHandler)
	project(t, c, quiet, func() bool { return first.height() >= before }, first)
	second, third := &journal{name: "second"}, &journal{name: "third"}
	for _, j := range []*journal{second, third} {
		j.at, j.blocks = first.at, slices.Clone(first.blocks)
	}
	third.apply = func(b ledger.Block) error {
		if first.height() <= b.Number || second.height() <= b.Number {
			t.Errorf("block %d comes to the third before the others have it", b.Number)
		}
		return nil
	}
	var casting sync.WaitGroup
	casting.Go(func() { castAll(t, r, v, officers, 2) })
	project(t, c, quiet, func() bool {
		casting.Wait()
		height, err := c.Height(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return third.height() >= height && lost.height() >= height
	}, first, second, third, lost)
	for _, j := range []*journal{first, second, third, lost} {
		j.hasAll(t, 0, j.height())
		if j.height() < before {
			t.Errorf("%s ends at %d, before it began", j.name, j.height())
		}
	}
}
