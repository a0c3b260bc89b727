// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"regexp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
)

// Body is an organisation (主体) that shares in the ledger.
type Body struct {
	ID   string `json:"id"`  // short name, for example "owners"
	MSP  string `json:"msp"` // Fabric's id of the organisation
	Name string `json:"name"`
}

// Constitution is what the bodies found a community on. All of them give the same one.
type Constitution struct {
	Bodies  []Body           `json:"bodies"`
	Name    string           `json:"name"`
	Net     string           `json:"net"`     // hash (hex) of the channel's genesis block
	Profile string           `json:"profile"` // id of the city profile (package election)
	RP      act.RelyingParty `json:"rp"`      // where its passkeys may be used
}

func (c Constitution) body(msp string) (Body, bool) {
	i := slices.IndexFunc(c.Bodies, func(b Body) bool { return b.MSP == msp })
	if i < 0 {
		return Body{}, false
	}
	return c.Bodies[i], true
}

var (
	shortID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,62}$`)
	hexHash = regexp.MustCompile(`^[0-9a-f]{64}$`)
)

// IsNet says whether net can be the hash of a channel's genesis block: 64 hex digits.
func IsNet(net string) bool { return hexHash.MatchString(net) }

func (c Constitution) check(id string) error {
	switch {
	case !shortID.MatchString(id):
		return act.Refuse(BadArguments, "%q is not a community id: small letters, digits and hyphens, 2 to 63", id)
	case len(c.Bodies) < 2 || len(c.Bodies) > 16:
		return act.Refuse(BadArguments, "a community has 2 to 16 bodies")
	case c.Name == "" || !hexHash.MatchString(c.Net):
		return act.Refuse(BadArguments, "a constitution has a name and the hash of the channel's genesis block")
	case c.RP.ID == "" || len(c.RP.Origins) == 0:
		return act.Refuse(BadArguments, "a constitution names the domain and the origins of its pages")
	}
	seen := map[string]bool{}
	for _, b := range c.Bodies {
		if !shortID.MatchString(b.ID) || b.MSP == "" || b.Name == "" || seen[b.ID] || seen["msp "+b.MSP] {
			return act.Refuse(BadArguments, "each body has an id, an MSP and a name of its own")
		}
		seen[b.ID], seen["msp "+b.MSP] = true, true
	}
	if _, err := election.ProfileOf(c.Profile); err != nil {
		return act.Refuse(BadArguments, "%v", err)
	}
	return c.names()
}

func (c Constitution) equal(o Constitution) bool {
	return c.Name == o.Name && c.Net == o.Net && c.Profile == o.Profile && c.RP.ID == o.RP.ID &&
		slices.Equal(c.Bodies, o.Bodies) && slices.Equal(c.RP.Origins, o.RP.Origins)
}
