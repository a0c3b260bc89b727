// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// remembered is how many blocks with events the hub keeps for who comes back.
const remembered = 2000

// hub says how far the server has followed the ledger, and has the events of the last blocks, for streams and polls.
type hub struct {
	mu      sync.Mutex
	first   uint64        // the first block that it knows everything of
	last    uint64        // blocks handled
	events  []Event       // in the order of their blocks
	changed chan struct{} // closed at the next block
}

func newHub() *hub { return &hub{changed: make(chan struct{})} }

// start says how many blocks were handled before, of which nothing is remembered.
func (h *hub) start(blocks uint64) { h.first, h.last = blocks, blocks }

// publish adds a block's events.
func (h *hub) publish(block uint64, events []Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events = append(h.events, events...)
	h.last = block + 1
	for len(h.events) > 0 && uint64(h.events[0].Block)+remembered < h.last { //nolint:gosec // block numbers are small
		h.first = uint64(h.events[0].Block) + 1 //nolint:gosec // the same
		h.events = h.events[1:]
	}
	close(h.changed)
	h.changed = make(chan struct{})
}

// height is how many blocks were handled.
func (h *hub) height() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last
}

// await returns when a block was handled, or when ctx ends.
func (h *hub) await(ctx context.Context, block uint64) {
	for {
		h.mu.Lock()
		height, changed := h.last, h.changed
		h.mu.Unlock()
		if height > block {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// news is what happened in the blocks from next on. complete is false if some of them are forgotten.
type news struct {
	events   []Event
	next     uint64 // the block to ask from the next time
	complete bool
	changed  <-chan struct{}
}

func (h *hub) since(next uint64, wanted func(Event) bool) news {
	h.mu.Lock()
	defer h.mu.Unlock()
	n := news{next: h.last, complete: next >= h.first && next <= h.last, changed: h.changed}
	from, _ := slices.BinarySearchFunc(h.events, next, func(e Event, next uint64) int {
		return cmp.Compare(uint64(e.Block), next) //nolint:gosec // block numbers are small
	})
	for _, e := range h.events[from:] {
		if wanted(e) {
			n.events = append(n.events, e)
		}
	}
	return n
}
