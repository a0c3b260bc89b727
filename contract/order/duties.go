// SPDX-License-Identifier: Apache-2.0

package order

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/order"
)

// Bounds of duties.
const (
	MaxDuties = 256
	MaxHands  = 9 // that a duty may allow
)

// Hands is how many hands an order may go through for which no duty says it.
const Hands = 3

// Duties are whose orders are, as the community has adopted it: by kind and place.
type Duties struct {
	Act     string       `json:"act"`    // hash of the act that adopted them
	Basis   string       `json:"basis"`  // hash of the text that they rest on
	Bodies  []string     `json:"bodies"` // whose grids they name, sorted
	Duties  []rules.Duty `json:"duties"`
	Version int64        `json:"version"`
}

// Adopted are a community's duties.
const Adopted contract.Ref[Duties] = "duties" // C: whose orders of a kind at a place are, as adopted last

// DutiesAdopt is the body of duties.adopt: two bodies put on record what the community has adopted.
type DutiesAdopt struct {
	Basis   string  `json:"basis"` // SHA-256 (hex) of the text that they rest on, for example a resolution
	Duties  []Duty  `json:"duties"`
	Version act.Int `json:"version"` // the one after the last
}

// Duty is a responsibility, as rules/order.Duty.
type Duty struct {
	Grid     string         `json:"grid"`
	Hands    act.Int        `json:"hands"` // at the most
	Kind     string         `json:"kind"`  // "" for all
	Place    string         `json:"place"` // which places begin so; "" for all
	Priority rules.Priority `json:"priority"`
}

func adoptDuties(c *contract.Context, b DutiesAdopt) error {
	before, _, err := Adopted.Get(c, c.Act.Community)
	switch {
	case err != nil:
		return err
	case !contract.IsHash(b.Basis):
		return act.Refuse(act.BadField, "of", "duties-basis")
	case len(b.Duties) > MaxDuties:
		return act.Refuse(act.BadField, "of", "duties", "most", MaxDuties)
	case int64(b.Version) != before.Version+1:
		return act.Refuse(act.BadField, "of", "duties-version", "next", before.Version+1)
	}
	all := Duties{Act: c.Hash, Basis: b.Basis, Bodies: []string{}, Duties: []rules.Duty{}, Version: int64(b.Version)}
	for i, duty := range b.Duties {
		if err := all.add(c, duty, i); err != nil {
			return err
		}
	}
	slices.Sort(all.Bodies)
	return Adopted.Put(c, all, c.Act.Community)
}

// add takes one more duty, whose kind and place no other one has.
func (d *Duties) add(c *contract.Context, duty Duty, at int) error {
	kind := rules.Kind(duty.Kind)
	same := func(other rules.Duty) bool { return other.Kind == kind && other.Place == duty.Place }
	if kind != "" && !kind.Known() || !prefix.MatchString(duty.Place) || !duty.Priority.Known() ||
		duty.Hands < 1 || duty.Hands > MaxHands || slices.ContainsFunc(d.Duties, same) {
		return act.Refuse(act.BadField, "of", "duty", "duty", at)
	}
	g, err := loadGrid(c, duty.Grid)
	if err != nil {
		return err
	}
	if !slices.Contains(d.Bodies, g.Body) {
		d.Bodies = append(d.Bodies, g.Body)
	}
	d.Duties = append(d.Duties, rules.Duty{
		Kind: kind, Place: duty.Place, Grid: duty.Grid, Hands: int(duty.Hands), Priority: duty.Priority,
	})
	return nil
}

// dutyFor is the duty for a kind at a place. If there is none it says no more than how many hands there are.
func dutyFor(c *contract.Context, kind rules.Kind, place string) (rules.Duty, error) {
	adopted, _, err := Adopted.Share(c, c.Act.Community)
	if err != nil {
		return rules.Duty{}, err
	}
	duty, ok := rules.DutyFor(adopted.Duties, kind, place)
	switch {
	case !ok:
		return rules.Duty{Hands: Hands}, nil
	case duty.Kind == "":
		duty.Priority = sooner(kind.Priority(), duty.Priority)
	}
	return duty, nil
}

// sooner is the one of two priorities with more haste. A duty for all of a place makes an emergency no less of one; one that names the kind
// may.
func sooner(a, b rules.Priority) rules.Priority {
	all := rules.Priorities()
	return all[min(slices.Index(all, a), slices.Index(all, b))]
}
