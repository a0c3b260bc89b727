// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

func group(heads, of int64, names ...string) Group { return Group{Names: names, Heads: heads, Of: of} }

var unexported = cmpopts.IgnoreUnexported(Group{})

func TestMerge(t *testing.T) {
	for name, c := range map[string]struct {
		groups, want []Group
		enough       func(Group) bool
	}{
		"all large enough": {
			groups: []Group{group(5, 10, "1"), group(20, 30, "2")}, want: []Group{group(5, 10, "1"), group(20, 30, "2")}, enough: split,
		},
		"the one small group goes with the next smallest, or the sum less the others would tell it": {
			groups: []Group{group(30, 60, "1"), group(2, 20, "2"), group(20, 40, "3")},
			want:   []Group{group(30, 60, "1"), group(22, 60, "2", "3")}, enough: split,
		},
		"two small groups that are enough together": {
			groups: []Group{group(3, 10, "1"), group(30, 60, "2"), group(2, 10, "3")},
			want:   []Group{group(5, 20, "1", "3"), group(30, 60, "2")}, enough: split,
		},
		"two small groups that are not": {
			groups: []Group{group(1, 10, "1"), group(30, 60, "2"), group(2, 10, "3")},
			want:   []Group{group(33, 80, "1", "3", "2")}, enough: split,
		},
		"a building where nearly all voted tells of who did not": {
			groups: []Group{group(18, 20, "1"), group(20, 40, "2")}, want: []Group{group(38, 60, "1", "2")}, enough: split,
		},
		"a building where nobody voted tells of each of its owners": {
			groups: []Group{group(0, 20, "1"), group(20, 40, "2")}, want: []Group{group(20, 60, "1", "2")}, enough: split,
		},
		"a way that nobody took hides nobody": {
			groups: []Group{group(50, 0, "online"), group(0, 0, "paper"), group(2, 0, "proxy")},
			want:   []Group{group(52, 0, "online", "proxy"), group(0, 0, "paper")}, enough: whole,
		},
		"too few in all are the sum": {
			groups: []Group{group(2, 0, "online"), group(1, 0, "paper"), group(0, 0, "proxy")},
			want:   []Group{group(3, 0, "online", "paper", "proxy")}, enough: whole,
		},
		"nobody": {groups: []Group{group(0, 0, "online")}, want: []Group{group(0, 0, "online")}, enough: whole},
	} {
		got := merge(c.groups, c.enough)
		for i := range got {
			slices.Sort(got[i].Names)
			slices.Sort(c.want[i].Names)
		}
		if diff := cmp.Diff(c.want, got, unexported); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestCut(t *testing.T) {
	for name, c := range map[string]struct {
		times, places []int64
		want          []Span
	}{
		"none": {places: []int64{0, 10, 20}, want: []Span{{0, 10, 0}, {10, 20, 0}}},
		"enough everywhere": {times: []int64{1, 1, 1, 1, 1, 11, 11, 11, 11, 11}, places: []int64{0, 10, 20},
			want: []Span{{0, 10, 5}, {10, 20, 5}}},
		"too few at the end": {
			times: []int64{1, 1, 1, 1, 1, 11}, places: []int64{0, 10, 20}, want: []Span{{0, 20, 6}},
		},
		"the end of a span is in the next": {
			times: []int64{9, 9, 9, 9, 9, 10, 10, 10, 10, 10}, places: []int64{0, 10, 20}, want: []Span{{0, 10, 5}, {10, 20, 5}},
		},
		"an empty span tells of nobody": {
			times: []int64{1, 1, 1, 1, 1}, places: []int64{0, 10, 20, 30}, want: []Span{{0, 10, 5}, {10, 20, 0}, {20, 30, 0}},
		},
		"too few in all": {times: []int64{5}, places: []int64{0, 10, 20}, want: []Span{{0, 10, 1}, {10, 20, 0}}},
	} {
		got := cut(c.times, 0, c.places[len(c.places)-1], c.places...).spans(c.places)
		if name == "too few in all" { // where the one is is not told
			c.want = []Span{{0, 20, 1}}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestHoursAreChinas(t *testing.T) {
	at := int64(1_790_000_000) // 2026-09-21 22:13:20 in China
	got := hoursOfDay([]int64{at, at + day, at + 2*day, at + 3*day, at + 4*day})
	if i := slices.IndexFunc(got, func(s Span) bool { return s.Heads > 0 }); got[i] != (Span{From: 22 * hour, To: 23 * hour, Heads: 5}) {
		t.Errorf("%+v", got)
	}
	if m := midnight(at); m != at-(22*hour+13*60+20) {
		t.Errorf("midnight before %d: %d", at, m)
	}
}

func TestBuildingOf(t *testing.T) {
	of := map[string]string{"a": "1幢", "b": "2幢", "c": "2幢", "p": "车库"}
	unit := func(id string, area int64, kind community.Kind) community.Unit {
		return community.Unit{ID: id, AreaDm2: area, Kind: kind}
	}
	for want, units := range map[string][]community.Unit{
		"1幢": {unit("a", 9000, community.Home), unit("b", 8000, community.Home), unit("p", 20000, community.Parking)},
		"2幢": {unit("a", 9000, community.Home), unit("b", 8000, community.Home), unit("c", 2000, community.Shop)},
		"":   {unit("elsewhere", 9000, community.Home)},
	} {
		if got := BuildingOf(community.Right{Units: units}, false, of); got != want {
			t.Errorf("%v: %q", units, got)
		}
	}
}

func TestContest(t *testing.T) {
	one := election.Contest{ID: "c", Options: []string{"agree", "disagree", "abstain"}}
	got := NewContest("t", one, election.ContestResult{ContestCount: election.ContestCount{
		Tally: map[string]community.Weight{"agree": {Heads: 40, AreaDm2: 400}, "disagree": {Heads: 2, AreaDm2: 30}, "abstain": {}},
		Blank: community.Weight{Heads: 4, AreaDm2: 50},
	}})
	want := []Group{{Names: []string{"agree"}, Heads: 40, AreaDm2: 400}, {Names: []string{"disagree", Blank}, Heads: 6, AreaDm2: 80},
		{Names: []string{"abstain"}}}
	if diff := cmp.Diff(want, got.Groups, unexported); diff != "" {
		t.Error(diff)
	}
	// The same three heads may have chosen both of two candidates.
	many := election.Contest{ID: "c", Seats: 2, Options: []string{"A", "B", "C"}}
	got = NewContest("t", many, election.ContestResult{ContestCount: election.ContestCount{
		Tally: map[string]community.Weight{"A": {Heads: 40}, "B": {Heads: 3}, "C": {Heads: 3}},
	}})
	for _, g := range got.Groups {
		if len(g.Names) == 2 {
			t.Errorf("%d votes for %v may be of %d heads", g.Heads, g.Names, g.Heads/2)
		}
	}
}

func TestTurnoutWhileItRunsAndAfter(t *testing.T) {
	var heads []Head
	add := func(building string, count int, way Way, at int64) {
		for range count {
			h := Head{Building: building, Voted: way != "", Way: way, At: at}
			if h.Voted {
				h.Order = len(heads)
			}
			heads = append(heads, h)
		}
	}
	add("1幢", 15, Online, 100)
	add("2幢", 10, Paper, 200)
	add("1幢", 3, ByProxy, 300)
	add("1幢", 10, "", 0)
	add("2幢", 10, "", 0)
	names := []string{"1幢", "2幢"}
	running := NewTurnout(heads, names, nil, Period{From: 0, To: 400})
	if diff := cmp.Diff(&Table{25, []Group{group(15, 28, "1幢"), group(10, 20, "2幢")}}, running.Buildings, unexported); diff != "" {
		t.Errorf("while it runs, as of the last fifth head: %s", diff)
	}
	// Three of one building came since, by proxy: who has seen the table while the vote ran would know what they did.
	over := NewTurnout(heads, names, []Round{{Kind: "k", At: 150, People: 3}}, Period{From: 0, To: 400, Over: true})
	if diff := cmp.Diff(running.Buildings, over.Buildings, unexported); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Table{25, []Group{group(15, 0, "online"), group(10, 0, "paper"), group(0, 0, "proxy")}}, over.Ways,
		unexported); diff != "" {
		t.Error(diff)
	}
	if over.Rounds[0].People != 0 {
		t.Error("three people are told")
	}
	add("2幢", 2, ByProxy, 350)
	over = NewTurnout(heads, names, nil, Period{From: 0, To: 400, Over: true})
	if diff := cmp.Diff(Table{30, []Group{group(15, 0, "online"), group(10, 0, "paper"), group(5, 0, "proxy")}}, over.Ways,
		unexported); diff != "" {
		t.Errorf("five by proxy: %s", diff)
	}
	if over.Buildings.Heads != 25 {
		t.Errorf("three and two came since: %+v", over.Buildings)
	}
	if NewTurnout(heads, nil, nil, Period{Over: true}).Buildings != nil {
		t.Error("buildings that nobody knows")
	}
}
