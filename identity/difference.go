// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

// A Difference is what a roll changes against the one in force, by house numbers and names, however they are spelled.
type Difference struct {
	Before  Totals   `json:"before"`
	After   Totals   `json:"after"`
	Added   []string `json:"added"` // house numbers
	Removed []string `json:"removed"`
	Changed []Change `json:"changed"`
	// Heads are sets of owners; one is gained when its first unit appears, parking included.
	HeadsGained [][]string `json:"headsGained"`
	HeadsLost   [][]string `json:"headsLost"`
}

// Totals are the sums that people recognise a roll by.
type Totals struct {
	Units          int              `json:"units"`
	Rights         int              `json:"rights"`
	WithParking    community.Weight `json:"withParking"`
	WithoutParking community.Weight `json:"withoutParking"`
}

// A Change is one unit that is in both rolls and not the same.
type Change struct {
	Unit   string         `json:"unit"`   // house number
	What   []string       `json:"what"`   // some of area, owners, use, status, spelling
	Before community.Unit `json:"before"` // owners by name
	After  community.Unit `json:"after"`
}

// differ compares two rolls, of which the second may have findings: its good rows are compared.
func differ(last, next Roll) (Difference, error) {
	before, after := last.Units(), next.Units()
	if err := community.Validate(after); err != nil {
		return Difference{}, err
	}
	d := Difference{Before: totals(before), After: totals(after), Added: []string{}, Removed: []string{}, Changed: []Change{}}
	was := make(map[string]community.Unit, len(before))
	for _, unit := range before {
		was[fold.House(unit.ID)] = unit
	}
	for _, unit := range after {
		old, known := was[fold.House(unit.ID)]
		delete(was, fold.House(unit.ID))
		if !known {
			d.Added = append(d.Added, unit.ID)
		} else if what := changes(old, unit); len(what) > 0 {
			d.Changed = append(d.Changed, Change{Unit: unit.ID, What: what, Before: old, After: unit})
		}
	}
	for _, unit := range was {
		d.Removed = append(d.Removed, unit.ID)
	}
	slices.SortFunc(d.Added, byHouse)
	slices.SortFunc(d.Removed, byHouse)
	slices.SortFunc(d.Changed, func(a, b Change) int { return byHouse(a.Unit, b.Unit) })
	d.HeadsGained, d.HeadsLost = without(heads(after), heads(before)), without(heads(before), heads(after))
	return d, nil
}

func totals(units []community.Unit) Totals {
	rights := community.Rights(units)
	return Totals{
		Units: len(units), Rights: len(rights),
		WithParking: community.Total(rights, true), WithoutParking: community.Total(rights, false),
	}
}

func changes(before, after community.Unit) []string {
	var what []string
	for _, part := range []struct {
		name    string
		changed bool
	}{
		{"area", before.AreaDm2 != after.AreaDm2},
		{"owners", head(before) != head(after)},
		{"use", before.Kind != after.Kind},
		{"status", before.Status != after.Status},
		{"spelling", head(before) == head(after) && !slices.Equal(before.Holders(), after.Holders()) || before.ID != after.ID},
	} {
		if part.changed {
			what = append(what, part.name)
		}
	}
	return what
}

// heads are the distinct sets of owners of the units.
func heads(units []community.Unit) map[string][]string {
	sets := make(map[string][]string)
	for _, unit := range units {
		sets[head(unit)] = unit.Holders()
	}
	return sets
}

// head is the key of a unit's set of owners, however they are spelled.
func head(unit community.Unit) string {
	keys := unit.Holders()
	for i, name := range keys {
		keys[i] = fold.Name(name)
	}
	return strings.Join(slices.Sorted(slices.Values(keys)), "\n")
}

func without(sets, others map[string][]string) [][]string {
	rest := [][]string{}
	for _, key := range slices.Sorted(maps.Keys(sets)) {
		if _, ok := others[key]; !ok {
			rest = append(rest, sets[key])
		}
	}
	return rest
}

// String is the difference in one line, without names.
func (d Difference) String() string {
	return fmt.Sprintf("%d units added, %d removed, %d changed; %d heads gained, %d lost; %d heads of %d dm² now",
		len(d.Added), len(d.Removed), len(d.Changed), len(d.HeadsGained), len(d.HeadsLost),
		d.After.WithoutParking.Heads, d.After.WithoutParking.AreaDm2)
}
