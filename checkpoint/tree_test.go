// SPDX-License-Identifier: Apache-2.0

package checkpoint_test

import (
	"crypto/sha256"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/checkpoint"
)

// rootOf and pathOf are RFC 6962, 2.1 and 2.1.1, word for word: nothing of the library's.
func rootOf(entries [][]byte) checkpoint.Hash {
	switch n := len(entries); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, entries[0]...))
	default:
		k := split(n)
		left, right := rootOf(entries[:k]), rootOf(entries[k:])
		return sha256.Sum256(slices.Concat([]byte{1}, left[:], right[:]))
	}
}

func pathOf(m int, entries [][]byte) []byte {
	if len(entries) == 1 {
		return nil
	}
	k := split(len(entries))
	if m < k {
		right := rootOf(entries[k:])
		return append(pathOf(m, entries[:k]), right[:]...)
	}
	left := rootOf(entries[:k])
	return append(pathOf(m-k, entries[k:]), left[:]...)
}

// split is the largest power of two below n.
func split(n int) int {
	k := 1
	for 2*k < n {
		k *= 2
	}
	return k
}

func blocks(n int) (blocks []checkpoint.Block, entries [][]byte) {
	for i := range n {
		b := checkpoint.Block{Number: uint64(i), Hash: sha256.Sum256([]byte{1, byte(i)}), Writes: sha256.Sum256([]byte{2, byte(i)})}
		blocks, entries = append(blocks, b), append(entries, b.Entry())
	}
	return blocks, entries
}

func treeOf(blocks []checkpoint.Block) *checkpoint.Tree {
	t := &checkpoint.Tree{}
	for _, b := range blocks {
		t.Append(b.Leaf())
	}
	return t
}

// A tree that has grown shows every block in every size that it ever had, as RFC 6962 has it.
func TestTreeIsThatOfRFC6962(t *testing.T) {
	all, entries := blocks(40)
	tree := treeOf(all)
	for size := range uint64(len(all) + 1) {
		root, err := tree.RootAt(size)
		if err != nil || root != rootOf(entries[:size]) {
			t.Fatalf("root at %d: %s, %v", size, root, err)
		}
		for number := range size {
			path, err := tree.Prove(number, size)
			if err != nil || !slices.Equal(path, pathOf(int(number), entries[:size])) {
				t.Fatalf("path of block %d in %d: %x, %v", number, size, path, err)
			}
			if err := all[number].Included(checkpoint.Head{Size: size, Root: root}, path); err != nil {
				t.Fatalf("block %d in %d: %v", number, size, err)
			}
		}
	}
}

func TestTreeReachesNoFurtherThanItDoes(t *testing.T) {
	all, _ := blocks(5)
	tree := treeOf(all)
	if _, err := tree.RootAt(6); !errors.Is(err, checkpoint.ErrBeyond) {
		t.Errorf("a root of 6 blocks: %v", err)
	}
	for _, at := range [][2]uint64{{0, 6}, {5, 5}, {3, 2}, {0, 0}} {
		if _, err := tree.Prove(at[0], at[1]); !errors.Is(err, checkpoint.ErrBeyond) {
			t.Errorf("block %d in %d: %v", at[0], at[1], err)
		}
	}
}

// Whatever of a proof is changed, it proves nothing any more.
func TestNothingElseIsIncluded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, entries := blocks(rapid.IntRange(1, 60).Draw(t, "blocks"))
		tree := treeOf(all)
		number := rapid.IntRange(0, len(all)-1).Draw(t, "number")
		path, err := tree.Prove(uint64(number), tree.Size())
		if err != nil {
			t.Fatal(err)
		}
		head, b := checkpoint.Head{Size: tree.Size(), Root: rootOf(entries)}, all[number]
		if err := b.Included(head, path); err != nil {
			t.Fatal(err)
		}
		switch rapid.IntRange(0, 4).Draw(t, "change") {
		case 0:
			b.Hash[rapid.IntRange(0, 31).Draw(t, "at")] ^= 1
		case 1:
			b.Writes[rapid.IntRange(0, 31).Draw(t, "at")] ^= 1
		case 2:
			b.Number++
		case 3:
			head.Root[rapid.IntRange(0, 31).Draw(t, "at")] ^= 1
		case 4:
			path = append(path, make([]byte, rapid.IntRange(1, 33).Draw(t, "more"))...)
		}
		if err := b.Included(head, path); !errors.Is(err, checkpoint.ErrNotIncluded) {
			t.Fatalf("it still proves: %v", err)
		}
	})
}

// The nodes that Grow returns are each returned once, and enough for all that comes later.
func TestGrowKeepsEveryNodeOnce(t *testing.T) {
	kept := map[checkpoint.Node]checkpoint.Hash{}
	read := func(n checkpoint.Node) (checkpoint.Hash, error) {
		hash, ok := kept[n]
		if !ok {
			return hash, errors.New("was not kept")
		}
		return hash, nil
	}
	all, entries := blocks(70)
	for i, b := range all {
		grown, err := checkpoint.Grow(uint64(i), b.Leaf(), read)
		if err != nil {
			t.Fatal(err)
		}
		for _, node := range grown {
			if _, twice := kept[node.Node]; twice {
				t.Errorf("node %v twice", node.Node)
			}
			kept[node.Node] = node.Hash
		}
		root, err := checkpoint.Root(uint64(i+1), read)
		if err != nil || root != rootOf(entries[:i+1]) {
			t.Fatalf("root at %d: %s, %v", i+1, root, err)
		}
	}
}

// No two writes have one entry: what ends one text never begins the next.
func TestWritesDiffer(t *testing.T) {
	seen := map[string]checkpoint.Write{}
	for _, w := range []checkpoint.Write{
		{Tx: "a", Key: "bc", Value: []byte("v")}, {Tx: "ab", Key: "c", Value: []byte("v")}, {Tx: "", Key: "abc", Value: []byte("v")},
		{Tx: "a", Key: "bc"}, {Tx: "a", Key: "bc\x00"}, {Tx: "a", Key: "bc", Value: []byte{0}},
		{Tx: "a", Key: "bc\x01", Value: []byte("v")},
	} {
		if other, twice := seen[string(w.Entry())]; twice {
			t.Errorf("%+v and %+v have one entry", w, other)
		}
		seen[string(w.Entry())] = w
	}
}

func TestWriteIncluded(t *testing.T) {
	writes := []checkpoint.Write{{Tx: "t0", Key: "a", Value: []byte("1")}, {Tx: "t0", Key: "b"}, {Tx: "t1", Key: "a", Value: []byte("2")}}
	tree := checkpoint.Writes(writes...)
	b := checkpoint.Block{Writes: tree.Root()}
	for i, w := range writes {
		path, err := tree.Prove(uint64(i), tree.Size())
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Included(b, uint64(i), tree.Size(), path); err != nil {
			t.Errorf("write %d: %v", i, err)
		}
		w.Tx = "t2"
		if err := w.Included(b, uint64(i), tree.Size(), path); !errors.Is(err, checkpoint.ErrNotIncluded) {
			t.Errorf("write %d of another transaction: %v", i, err)
		}
	}
	if checkpoint.Writes().Root() != sha256.Sum256(nil) {
		t.Error("a block without writes has not the empty tree")
	}
}
