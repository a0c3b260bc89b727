// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/internal/village"
)

// An assertion is what an authenticator, or a forger, is made to say. The signature is made last, over what the client
// data and the authenticator data are by then, unless Sig is set.
type assertion struct {
	ClientData string
	AuthData   []byte
	Numbers    func(r, s *big.Int) []byte // writes the signature's numbers; nil: as DER
	Tamper     func(*act.Signature)       // after signing
}

// good is the assertion that a browser would make over an act's text.
func good(text string) *assertion {
	hash := act.HashOf(text)
	rp := sha256.Sum256([]byte(rpID))
	return &assertion{
		ClientData: `{"type":"webauthn.get","challenge":"` + base64.RawURLEncoding.EncodeToString(hash[:]) +
			`","origin":"` + origin + `","crossOrigin":false}`,
		AuthData: append(rp[:], userPresent|userVerified, 0, 0, 0, 7),
	}
}

// The flags of authenticator data, and where they stand.
const (
	userPresent    = 1 << 0
	userVerified   = 1 << 2
	backupEligible = 1 << 3
	backedUp       = 1 << 4
	attested       = 1 << 6
	extended       = 1 << 7
	flags          = sha256.Size
)

// by has the signer's key sign the assertion.
func (a *assertion) by(t testing.TB, s *village.Signer) act.Signature {
	t.Helper()
	private, err := s.Key.Private()
	return a.with(t, s.Key.ID(), must(t, private, err))
}

func (a *assertion) with(t testing.TB, id string, private *ecdsa.PrivateKey) act.Signature {
	t.Helper()
	client := sha256.Sum256([]byte(a.ClientData))
	digest := sha256.Sum256(slices.Concat(a.AuthData, client[:]))
	r, s, err := ecdsa.Sign(randomness, private, digest[:])
	done(t, err)
	encode := a.Numbers
	if encode == nil {
		encode = der
	}
	signature := act.Signature{By: id, ClientData: []byte(a.ClientData), AuthData: a.AuthData, Sig: encode(r, s)}
	if a.Tamper != nil {
		a.Tamper(&signature)
	}
	return signature
}

// der is a signature's numbers as they should be written.
func der(r, s *big.Int) []byte {
	raw, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
	if err != nil {
		panic(err)
	}
	return raw
}

// sequence is a DER sequence of integers whose content is given byte by byte.
func sequence(integers ...[]byte) []byte {
	var content []byte
	for _, i := range integers {
		content = append(append(content, 0x02, byte(len(i))), i...)
	}
	return append([]byte{0x30, byte(len(content))}, content...)
}

// positive is a number's DER content: with a zero before a leading one bit.
func positive(n *big.Int) []byte {
	raw := n.Bytes()
	if len(raw) == 0 || raw[0] >= 0x80 {
		return append([]byte{0}, raw...)
	}
	return raw
}

var order = elliptic.P256().Params().N

// malleated is another valid signature over the same bytes.
func malleated(r, s *big.Int) []byte { return der(r, new(big.Int).Sub(order, s)) }

// signedText is a text signed by people who look at nothing.
func signedText(t testing.TB, text string, signers ...*village.Signer) act.Signed {
	t.Helper()
	signed := act.Signed{Text: text}
	for _, s := range signers {
		signed.Signatures = append(signed.Signatures, good(text).by(t, s))
	}
	return signed
}
