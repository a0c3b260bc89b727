// SPDX-License-Identifier: Apache-2.0

package build

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/ledger/tree"
)

// evidence is what was gathered, with its way to the head.
func (b *builder) evidence() (evidence.Evidence, error) {
	e := evidence.Evidence{Acts: append(append([]act.Signed{}, inOrder(b.own)...), inOrder(b.others)...), Blocks: []evidence.Block{},
		Head: b.note, V: evidence.Version}
	for _, at := range placesOf(b.shown) {
		if n := len(e.Blocks); n == 0 || uint64(e.Blocks[n-1].Number) != at.Block { //nolint:gosec // not negative
			block, err := b.block(at.Block, b.head.Size)
			if err != nil {
				return e, err
			}
			e.Blocks = append(e.Blocks, block)
		}
		last := &e.Blocks[len(e.Blocks)-1]
		w, err := b.proven(at)
		if err != nil {
			return e, err
		}
		last.Writes = append(last.Writes, w)
	}
	return e, nil
}

func (b *builder) block(number, size uint64) (evidence.Block, error) {
	path, err := b.Prove(b.ctx, number, size)
	if err != nil {
		return evidence.Block{}, err
	}
	known, err := b.Block(b.ctx, number)
	if err != nil {
		return evidence.Block{}, err
	}
	block, err := b.fetch(number)
	return evidence.Block{
		Hash: known.Hash.String(), Number: act.Int(number), Path: path, //nolint:gosec // far below
		Root: known.Writes.String(), Size: act.Int(len(tree.WritesOf(block))),
	}, err
}

func (b *builder) proven(at place) (evidence.Write, error) {
	block, err := b.fetch(at.Block)
	if err != nil {
		return evidence.Write{}, err
	}
	writes := tree.WritesOf(block)
	path, err := checkpoint.Writes(writes...).Prove(at.Index, uint64(len(writes)))
	w := writes[at.Index]
	return evidence.Write{Index: act.Int(at.Index), Key: w.Key, Path: path, Tx: w.Tx, Value: w.Value}, err //nolint:gosec // far below
}

func placesOf[T any](of map[place]T) []place {
	var all []place
	for at := range of {
		all = append(all, at)
	}
	slices.SortFunc(all, func(a, b place) int { return cmp.Or(cmp.Compare(a.Block, b.Block), cmp.Compare(a.Index, b.Index)) })
	return all
}

func inOrder(acts map[place]act.Signed) (all []act.Signed) {
	for _, at := range placesOf(acts) {
		all = append(all, acts[at])
	}
	return all
}
