// SPDX-License-Identifier: Apache-2.0

package volunteer

import (
	"cmp"
	"maps"
	"slices"
)

// A Deed is help of one household to another one, which has confirmed it.
type Deed struct {
	Helper, Helped  string // units
	Minutes, Points int64
}

// Given is what one household of a pair has helped the other one with.
type Given struct {
	Unit                   string
	Times, Minutes, Points int64
}

// PairDays is of how many days deeds are looked at for pairs.
const PairDays = 90

// A Pair is two households that confirm only each other, by what each has given. One is the unit that is first by name.
type Pair struct{ One, Other Given }

// Points are what both have earned by it.
func (p Pair) Points() int64 { return p.One.Points + p.Other.Points }

// Pairs are the households that confirm only each other: each has confirmed help of the other one, and neither has confirmed anybody
// else's. The most points are first. It is no proof of anything: two old friends are such a pair. And three households that confirm in a
// circle are none, so that who looks at pairs alone does not find all that was made up.
func Pairs(deeds []Deed) []Pair {
	given := map[string]map[string]Given{} // by who has confirmed, and who has helped
	for _, d := range deeds {
		if given[d.Helped] == nil {
			given[d.Helped] = map[string]Given{}
		}
		g := given[d.Helped][d.Helper]
		given[d.Helped][d.Helper] = Given{d.Helper, g.Times + 1, g.Minutes + d.Minutes, g.Points + d.Points}
	}
	var pairs []Pair
	for _, one := range slices.Sorted(maps.Keys(given)) {
		for other, back := range given[one] {
			there, mutual := given[other][one]
			if mutual && one < other && len(given[one]) == 1 && len(given[other]) == 1 {
				pairs = append(pairs, Pair{One: there, Other: back})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b Pair) int { return cmp.Compare(b.Points(), a.Points()) })
	return pairs
}
