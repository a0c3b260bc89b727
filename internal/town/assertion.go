// SPDX-License-Identifier: Apache-2.0

package town

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/internal/village"
)

// An Assertion is what an authenticator, or a forger, is made to say. The signature is made last, over what the client
// data and the authenticator data are by then, unless Sig is set.
type Assertion struct {
	ClientData string
	AuthData   []byte
	Numbers    func(r, s *big.Int) []byte // writes the signature's numbers; nil: as DER
	Tamper     func(*act.Signature)       // after signing
}

// Good is the assertion that a browser would make over an act's text.
func Good(text string) *Assertion {
	hash := act.HashOf(text)
	rp := sha256.Sum256([]byte(rpID))
	return &Assertion{
		ClientData: `{"type":"webauthn.get","challenge":"` + base64.RawURLEncoding.EncodeToString(hash[:]) +
			`","origin":"` + Origin + `","crossOrigin":false}`,
		AuthData: append(rp[:], presentAndVerified, 0, 0, 0, 7),
	}
}

// presentAndVerified are the flags by which a person was there, and proved who he is.
const presentAndVerified = 1<<0 | 1<<2

// By has the signer's key sign the assertion.
func (a *Assertion) By(t testing.TB, s *village.Signer) act.Signature {
	t.Helper()
	private, err := s.Key.Private()
	return a.With(t, s.Key.ID(), Must(t, private, err))
}

// With has a key sign the assertion in the name of a credential.
func (a *Assertion) With(t testing.TB, id string, private *ecdsa.PrivateKey) act.Signature {
	t.Helper()
	client := sha256.Sum256([]byte(a.ClientData))
	digest := sha256.Sum256(slices.Concat(a.AuthData, client[:]))
	r, s, err := ecdsa.Sign(rand.Reader, private, digest[:])
	Done(t, err)
	encode := a.Numbers
	if encode == nil {
		encode = DER
	}
	signature := act.Signature{By: id, ClientData: []byte(a.ClientData), AuthData: a.AuthData, Sig: encode(r, s)}
	if a.Tamper != nil {
		a.Tamper(&signature)
	}
	return signature
}

// DER is a signature's numbers as they should be written.
func DER(r, s *big.Int) []byte {
	raw, err := asn1.Marshal(struct{ R, S *big.Int }{r, s})
	if err != nil {
		panic(err)
	}
	return raw
}

// Order is that of P-256.
var Order = elliptic.P256().Params().N

// Malleated is another valid signature over the same bytes.
func Malleated(r, s *big.Int) []byte { return DER(r, new(big.Int).Sub(Order, s)) }

// Remalleated turns a signature's (r, s) into (r, n-s).
func Remalleated(t testing.TB, s act.Signature) act.Signature {
	t.Helper()
	var numbers struct{ R, S *big.Int }
	_, err := asn1.Unmarshal(s.Sig, &numbers)
	Done(t, err)
	s.Sig = Malleated(numbers.R, numbers.S)
	return s
}

// SignedText is a text signed by people who look at nothing.
func SignedText(t testing.TB, text string, signers ...*village.Signer) act.Signed {
	t.Helper()
	signed := act.Signed{Text: text}
	for _, s := range signers {
		signed.Signatures = append(signed.Signatures, Good(text).By(t, s))
	}
	return signed
}
