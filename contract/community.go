// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"regexp"
	"slices"

	"github.com/linli-project/linli/act"
)

// Community is a residential community (小区) on the ledger. It is there once all of its bodies have founded it.
type Community struct {
	Constitution
	ID   string `json:"community"`
	Roll int64  `json:"roll"` // the latest approved version of the owners' roll; 0 before the first
}

// Communities are the founded ones, by id.
const Communities Ref[Community] = "community" // C: the constitution, once all bodies have founded it

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

// BodyOf returns the body that is an organisation of the channel, and whether one is.
func (c Constitution) BodyOf(msp string) (Body, bool) {
	i := slices.IndexFunc(c.Bodies, func(b Body) bool { return b.MSP == msp })
	if i < 0 {
		return Body{}, false
	}
	return c.Bodies[i], true
}

// Knows says whether ids are bodies of the community, sorted, each once.
func (c Constitution) Knows(ids []string) bool {
	for i, id := range ids {
		known := slices.ContainsFunc(c.Bodies, func(b Body) bool { return b.ID == id })
		if !known || i > 0 && ids[i-1] >= id {
			return false
		}
	}
	return true
}

// IDPattern is what an id of a community, a body or an election is as a whole (a regular expression, also of ECMAScript).
const IDPattern = `[a-z0-9][a-z0-9\-]{1,62}`

var shortID = regexp.MustCompile("^" + IDPattern + "$")

// IsID says whether a text can be an id of a community, a body or an election: 2 to 63 small letters, digits and hyphens.
func IsID(text string) bool { return shortID.MatchString(text) }

// IsHash says whether a text can be a SHA-256 in hex, as that of a channel's genesis block is.
func IsHash(text string) bool { return act.IsHex(text, 64) }
