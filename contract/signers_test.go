// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"testing"

	"github.com/linli-project/linli/act"
)

// The relay keeps those acts of owners in order that the ledger numbers by person: all that take an owner's signature.
func TestOwnersActsAreNumberedByPerson(t *testing.T) {
	owner := []Credential{{Kind: Owner, Person: "ann"}}
	two := []Credential{{Kind: Officer, Body: "owners"}, {Kind: Officer, Body: "street"}}
	for _, s := range []Signers{ByOneOfficer, ByTwoBodies, ByOneOwner, ByOwners, ByOwnerOrTwoBodies, ByOfficerOrTwoBodies} {
		d := Act[struct{}]{Type: "x.y", Signers: s}
		byPerson := func(signatures int) bool { return d.LaneOf(act.Act{By: "key"}, signatures)[1] == "owners" }
		if owners := s.Check(owner) == nil; owners != byPerson(1) {
			t.Errorf("%s takes an owner's signature: %v", s.Name, owners)
		}
		if officers := s.Check(two) == nil; officers && byPerson(2) {
			t.Errorf("%s of two bodies is numbered by person", s.Name)
		}
	}
}
