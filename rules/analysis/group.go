// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"cmp"
	"slices"
)

// Fewest is how many heads a number stands for at the least: of a smaller group, who knows some of its heads would read the others'
// doings out of the number.
const Fewest = 5

// A Group is a line of a table: buildings, ways of voting or options, under one number. Several names are groups that were too small
// to stand alone.
type Group struct {
	Names   []string `json:"names"`
	Heads   int64    `json:"heads"`
	Of      int64    `json:"of,omitempty"`      // of how many heads; 0 where the table has no such number
	AreaDm2 int64    `json:"areaDm2,omitempty"` // of options

	gained int64 // heads that came since the table was last shown while the vote ran
}

func (g Group) plus(other Group) Group {
	return Group{
		Names: slices.Concat(g.Names, other.Names), Heads: g.Heads + other.Heads, Of: g.Of + other.Of,
		AreaDm2: g.AreaDm2 + other.AreaDm2, gained: g.gained + other.gained,
	}
}

// many says whether so many heads may be told: none, of whom there is nothing to tell, or enough to hide in.
func many(heads int64) bool { return heads == 0 || heads >= Fewest }

// split says whether a group may be told as divided into those who voted and those who did not. Neither side may be empty: it would
// tell of everybody in the group.
func split(g Group) bool { return g.Heads >= Fewest && g.Of-g.Heads >= Fewest && many(g.gained) }

// whole says whether a group without another side may be told.
func whole(g Group) bool { return many(g.Heads) && many(g.gained) }

// merge joins groups until each of them is enough, the smallest with the next smallest, and with one that nobody is in only when no other
// is left. What is left of a table that is too small as a whole is one group: the sum, which is no secret.
//
// No group can be had by taking others from the sum, since all that are listed are enough.
func merge[G joinable[G]](groups []G, enough func(G) bool) []G {
	merged := slices.Clone(groups)
	for {
		small := smallest(merged, func(i int) bool { return !enough(merged[i]) })
		if small < 0 || len(merged) == 1 {
			return merged
		}
		partner := smallest(merged, func(i int) bool { return i != small })
		into, from := min(small, partner), max(small, partner)
		merged[into] = merged[into].plus(merged[from])
		merged = slices.Delete(merged, from, from+1)
	}
}

// A joinable group can be joined with another, and says which of two is smaller; one that nobody is in is the largest.
type joinable[G any] interface {
	plus(other G) G
	smaller(than G) bool
}

// smallest is the index of the smallest group that is wanted, or -1.
func smallest[G joinable[G]](groups []G, wanted func(int) bool) int {
	found := -1
	for i, g := range groups {
		if wanted(i) && (found < 0 || g.smaller(groups[found])) {
			found = i
		}
	}
	return found
}

func (g Group) smaller(than Group) bool {
	if empty := g.Heads+g.Of == 0; empty != (than.Heads+than.Of == 0) {
		return !empty
	}
	return cmp.Or(cmp.Compare(g.Of, than.Of), cmp.Compare(g.Heads, than.Heads)) < 0
}

// settled is how many of the heads that came so far a table tells of while the vote runs; groups has the group of each, in the order in
// which they came, and fit says whether a group may be told with so many heads. The table moves as a whole, when each group has
// gained none or enough: so whoever looks twice never sees fewer come. And it moves with every fifth head only, so that nobody knows which
// of the last five it had waited for.
func settled(groups []int, of int, fit func(group int, heads int64) bool) int {
	shown, heads, gained := 0, make([]int64, of), make([]int64, of)
	for i, group := range groups {
		heads[group]++
		gained[group]++
		if (i+1)%Fewest == 0 && moves(heads, gained, fit) {
			shown = i + 1
			clear(gained)
		}
	}
	return shown
}

func moves(heads, gained []int64, fit func(int, int64) bool) bool {
	for group := range heads {
		if !many(gained[group]) || !fit(group, heads[group]) {
			return false
		}
	}
	return true
}
