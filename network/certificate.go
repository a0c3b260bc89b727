// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"time"
)

// keyPair is a certificate with its key.
type keyPair struct {
	cert            *x509.Certificate
	key             *ecdsa.PrivateKey
	certPEM, keyPEM []byte
}

// newCertificate makes a key and has issuer, or itself if that is nil, sign the certificate.
func newCertificate(issuer *keyPair, lifetime time.Duration, template *x509.Certificate) (*keyPair, error) {
	key, err := newKey()
	if err != nil {
		return nil, err
	}
	return certify(key, issuer, lifetime, template)
}

func newKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

// certify makes a certificate of a key.
func certify(key *ecdsa.PrivateKey, issuer *keyPair, lifetime time.Duration, template *x509.Certificate) (_ *keyPair, err error) {
	if template.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120)); err != nil {
		return nil, err
	}
	template.NotBefore = time.Now().Add(-5 * time.Minute)
	template.NotAfter = template.NotBefore.Add(lifetime)
	if issuer == nil {
		issuer = &keyPair{cert: template, key: key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.cert, &key.PublicKey, lowS{issuer.key})
	if err != nil {
		return nil, fmt.Errorf("certificate of %s: %w", template.Subject.CommonName, err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	keyPEM, err := keyText(key)
	return &keyPair{cert: cert, key: key, certPEM: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), keyPEM: keyPEM}, err
}

// keyText is a private key in PEM.
func keyText(key *ecdsa.PrivateKey) ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), err
}

// parseKey reads a private key (PEM), and what comes after it.
func parseKey(text []byte) (key *ecdsa.PrivateKey, rest []byte, err error) {
	block, rest := pem.Decode(text)
	if block == nil {
		return nil, nil, errors.New("it is no key in PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, nil, err
	}
	key, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, nil, errors.New("it is a key of another kind")
	}
	return key, rest, nil
}

// lowS signs as Fabric has it: of the two values that are a signature's second half, the lower one. It writes a certificate that has the
// other one anew, so that its bytes would not be those that everybody has.
type lowS struct{ *ecdsa.PrivateKey }

func (k lowS) Sign(random io.Reader, digest []byte, options crypto.SignerOpts) ([]byte, error) {
	der, err := k.PrivateKey.Sign(random, digest, options)
	if err != nil {
		return nil, err
	}
	var signature struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &signature); err != nil {
		return nil, err
	}
	order := k.Curve.Params().N
	if signature.S.Cmp(new(big.Int).Rsh(order, 1)) > 0 {
		signature.S.Sub(order, signature.S)
	}
	return asn1.Marshal(signature)
}
