// SPDX-License-Identifier: Apache-2.0

package act

import (
	"crypto/ed25519"
	"encoding/base64"
)

// KeyID is what a program's key is known by, in "by" and in Signature.By: the key itself, so that no two have one id.
func KeyID(public ed25519.PublicKey) string { return base64.RawURLEncoding.EncodeToString(public) }

// SignWithKey signs an act's text with a program's key.
func SignWithKey(private ed25519.PrivateKey, text string) Signature {
	return Signature{By: KeyID(private.Public().(ed25519.PublicKey)), Sig: ed25519.Sign(private, []byte(domain+text))}
}

// VerifyKey checks a signature made by SignWithKey; public is the program's key, of 32 bytes.
func (s Signature) VerifyKey(text string, public []byte) error {
	switch {
	case len(s.ClientData) > 0 || len(s.AuthData) > 0:
		return Refuse(NoSignature, "of", "program")
	case len(public) != ed25519.PublicKeySize:
		return Refuse(BadKey, "of", "program")
	case !ed25519.Verify(public, []byte(domain+text), s.Sig):
		return Refuse(BadSignature)
	}
	return nil
}
