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

// checkConstitution says whether bodies can found a community with this id on c.
func checkConstitution(c contract.Constitution, id string) error {
	switch {
	case !contract.IsID(id):
		return act.Refuse(contract.BadArguments, "%q is not a community id: small letters, digits and hyphens, 2 to 63", id)
	case len(c.Bodies) < 2 || len(c.Bodies) > 16:
		return act.Refuse(contract.BadArguments, "a community has 2 to 16 bodies")
	case c.Name == "" || !contract.IsHash(c.Net):
		return act.Refuse(contract.BadArguments, "a constitution has a name and the hash of the channel's genesis block")
	case c.RP.ID == "" || len(c.RP.Origins) == 0:
		return act.Refuse(contract.BadArguments, "a constitution names the domain and the origins of its pages")
	}
	seen := map[string]bool{}
	for _, b := range c.Bodies {
		if !contract.IsID(b.ID) || b.MSP == "" || b.Name == "" || seen[b.ID] || seen["msp "+b.MSP] {
			return act.Refuse(contract.BadArguments, "each body has an id, an MSP and a name of its own")
		}
		seen[b.ID], seen["msp "+b.MSP] = true, true
	}
	if _, err := election.ProfileOf(c.Profile); err != nil {
		return act.Refuse(contract.BadArguments, "%v", err)
	}
	return checkNames(c)
}

func equal(c, o contract.Constitution) bool {
	return c.Name == o.Name && c.Net == o.Net && c.Profile == o.Profile && c.RP.ID == o.RP.ID &&
		slices.Equal(c.Bodies, o.Bodies) && slices.Equal(c.RP.Origins, o.RP.Origins)
}

// checkNames refuses a constitution whose bodies cannot be told by eye.
func checkNames(c contract.Constitution) error {
	err := contract.Shown(contract.BadArguments, "the community's name", c.Name)
	seen := make(map[string]bool, len(c.Bodies))
	for _, b := range c.Bodies {
		key := fold.Text(b.Name)
		if key == "" || seen[key] {
			err = cmp.Or(err, act.Refuse(contract.BadArguments, "the name of body %q is none, or looks like another one's", b.ID))
		}
		seen[key] = true
		err = cmp.Or(err, contract.Shown(contract.BadArguments, "a body's name", b.Name))
	}
	return err
}
