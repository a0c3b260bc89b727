// SPDX-License-Identifier: Apache-2.0

package volunteer

import (
	"slices"
	"testing"
)

func times(t *testing.T, parts ...int) Times {
	t.Helper()
	all, ok := Of(parts)
	if !ok {
		t.Fatalf("%v are no parts of a week", parts)
	}
	return all
}

func TestFits(t *testing.T) {
	o := Offer{Person: "a", Skills: []Skill{Repair, Clinic}, Times: times(t, 0, 1, 20), Buildings: []string{"3"}}
	ask := Ask{Person: "b", Skill: Clinic, Times: times(t, 1, 2), Buildings: []string{"2", "3"}}
	for name, c := range map[string]struct {
		change func(*Ask)
		fit    Fit
		ok     bool
	}{
		"skill, time and building": {func(*Ask) {}, Fit{times(t, 1), true}, true},
		"two times":                {func(a *Ask) { a.Times = Always }, Fit{times(t, 0, 1, 20), true}, true},
		"another building":         {func(a *Ask) { a.Buildings = []string{"4"} }, Fit{times(t, 1), false}, true},
		"no building is known":     {func(a *Ask) { a.Buildings = nil }, Fit{times(t, 1), false}, true},
		"another skill":            {func(a *Ask) { a.Skill = Pets }, Fit{}, false},
		"no time in common":        {func(a *Ask) { a.Times = times(t, 2, 3) }, Fit{}, false},
		"himself":                  {func(a *Ask) { a.Person = "a" }, Fit{}, false},
	} {
		a := ask
		c.change(&a)
		if fit, ok := o.Fits(a); fit != c.fit || ok != c.ok {
			t.Errorf("%s: %+v, %v", name, fit, ok)
		}
	}
}

func TestSuggested(t *testing.T) {
	o := Offer{Person: "a", Skills: []Skill{Repair}, Times: Always, Buildings: []string{"3"}}
	asks := []Ask{
		{Person: "far, once", Skill: Repair, Times: 1, Buildings: []string{"1"}},
		{Person: "for somebody else", Skill: Pets, Times: Always, Buildings: []string{"3"}},
		{Person: "far, often", Skill: Repair, Times: Always, Buildings: []string{"1"}},
		{Person: "near, once", Skill: Repair, Times: 2, Buildings: []string{"3"}},
		{Person: "near, once, later", Skill: Repair, Times: 4, Buildings: []string{"3"}},
	}
	if got := o.Suggested(asks); !slices.Equal(got, []int{3, 4, 2, 0}) {
		t.Errorf("%v", got)
	}
}

func TestTimes(t *testing.T) {
	for _, bad := range [][]int{{-1}, {PartsOfWeek}, {0, 21}} {
		if _, ok := Of(bad); ok {
			t.Errorf("%v are taken for parts of a week", bad)
		}
	}
	if got := times(t, 20, 0, 0, 7).Parts(); !slices.Equal(got, []int{0, 7, 20}) {
		t.Errorf("%v", got)
	}
	if Always.Count() != PartsOfWeek || Times(0).Count() != 0 || Times(5).Count() != 2 {
		t.Error("parts are counted wrongly")
	}
}
