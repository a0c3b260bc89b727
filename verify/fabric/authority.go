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
	"regexp"
	"slices"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
)

// setAuthorities reads the body's roots and intermediate authorities. The roots are what a trust file is compared with: they are
// kept as they are written in the configuration.
//
// Fabric: msp/mspimplsetup.go (setupCAs, finalizeSetupCAs).
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

// addIntermediates reads the authorities between roots and members, each of which must lead to a root. An authority that has
// issued to another one is an inner node of the tree: it may not issue to members too, so that the place of a certificate in the
// tree says of what kind it is.
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

// chain is the one chain from a certificate to a root, checked a second after the certificate's own beginning. If there are
// several, authorities have certified each other, and whose member the certificate names would be a matter of taste: peers refuse
// it.
//
// Fabric: msp/mspimpl.go (getUniqueValidationChain, getValidationChain); msp/mspimplvalidate.go (getValidityOptsForCert).
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
	return chains[0], checkNames(chains[0])
}

var (
	alternativeNames = asn1.ObjectIdentifier{2, 5, 29, 17}
	nameConstraints  = asn1.ObjectIdentifier{2, 5, 29, 30}
	hostName         = regexp.MustCompile(`^(\*|[\w:][\w:-]*)(\.[\w:][\w:-]*)*\.?$`)
)

// checkNames refuses a certificate that has a host's name and no alternative one, if an authority above it may certify some names
// only. Go's library has given this up; peers keep it, and a body chooses its authorities itself.
//
// Fabric: msp/mspimpl.go (verifyLegacyNameConstraints, validHostname).
func checkNames(chain []*x509.Certificate) error {
	has := func(cert *x509.Certificate, id asn1.ObjectIdentifier) bool {
		return slices.ContainsFunc(cert.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(id) })
	}
	if has(chain[0], alternativeNames) || !hostName.MatchString(chain[0].Subject.CommonName) {
		return nil
	}
	if slices.ContainsFunc(chain[1:], func(cert *x509.Certificate) bool { return has(cert, nameConstraints) }) {
		return errors.New("an authority is constrained to names, and the certificate has none but an old one")
	}
	return nil
}

// certifier is the hash over the authorities of a chain, by which definitions name who must have certified an organizational
// unit.
//
// Fabric: msp/mspimpl.go (getCertificationChainIdentifierFromChain).
func certifier(chain []*x509.Certificate) []byte {
	hash := sha256.New()
	for _, cert := range chain {
		hash.Write(cert.Raw)
	}
	return hash.Sum(nil)
}

// certifierOf is the hash of the chain from an authority's certificate up to its root; nil if the definition names none, which
// means that any authority of the body will do.
//
// Fabric: msp/mspimplsetup.go (getCertifiersIdentifier).
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

// lowS gives the certificate with the low form of its issuer's ECDSA signature, as Fabric compares certificates. Of (r, s) and
// (r, n−s) both verify; the one with the smaller s is the form that counts.
//
// Fabric: msp/cert.go (isECDSASignedCert, sanitizeECDSASignedCert); msp/mspimpl.go (sanitizeCert). fabric-lib-go:
// bccsp/utils/ecdsa.go (SignatureToLowS).
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
