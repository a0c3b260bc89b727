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
	for kind, h := range handlers {
		if h.ownSeq {
			continue
		}
		if owners := h.signers(&call{signers: owner}) == nil; owners != NumberedByPerson(kind, 1) {
			t.Errorf("%s takes an owner's signature: %v", kind, owners)
		}
		if officers := h.signers(&call{signers: two}) == nil; officers && NumberedByPerson(kind, 2) {
			t.Errorf("%s of two bodies is not numbered by person", kind)
		}
	}
}

// No passkey numbers acts without end.
func TestNumbersEnd(t *testing.T) {
	for _, c := range []struct {
		by   Credential
		most int64
	}{{Credential{Kind: Owner, Person: "ann"}, maxOwnerActs}, {Credential{Kind: Officer, ID: "key"}, maxOfficerActs}} {
		if err := c.by.checkNumber(c.most); err != nil {
			t.Error(err)
		}
		if err := c.by.checkNumber(c.most + 1); act.CodeOf(err) != TooMany {
			t.Errorf("number %d of an %s: %v", c.most+1, c.by.Kind, err)
		}
	}
}
