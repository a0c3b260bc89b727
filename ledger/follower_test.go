// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

func isUnavailable(err error) bool { return errors.Is(err, ledger.ErrUnavailable) }

// TestFollow reads acts back from the blocks with a follower that is stopped after every twentieth block and goes on at its
// checkpoint.
func TestFollow(t *testing.T) {
	n := networktest.Network(t)
	v, officers := found(t, n, 10)
	c := connect(t, n, "owners", network.Client)
	r := relay(t, c, ledger.Options{})
	receipts := castAll(t, r, v, officers, 3)
	seen := map[string]ledger.Receipt{}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	stop := errors.New("stop")
	var at ledger.Checkpoint
	for len(seen) < len(receipts) {
		client := connect(t, n, "residents", network.Client)
		blocks := 0
		err := client.Follow(ctx, at, func(_ context.Context, b ledger.Block) error {
			if b.Number != at.Blocks {
				t.Fatalf("block %d follows checkpoint %d", b.Number, at.Blocks)
			}
			actsOf(t, b, v.ID, seen)
			at = b.Checkpoint()
			if blocks++; blocks == 20 || len(seen) == len(receipts) {
				return stop
			}
			return nil
		})
		if !errors.Is(err, stop) {
			t.Fatal(err)
		}
	}
	for _, receipt := range receipts {
		if seen[receipt.Act] != receipt {
			t.Errorf("receipt %+v, block %+v", receipt, seen[receipt.Act])
		}
	}
}

// TestFollowerSurvivesItsPeer kills the peer that a follower reads from while acts are cast.
func TestFollowerSurvivesItsPeer(t *testing.T) {
	n := networktest.Network(t)
	v, officers := found(t, n, 10)
	r := relay(t, connect(t, n, "owners", network.Client), ledger.Options{})
	c := connect(t, n, "residents", network.Client)
	height, err := c.Height(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	const acts = 60
	seen := map[string]ledger.Receipt{}
	followed := make(chan error, 1)
	go func() {
		followed <- c.Follow(ctx, ledger.Checkpoint{Blocks: height}, func(_ context.Context, b ledger.Block) error {
			if actsOf(t, b, v.ID, seen); len(seen) == acts {
				cancel()
			}
			return nil
		})
	}()
	receipts := castAll(t, r, v, officers, 2)
	if err := n.Kill("peer-residents"); err != nil {
		t.Fatal(err)
	}
	receipts = append(receipts, castAll(t, r, v, officers, 4)...)
	if err := <-followed; !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	for _, receipt := range receipts {
		if seen[receipt.Act].TxID != receipt.TxID || seen[receipt.Act].Block != receipt.Block {
			t.Errorf("receipt %+v, block %+v", receipt, seen[receipt.Act])
		}
	}
	settleDown(t, n)
}

// actsOf notes the acts of a community that took effect in a block, and checks that none does twice.
func actsOf(t *testing.T, b ledger.Block, community string, seen map[string]ledger.Receipt) {
	t.Helper()
	for _, tx := range b.Transactions {
		if tx.Code != peer.TxValidationCode_VALID || tx.Function != "Submit" {
			continue
		}
		outcomes, err := contract.ReadOutcomes(tx.Response)
		if err != nil || len(tx.Args) != 1 {
			t.Fatalf("transaction %s: %v, %d arguments", tx.ID, err, len(tx.Args))
		}
		written := map[string]bool{}
		for _, w := range tx.Writes {
			if kind, attributes, ok := contract.SplitKey(w.Key); ok && kind == "act" && attributes[0] == community {
				written[attributes[1]] = true
			}
		}
		batch, err := contract.ReadBatch(tx.Args[0])
		if err != nil || len(batch) != len(outcomes) {
			t.Fatalf("transaction %s: %v, %d acts and %d outcomes", tx.ID, err, len(batch), len(outcomes))
		}
		for i, o := range outcomes {
			hash := act.HashOf(batch[i].Text).String()
			if !written[hash] {
				continue
			}
			if _, twice := seen[hash]; twice {
				t.Errorf("act %s took effect twice", hash)
			}
			seen[hash] = ledger.Receipt{Act: hash, TxID: tx.ID, Block: b.Number, Code: o.Code}
		}
	}
}

func TestBlocks(t *testing.T) {
	n := networktest.Network(t)
	c := connect(t, n, "street", network.Client)
	height, err := c.Height(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var previous []byte
	number := uint64(0)
	for raw, err := range ledger.Blocks(t.Context(), c, 0, height-1) {
		if err != nil {
			t.Fatal(err)
		}
		if raw.GetHeader().GetNumber() != number || !bytes.Equal(raw.GetHeader().GetPreviousHash(), previous) {
			t.Fatalf("block %d is not linked", number)
		}
		previous = ledger.HeaderHash(raw.GetHeader())
		number++
	}
	if number != height {
		t.Errorf("%d blocks of %d", number, height)
	}
	err = c.Follow(t.Context(), ledger.Checkpoint{Blocks: 1, Hash: make([]byte, 32)},
		func(context.Context, ledger.Block) error { return nil })
	if !errors.Is(err, ledger.ErrOtherChain) {
		t.Errorf("followed another chain: %v", err)
	}
}
