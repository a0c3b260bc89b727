// SPDX-License-Identifier: Apache-2.0

package checkpoint

import (
	"errors"
	"fmt"

	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
)

// Node is a perfect subtree: 2^Level leaves, from leaf Index·2^Level on. Once all its leaves are there its hash stays for ever, so who
// keeps the hashes of all of them has the root and every proof of every earlier size at hand.
type Node = compact.NodeID

// Nodes reads the hash of a node that was kept.
type Nodes func(Node) (Hash, error)

// Kept is a node with its hash.
type Kept struct {
	Node
	Hash Hash
}

// ErrBeyond is that of a size or an index that a tree does not reach.
var ErrBeyond = errors.New("the tree is smaller")

// ErrNotIncluded is that of a path that does not prove.
var ErrNotIncluded = errors.New("not shown to be in the tree")

// Grow appends a leaf to a tree of a size, and returns the nodes that are complete with it and have to be kept: the leaf first.
func Grow(size uint64, leaf Hash, read Nodes) ([]Kept, error) {
	last := Kept{Node{Index: size}, leaf}
	complete := []Kept{last}
	for last.Index%2 == 1 {
		left, err := read(last.Sibling())
		if err != nil {
			return nil, err
		}
		last = Kept{last.Parent(), nodeOf(left, last.Hash)}
		complete = append(complete, last)
	}
	return complete, nil
}

// Root is that of a tree when it had a size. The error is one of read.
func Root(size uint64, read Nodes) (Hash, error) {
	if size == 0 {
		return Hash(rfc6962.DefaultHasher.EmptyRoot()), nil
	}
	hashes, err := readAll(compact.RangeNodes(0, size, nil), read)
	if err != nil {
		return Hash{}, err
	}
	root := hashes[len(hashes)-1]
	for i := len(hashes) - 2; i >= 0; i-- {
		root = rfc6962.DefaultHasher.HashChildren(hashes[i], root)
	}
	return Hash(root), nil
}

// Prove makes the path that shows a leaf to be in the tree of a size: hashes, joined (RFC 6962, 2.1.1). The error is ErrBeyond or one of
// read.
func Prove(index, size uint64, read Nodes) ([]byte, error) {
	wanted, err := proof.Inclusion(index, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBeyond, err)
	}
	hashes, err := readAll(wanted.IDs, read)
	if err != nil {
		return nil, err
	}
	path, err := wanted.Rehash(hashes, rfc6962.DefaultHasher.HashChildren)
	return join(path), err
}

func readAll(nodes []Node, read Nodes) ([][]byte, error) {
	hashes := make([][]byte, len(nodes))
	for i, node := range nodes {
		hash, err := read(node)
		if err != nil {
			return nil, err
		}
		hashes[i] = hash[:]
	}
	return hashes, nil
}

// Included checks a path: that the leaf is the one with an index, from 0, in the tree that has a size and a root. The error is
// ErrNotIncluded.
func Included(leaf Hash, index, size uint64, path []byte, root Hash) error {
	hashes, ok := split(path)
	if !ok {
		return fmt.Errorf("%w: the path is cut short", ErrNotIncluded)
	}
	if err := proof.VerifyInclusion(rfc6962.DefaultHasher, index, size, leaf[:], hashes, root[:]); err != nil {
		return fmt.Errorf("%w: %w", ErrNotIncluded, err)
	}
	return nil
}

// Tree is a tree in memory. The zero value is empty.
type Tree struct{ levels [][]Hash }

// Append adds a leaf.
func (t *Tree) Append(leaf Hash) {
	complete, err := Grow(t.Size(), leaf, t.read)
	if err != nil {
		panic(err) // it has every node that there was
	}
	for _, node := range complete {
		if node.Level == uint(len(t.levels)) {
			t.levels = append(t.levels, nil)
		}
		t.levels[node.Level] = append(t.levels[node.Level], node.Hash)
	}
}

// Size is how many leaves it has.
func (t *Tree) Size() uint64 {
	if len(t.levels) == 0 {
		return 0
	}
	return uint64(len(t.levels[0]))
}

// Root is that of all leaves.
func (t *Tree) Root() Hash {
	root, err := t.RootAt(t.Size())
	if err != nil {
		panic(err) // it is as large as it is
	}
	return root
}

// RootAt is that of the first leaves. The error is ErrBeyond.
func (t *Tree) RootAt(size uint64) (Hash, error) {
	if size > t.Size() {
		return Hash{}, fmt.Errorf("%w: it has %d leaves, not %d", ErrBeyond, t.Size(), size)
	}
	return Root(size, t.read)
}

// Prove makes the path that shows a leaf to be among the first ones. The error is ErrBeyond.
func (t *Tree) Prove(index, size uint64) ([]byte, error) {
	if size > t.Size() {
		return nil, fmt.Errorf("%w: it has %d leaves, not %d", ErrBeyond, t.Size(), size)
	}
	return Prove(index, size, t.read)
}

func (t *Tree) read(n Node) (Hash, error) {
	if n.Level >= uint(len(t.levels)) || n.Index >= uint64(len(t.levels[n.Level])) {
		return Hash{}, ErrBeyond
	}
	return t.levels[n.Level][n.Index], nil
}
