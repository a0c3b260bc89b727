// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
)

// verify checks a signature by this identity over a message, given in pieces: ECDSA over SHA-256 with low S, or Ed25519. Pieces,
// since a message is a transaction, and joining it would copy a block that is verified. Ed25519 needs it whole.
//
// Fabric: msp/identities.go (Verify). fabric-lib-go: bccsp/sw/ecdsa.go (verifyECDSA).
func (id *identity) verify(signature []byte, message ...[]byte) error {
	switch key := id.public.(type) {
	case *ecdsa.PublicKey:
		hash := sha256.New()
		for _, piece := range message {
			hash.Write(piece)
		}
		return verifyECDSA(key, hash.Sum(nil), signature)
	case ed25519.PublicKey:
		if ed25519.Verify(key, slices.Concat(message...), signature) {
			return nil
		}
	}
	return errors.New("signature does not verify")
}

type ecdsaSignature struct{ R, S *big.Int }

func parseSignature(raw []byte) (sig ecdsaSignature, rest []byte, err error) {
	rest, err = asn1.Unmarshal(raw, &sig)
	if err == nil && (sig.R.Sign() != 1 || sig.S.Sign() != 1) {
		err = errors.New("signature is not positive")
	}
	return sig, rest, err
}

func halfOrder(curve elliptic.Curve) *big.Int { return new(big.Int).Rsh(curve.Params().N, 1) }

// verifyECDSA checks the two numbers of a signature as Fabric does. High S is refused: anybody can turn one form into the other,
// and the bytes of a transaction would have two. What follows the numbers, within their sequence or behind it, is ignored: inside
// of a transaction a client can add that, and peers take it. To be stricter than peers would be to call forged what they call
// valid.
//
// fabric-lib-go: bccsp/utils/ecdsa.go (UnmarshalECDSASignature, IsLowS).
func verifyECDSA(key *ecdsa.PublicKey, digest, raw []byte) error {
	sig, _, err := parseSignature(raw)
	if err != nil {
		return err
	}
	if sig.S.Cmp(halfOrder(key.Curve)) > 0 {
		return errors.New("signature has a high S")
	}
	if !ecdsa.Verify(key, digest, sig.R, sig.S) {
		return errors.New("signature does not verify")
	}
	return nil
}

// strictSignature refuses a second encoding of an ECDSA signature. It is for signatures nothing else covers: those under a block.
// A transaction's own are covered by the block's hash, so that a second encoding there would be another block.
func strictSignature(id *identity, raw []byte) error {
	if _, ok := id.public.(*ecdsa.PublicKey); !ok {
		return nil
	}
	sig, rest, err := parseSignature(raw)
	if err != nil {
		return err
	}
	again, err := asn1.Marshal(sig)
	if err != nil || len(rest) > 0 || !bytes.Equal(again, raw) {
		return fmt.Errorf("signature: %w", errTwoReadings)
	}
	return nil
}
