// SPDX-License-Identifier: Apache-2.0

package village

import (
	"cmp"
	"context"
	"fmt"

	"github.com/linli-project/linli/ledger"
)

// A Book is a ledger.Source of the blocks that it has.

// Genesis is the hash (hex) of the book's channel.
func (b *Book) Genesis(context.Context) (string, error) { return cmp.Or(b.Net, noNet), nil }

// Follow hands on the blocks after a checkpoint, and then waits until ctx ends.
func (b *Book) Follow(ctx context.Context, from ledger.Checkpoint, handle func(context.Context, ledger.Block) error) error {
	for _, block := range b.Blocks[min(from.Blocks, uint64(len(b.Blocks))):] {
		if err := handle(ctx, block); err != nil {
			return fmt.Errorf("block %d: %w", block.Number, err)
		}
	}
	<-ctx.Done()
	return ctx.Err()
}
