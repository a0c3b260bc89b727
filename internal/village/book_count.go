// SPDX-License-Identifier: Apache-2.0

package village

import (
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/count"
)

// CountElection has an unsealed election counted, with the ballots of the book's blocks.
func (b *Book) CountElection(community, id string) error {
	ballots := count.NewBallots(community, id)
	for _, block := range b.Blocks {
		ballots.Add(block)
	}
	on, _ := Read(b, vote.Elections, community, id)
	for _, shard := range append(on.ShardNames(), vote.Whole) {
		entries, err := b.World().Range(vote.Boxes.Kind(), community, id, shard)
		if err != nil {
			return err
		}
		var boxes []vote.Box
		for _, entry := range entries {
			box, err := vote.Boxes.Decode(entry.Value)
			if err != nil {
				return err
			}
			boxes = append(boxes, box)
		}
		given, _ := ballots.Give(boxes, "")
		if _, err := b.Invoke("OwnersMSP", vote.TxTally, community, id, shard, given); err != nil {
			return err
		}
	}
	return nil
}
