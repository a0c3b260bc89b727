// SPDX-License-Identifier: Apache-2.0

package act_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"testing"

	"github.com/linli-project/linli/act"
)

func TestVerifyKey(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	other, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	good := act.SignWithKey(private, "{}")
	if good.By != act.KeyID(public) || len(good.By) != 43 {
		t.Errorf("signed by %q", good.By)
	}
	cut, padded := good, good
	cut.Sig = cut.Sig[:63]
	padded.AuthData = act.Bytes{0}
	for _, c := range []struct {
		name      string
		signature act.Signature
		text      string
		public    []byte
		code      act.Code
	}{
		{"good", good, "{}", public, ""},
		{"another text", good, "{ }", public, act.BadSignature},
		{"another key", good, "{}", other, act.BadSignature},
		{"no key", good, "{}", nil, act.BadKey},
		{"cut short", cut, "{}", public, act.BadSignature},
		{"none", act.Signature{}, "{}", public, act.BadSignature},
		{"with an assertion's parts", padded, "{}", public, act.NoSignature},
	} {
		if err := c.signature.VerifyKey(c.text, c.public); act.CodeOf(err) != c.code || (c.code == "" && err != nil) {
			t.Errorf("%s: %v; want %q", c.name, err, c.code)
		}
	}
}
