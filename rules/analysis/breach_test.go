// SPDX-License-Identifier: Apache-2.0

package analysis_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/breach"
)

// breachesOf are breaches of an article by so many households, of which the first ones have come so far.
func breachesOf(article int64, homes int, come func(i int, b *breach.Breach)) []breach.Breach {
	all := make([]breach.Breach, homes)
	for i := range all {
		all[i] = breach.Breach{Article: article, Home: fmt.Sprintf("home-%02d", i), State: breach.StateNoticed}
		if come != nil {
			come(i, &all[i])
		}
	}
	return all
}

// A number is told if at least five households are behind it, and behind its rest.
func TestBreachesWithoutPersons(t *testing.T) {
	sixOfTwelve := breachesOf(2, 12, func(i int, b *breach.Breach) {
		if i < 6 {
			b.Cured = 5
		}
		if i >= 9 { // three are too few
			b.State = breach.StatePardoned
		}
		b.Effective = 7 // all of them
	})
	allButOne := breachesOf(7, 8, func(i int, b *breach.Breach) {
		if i > 0 {
			b.Appealed, b.State = 5, breach.StateDismissed
		}
	})
	wrong := breachesOf(9, 10, func(i int, b *breach.Breach) {
		b.Appealed = 5
		if i < 5 {
			b.State = breach.StateDismissed
		}
	})
	wrong = append(wrong, breachesOf(9, 1, func(_ int, b *breach.Breach) { b.Appealed, b.State = 9, breach.StateDismissed })...)
	zero := new(int64(0))
	for name, c := range map[string]struct {
		found []breach.Breach
		want  []analysis.BreachGroup
		never []int64
	}{
		"none": {nil, nil, []int64{2, 7, 9}},
		"twelve": {sixOfTwelve, []analysis.BreachGroup{{
			Articles: []int64{2}, Households: 12, Found: new(int64(12)), Cured: new(int64(6)), Appealed: zero, Dismissed: zero,
			Effective: new(int64(12)),
		}}, []int64{7, 9}},
		"all but one": {allButOne, []analysis.BreachGroup{{
			Articles: []int64{7}, Households: 8, Found: new(int64(8)), Cured: zero, Effective: zero, Pardoned: zero,
		}}, []int64{2, 9}},
		"wrong": {wrong, []analysis.BreachGroup{{
			Articles: []int64{9}, Households: 10, Found: new(int64(11)), Cured: zero, Appealed: new(int64(11)), Dismissed: new(int64(6)),
			Effective: zero,
			Pardoned:  zero, Wrong: true,
		}}, []int64{2, 7}},
		"too few": {append(breachesOf(9, 3, nil), breachesOf(2, 4, nil)...), []analysis.BreachGroup{{Articles: []int64{2, 9}}}, []int64{7}},
		"few beside many": {append(breachesOf(9, 1, nil), sixOfTwelve...), []analysis.BreachGroup{{
			Articles: []int64{2, 9}, Households: 12, Found: new(int64(13)), Cured: new(int64(6)), Appealed: zero, Dismissed: zero,
		}}, []int64{7}},
	} {
		got := analysis.Breaches([]int64{2, 7, 9}, c.found)
		want := analysis.BreachSheet{Groups: c.want, Never: c.never, Fewest: 5}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(analysis.BreachGroup{}), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
