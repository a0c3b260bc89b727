// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"slices"
	"testing"
)

// What is kept for who is slower is bounded in blocks and in bytes, and is never nothing.
func TestLatest(t *testing.T) {
	mb := make([]byte, 1<<20)
	blocks := func(megabytes ...int) (made []Block) {
		for i, n := range megabytes {
			made = append(made, Block{Number: uint64(i), Transactions: []Transaction{{Writes: []Write{{Value: slices.Repeat(mb, n)}}}}})
		}
		return made
	}
	for name, c := range map[string]struct {
		blocks []Block
		want   int
	}{
		"few":        {blocks(1, 1), 2},
		"many":       {make([]Block, recentAtMost+1), recentAtMost},
		"large":      {blocks(10, 10, 10, 10), 3},
		"one":        {blocks(1, 100), 1},
		"just large": {blocks(16, 16), 2},
	} {
		last := c.blocks[len(c.blocks)-1].Number
		if got := latest(c.blocks); len(got) != c.want || got[len(got)-1].Number != last {
			t.Errorf("%s: %d are kept, not the last %d", name, len(got), c.want)
		}
	}
}
