// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/descope/virtualwebauthn"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/identity"
)

// A device is somebody's telephone with one passkey.
type device struct {
	rp            virtualwebauthn.RelyingParty
	authenticator virtualwebauthn.Authenticator
	credential    virtualwebauthn.Credential
	seq           int64
}

func newDevice(rp act.RelyingParty) *device {
	return &device{
		rp:            virtualwebauthn.RelyingParty{ID: rp.ID, Name: rp.ID, Origin: rp.Origins[0]},
		authenticator: virtualwebauthn.NewAuthenticator(),
		credential:    newCredential(),
	}
}

// newCredential draws keys until the library writes both coordinates in full: it drops zeros in front, which no authenticator does.
func newCredential() virtualwebauthn.Credential {
	const full = 77 // bytes of a COSE key on P-256
	for {
		if c := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2); len(c.Key.AttestationData()) == full {
			return c
		}
	}
}

func (d *device) id() string { return base64.RawURLEncoding.EncodeToString(d.credential.ID) }

// excluded says whether the options of a registration exclude this device.
func (d *device) excluded(t *testing.T, options json.RawMessage) bool {
	t.Helper()
	parsed, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	return d.credential.IsExcludedForAttestation(*parsed)
}

// create answers navigator.credentials.create.
func (d *device) create(t *testing.T, options json.RawMessage) []byte {
	t.Helper()
	parsed, err := virtualwebauthn.ParseAttestationOptions(string(options))
	if err != nil {
		t.Fatal(err)
	}
	if d.excluded(t, options) {
		t.Fatal("this device has a passkey")
	}
	d.authenticator.Options.UserHandle = []byte(parsed.UserID)
	answer := virtualwebauthn.CreateAttestationResponse(d.rp, d.authenticator, d.credential, *parsed)
	return []byte(strings.Replace(answer, `"response":{`, `"response":{"transports":["internal","hybrid"],`, 1))
}

// register makes the device's passkey the holder's.
func (d *device) register(t *testing.T, rp *identity.RelyingParty, h identity.Holder, label string) (identity.Passkey, error) {
	t.Helper()
	begun, err := rp.BeginRegistration(t.Context(), h)
	if err != nil {
		t.Fatal(err)
	}
	return rp.FinishRegistration(t.Context(), h, begun.Session, d.create(t, begun.Options), label)
}

func (d *device) mustRegister(t *testing.T, rp *identity.RelyingParty, h identity.Holder) identity.Passkey {
	t.Helper()
	k, err := d.register(t, rp, h, "手机")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// sign signs an act with the passkey.
func (d *device) sign(t *testing.T, text string) act.Signature {
	t.Helper()
	hash := act.HashOf(text)
	answer := virtualwebauthn.CreateAssertionResponse(d.rp, d.authenticator, d.credential,
		virtualwebauthn.AssertionOptions{Challenge: hash[:]})
	var assertion struct {
		Response act.Signature `json:"response"`
	}
	if err := json.Unmarshal([]byte(answer), &assertion); err != nil {
		t.Fatal(err)
	}
	assertion.Response.By = d.id()
	return assertion.Response
}
