// SPDX-License-Identifier: Apache-2.0

package people

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/fold"
)

// checkConstitution says whether bodies can found a community with this id on c, in one of the places.
func checkConstitution(c contract.Constitution, id string, places election.Profiles) error {
	switch {
	case !contract.IsID(id):
		return act.Refuse(contract.BadArguments, "of", "community-id")
	case len(c.Bodies) < 2 || len(c.Bodies) > 16:
		return act.Refuse(contract.BadArguments, "of", "bodies")
	case c.Name == "" || !contract.IsHash(c.Net):
		return act.Refuse(contract.BadArguments, "of", "name")
	case c.RP.ID == "" || len(c.RP.Origins) == 0:
		return act.Refuse(contract.BadArguments, "of", "pages")
	}
	seen := map[string]bool{}
	for _, b := range c.Bodies {
		if !contract.IsID(b.ID) || b.MSP == "" || b.Name == "" || seen[b.ID] || seen["msp "+b.MSP] {
			return act.Refuse(contract.BadArguments, "of", "body")
		}
		seen[b.ID], seen["msp "+b.MSP] = true, true
	}
	if _, err := places.Of(c.Profile); err != nil {
		return act.Refuse(contract.BadArguments, "of", "profile")
	}
	return checkNames(c)
}

func equal(c, o contract.Constitution) bool {
	return c.Name == o.Name && c.Net == o.Net && c.Profile == o.Profile && c.RP.ID == o.RP.ID &&
		slices.Equal(c.Bodies, o.Bodies) && slices.Equal(c.RP.Origins, o.RP.Origins)
}

// checkNames refuses a constitution whose bodies cannot be told by eye.
func checkNames(c contract.Constitution) error {
	err := contract.Shown(contract.BadArguments, "name-unseen", c.Name)
	seen := make(map[string]bool, len(c.Bodies))
	for _, b := range c.Bodies {
		key := fold.Text(b.Name)
		if key == "" || seen[key] {
			err = cmp.Or(err, act.Refuse(contract.BadArguments, "of", "body-name", "body", b.ID))
		}
		seen[key] = true
		err = cmp.Or(err, contract.Shown(contract.BadArguments, "body-name-unseen", b.Name))
	}
	return err
}
