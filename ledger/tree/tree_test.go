// SPDX-License-Identifier: Apache-2.0

package tree_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/tree"
)

// block has one valid transaction with two writes, and one that is not valid.
func block(number uint64) ledger.Block {
	hash := sha256.Sum256(fmt.Append(nil, number))
	writes := []ledger.Write{{Key: "a", Value: fmt.Append(nil, number)}, {Key: "b", Value: []byte("no more"), Deleted: true}}
	return ledger.Block{Number: number, Hash: hash[:], Transactions: []ledger.Transaction{
		{ID: fmt.Sprint("tx", number), Code: peer.TxValidationCode_VALID, Writes: writes},
		{ID: fmt.Sprint("no", number), Code: peer.TxValidationCode_MVCC_READ_CONFLICT, Writes: writes},
	}}
}

func open(t *testing.T, path string) *tree.Tree {
	t.Helper()
	kept, err := tree.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	return kept
}

var genesis = sha256.Sum256([]byte("0"))

func apply(t *testing.T, kept *tree.Tree, from, to uint64) {
	t.Helper()
	at, err := kept.Checkpoint(t.Context(), hex.EncodeToString(genesis[:]))
	if err != nil || at.Blocks != from {
		t.Fatalf("%+v, %v", at, err)
	}
	for number := range to {
		if number < from {
			continue
		}
		if err := kept.Apply(t.Context(), block(number)); err != nil {
			t.Fatal(err)
		}
	}
}

// What is kept proves every block in every size that the ledger had, also after a restart in between.
func TestKeptTreeProvesEveryBlock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tree.db")
	kept := open(t, path)
	apply(t, kept, 0, 13)
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	kept = open(t, path)
	apply(t, kept, 13, 37)
	if size, err := kept.Size(t.Context()); err != nil || size != 37 {
		t.Fatalf("%d, %v", size, err)
	}
	memory := &checkpoint.Tree{}
	for size := range uint64(38) {
		head, err := kept.Head(t.Context(), size)
		if err != nil || head.Root != memory.Root() || head.Size != size || head.Genesis != genesis {
			t.Fatalf("head of %d: %+v, %v", size, head, err)
		}
		for number := range size {
			b, err := kept.Block(t.Context(), number)
			if err != nil {
				t.Fatal(err)
			}
			path, err := kept.Prove(t.Context(), number, size)
			if err != nil {
				t.Fatal(err)
			}
			if err := b.Included(head, path); err != nil {
				t.Fatalf("block %d in %d: %v", number, size, err)
			}
		}
		hash := sha256.Sum256(fmt.Append(nil, size))
		writes := checkpoint.Writes(checkpoint.Write{Tx: fmt.Sprint("tx", size), Key: "a", Value: fmt.Append(nil, size)},
			checkpoint.Write{Tx: fmt.Sprint("tx", size), Key: "b"})
		memory.Append(checkpoint.Block{Number: size, Hash: hash, Writes: writes.Root()}.Leaf())
	}
}

func TestTreeReachesNoFurther(t *testing.T) {
	kept := open(t, filepath.Join(t.TempDir(), "tree.db"))
	apply(t, kept, 0, 5)
	_, head := kept.Head(t.Context(), 6)
	_, none := kept.Block(t.Context(), 5)
	_, path := kept.Prove(t.Context(), 2, 6)
	_, last := kept.Prove(t.Context(), 5, 6)
	for _, err := range []error{head, none, path, last} {
		if !errors.Is(err, checkpoint.ErrBeyond) {
			t.Error(err)
		}
	}
	if err := kept.Apply(t.Context(), block(6)); err == nil {
		t.Error("a block is left out")
	}
	if err := kept.Apply(t.Context(), block(4)); err == nil {
		t.Error("a block is taken twice")
	}
	if size, err := kept.Size(t.Context()); err != nil || size != 5 {
		t.Errorf("%d, %v", size, err)
	}
	if _, err := kept.Checkpoint(t.Context(), "another"); !errors.Is(err, ledger.ErrOtherChain) {
		t.Error(err)
	}
}
