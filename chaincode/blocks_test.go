// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"context"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"math/big"
	"os"
	"testing"
	"time"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/internal/dated"
	"github.com/linli-project/linli/network"
)

// genesis is the hash (hex) of the channel's first block, which every act names.
func genesis(t testing.TB, n *network.Network) string {
	t.Helper()
	raw, err := os.ReadFile(n.GenesisBlock())
	var block common.Block
	done(t, proto.Unmarshal(must(t, raw, err), &block))
	header, err := asn1.Marshal(struct {
		Number             *big.Int
		Previous, DataHash []byte
	}{new(big.Int), block.GetHeader().GetPreviousHash(), block.GetHeader().GetDataHash()})
	sum := sha256.Sum256(must(t, header, err))
	return hex.EncodeToString(sum[:])
}

// height is the number of blocks.
func (d *desk) height(t testing.TB) uint64 {
	t.Helper()
	raw, err := d.system.EvaluateTransaction("GetChainInfo", network.Channel)
	var info common.BlockchainInfo
	done(t, proto.Unmarshal(must(t, raw, err), &info))
	return info.GetHeight()
}

// blocks are all blocks, as the peer delivers them.
func (d *desk) blocks(t testing.TB) []*common.Block {
	t.Helper()
	height := d.height(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	events, err := d.channel.BlockEvents(ctx, client.WithStartBlock(0))
	must(t, events, err)
	var all []*common.Block
	for uint64(len(all)) < height {
		block, ok := <-events
		if !ok {
			t.Fatalf("the peer gave %d of %d blocks", len(all), height)
		}
		all = append(all, block)
	}
	return all
}

// transact carries out one transaction and waits until every body's peer has it: the gateway waits for one peer only,
// and peers that differ by a block endorse differently.
func (d *desk) transact(t testing.TB, n *network.Network, function string, args ...string) ([]byte, error) {
	t.Helper()
	proposal, err := d.ledger.NewProposal(function, client.WithArguments(args...))
	must(t, proposal, err)
	endorsed, err := proposal.Endorse()
	if err != nil {
		return nil, err
	}
	commit, err := dated.Order(t.Context(), d.gateway, endorsed)
	if err != nil {
		return nil, err
	}
	if _, err := committed(t, n, commit); err != nil {
		return nil, err
	}
	return endorsed.Result(), nil
}

// committed waits for a transaction, on every peer, and returns the number of its block. It is an error if the
// transaction is not valid.
func committed(t testing.TB, n *network.Network, commit *client.Commit) (uint64, error) {
	t.Helper()
	status, err := commit.Status()
	if err != nil {
		return 0, err
	}
	for _, body := range n.Bodies() {
		for peer := deskOf(t, n, body.ID, network.Client); peer.height(t) <= status.BlockNumber; {
			time.Sleep(5 * time.Millisecond)
		}
	}
	if !status.Successful {
		return status.BlockNumber, fmt.Errorf("block %d: %s", status.BlockNumber, status.Code)
	}
	return status.BlockNumber, nil
}

// endorse has a transaction endorsed now. The function it returns sends it to be ordered; the one that returns waits
// until it is committed, and fails if it is not valid.
func (w *site) endorse(function string, args ...string) func() func() (uint64, error) {
	w.Helper()
	proposal, err := w.desk.ledger.NewProposal(function, client.WithArguments(args...))
	must(w, proposal, err)
	transaction, err := proposal.Endorse()
	must(w, transaction, err)
	return func() func() (uint64, error) {
		w.Helper()
		commit, err := dated.Order(w.Context(), w.desk.gateway, transaction)
		must(w, commit, err)
		return func() (uint64, error) { return committed(w, w.n, commit) }
	}
}
