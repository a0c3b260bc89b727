// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// votes draws heads of some buildings, of whom some come, in any order.
func votes(t *rapid.T) (heads []Head, names []string) {
	for i := range rapid.IntRange(1, 6).Draw(t, "buildings") {
		names = append(names, strconv.Itoa(i)+"幢")
	}
	sizes := rapid.SliceOfN(rapid.IntRange(1, 40), len(names), len(names)).Draw(t, "sizes")
	for i, size := range sizes {
		for range size {
			heads = append(heads, Head{Building: names[i]})
		}
	}
	order := rapid.Permutation(heads).Draw(t, "order")
	came := rapid.IntRange(0, len(order)).Draw(t, "came")
	at := int64(0)
	for i := range order[:came] {
		at += rapid.Int64Range(0, 3*hour).Draw(t, "later")
		way := rapid.SampledFrom([]Way{Online, Online, Online, Paper, ByProxy}).Draw(t, "way")
		order[i] = Head{Building: order[i].Building, Voted: true, Way: way, At: at, Order: i}
	}
	return order, names
}

func sum(groups []Group) (heads, of int64) {
	for _, g := range groups {
		heads, of = heads+g.Heads, of+g.Of
	}
	return heads, of
}

func count(heads []Head) (came int64) {
	for _, h := range heads {
		if h.Voted {
			came++
		}
	}
	return came
}

// Every group that is told of stands for enough heads, on both sides, unless all are in it; and nobody is lost.
func TestNoSmallGroup(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		heads, names := votes(t)
		came := count(heads)
		over := rapid.Bool().Draw(t, "over")
		turnout := NewTurnout(heads, names, nil, Period{To: 100 * hour, Over: over})
		for _, g := range turnout.Buildings.Groups {
			if g.Of < int64(len(heads)) && (g.Heads < Fewest || g.Of-g.Heads < Fewest) {
				t.Fatalf("%v: %d of %d", g.Names, g.Heads, g.Of)
			}
		}
		for _, g := range turnout.Ways.Groups {
			if g.Heads > 0 && g.Heads < Fewest && g.Heads < came {
				t.Fatalf("%v: %d", g.Names, g.Heads)
			}
		}
		for _, table := range []Table{*turnout.Buildings, turnout.Ways} {
			if total, _ := sum(table.Groups); total != table.Heads || total > came {
				t.Fatalf("%d heads in a table of %d, of %d", total, table.Heads, came)
			}
		}
	})
}

// Whoever looks again, while the vote runs or after it, never sees fewer than enough heads to have come in between.
func TestNoSmallStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		heads, names := votes(t)
		came := int(count(heads))
		var seen []Turnout
		for n := 0; n <= came; n++ { // somebody looks after every head
			seen = append(seen, NewTurnout(firstOf(heads, n), names, nil, Period{To: 100 * hour}))
		}
		seen = append(seen, NewTurnout(heads, names, nil, Period{To: 100 * hour, Over: true}))
		for i, earlier := range seen {
			later := seen[rapid.IntRange(i, len(seen)-1).Draw(t, "later")]
			step(t, *earlier.Buildings, *later.Buildings)
			step(t, earlier.Ways, later.Ways)
		}
	})
}

// firstOf are heads when only the first n have come.
func firstOf(heads []Head, n int) []Head {
	heads = slices.Clone(heads)
	for i := range heads {
		if heads[i].Voted && heads[i].Order >= n {
			heads[i] = Head{Building: heads[i].Building}
		}
	}
	return heads
}

// step compares two looks at a table: each later group with those earlier ones that it is made of.
func step(t *rapid.T, earlier, later Table) {
	if len(earlier.Groups) == 0 || len(later.Groups) < 2 { // the sum alone is told to everybody at any time
		return
	}
	for _, g := range later.Groups {
		gained := g.Heads
		for _, before := range earlier.Groups {
			if slices.Contains(g.Names, before.Names[0]) {
				gained -= before.Heads
			}
		}
		if gained < 0 || gained > 0 && gained < Fewest {
			t.Fatalf("%d came to %v between two looks", gained, g.Names)
		}
	}
}

// All tables of time are sums of the same spans, each of which is empty or enough: so no difference of two of them is small.
func TestNoSmallSpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		heads, names := votes(t)
		var times []int64
		var rounds []Round
		for _, h := range heads {
			if h.Voted {
				times = append(times, h.At)
			}
		}
		for range rapid.IntRange(0, 3).Draw(t, "rounds") {
			rounds = append(rounds, Round{At: rapid.Int64Range(0, 200*hour).Draw(t, "at")})
		}
		turnout := NewTurnout(heads, names, rounds, Period{To: 100 * hour, Over: true})
		var edges []int64
		for _, spans := range append([][]Span{turnout.Days}, spansOf(turnout.Rounds)...) {
			for _, s := range spans {
				edges = append(edges, s.From, s.To)
			}
		}
		slices.Sort(edges)
		l := line{times: slices.Sorted(slices.Values(times))}
		for i := 1; i < len(edges); i++ {
			if n := l.between(edges[i-1], edges[i]); n > 0 && n < Fewest && n < int64(len(times)) {
				t.Fatalf("%d heads from %d to %d", n, edges[i-1], edges[i])
			}
		}
		for _, spans := range [][]Span{turnout.Days, turnout.Hours} {
			total := int64(0)
			for _, s := range spans {
				total += s.Heads
			}
			if total != int64(len(times)) {
				t.Fatalf("%d of %d heads", total, len(times))
			}
		}
	})
}

func spansOf(rounds []Round) (all [][]Span) {
	for _, r := range rounds {
		all = append(all, r.Spans)
	}
	return all
}
