// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"testing"

	"github.com/linli-project/linli/act"
)

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
