// SPDX-License-Identifier: Apache-2.0

package act

import (
	"crypto/ed25519"
	"crypto/sha256"
	"io"
)

// InviteCode is the secret in an invitation letter: 128 random bits, usable once. It never leaves the resident's
// device: the ledger holds the public key derived from it, and the enrolment is signed with its private key, so that
// whoever relays the enrolment cannot use the code for a key of his own.
type InviteCode [16]byte

// NewInviteCode draws a code from rnd.
func NewInviteCode(rnd io.Reader) (InviteCode, error) {
	var c InviteCode
	_, err := io.ReadFull(rnd, c[:])
	return c, err
}

func (c InviteCode) key() ed25519.PrivateKey {
	seed := sha256.Sum256(append([]byte("linli/invite/v1\x00"), c[:]...))
	return ed25519.NewKeyFromSeed(seed[:])
}

// Public returns the 32-byte public key that the ledger knows the code by.
func (c InviteCode) Public() Bytes { return Bytes(c.key().Public().(ed25519.PublicKey)) }

// Sign signs an act's text with the code.
func (c InviteCode) Sign(text string) Signature {
	return Signature{By: inviteSigner, Sig: ed25519.Sign(c.key(), []byte(domain+text))}
}

// inviteSigner stands in Signature.By where a credential id would: the key is named in the act's body.
const inviteSigner = "invite"

// VerifyInvite checks a signature made by InviteCode.Sign; public is the code's public key.
func (s Signature) VerifyInvite(text string, public []byte) error {
	if s.By != inviteSigner || len(s.ClientData) > 0 || len(s.AuthData) > 0 {
		return Refuse(NoSignature, "of", "invitation")
	}
	if len(public) != ed25519.PublicKeySize || !ed25519.Verify(public, []byte(domain+text), s.Sig) {
		return Refuse(BadSignature)
	}
	return nil
}
