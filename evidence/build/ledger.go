// SPDX-License-Identifier: Apache-2.0

package build

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/verify"
)

type place = tree.Place

// reader goes to the places of a ledger.
type reader struct {
	Places

	ctx     context.Context //nolint:containedctx // of one bundle
	source  Source
	fetched map[uint64]ledger.Block
}

// raw reads a block, which must be the one of the tree.
func (r *reader) raw(number uint64) (*common.Block, error) {
	known, err := r.Block(r.ctx, number)
	if err != nil {
		return nil, err
	}
	for block, err := range r.source.Blocks(number, number+1) {
		if err == nil && !bytes.Equal(ledger.HeaderHash(block.GetHeader()), known.Hash[:]) {
			err = fmt.Errorf("block %d is another one than it was", number)
		}
		return block, err
	}
	return nil, fmt.Errorf("block %d is gone", number)
}

// fetch is raw for who reads what took effect, which must be what took effect to the tree.
func (r *reader) fetch(number uint64) (ledger.Block, error) {
	if b, ok := r.fetched[number]; ok {
		return b, nil
	}
	raw, err := r.raw(number)
	if err != nil {
		return ledger.Block{}, err
	}
	b := ledger.Decode(raw, verify.Chaincode)
	if known, err := r.Block(r.ctx, number); err != nil || known.Writes != checkpoint.Writes(tree.WritesOf(b)...).Root() {
		return b, cmp.Or(err, fmt.Errorf("of block %d something else took effect than it did", number))
	}
	r.fetched[number] = b
	return b, nil
}

// write reads a write.
func (r *reader) write(at place) (checkpoint.Write, error) {
	b, err := r.fetch(at.Block)
	if err != nil {
		return checkpoint.Write{}, err
	}
	return tree.WritesOf(b)[at.Index], nil
}

// last is where a document was written last in the blocks before one, as far as it is as wanted.
func (r *reader) last(key string, before uint64, wanted func(checkpoint.Write) bool) (place, checkpoint.Write, error) {
	places, err := r.Written(r.ctx, key)
	if err != nil {
		return place{}, checkpoint.Write{}, err
	}
	for _, at := range slices.Backward(places) {
		if at.Block >= before {
			continue
		}
		w, err := r.write(at)
		if err != nil || wanted(w) {
			return at, w, err
		}
	}
	return place{}, checkpoint.Write{}, ErrNotThere
}

// actAt is the act with a hash that took effect where its document was written. Another one of the same text in that block may name signers
// who never signed.
func (r *reader) actAt(at place, hash string) (act.Signed, error) {
	b, err := r.fetch(at.Block)
	if err != nil {
		return act.Signed{}, err
	}
	wrote := tree.WritesOf(b)[at.Index].Tx
	for _, tx := range b.Transactions {
		if tx.ID != wrote {
			continue
		}
		for _, sent := range index.ActsOf(tx) {
			if sent.Hash == hash {
				return sent.Signed, nil
			}
		}
	}
	return act.Signed{}, fmt.Errorf("act %s is not in block %d", hash, at.Block)
}
