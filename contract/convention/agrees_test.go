// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
)

// agrees demands that the ledger has what the count has: each breach once, with its rung, its effect, and what counts as an earlier one;
// and of points what was not withheld, or was given back.
func (c *chronicle) agrees() {
	c.Helper()
	found, taken := 0, map[string]int64{}
	for key, raw := range c.Book().State() {
		switch kind, names, _ := contract.SplitKey(key); kind {
		case convention.Breaches.Kind():
			found++
		case points.Transfers.Kind():
			t, err := points.Transfers.Decode(raw)
			if town.Must(c, t, err).Cause == points.Withheld {
				for _, m := range t.Moves {
					taken[t.Of] += m.Amount
				}
			}
		case points.Accounts.Kind():
			a, err := points.Accounts.Decode(raw)
			if town.Must(c, a, err).Balance() != c.count.points[names[1]] {
				c.Errorf("%s has %d, not %d", names[1], a.Balance(), c.count.points[names[1]])
			}
		}
	}
	if found != len(c.count.all) {
		c.Errorf("%d breaches of %d causes", found, len(c.count.all))
	}
	for _, k := range c.count.all {
		b, _ := town.Read(c.Town, convention.Breaches, c.ID, k.cause)
		if string(b.Rung.Effect) != k.rung || b.Withheld != k.withheld || taken[k.cause] != k.withheld ||
			(b.Effective != 0) != !k.applied.IsZero() || b.Unproved == k.proved {
			c.Errorf("%+v, and the count has %+v; %d withheld", b, k, taken[k.cause])
		}
		for range 3 {
			later := c.Now().Add(time.Duration(c.upTo(400*24)) * time.Hour)
			if b.Counts(later.Unix()) != k.stands(later) || b.At(later.Unix()).State.Closed() != k.over(later) {
				c.Errorf("at %s: %+v, and the count has %+v", later, b, k)
			}
		}
	}
}
