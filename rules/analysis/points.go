// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"cmp"
	"maps"
	"slices"

	"github.com/linli-project/linli/rules/parking"
)

// PointsSums are what all transfers of a community's points come to.
type PointsSums struct {
	Earned   map[string]Households // by way and rule, as "way/rule"
	Spent    map[string]Households // by service
	Reversed int64
	Expired  int64
	Held     int64
	Has      Households // what is in accounts, bodies' among them; who has nothing any more is there too
}

// Households are points by household.
type Households map[string]int64

func (h Households) sum() (total int64) {
	for _, points := range h {
		total += points
	}
	return total
}

// homes are those that are no body.
func (h Households) homes() Households {
	homes := maps.Clone(h)
	maps.DeleteFunc(homes, func(account string, _ int64) bool { return parking.OfBody(account) })
	return homes
}

// NewPointsSums are those of no transfers.
func NewPointsSums() PointsSums {
	return PointsSums{Earned: map[string]Households{}, Spent: map[string]Households{}, Has: Households{}}
}

// AddTo adds points to those of a household under a name.
func AddTo(sums map[string]Households, name, household string, points int64) {
	if sums[name] == nil {
		sums[name] = Households{}
	}
	sums[name][household] += points
}

// PointsSheet is the balance sheet of a community's points. Issued is what was earned, less Reversed; and it is Spent, Expired, Held and
// Accounts together, if nobody has altered anything. No number of households is told that is less than Fewest.
type PointsSheet struct {
	Issued     int64         `json:"issued"`
	Reversed   int64         `json:"reversed"`
	Spent      int64         `json:"spent"`
	Expired    int64         `json:"expired"`
	Held       int64         `json:"held"`                 // for vouchers and bookings that are open
	Accounts   int64         `json:"accounts"`             // in all accounts, ended lots included
	Households int64         `json:"households,omitempty"` // that have points, or had some: no body is one
	Earned     []PointsGroup `json:"earned"`               // by way and rule, reversed or not
	Services   []PointsGroup `json:"services"`             // what points were spent on
}

// A PointsGroup is a line of a sheet. Several names are lines that too few households were behind to stand alone.
type PointsGroup struct {
	Names      []string `json:"names"`
	Points     int64    `json:"points"`
	Households int64    `json:"households,omitempty"`

	of Households
}

// Sheet is the sums as everybody may see them: a line that fewer than Fewest households are behind is joined with others.
func (s PointsSums) Sheet() PointsSheet {
	sheet := PointsSheet{
		Reversed: s.Reversed, Expired: s.Expired, Held: s.Held, Accounts: s.Has.sum(), Households: fewest(s.Has.homes()),
		Earned: pointsGroups(s.Earned), Services: pointsGroups(s.Spent),
	}
	for _, g := range sheet.Earned {
		sheet.Issued += g.Points
	}
	sheet.Issued -= s.Reversed
	for _, g := range sheet.Services {
		sheet.Spent += g.Points
	}
	return sheet
}

// fewest is how many households there are, or 0 if that is not told.
func fewest(of Households) int64 {
	if len(of) < Fewest {
		return 0
	}
	return int64(len(of))
}

func pointsGroups(sums map[string]Households) []PointsGroup {
	groups := []PointsGroup{}
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		groups = append(groups, PointsGroup{Names: []string{name}, of: sums[name]})
	}
	groups = merge(groups, func(g PointsGroup) bool { return len(g.of.homes()) >= Fewest })
	for i, g := range groups {
		groups[i].Points, groups[i].Households = g.of.sum(), fewest(g.of.homes())
	}
	return groups
}

func (g PointsGroup) plus(other PointsGroup) PointsGroup {
	of := maps.Clone(g.of)
	for household, points := range other.of {
		of[household] += points
	}
	return PointsGroup{Names: slices.Concat(g.Names, other.Names), of: of}
}

func (g PointsGroup) smaller(than PointsGroup) bool {
	return cmp.Or(cmp.Compare(len(g.of), len(than.of)), cmp.Compare(g.of.sum(), than.of.sum())) < 0
}
