// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
)

// RightOf is whose a unit is by the roll in force.
func RightOf(c *contract.Context, unit string) (community.Right, error) {
	if !community.WellFormed(unit) {
		return community.Right{}, act.Refuse(act.BadField, "of", "unit-name")
	}
	right, ok, err := rightIn(c, c.Act.Community, c.Community.Roll, unit)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "unit")
	}
	return right, err
}

// OwnersNow are who owns a unit by the roll in force; of one that is not in it, nobody.
func OwnersNow(v contract.Viewer, in, unit string) ([]string, error) {
	place, _, err := contract.Communities.Get(v, in)
	if err != nil {
		return nil, err
	}
	right, _, err := rightIn(v, in, place.Roll, unit)
	return right.Owners, err
}

func rightIn(v contract.Viewer, in string, roll int64, unit string) (right community.Right, ok bool, err error) {
	id, ok, err := Units.Get(v, in, Version(roll), unit)
	if err != nil || !ok {
		return right, false, err
	}
	right, _, err = Rights.Get(v, in, Version(roll), id)
	return right, true, err
}

// HomeReads are the keys that RightOf reads of homes, as far as they are known.
func HomeReads(c *contract.Context, homes ...string) (keys []string) {
	for _, unit := range homes {
		named, _ := homeReads(c, unit)
		keys = append(keys, named...)
	}
	return keys
}

// RecusalReads are the keys by which it is seen that a home is not the officers' own, as far as they are known.
func RecusalReads(c *contract.Context, home string) []string {
	keys, right := homeReads(c, home)
	for _, owner := range right.Owners {
		keys = append(keys, OfficesOf.Key(c.Act.Community, owner))
	}
	return keys
}

// homeReads are HomeReads of one home, and whose it is if that has been read.
func homeReads(c *contract.Context, unit string) (keys []string, right community.Right) {
	if !community.WellFormed(unit) {
		return nil, right // which is refused
	}
	version := Version(c.Community.Roll)
	keys = []string{Units.Key(c.Act.Community, version, unit)}
	id, ok, err := Units.Known(c, c.Act.Community, version, unit)
	if !ok || err != nil {
		return keys, right
	}
	right, _, _ = Rights.Known(c, c.Act.Community, version, id) // an error is RightOf's
	return append(keys, Rights.Key(c.Act.Community, version, id)), right
}

// Owns refuses a unit of which somebody is no owner by the roll in force.
func Owns(c *contract.Context, person, unit string) error {
	right, err := RightOf(c, unit)
	if err == nil && !slices.Contains(right.Owners, person) {
		err = act.Refuse(contract.WrongPerson, "of", "unit")
	}
	return err
}
