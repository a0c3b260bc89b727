// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/identity"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/rules/fold"
)

// A pile is what residents have reported and may still be filed, by what it is about.
type pile struct {
	homes map[string][]identity.Home // by person
	heaps []heap
}

// A heap is what was reported of one kind at one place on one day.
type heap struct {
	kind, place, day string
	households       []reporters
}

// reporters are a household, which is counted once, however many of its owners report the same, and however often.
type reporters struct {
	units []string
	said  []identity.Report
}

func (g *reportsGroup) pile(ctx context.Context, community string) (p pile, err error) {
	if p.homes, err = g.store.Homes(ctx, community); err != nil {
		return p, err
	}
	all, err := g.store.Reports(ctx, community)
	for _, r := range all {
		if units := p.units(r.Person); len(units) > 0 { // who lives here no more says nothing more
			p.heap(r).add(units, r)
		}
	}
	return p, err
}

func (p pile) units(person string) []string {
	units := make([]string, len(p.homes[person]))
	for i, home := range p.homes[person] {
		units[i] = home.Unit
	}
	return units
}

func (p *pile) heap(r identity.Report) *heap {
	of := heap{kind: r.Kind, place: r.Place, day: time.Unix(r.At, 0).In(beijing).Format(time.DateOnly)}
	i := slices.IndexFunc(p.heaps, func(h heap) bool { return h.kind == of.kind && h.place == of.place && h.day == of.day })
	if i < 0 {
		i, p.heaps = len(p.heaps), append(p.heaps, of)
	}
	return &p.heaps[i]
}

func (h *heap) add(units []string, r identity.Report) {
	for i := range h.households {
		if h.households[i].shares(units) {
			h.households[i].said = append(h.households[i].said, r)
			return
		}
	}
	h.households = append(h.households, reporters{units, []identity.Report{r}})
}

func (r reporters) shares(units []string) bool {
	return slices.ContainsFunc(units, func(u string) bool { return slices.Contains(r.units, u) })
}

func (r reporters) filed() bool {
	return slices.ContainsFunc(r.said, func(s identity.Report) bool { return s.Filed != "" })
}

// filed says whether a household has been filed with what one of it has signed.
func (p pile) filed(id string) bool {
	for _, h := range p.heaps {
		for _, who := range h.households {
			if slices.ContainsFunc(who.said, func(r identity.Report) bool { return r.ID == id }) {
				return who.filed()
			}
		}
	}
	return false
}

// signed says whether one of those whose hashes these are has one of some homes.
func (p pile) signed(hashes, units []string) bool {
	for _, h := range p.heaps {
		for _, who := range h.households {
			isOne := func(r identity.Report) bool { return slices.Contains(hashes, r.Signed) }
			if who.shares(units) && slices.ContainsFunc(who.said, isOne) {
				return true
			}
		}
	}
	return false
}

// open is what an officer with these homes may file: neither what they have signed, nor what is reported of the buildings they are in.
func (p pile) open(own []identity.Home) []ReportGroup {
	groups := []ReportGroup{}
	units, buildings := make([]string, len(own)), make([]string, len(own))
	for i, home := range own {
		units[i], buildings[i] = home.Unit, fold.Building(home.House)
	}
	for _, h := range p.heaps {
		if h.place != "" && slices.Contains(buildings, fold.Building(h.place+"-0")) {
			continue
		}
		group := ReportGroup{Kind: ReportKind(h.kind), Place: h.place, Day: h.day, Households: []ReportHousehold{}}
		for _, who := range h.households {
			if !who.filed() && !who.shares(units) {
				group.Households = append(group.Households, who.shown())
			}
		}
		if len(group.Households) > 0 {
			slices.SortFunc(group.Households, func(a, b ReportHousehold) int { return strings.Compare(a.Signed, b.Signed) })
			group.Households = group.Households[:min(len(group.Households), convention.MaxReporters)]
			groups = append(groups, group)
		}
	}
	return groups
}

// shown is what a household says. Its first signature stands for all.
func (r reporters) shown() ReportHousehold {
	shown := ReportHousehold{Signed: r.said[0].Signed, At: r.said[0].At, Words: []string{}}
	for _, said := range r.said {
		shown.Words = append(shown.Words, said.Words)
	}
	return shown
}

func kindsOfReports() []ReportKind {
	kinds := []ReportKind{}
	for _, kind := range rules.Reports() {
		kinds = append(kinds, ReportKind(kind))
	}
	return kinds
}
