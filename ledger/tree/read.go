// SPDX-License-Identifier: Apache-2.0

package tree

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/linli-project/linli/checkpoint"
)

// querier is the file, or a transaction in it.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// nodes reads the hashes of complete subtrees.
func nodes(ctx context.Context, from querier) checkpoint.Nodes {
	return func(n checkpoint.Node) (checkpoint.Hash, error) {
		var raw []byte
		err := from.QueryRowContext(ctx, "SELECT hash FROM nodes WHERE level = ? AND place = ?", n.Level, n.Index).Scan(&raw)
		if errors.Is(err, sql.ErrNoRows) {
			return checkpoint.Hash{}, checkpoint.ErrBeyond
		}
		if err != nil {
			return checkpoint.Hash{}, fmt.Errorf("read the tree of blocks: %w", err)
		}
		return checkpoint.ToHash(raw)
	}
}

// Size is how many blocks the tree has.
func (t *Tree) Size(ctx context.Context) (size uint64, err error) {
	err = t.file.Read.QueryRowContext(ctx, "SELECT blocks FROM checkpoint").Scan(&size)
	return size, err
}

// Head is the ledger's when it had a number of blocks. The error is checkpoint.ErrBeyond if it has not so many.
func (t *Tree) Head(ctx context.Context, size uint64) (h checkpoint.Head, err error) {
	var genesis string
	if err := t.file.Read.QueryRowContext(ctx, "SELECT genesis FROM checkpoint").Scan(&genesis); err != nil {
		return h, err
	}
	h.Size = size
	if h.Genesis, err = checkpoint.ReadHash(genesis); err != nil {
		return h, err
	}
	h.Root, err = checkpoint.Root(size, nodes(ctx, t.file.Read))
	return h, err
}

// Block is what the tree has of a block. The error is checkpoint.ErrBeyond if it has not come so far.
func (t *Tree) Block(ctx context.Context, number uint64) (b checkpoint.Block, err error) {
	var hash, writes []byte
	err = t.file.Read.QueryRowContext(ctx, "SELECT hash, writes FROM blocks WHERE number = ?", number).Scan(&hash, &writes)
	if errors.Is(err, sql.ErrNoRows) {
		return b, fmt.Errorf("block %d: %w", number, checkpoint.ErrBeyond)
	}
	if err != nil {
		return b, err
	}
	b.Number = number
	if b.Hash, err = checkpoint.ToHash(hash); err != nil {
		return b, err
	}
	b.Writes, err = checkpoint.ToHash(writes)
	return b, err
}

// Prove is the path of a block to the head that the ledger had at a size. The error is checkpoint.ErrBeyond.
func (t *Tree) Prove(ctx context.Context, number, size uint64) ([]byte, error) {
	if have, err := t.Size(ctx); err != nil || have < size {
		return nil, cmp.Or(err, fmt.Errorf("%w: it has %d blocks, not %d", checkpoint.ErrBeyond, have, size))
	}
	return checkpoint.Prove(number, size, nodes(ctx, t.file.Read))
}
