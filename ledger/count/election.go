// SPDX-License-Identifier: Apache-2.0

package count

import (
	"context"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
)

// atOnce is how many shards are counted at a time, unless one transaction could have held all ballots.
const atOnce = 4

// Election has an unsealed election counted, whose first ballot is in a block from one on, and returns the receipt of the result, none if
// it was there before. It can be done again, and by several at once: what is counted already is left as it is. progress is told of the
// shards; nil: nobody is.
func Election(
	ctx context.Context, c *ledger.Client, community, id string, from uint64, progress func(done, all int),
) (ledger.Receipt, error) {
	var none ledger.Receipt
	e, err := ledger.Read(ctx, c, vote.Elections, community, id)
	if err != nil || e.Result != "" {
		return none, err
	}
	ballots, err := Gather(ctx, c, community, id, from)
	if err != nil {
		return none, fmt.Errorf("gather the ballots: %w", err)
	}
	names := e.ShardNames()
	var done atomic.Int64
	group, counting := errgroup.WithContext(ctx)
	if ballots.size() > vote.MaxBallotsAtOnce {
		group.SetLimit(atOnce)
	}
	for _, name := range names {
		group.Go(func() error {
			if err := ballots.shard(counting, c, name); err != nil {
				return fmt.Errorf("count shard %s: %w", name, err)
			}
			if n := done.Add(1); progress != nil {
				progress(int(n), len(names))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return none, err
	}
	return addUp(ctx, c, community, id)
}

// addUp merges the shards, unless somebody else has meanwhile.
func addUp(ctx context.Context, c *ledger.Client, community, id string) (ledger.Receipt, error) {
	receipt, _, err := c.Submit(ctx, vote.TxTally, community, id, vote.Whole, vote.GiveBallots(nil))
	if act.CodeOf(err) == vote.WrongStage {
		if e, err := ledger.Read(ctx, c, vote.Elections, community, id); err != nil || e.Result != "" {
			return ledger.Receipt{}, err
		}
	}
	if err != nil {
		err = fmt.Errorf("add up the shards: %w", err)
	}
	return receipt, err
}

// shard has a shard counted to its end, from where its count stands.
func (b Ballots) shard(ctx context.Context, c *ledger.Client, name string) error {
	boxes, err := boxesOf(ctx, c, b.community, b.election, name)
	if err != nil {
		return err
	}
	for from, more := "", true; more; {
		so, err := ledger.Read(ctx, c, vote.Shards, b.community, b.election, name)
		switch {
		case act.CodeOf(err) == contract.NotFound:
		case err != nil:
			return err
		case so.Next == "":
			return nil
		}
		stood := from
		from = so.Next
		var given string
		given, more = b.Give(boxes, from)
		err = b.send(ctx, c, name, given)
		if act.CodeOf(err) == people.Incomplete && from != stood { // somebody else has counted on meanwhile
			more = true
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b Ballots) send(ctx context.Context, c *ledger.Client, shard, given string) error {
	packed, err := contract.Pack([]byte(given))
	if err != nil {
		return err
	}
	_, _, err = c.Submit(ctx, vote.TxTally, b.community, b.election, shard, string(packed))
	if act.CodeOf(err) == contract.Already {
		return nil
	}
	return err
}

// boxesOf are those of a shard, in the order of their rights.
func boxesOf(ctx context.Context, c *ledger.Client, community, election, shard string) (boxes []vote.Box, err error) {
	for item, err := range c.List(ctx, vote.Boxes, community, election, shard) {
		if err != nil {
			return nil, err
		}
		box, err := vote.Boxes.Decode(item.Value)
		if err != nil {
			return nil, err
		}
		boxes = append(boxes, box)
	}
	return boxes, nil
}
