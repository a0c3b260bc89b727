// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
)

// ballotsIn lists the ballots of a box, without what they hold.
func (m mirror) ballotsIn(ctx context.Context, d index.Document) ([]BallotItem, error) {
	var box vote.Box
	if err := json.Unmarshal(d.Value, &box); err != nil {
		return nil, err
	}
	items := make([]BallotItem, len(box.Ballots))
	for i, b := range box.Ballots {
		items[i] = BallotItem{
			Act: b.Act, Number: number.Of(b.Act), Right: box.Right, Person: b.Person, Role: BallotItemRole(b.Role),
			Channel: BallotItemChannel(b.Channel),
		}
		a, err := m.index.Act(ctx, b.Act)
		if err != nil {
			return nil, err
		}
		items[i].Tx, items[i].Block, items[i].At = a.Tx, a.Block, a.At
	}
	return items, nil
}
