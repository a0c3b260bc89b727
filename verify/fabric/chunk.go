// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"context"
	"iter"
	"sync/atomic"
)

// chunk is a row of a block's transactions, opened by one worker and judged together. An opened transaction takes many times its
// bytes; a block of a hundred megabytes is never open as a whole. What comes out of a chunk is a Row.
type chunk struct {
	first uint64
	raws  [][]byte
	size  int
	txs   []*transaction
	ready chan struct{}
}

// chunksOf cuts a block's transactions into chunks.
func chunksOf(raws [][]byte) iter.Seq[*chunk] {
	return func(yield func(*chunk) bool) {
		next := &chunk{ready: make(chan struct{})}
		for i, raw := range raws {
			next.raws, next.size = append(next.raws, raw), next.size+len(raw)
			if next.size < chunkAtLeast && i < len(raws)-1 {
				continue
			}
			if !yield(next) {
				return
			}
			next = &chunk{first: uint64(i) + 1, ready: make(chan struct{})}
		}
	}
}

// open opens the transactions, until the caller gives up.
func (c *chunk) open(ctx context.Context, config *channelConfig, signatures *atomic.Int64) {
	defer close(c.ready)
	for i, raw := range c.raws {
		if ctx.Err() != nil {
			return
		}
		c.txs = append(c.txs, openTransaction(ctx, config, c.first+uint64(i), raw, signatures))
	}
}
