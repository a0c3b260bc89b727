// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/rules/election"
)

// A Way is how a head voted: by itself online, by itself on paper, or by proxy.
type Way string

// The ways, in the order in which tables have them.
const (
	Online  Way = "online"
	Paper   Way = "paper"
	ByProxy Way = "proxy"
)

// WayOf is the way of a ballot.
func WayOf(role election.Role, channel election.Channel) Way {
	switch {
	case role == election.Proxy:
		return ByProxy
	case channel == election.Paper:
		return Paper
	}
	return Online
}

// A Head is one that may vote. What it chose is not known here.
type Head struct {
	Building string
	Voted    bool
	Way      Way   // of its first ballot, and so on
	At       int64 // Unix seconds; of paper it is when it was keyed in
	Order    int   // which of all heads' first ballots it was on the ledger
}

// A Round is one in which those who had not voted were reminded.
type Round struct {
	Kind string `json:"kind"`
	At   int64  `json:"at"`
	// People is how many were reminded; 0 if they were too few to be told.
	People int64  `json:"people"`
	Spans  []Span `json:"spans"` // a day before it, and some hours after it
}

// A Table divides the first Heads heads that came, or all.
type Table struct {
	Heads  int64   `json:"heads"`
	Groups []Group `json:"groups"` // none while too few have come to be divided
}

// Turnout is who took part, in groups.
type Turnout struct {
	Buildings *Table  `json:"buildings,omitempty"` // absent if nobody here knows them
	Ways      Table   `json:"ways"`
	Days      []Span  `json:"days"`
	Hours     []Span  `json:"hours"` // seconds of the day, all days together
	Rounds    []Round `json:"rounds"`
}

// Period is the time that a vote took, or has taken so far.
type Period struct {
	From, To int64
	Over     bool // nobody can come any more
}

// NewTurnout groups the heads of a vote. names are the buildings in the order of the table; none if nobody knows them.
func NewTurnout(heads []Head, names []string, rounds []Round, p Period) Turnout {
	came := slices.DeleteFunc(slices.Clone(heads), func(h Head) bool { return !h.Voted })
	slices.SortFunc(came, func(a, b Head) int { return cmp.Compare(a.Order, b.Order) })
	t := Turnout{Ways: ways(came, p.Over), Rounds: []Round{}}
	if len(names) > 0 {
		table := buildings(heads, came, names, p.Over)
		t.Buildings = &table
	}
	var times []int64
	for _, h := range came {
		times = append(times, h.At)
	}
	t.Hours = hoursOfDay(times)
	t.byDay(times, rounds, p)
	return t
}

// byDay divides time at midnights and, where that leaves enough, around the rounds of reminders.
func (t *Turnout) byDay(times []int64, rounds []Round, p Period) {
	first, last := p.From, p.To
	for _, at := range times {
		first, last = min(first, at), max(last, at)
	}
	midnights := days(first, last)
	places := midnights
	for _, r := range rounds {
		places = slices.Concat(places, []int64{r.At}, around(r.At))
	}
	l := cut(times, midnights[0], midnights[len(midnights)-1], places...)
	t.Days = l.spans(midnights)
	for _, r := range rounds {
		if !many(r.People) {
			r.People = 0
		}
		r.Spans = l.spans(around(r.At))
		t.Rounds = append(t.Rounds, r)
	}
}

func ways(came []Head, over bool) Table {
	groups := []Group{{Names: []string{string(Online)}}, {Names: []string{string(Paper)}}, {Names: []string{string(ByProxy)}}}
	of := func(h Head) int {
		return slices.IndexFunc(groups, func(g Group) bool { return g.Names[0] == string(h.Way) })
	}
	return tableOf(groups, came, of, over, whole)
}

func buildings(heads, came []Head, names []string, over bool) Table {
	groups := make([]Group, len(names))
	for i, name := range names {
		groups[i].Names = []string{name}
	}
	for _, h := range heads {
		groups[slices.Index(names, h.Building)].Of++
	}
	// These do not depend on who came, so that they stay while the vote runs.
	groups = merge(groups, func(g Group) bool { return g.Of >= 2*Fewest })
	of := func(h Head) int {
		return slices.IndexFunc(groups, func(g Group) bool { return slices.Contains(g.Names, h.Building) })
	}
	return tableOf(groups, came, of, over, split)
}

// tableOf divides who came among groups. While the vote runs the groups stay, and the table waits until they may be told. When it is
// over it tells of all, in groups that also hide who came since; if those are too few for that, it stays as it was.
func tableOf(groups []Group, came []Head, of func(Head) int, over bool, enough func(Group) bool) Table {
	order := make([]int, len(came))
	for i, h := range came {
		order[i] = of(h)
	}
	shown := settled(order, len(groups), func(i int, heads int64) bool { return enough(Group{Heads: heads, Of: groups[i].Of}) })
	before := filled(groups, order[:shown], shown)
	if !over {
		return before
	}
	after := filled(groups, order, shown)
	after.Groups = merge(after.Groups, enough)
	if len(after.Groups) < 2 && shown > 0 {
		return before
	}
	return after
}

// filled counts the heads, those from since on also as gained.
func filled(groups []Group, order []int, since int) Table {
	groups = slices.Clone(groups)
	for i, group := range order {
		groups[group].Heads++
		if i >= since {
			groups[group].gained++
		}
	}
	if len(order) == 0 {
		groups = []Group{}
	}
	return Table{Heads: int64(len(order)), Groups: groups}
}
