// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"cmp"
	"maps"
	"slices"

	"github.com/linli-project/linli/rules/breach"
)

// BreachSheet is what became of the breaches of a convention, without saying whose they were.
type BreachSheet struct {
	Groups []BreachGroup `json:"groups"`
	Never  []int64       `json:"never"`  // articles with a rule that nothing was found to be a breach of
	Fewest int64         `json:"fewest"` // households behind every number that is told
}

// A BreachGroup is an article, or several that too few households were behind to stand alone. A number is nil if it is not told: fewer
// than Fewest households are behind it, or behind the rest of the breaches. Households and Found are 0 and nil if all of them are so few.
type BreachGroup struct {
	Articles   []int64 `json:"articles"`
	Households int64   `json:"households,omitempty"`
	Found      *int64  `json:"found,omitempty"`
	Cured      *int64  `json:"cured,omitempty"`
	Appealed   *int64  `json:"appealed,omitempty"`
	Dismissed  *int64  `json:"dismissed,omitempty"` // the household was right, or nobody decided in time
	Effective  *int64  `json:"effective,omitempty"` // took effect, over or not
	Pardoned   *int64  `json:"pardoned,omitempty"`
	Wrong      bool    `json:"wrong"` // more than half of its appeals were won

	of []breach.Breach
}

// Breaches sums up those that were found under one text, of whose articles these have a rule.
func Breaches(articles []int64, found []breach.Breach) BreachSheet {
	of := map[int64][]breach.Breach{}
	for _, b := range found {
		of[b.Article] = append(of[b.Article], b)
	}
	sheet := BreachSheet{Groups: []BreachGroup{}, Never: []int64{}, Fewest: Fewest}
	for _, article := range articles {
		if of[article] == nil {
			sheet.Never = append(sheet.Never, article)
		}
	}
	for _, article := range slices.Sorted(maps.Keys(of)) {
		sheet.Groups = append(sheet.Groups, BreachGroup{Articles: []int64{article}, of: of[article]})
	}
	sheet.Groups = merge(sheet.Groups, func(g BreachGroup) bool { return homes(g.of) >= Fewest })
	for i := range sheet.Groups {
		sheet.Groups[i].count()
	}
	return sheet
}

func (g *BreachGroup) count() {
	slices.Sort(g.Articles)
	if g.Households = homes(g.of); g.Households < Fewest {
		g.Households = 0
		return
	}
	g.Found = g.tell(func(breach.Breach) bool { return true })
	g.Cured = g.tell(func(b breach.Breach) bool { return b.Cured != 0 })
	g.Appealed = g.tell(func(b breach.Breach) bool { return b.Appealed != 0 })
	g.Dismissed = g.tell(func(b breach.Breach) bool { return b.State == breach.StateDismissed })
	g.Effective = g.tell(func(b breach.Breach) bool { return b.Effective != 0 })
	g.Pardoned = g.tell(func(b breach.Breach) bool { return b.State == breach.StatePardoned })
	g.Wrong = g.Appealed != nil && g.Dismissed != nil && 2**g.Dismissed > *g.Appealed
}

// tell is how many breaches are such ones, unless it would tell of a few households by itself or by the rest.
func (g *BreachGroup) tell(such func(breach.Breach) bool) *int64 {
	var in, out []breach.Breach
	for _, b := range g.of {
		if such(b) {
			in = append(in, b)
		} else {
			out = append(out, b)
		}
	}
	if !many(homes(in)) || !many(homes(out)) {
		return nil
	}
	n := int64(len(in))
	return &n
}

// homes is how many households breaches are of.
func homes(of []breach.Breach) int64 {
	all := map[string]bool{}
	for _, b := range of {
		all[b.Home] = true
	}
	return int64(len(all))
}

func (g BreachGroup) plus(other BreachGroup) BreachGroup {
	return BreachGroup{Articles: slices.Concat(g.Articles, other.Articles), of: slices.Concat(g.of, other.of)}
}

func (g BreachGroup) smaller(than BreachGroup) bool {
	return cmp.Or(cmp.Compare(homes(g.of), homes(than.of)), cmp.Compare(len(g.of), len(than.of))) < 0
}
