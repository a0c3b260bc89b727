// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/points"
)

// Withhold takes points of a household that a convention withholds (公约), as many as it can use and no more than so many: they end, as if
// their time were over. It is for a transaction that follows from the ledger alone; id is its cause's. It returns how many it took.
func Withhold(v contract.Viewer, tx contract.Tx, community, unit, id string, most int64) (int64, error) {
	b := books{Viewer: v, community: community, tx: tx}
	before, err := b.account(unit)
	if err != nil {
		return 0, err
	}
	after, moves, reason := before.Withhold(tx.Time, most)
	if reason != rules.Allowed {
		return 0, nil // there are none
	}
	return before.Balance() - after.Balance(), b.write(tx.ID, Transfer{Cause: Withheld, Moves: moves, Of: id}, after)
}

// Restore gives back what a transfer withheld. The lots keep their ends.
func Restore(c *contract.Context, transfer string) error {
	b := booksOf(c)
	taken, ok, err := Transfers.Get(c, b.community, transfer)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "transfer"))
	}
	before, err := b.account(taken.Moves[0].From)
	if err != nil {
		return err
	}
	lots := make([]rules.Lot, len(taken.Moves))
	for i, m := range taken.Moves {
		e, _, err := Earnings.Get(c, b.community, m.Earning) // of no earning, if the account had forgotten which
		if err != nil {
			return err
		}
		lots[i] = rules.Lot{Amount: m.Amount, Until: m.Until, Earning: m.Earning, At: e.At}
	}
	after, moves, reason := before.Restore(lots)
	if reason != rules.Allowed {
		return refuse(reason, Plan{}, Rule{})
	}
	return b.write(c.Hash, Transfer{Cause: Restored, Moves: moves, Of: taken.Of}, after)
}
