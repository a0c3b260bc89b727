// SPDX-License-Identifier: Apache-2.0

// Package passkey is a software passkey for the demo, the benchmark and the tests. It makes real WebAuthn assertions.
// bin/linli must never link it: a key in a program's memory is no proof that a person was there.
package passkey

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/descope/virtualwebauthn"

	"github.com/linli-project/linli/act"
)

// Key is one passkey on one software authenticator.
type Key struct {
	credential virtualwebauthn.Credential
	rp         virtualwebauthn.RelyingParty
	spki       act.Bytes
}

// New makes a passkey for the first of rp's origins.
func New(rp act.RelyingParty) (*Key, error) {
	k := &Key{
		credential: virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2),
		rp:         virtualwebauthn.RelyingParty{ID: rp.ID, Name: rp.ID, Origin: rp.Origins[0]},
	}
	private, err := k.Private()
	if err != nil {
		return nil, err
	}
	k.spki, err = x509.MarshalPKIXPublicKey(&private.PublicKey)
	return k, err
}

// ID is the credential id, as acts name it.
func (k *Key) ID() string { return base64.RawURLEncoding.EncodeToString(k.credential.ID) }

// Passkey is what the ledger registers.
func (k *Key) Passkey() act.Passkey { return act.Passkey{SPKI: k.spki} }

// Private is the key itself, for tests that make assertions no authenticator would.
func (k *Key) Private() (*ecdsa.PrivateKey, error) {
	parsed, err := x509.ParsePKCS8PrivateKey(k.credential.Key.Data)
	if err != nil {
		return nil, err
	}
	private, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("the authenticator made a %T, not an ECDSA key", parsed)
	}
	return private, nil
}

// Sign asserts over an act's text, with the user present and verified.
func (k *Key) Sign(text string) (act.Signature, error) {
	hash := act.HashOf(text)
	answer := virtualwebauthn.CreateAssertionResponse(k.rp, virtualwebauthn.NewAuthenticator(), k.credential,
		virtualwebauthn.AssertionOptions{Challenge: hash[:]})
	var assertion struct {
		ID       string `json:"id"`
		Response struct {
			AuthData   act.Bytes `json:"authenticatorData"`
			ClientData act.Bytes `json:"clientDataJSON"`
			Sig        act.Bytes `json:"signature"`
		} `json:"response"`
	}
	if err := json.Unmarshal([]byte(answer), &assertion); err != nil {
		return act.Signature{}, err
	}
	r := assertion.Response
	return act.Signature{By: assertion.ID, ClientData: r.ClientData, AuthData: r.AuthData, Sig: r.Sig}, nil
}
