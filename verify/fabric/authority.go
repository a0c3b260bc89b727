// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
)

func (m *membership) setAuthorities(config *msp.FabricMSPConfig) error {
	if len(config.GetRootCerts()) == 0 {
		return errors.New("no root certificate")
	}
	m.roots, m.intermediates, m.inner = x509.NewCertPool(), x509.NewCertPool(), map[string]bool{}
	for _, text := range config.GetRootCerts() {
		root, err := parsePEM(text)
		if err != nil {
			return err
		}
		m.rootDERs = append(m.rootDERs, root.Raw)
		if root, err = lowS(root, root); err != nil {
			return err
		}
		m.roots.AddCert(root)
	}
	slices.SortFunc(m.rootDERs, bytes.Compare)
	return m.addIntermediates(config.GetIntermediateCerts())
}

func (m *membership) addIntermediates(texts [][]byte) error {
	var certs []*x509.Certificate
	for _, text := range texts {
		cert, err := parsePEM(text)
		if err != nil {
			return err
		}
		certs = append(certs, cert)
		m.intermediates.AddCert(cert)
	}
	clean := x509.NewCertPool()
	for i, cert := range certs {
		chain, err := m.chain(cert)
		if err != nil {
			return err
		}
		if certs[i], err = lowS(cert, chain[1]); err != nil {
			return err
		}
		clean.AddCert(certs[i])
	}
	m.intermediates = clean
	for _, cert := range certs {
		chain, err := m.chain(cert)
		if err != nil {
			return err
		}
		for _, parent := range chain[1:] {
			m.inner[string(parent.Raw)] = true
		}
	}
	return nil
}

// chain is the one chain from a certificate to a root, checked at the certificate's own beginning.
func (m *membership) chain(cert *x509.Certificate) ([]*x509.Certificate, error) {
	chains, err := cert.Verify(x509.VerifyOptions{
		Roots: m.roots, Intermediates: m.intermediates, CurrentTime: cert.NotBefore.Add(time.Second),
	})
	if err != nil {
		return nil, err
	}
	if len(chains) != 1 {
		return nil, fmt.Errorf("%d chains to a root, not one", len(chains))
	}
	return chains[0], nil
}

func certifier(chain []*x509.Certificate) []byte {
	hash := sha256.New()
	for _, cert := range chain {
		hash.Write(cert.Raw)
	}
	return hash.Sum(nil)
}

// certifierOf is the hash of the chain from an authority's certificate up to its root.
func (m *membership) certifierOf(text []byte) ([]byte, error) {
	if len(text) == 0 {
		return nil, nil
	}
	cert, err := parsePEM(text)
	if err != nil {
		return nil, err
	}
	if cert.CheckSignatureFrom(cert) == nil {
		if cert, err = lowS(cert, cert); err != nil {
			return nil, err
		}
	}
	chain, err := m.chain(cert)
	if err != nil {
		return nil, err
	}
	if len(chain) > 1 {
		if chain[0], err = lowS(cert, chain[1]); err != nil {
			return nil, err
		}
	}
	return certifier(chain), nil
}

// lowS gives the certificate with the low form of its issuer's ECDSA signature, as Fabric compares certificates.
func lowS(cert, issuer *x509.Certificate) (*x509.Certificate, error) {
	key, ok := issuer.PublicKey.(*ecdsa.PublicKey)
	if !ok || cert.SignatureAlgorithm < x509.ECDSAWithSHA1 || cert.SignatureAlgorithm > x509.ECDSAWithSHA512 {
		return cert, nil
	}
	sig, _, err := parseSignature(cert.Signature)
	if err != nil {
		return nil, err
	}
	if sig.S.Cmp(halfOrder(key.Curve)) <= 0 {
		return cert, nil
	}
	sig.S.Sub(key.Curve.Params().N, sig.S)
	low, err := asn1.Marshal(sig)
	if err != nil {
		return nil, err
	}
	raw, err := asn1.Marshal(struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}{asn1.RawValue{FullBytes: cert.RawTBSCertificate}, algorithmOf(cert), asn1.BitString{Bytes: low, BitLength: 8 * len(low)}})
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(raw)
}

func algorithmOf(cert *x509.Certificate) pkix.AlgorithmIdentifier {
	var outer struct {
		TBS       asn1.RawValue
		Algorithm pkix.AlgorithmIdentifier
		Signature asn1.BitString
	}
	_, _ = asn1.Unmarshal(cert.Raw, &outer) // it has been parsed before
	return outer.Algorithm
}
