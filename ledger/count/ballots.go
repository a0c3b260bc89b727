// SPDX-License-Identifier: Apache-2.0

// Package count has the ledger count an election. The ledger keeps hashes of ballots, blocks keep the ballots: this finds them there, and
// gives them to the ledger to be opened, shard by shard. Anybody can do it, and who leaves one out is told which.
package count

import (
	"context"
	"encoding/json"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// Ballots are the acts that cast an election's ballots.
type Ballots struct {
	community, election string
	texts               map[string]string // by hash
}

// NewBallots are none yet.
func NewBallots(community, election string) Ballots {
	return Ballots{community, election, map[string]string{}}
}

// Gather finds the ballots in all blocks that there are, from one on.
func Gather(ctx context.Context, c *ledger.Client, community, election string, from uint64) (Ballots, error) {
	b := NewBallots(community, election)
	height, err := c.Height(ctx)
	if err != nil || height <= from {
		return b, err
	}
	for raw, err := range ledger.Blocks(ctx, c, from, height-1) {
		if err != nil {
			return b, err
		}
		b.Add(c.Decode(raw))
	}
	return b, nil
}

// Add takes those of a block.
func (b Ballots) Add(block ledger.Block) {
	for _, t := range block.Transactions {
		if t.Code == peer.TxValidationCode_VALID {
			for _, a := range index.ActsOf(t) {
				if id, _ := vote.Of(a.Subject); vote.IsBallot(a.Act.Type) && id == b.election && a.Act.Community == b.community {
					b.texts[a.Hash] = a.Signed.Text
				}
			}
		}
	}
}

// size is how many bytes the ballots have.
func (b Ballots) size() (bytes int) {
	for _, text := range b.texts {
		bytes += len(text)
	}
	return bytes
}

// Give is the argument of vote.TxTally with the ballots of boxes in the order of their rights, from a right's on: as many boxes as go into
// one transaction. more says that some are left.
func (b Ballots) Give(boxes []vote.Box, from string) (given string, more bool) {
	var texts []string
	size := 0
	for _, box := range boxes {
		if box.Right < from {
			continue
		}
		own, bytes := b.in(box)
		if size += bytes; size > vote.MaxBallotsAtOnce && len(texts) > 0 {
			return vote.GiveBallots(texts), true
		}
		texts = append(texts, own...)
	}
	return vote.GiveBallots(texts), false
}

// in are the ballots of a box that were found, and how many bytes they take as JSON.
func (b Ballots) in(box vote.Box) (texts []string, bytes int) {
	for _, ballot := range box.Ballots {
		text, ok := b.texts[ballot.Act]
		if !ok {
			continue // the ledger will say which one is missing
		}
		texts = append(texts, text)
		raw, _ := json.Marshal(text) // texts always encode
		bytes += len(raw) + 1
	}
	return texts, bytes
}
