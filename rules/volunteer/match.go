// SPDX-License-Identifier: Apache-2.0

// Package volunteer says who could help whom: what people offer to do for neighbours (闲置的手艺), what others ask for, and which of them fit.
// It is so simple that a page can say in a sentence why somebody is suggested, and nobody is weighed by it.
package volunteer

import (
	"cmp"
	"slices"
)

// Offer is what a person can do, and when.
type Offer struct {
	Person    string   // pseudonym
	Skills    []Skill  // at least one
	Times     Times    // at least one part of the week
	Buildings []string // where he lives; none are known if empty
}

// Ask is what a person needs, and when it would suit him.
type Ask struct {
	Person    string
	Skill     Skill
	Times     Times
	Buildings []string
}

// Fit is how an offer fits what is asked for.
type Fit struct {
	Together Times // parts of the week that suit both
	Near     bool  // both live in one building
}

// Fits says whether somebody can do what is asked for at a time that suits both. Nobody helps himself.
func (o Offer) Fits(a Ask) (Fit, bool) {
	fit := Fit{Together: o.Times & a.Times}
	if o.Person == a.Person || !slices.Contains(o.Skills, a.Skill) || fit.Together == 0 {
		return Fit{}, false
	}
	fit.Near = slices.ContainsFunc(o.Buildings, func(b string) bool { return slices.Contains(a.Buildings, b) })
	return fit, true
}

// Compare puts what fits better first: a neighbour of the same building, then who has more time in common.
func (f Fit) Compare(other Fit) int {
	if f.Near != other.Near {
		if f.Near {
			return -1
		}
		return 1
	}
	return cmp.Compare(other.Together.Count(), f.Together.Count())
}

// Suggested are the places of the asks that an offer fits, the best first; those that are as good stay in their order.
func (o Offer) Suggested(asks []Ask) []int {
	fits := map[int]Fit{}
	places := []int{}
	for i, a := range asks {
		if fit, ok := o.Fits(a); ok {
			fits[i] = fit
			places = append(places, i)
		}
	}
	slices.SortStableFunc(places, func(a, b int) int { return fits[a].Compare(fits[b]) })
	return places
}
