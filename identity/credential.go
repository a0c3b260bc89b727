// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"
)

// newPasskey makes the store's row of a credential record. It refuses a key that the ledger would.
func newPasskey(c *webauthn.Credential, h Holder, label string, flags uint8) (Passkey, error) {
	parsed, err := webauthncose.ParsePublicKey(c.PublicKey)
	if err != nil {
		return Passkey{}, err
	}
	cose, ok := parsed.(webauthncose.EC2PublicKeyData)
	if !ok {
		return Passkey{}, fmt.Errorf("the key is a %T, not one on a curve", parsed)
	}
	public, err := cose.ToECDSA()
	if err != nil {
		return Passkey{}, err
	}
	spki, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return Passkey{}, err
	}
	var transports []string
	for _, transport := range c.Transport {
		transports = append(transports, string(transport))
	}
	k := Passkey{
		ID: encode(c.ID), Holder: h, Label: strings.TrimSpace(label), SPKI: encode(spki), Flags: flags,
		Transports: strings.Join(transports, " "),
	}
	ledger, err := k.Ledger()
	if err != nil {
		return k, err
	}
	_, err = ledger.Key()
	return k, err
}

// record is a credential record as JSON, without the attestation, which nobody asked for.
func record(c *webauthn.Credential) (string, error) {
	kept := *c
	kept.Attestation = webauthn.CredentialAttestation{}
	text, err := json.Marshal(kept)
	return string(text), err
}

func (t *transaction) addPasskey(ctx context.Context, k Passkey, c *webauthn.Credential) error {
	text, err := record(c)
	if err != nil {
		return err
	}
	if err := t.must(ctx, ErrRegistered,
		`INSERT INTO passkeys (community, id, person, officer, worker, label, spki, flags, transports, record, added)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
		k.ID, k.Person, k.Officer, k.Worker, k.Label, k.SPKI, int64(k.Flags), k.Transports, text, k.Added); err != nil {
		return err
	}
	return t.audit(ctx, k.actor(), passkeyAdded, k.ID)
}
