// SPDX-License-Identifier: Apache-2.0

package checkpoint

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// Write is a key that a valid transaction wrote in the chaincode's namespace.
type Write struct {
	Tx    string // the transaction's id
	Key   string
	Value []byte // an empty one deletes, as it does on a peer
}

// Entry is what the tree of a block's writes has of it: lengths before what has no end of its own, so that no two writes have one entry.
func (w Write) Entry() []byte {
	var entry []byte
	for _, text := range []string{w.Tx, w.Key} {
		entry = binary.BigEndian.AppendUint32(entry, uint32(len(text))) //nolint:gosec // it is in a block, whose bytes are fewer
		entry = append(entry, text...)
	}
	if len(w.Value) == 0 {
		return append(entry, 0)
	}
	sum := sha256.Sum256(w.Value)
	return slices.Concat(entry, []byte{1}, sum[:])
}

// Leaf is the hash of its entry.
func (w Write) Leaf() Hash { return leafOf(w.Entry()) }

// Writes is the tree of a block's writes: transactions in their order, of each its keys in the order of its write set.
func Writes(writes ...Write) *Tree {
	t := &Tree{}
	for _, w := range writes {
		t.Append(w.Leaf())
	}
	return t
}

// Included checks that the write is the one with an index, from 0, among as many writes of the block. The error is ErrNotIncluded.
func (w Write) Included(b Block, index, of uint64, path []byte) error {
	return Included(w.Leaf(), index, of, path, b.Writes)
}
