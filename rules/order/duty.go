// SPDX-License-Identifier: Apache-2.0

package order

import "strings"

// Duty is a responsibility that a community adopted: whose an order of a kind at a place is, and with how many hands at most.
type Duty struct {
	Kind     Kind     `json:"kind"`  // "" for all
	Place    string   `json:"place"` // which places begin so; "" for all
	Grid     string   `json:"grid"`
	Hands    int      `json:"hands"`
	Priority Priority `json:"priority"`
}

// covers says whether the duty is for a kind at a place.
func (d Duty) covers(k Kind, place string) bool {
	return (d.Kind == "" || d.Kind == k) && strings.HasPrefix(place, d.Place)
}

// DutyFor is the duty for a kind at a place: the one that says the place most closely, and among those the one that says the kind; the
// first of equals.
func DutyFor(duties []Duty, k Kind, place string) (Duty, bool) {
	found, ok := Duty{}, false
	for _, d := range duties {
		if d.covers(k, place) && (!ok || d.closer(found)) {
			found, ok = d, true
		}
	}
	return found, ok
}

func (d Duty) closer(other Duty) bool {
	if len(d.Place) != len(other.Place) {
		return len(d.Place) > len(other.Place)
	}
	return d.Kind != "" && other.Kind == ""
}
