// SPDX-License-Identifier: Apache-2.0

package seal

import (
	"bytes"
	"fmt"
	"io"

	"github.com/cloudflare/circl/kem"

	"github.com/linli-project/linli/act"
)

// PrivateKey is a body's election key (X25519).
type PrivateKey kem.PrivateKey

// KeyOf makes the key pair of a 32-byte private key.
func KeyOf(private []byte) (PrivateKey, act.Bytes, error) {
	key, err := kemSuit.Scheme().UnmarshalBinaryPrivateKey(private)
	if err != nil {
		return nil, nil, fmt.Errorf("not an X25519 private key of 32 bytes: %w", err)
	}
	public, err := key.Public().MarshalBinary()
	return key, public, err
}

// NewKey draws a private key from rnd: 32 bytes, X25519.
func NewKey(rnd io.Reader) (act.Bytes, error) {
	seed := make([]byte, kemSuit.Scheme().SeedSize())
	if _, err := io.ReadFull(rnd, seed); err != nil {
		return nil, err
	}
	_, private := kemSuit.Scheme().DeriveKeyPair(seed)
	return private.MarshalBinary()
}

// CheckKey says whether public is an X25519 public key that shares can be sealed to.
func CheckKey(public act.Bytes) error {
	_, err := encrypt(public, bytes.NewReader(make([]byte, kemSuit.Scheme().EncapsulationSeedSize())), nil, nil)
	return err
}

func encrypt(public []byte, rnd io.Reader, context, plain []byte) (act.Bytes, error) {
	key, err := kemSuit.Scheme().UnmarshalBinaryPublicKey(public)
	if err != nil {
		return nil, err
	}
	sender, err := suite.NewSender(key, context)
	if err != nil {
		return nil, err
	}
	encapsulated, sealer, err := sender.Setup(rnd)
	if err != nil {
		return nil, err
	}
	closed, err := sealer.Seal(plain, nil)
	return append(encapsulated, closed...), err
}

func decrypt(key PrivateKey, context, sealed []byte) ([]byte, error) {
	if len(sealed) < encapSize {
		return nil, ErrShape
	}
	receiver, err := suite.NewReceiver(key, context)
	if err != nil {
		return nil, err
	}
	opener, err := receiver.Setup(sealed[:encapSize])
	if err != nil {
		return nil, err
	}
	return opener.Open(sealed[encapSize:], nil)
}
