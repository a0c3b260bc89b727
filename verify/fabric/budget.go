// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"context"
	"sync"
)

// budget bounds how many bytes are at work at a time, so that reading ahead does not become holding everything: blocks are given
// back when they have been judged, opened transactions when their row has. One goroutine takes.
type budget struct {
	mu    sync.Mutex
	limit int
	used  int
	freed chan struct{}
}

func newBudget(limit int) *budget { return &budget{limit: limit, freed: make(chan struct{}, 1)} }

// take waits until n bytes are free, or for what is larger than the budget until nothing else is at work. It reports false if
// the context ended before.
func (b *budget) take(ctx context.Context, n int) bool {
	for !b.try(n) {
		select {
		case <-b.freed:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

func (b *budget) try(n int) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.used > 0 && b.used+n > b.limit {
		return false
	}
	b.used += n
	return true
}

func (b *budget) release(n int) {
	b.mu.Lock()
	b.used -= n
	b.mu.Unlock()
	select {
	case b.freed <- struct{}{}:
	default:
	}
}
