// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// ErrNoCredential says that a text is no signed result at all.
var ErrNoCredential = errors.New("this is no result that a body has signed (result.jwt)")

// Credential checks a result that a body has signed: a W3C Verifiable Credential 2.0 as a JWT (VC-JOSE-COSE), ES256 under the
// certificate in its header x5c. It returns the body and what it claims, which is the body's word alone; Ledger needs nobody's. A
// text that is no credential gives ErrNoCredential.
func Credential(token string, trust Trust) (Body, json.RawMessage, error) {
	if !trust.anchored() {
		return Body{}, nil, errors.New("a credential is checked with a trust file")
	}
	if strings.Count(token, ".") != 2 { // header, claims, signature
		return Body{}, nil, ErrNoCredential
	}
	var body Body
	_, err := jwt.NewParser(jwt.WithValidMethods([]string{"ES256"}), jwt.WithStrictDecoding()).Parse(token,
		func(t *jwt.Token) (any, error) {
			if t.Header["typ"] != "vc+jwt" || t.Header["crit"] != nil {
				return nil, fmt.Errorf("typ is %v, not vc+jwt, or extensions are critical", t.Header["typ"])
			}
			key, issuer, err := trust.signer(t.Header["x5c"])
			body = issuer
			return key, err
		})
	if err != nil {
		return Body{}, nil, fmt.Errorf("read the credential: %w", err)
	}
	claims, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1]) // the very text that was signed
	if err != nil {
		return Body{}, nil, err
	}
	var named struct {
		Issuer struct {
			ID string `json:"id"`
		} `json:"issuer"`
	}
	if err := json.Unmarshal(claims, &named); err != nil {
		return Body{}, nil, fmt.Errorf("read the credential: %w", err)
	}
	if want := IssuerID(trust.Genesis, body.MSPID); named.Issuer.ID != want {
		return Body{}, nil, fmt.Errorf("the credential names the issuer %q; the certificate is of %q", named.Issuer.ID, want)
	}
	return body, claims, nil
}

// IssuerID names a body of a ledger, as a credential does; genesis is the hash (hex) of the ledger's first block.
func IssuerID(genesis, mspID string) string { return "urn:linli:" + genesis + ":body:" + mspID }

// signer is the key of the certificate that a chain (the header x5c, RFC 7515 section 4.1.6) begins with, and the body whose root
// the chain leads to. As everywhere in a recount, a certificate is held against its chain at the time it began.
func (t Trust) signer(x5c any) (*ecdsa.PublicKey, Body, error) {
	var chain []*x509.Certificate
	texts, _ := x5c.([]any)
	for _, text := range texts {
		encoded, _ := text.(string)
		der, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return nil, Body{}, fmt.Errorf("a certificate in x5c: %w", err)
		}
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return nil, Body{}, fmt.Errorf("a certificate in x5c: %w", err)
		}
		chain = append(chain, certificate)
	}
	if len(chain) == 0 {
		return nil, Body{}, errors.New("no certificate in x5c")
	}
	key, ok := chain[0].PublicKey.(*ecdsa.PublicKey)
	if !ok {
		return nil, Body{}, errors.New("the certificate's key is not an ECDSA key")
	}
	between := x509.NewCertPool()
	for _, certificate := range chain[1:] {
		between.AddCert(certificate)
	}
	for _, body := range t.Bodies {
		roots := x509.NewCertPool()
		for _, root := range body.Roots {
			roots.AppendCertsFromPEM([]byte(root))
		}
		_, err := chain[0].Verify(x509.VerifyOptions{
			Roots: roots, Intermediates: between, CurrentTime: chain[0].NotBefore, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
		})
		if err == nil {
			return key, body, nil
		}
	}
	return nil, Body{}, errors.New("no body of the trust file has issued the certificate")
}
