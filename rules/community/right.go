// SPDX-License-Identifier: Apache-2.0

package community

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// A Weight is what rights amount to in the two measures of the Civil Code's
// Art. 278: the number of heads and their area in dm².
type Weight struct {
	Heads   int64 `json:"heads"`
	AreaDm2 int64 `json:"areaDm2"`
}

// Plus returns the sum of two weights. Sums over distinct rights of a valid
// roll cannot overflow (MaxTotalDm2).
func (w Weight) Plus(other Weight) Weight {
	return Weight{Heads: w.Heads + other.Heads, AreaDm2: w.AreaDm2 + other.AreaDm2}
}

// A Right is the voting right (表决权) of one head: one distinct set of owners
// with all their units, parking included. Owners and Units are sorted.
type Right struct {
	ID     string   `json:"right"`
	Owners []string `json:"owners"`
	Units  []Unit   `json:"units"`
}

// RightID names the right of a set of owners, given in any order: the first 32
// hex digits of SHA-256 over the sorted pseudonyms joined by newlines. No two sets
// of well-formed owners (WellFormed) give the same text.
func RightID(owners []string) string {
	sorted := slices.Sorted(slices.Values(owners))
	digest := sha256.Sum256([]byte(strings.Join(sorted, "\n")))
	return hex.EncodeToString(digest[:16])
}

// Rights gathers valid units into rights, sorted by ID.
func Rights(units []Unit) []Right {
	byID := make(map[string]*Right)
	for _, unit := range units {
		unit.Owners = slices.Sorted(slices.Values(unit.Owners))
		holders := unit.Holders()
		id := RightID(holders)
		if byID[id] == nil {
			byID[id] = &Right{ID: id, Owners: holders}
		}
		byID[id].Units = append(byID[id].Units, unit)
	}
	rights := make([]Right, 0, len(byID))
	for _, right := range byID {
		slices.SortFunc(right.Units, func(a, b Unit) int { return cmp.Compare(a.ID, b.ID) })
		rights = append(rights, *right)
	}
	slices.SortFunc(rights, func(a, b Right) int { return cmp.Compare(a.ID, b.ID) })
	return rights
}

// Counted returns the area in dm² a right has in an election, and whether it is
// a head there at all: an owner of parking spaces only is none where parking is
// not counted.
func (r Right) Counted(countParking bool) (areaDm2 int64, isHead bool) {
	for _, unit := range r.Units {
		if unit.Kind == Parking && !countParking {
			continue
		}
		areaDm2 += unit.AreaDm2
		isHead = true
	}
	return areaDm2, isHead
}

// Weight returns what a right weighs in an election: one head and its counted
// area, or nothing.
func (r Right) Weight(countParking bool) Weight {
	area, isHead := r.Counted(countParking)
	if !isHead {
		return Weight{}
	}
	return Weight{Heads: 1, AreaDm2: area}
}

// Total returns the sum of the weights of the rights.
func Total(rights []Right, countParking bool) Weight {
	var total Weight
	for _, right := range rights {
		total = total.Plus(right.Weight(countParking))
	}
	return total
}
