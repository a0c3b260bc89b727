// SPDX-License-Identifier: Apache-2.0

package chapters_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
)

// What owners sign together says who they are, and nothing else does.
func TestOwnersAreDeclared(t *testing.T) {
	for _, d := range chapters.Current().Acts() {
		_, err := d.OwnersOf(nil, act.Act{Body: []byte("no body")})
		if declared := err != nil; declared != (d.SignedBy().Name == contract.ByOwners.Name) {
			t.Errorf("%s is signed by %q, and declares owners: %v", d.Name(), d.SignedBy().Name, declared)
		}
	}
}
