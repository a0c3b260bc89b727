// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"iter"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
)

// Checkpoint is how far a follower has come. The zero value is before the first block. Keep it in the same database
// transaction as what was made of the block.
type Checkpoint struct {
	Blocks uint64 // how many blocks were handled, which is the number of the next
	Hash   []byte // of the last one's header
}

// Follow hands every block from a checkpoint on to handle, in order and each once, until ctx ends or handle returns an
// error, which it returns. It survives the peer: another one goes on where the last one ended, and must continue the same
// chain (else ErrOtherChain). The checkpoint after a block is Block.Checkpoint.
func (c *Client) Follow(ctx context.Context, from Checkpoint, handle func(context.Context, Block) error) error {
	for raw, err := range c.chain(ctx, from) {
		if err != nil {
			return err
		}
		if err := handle(ctx, c.Decode(raw)); err != nil {
			return fmt.Errorf("block %d: %w", raw.GetHeader().GetNumber(), err)
		}
	}
	return nil
}

// Checkpoint is how far a follower has come once it has handled b.
func (b Block) Checkpoint() Checkpoint { return Checkpoint{Blocks: b.Number + 1, Hash: b.Hash} }

// Decode reads a block of the channel.
func (c *Client) Decode(raw *common.Block) Block { return Decode(raw, c.chaincode) }

// Blocks yields the blocks from and to, both included, as the peers have them. It waits for blocks that do not exist yet.
func Blocks(ctx context.Context, c *Client, from, to uint64) iter.Seq2[*common.Block, error] {
	return func(yield func(*common.Block, error) bool) {
		if from > to {
			return
		}
		for raw, err := range c.chain(ctx, Checkpoint{Blocks: from}) {
			if !yield(raw, err) || err != nil || raw.GetHeader().GetNumber() >= to {
				return
			}
		}
	}
}

// Genesis is the hash (hex) of the channel's first block, which names the channel: an act's "net".
func (c *Client) Genesis(ctx context.Context) (string, error) {
	for raw, err := range Blocks(ctx, c, 0, 0) {
		if err != nil {
			return "", err
		}
		return hex.EncodeToString(HeaderHash(raw.GetHeader())), nil
	}
	return "", fmt.Errorf("read the channel's first block: %w", ErrUnavailable)
}

// chain yields the blocks after a checkpoint until ctx ends, from whichever peer there is.
//
//nolint:gocognit // stretches inside an iterator
func (c *Client) chain(ctx context.Context, at Checkpoint) iter.Seq2[*common.Block, error] {
	return func(yield func(*common.Block, error) bool) {
		for try := 0; ; try++ {
			before := at.Blocks
			for raw, err := range c.stretch(ctx, at.Blocks) {
				if err == nil {
					err = at.checkNext(raw.GetHeader().GetNumber(), raw.GetHeader().GetPreviousHash())
				}
				if err != nil {
					yield(nil, err)
					return
				}
				if !yield(raw, nil) {
					return
				}
				at = Checkpoint{Blocks: raw.GetHeader().GetNumber() + 1, Hash: HeaderHash(raw.GetHeader())}
			}
			if at.Blocks > before {
				try = 0
			}
			if err := pause(ctx, try); err != nil {
				yield(nil, fmt.Errorf("follow the blocks: %w", err))
				return
			}
		}
	}
}

// stretch yields blocks of the peer in use until that one ends the stream.
func (c *Client) stretch(ctx context.Context, from uint64) iter.Seq2[*common.Block, error] {
	return func(yield func(*common.Block, error) bool) {
		s, err := c.session(ctx)
		if err != nil {
			yield(nil, err)
			return
		}
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		blocks, err := s.network.BlockEvents(ctx, client.WithStartBlock(from))
		if err != nil {
			return // the next stretch is from another peer, or from this one again
		}
		defer drain(blocks)
		for {
			select {
			case raw, ok := <-blocks:
				if !ok || !yield(raw, nil) {
					return
				}
			case <-ctx.Done():
				return
			case <-c.ctx.Done():
				yield(nil, fmt.Errorf("follow the blocks: %w", ErrClosed))
				return
			}
		}
	}
}

// checkNext refuses a block that does not follow the checkpoint.
func (at Checkpoint) checkNext(number uint64, previous []byte) error {
	if number != at.Blocks || at.Hash != nil && !bytes.Equal(previous, at.Hash) {
		return fmt.Errorf("block %d: %w", number, ErrOtherChain)
	}
	return nil
}
