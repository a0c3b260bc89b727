// SPDX-License-Identifier: Apache-2.0

package passkey

import (
	"testing"

	"github.com/linli-project/linli/act"
)

func TestAssertionVerifies(t *testing.T) {
	rp := act.RelyingParty{ID: "garden.example", Origins: []string{"https://garden.example"}}
	k, err := New(rp)
	if err != nil {
		t.Fatal(err)
	}
	sig, err := k.Sign("text")
	if err != nil {
		t.Fatal(err)
	}
	if sig.By != k.ID() {
		t.Errorf("signed by %q, credential is %q", sig.By, k.ID())
	}
	if err := sig.VerifyPasskey(act.HashOf("text"), k.Passkey(), rp); err != nil {
		t.Error(err)
	}
	if err := sig.VerifyPasskey(act.HashOf("other"), k.Passkey(), rp); act.CodeOf(err) != act.WrongChallenge {
		t.Errorf("another text: %v", err)
	}
}
