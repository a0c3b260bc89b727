// SPDX-License-Identifier: Apache-2.0

package people

import (
	"cmp"
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
	version := Version(c.Community.Roll)
	id, ok, err := Units.Get(c, c.Act.Community, version, unit)
	if err != nil || !ok {
		return community.Right{}, cmp.Or(err, act.Refuse(contract.NotFound, "of", "unit"))
	}
	right, _, err := Rights.Get(c, c.Act.Community, version, id)
	return right, err
}

// Owns refuses a unit of which somebody is no owner by the roll in force.
func Owns(c *contract.Context, person, unit string) error {
	right, err := RightOf(c, unit)
	if err == nil && !slices.Contains(right.Owners, person) {
		err = act.Refuse(contract.WrongPerson, "of", "unit")
	}
	return err
}
