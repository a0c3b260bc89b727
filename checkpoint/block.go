// SPDX-License-Identifier: Apache-2.0

package checkpoint

import (
	"encoding/binary"
	"slices"
)

// Block is what the ledger's tree has of a block.
type Block struct {
	Number uint64
	Hash   Hash // of its header: what the next block names
	Writes Hash // root of the tree of its writes
}

// Entry is what the ledger's tree has of it: 72 bytes.
func (b Block) Entry() []byte {
	return slices.Concat(binary.BigEndian.AppendUint64(nil, b.Number), b.Hash[:], b.Writes[:])
}

// Leaf is the hash of its entry.
func (b Block) Leaf() Hash { return leafOf(b.Entry()) }

// Included checks that the block is in the ledger with this head. The error is ErrNotIncluded.
func (b Block) Included(head Head, path []byte) error {
	return Included(b.Leaf(), b.Number, head.Size, path, head.Root)
}
