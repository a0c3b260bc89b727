// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// Commit is where a transaction stands on the ledger, and whether it is valid.
type Commit struct {
	TxID  string
	Block uint64
	Code  peer.TxValidationCode
}

// Err is nil for a valid transaction, else an *Invalid.
func (c Commit) Err() error {
	if c.Code == peer.TxValidationCode_VALID {
		return nil
	}
	return &Invalid{TxID: c.TxID, Block: c.Block, Code: c.Code}
}

// commits tells those who wait for a transaction that it is in a block. One stream of block events serves all.
type commits struct {
	mu      sync.Mutex
	waiting map[string]chan Commit
	seen    bool
	block   uint64 // the last one seen
}

func newCommits() *commits { return &commits{waiting: map[string]chan Commit{}} }

// expect is called before a transaction is sent; the channel gets its Commit.
func (c *commits) expect(txID string) <-chan Commit {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := make(chan Commit, 1)
	c.waiting[txID] = found
	return found
}

func (c *commits) forget(txID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting, txID)
}

func (c *commits) resolve(block *peer.FilteredBlock) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen, c.block = true, max(c.block, block.GetNumber())
	for _, tx := range block.GetFilteredTransactions() {
		if found, ok := c.waiting[tx.GetTxid()]; ok {
			delete(c.waiting, tx.GetTxid())
			found <- Commit{TxID: tx.GetTxid(), Block: block.GetNumber(), Code: tx.GetTxValidationCode()}
		}
	}
}

func (c *commits) last() (uint64, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.block, c.seen
}

// Lookup finds a transaction on the ledger. ok is false if the peer in use, which has every block that this client has
// seen, does not have it; it may still come if it was sent.
func (c *Client) Lookup(ctx context.Context, txID string) (commit Commit, ok bool, err error) {
	block, err := c.blockOf(ctx, txID)
	if err != nil || block == nil {
		return Commit{}, false, err
	}
	codes := validationCodes(block)
	for i, envelope := range block.GetData().GetData() {
		if _, header := headerOf(envelope); header.GetTxId() == txID {
			return Commit{TxID: txID, Block: block.GetHeader().GetNumber(), Code: codes[i]}, true, nil
		}
	}
	return Commit{}, false, fmt.Errorf("look up transaction %s: it is not in the block that the peer gave", txID)
}

// blockOf is the block that has a transaction, nil if none has.
func (c *Client) blockOf(ctx context.Context, txID string) (*common.Block, error) {
	raw, err := c.evaluate(ctx, "GetBlockByTxID", func(ctx context.Context, s *session) ([]byte, error) {
		answer, err := s.system.EvaluateWithContext(ctx, "GetBlockByTxID", client.WithArguments(c.channel, txID))
		if err != nil && strings.Contains(explain(err), "no such transaction ID") {
			return nil, nil
		}
		return answer, err
	})
	if err != nil || len(raw) == 0 {
		return nil, err
	}
	var block common.Block
	if err := proto.Unmarshal(raw, &block); err != nil {
		return nil, fmt.Errorf("look up transaction %s: %w", txID, err)
	}
	return &block, nil
}

// tookEffect says whether an act, by its hash, took effect in a transaction.
func (c *Client) tookEffect(ctx context.Context, txID, hash string) (Commit, bool) {
	raw, err := c.blockOf(ctx, txID)
	if err != nil || raw == nil {
		return Commit{}, false
	}
	block := c.Decode(raw)
	for _, t := range block.Transactions {
		if t.ID != txID || t.Code != peer.TxValidationCode_VALID || t.Function != "Submit" {
			continue
		}
		batch, err := contract.ReadBatch(t.Args[0])
		outcomes, err2 := contract.ReadOutcomes(t.Response)
		if err != nil || err2 != nil || len(batch) != len(outcomes) {
			return Commit{}, false
		}
		at := slices.IndexFunc(batch, func(a act.Signed) bool { return act.HashOf(a.Text).String() == hash })
		return Commit{TxID: txID, Block: block.Number, Code: t.Code}, at >= 0 && outcomes[at].Code == contract.OK
	}
	return Commit{}, false
}
