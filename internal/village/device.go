// SPDX-License-Identifier: Apache-2.0

package village

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"

	"github.com/linli-project/linli/act"
)

// NewDeviceKey is the key of a device that signs what it says, and what two bodies enrol of it.
func NewDeviceKey() (ed25519.PrivateKey, act.Bytes, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	spki, err := x509.MarshalPKIXPublicKey(public)
	return private, spki, err
}
