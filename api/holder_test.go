// SPDX-License-Identifier: Apache-2.0

package api

import (
	"testing"

	"github.com/linli-project/linli/contract"
)

// A body may say of its officer that he is a resident, and call his passkey like that resident: he holds none of his sessions.
func TestAnOfficerHoldsNoResidentsSessions(t *testing.T) {
	const resident = "0123456789abcdef0123456789abcdef"
	owner := visitor{community: "garden", credential: contract.Credential{ID: "a-passkey-of-the-owner", Kind: contract.Owner,
		Person: resident}}
	for _, officer := range []contract.Credential{
		{ID: "a-passkey-of-an-officer", Kind: contract.Officer, Declared: resident},
		{ID: "a-passkey-of-an-officer", Kind: contract.Officer, Person: resident},
		{ID: resident, Kind: contract.Officer},
	} {
		if v := (visitor{community: "garden", credential: officer}); v.holder() == owner.holder() {
			t.Errorf("%+v holds the sessions of %s", officer, resident)
		}
	}
	other := visitor{community: "garden", credential: contract.Credential{ID: "another-passkey-of-his", Kind: contract.Owner,
		Person: resident}}
	if other.holder() != owner.holder() {
		t.Error("one owner's passkeys hold different sessions")
	}
}
