// SPDX-License-Identifier: Apache-2.0

package volunteer

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func helps(helper, helped string, minutes int64) Deed {
	return Deed{Helper: helper, Helped: helped, Minutes: minutes, Points: 2 * minutes}
}

func TestPairs(t *testing.T) {
	for name, c := range map[string]struct {
		deeds []Deed
		want  []Pair
	}{
		"nobody":                             {nil, nil},
		"one helps, the other only confirms": {[]Deed{helps("a", "b", 60), helps("a", "b", 30)}, nil},
		"each other": {
			[]Deed{helps("b", "a", 30), helps("a", "b", 60), helps("a", "b", 20)},
			[]Pair{{Given{"a", 2, 80, 160}, Given{"b", 1, 30, 60}}},
		},
		"one confirms a third one's, too": {[]Deed{helps("a", "b", 60), helps("b", "a", 30), helps("c", "a", 5)}, nil},
		"a third one confirms, and so it is still all that they confirm": {
			[]Deed{helps("a", "b", 60), helps("b", "a", 30), helps("a", "c", 5)},
			[]Pair{{Given{"a", 1, 60, 120}, Given{"b", 1, 30, 60}}},
		},
		"a circle of three": {[]Deed{helps("a", "b", 60), helps("b", "c", 60), helps("c", "a", 60)}, nil},
		"two pairs, most points first": {
			[]Deed{helps("a", "b", 1), helps("b", "a", 1), helps("d", "c", 9), helps("c", "d", 1)},
			[]Pair{
				{Given{"c", 1, 1, 2}, Given{"d", 1, 9, 18}}, {Given{"a", 1, 1, 2}, Given{"b", 1, 1, 2}},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Pairs(c.deeds)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Of any history, in any order: a pair is two that have confirmed only each other, each of them is in one pair at most, and none is left
// out.
func TestPairsOfAnyHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]string{"a", "b", "c", "d", "e"})
		deeds := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Deed {
			helper := unit.Draw(t, "helper")
			helped := unit.Filter(func(u string) bool { return u != helper }).Draw(t, "helped")
			return helps(helper, helped, rapid.Int64Range(1, 90).Draw(t, "minutes"))
		})).Draw(t, "deeds")
		pairs := Pairs(deeds)
		in := map[string]string{}
		for i, p := range pairs {
			if p.One.Unit >= p.Other.Unit || in[p.One.Unit]+in[p.Other.Unit] != "" || i > 0 && pairs[i-1].Points() < p.Points() {
				t.Fatalf("%+v", pairs)
			}
			in[p.One.Unit], in[p.Other.Unit] = p.Other.Unit, p.One.Unit
		}
		only := func(one, other string) bool { // what one has confirmed is the other's, and there is some
			some := false
			for _, d := range deeds {
				if d.Helped == one && d.Helper != other {
					return false
				}
				some = some || d.Helped == one
			}
			return some
		}
		for _, one := range []string{"a", "b", "c", "d", "e"} {
			for _, other := range []string{"a", "b", "c", "d", "e"} {
				if want := one != other && only(one, other) && only(other, one); want != (in[one] == other) {
					t.Fatalf("%s and %s of %+v: %+v", one, other, deeds, pairs)
				}
			}
		}
		if diff := cmp.Diff(pairs, Pairs(rapid.Permutation(deeds).Draw(t, "in another order"))); diff != "" {
			t.Fatal(diff)
		}
	})
}
