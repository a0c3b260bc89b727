// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
)

// revocations is a list of certificates that a body has taken back.
type revocations struct {
	list   *pkix.CertificateList
	issuer []byte // the key of whoever made the list, as certificates name it
	err    error  // it does not say who made it
}

// setRevocations reads the certificates that the body has taken back. The list is part of the configuration, so that all peers
// know it from the same block on. It is read with the reader that peers use: the newer one of Go's library refuses lists that they
// take, and a body's own administrators choose what they write here.
//
// Fabric: msp/mspimplsetup.go (setupCRLs, isECDSASignatureAlgorithm).
func (m *membership) setRevocations(config *msp.FabricMSPConfig) error {
	for _, raw := range config.GetRevocationList() {
		list, err := x509.ParseCRL(raw) //nolint:staticcheck // as peers read it
		if err != nil {
			return err
		}
		switch list.SignatureAlgorithm.Algorithm.String() {
		case "1.2.840.10045.4.1", "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4": // ECDSA
			sig, _, err := parseSignature(list.SignatureValue.RightAlign())
			if err != nil {
				return err
			}
			plain, err := asn1.Marshal(sig)
			if err != nil {
				return err
			}
			list.SignatureValue = asn1.BitString{Bytes: plain, BitLength: 8 * len(plain)}
		}
		issuer, err := issuerOf(list)
		m.crls = append(m.crls, revocations{list, issuer, err})
	}
	return nil
}

// issuerOf is the key that a list names as its issuer's.
//
// Fabric: msp/mspimplvalidate.go (getAuthorityKeyIdentifierFromCrl, authorityKeyIdentifier).
func issuerOf(list *pkix.CertificateList) ([]byte, error) {
	for _, extension := range list.TBSCertList.Extensions {
		if !extension.Id.Equal(asn1.ObjectIdentifier{2, 5, 29, 35}) {
			continue
		}
		var named struct {
			Key    []byte  `asn1:"optional,tag:0"`
			Issuer []byte  `asn1:"optional,tag:1"`
			Serial big.Int `asn1:"optional,tag:2"`
		}
		_, err := asn1.Unmarshal(extension.Value, &named)
		return named.Key, err
	}
	return nil, errors.New("a list of revoked certificates does not name its issuer's key")
}

// validate says why a member's certificate may not act. The certificate leads to a root of the body (identify has seen to it);
// what is asked here is whether it is of a kind that signs: with a key that the channel knows, no authority itself, issued by a
// leaf of the tree, not taken back, in the body's units and with one role. Whoever fails any of it may still be recognised, but
// counts nowhere except where the body lists the very certificate among its administrators.
//
// Fabric: msp/mspimplvalidate.go (validateIdentity); msp/mspimpl.go (getCertificationChainForBCCSPIdentity).
func (m *membership) validate(id *identity, cert, issuer *x509.Certificate) error {
	switch algorithm := cert.PublicKeyAlgorithm; {
	case algorithm != x509.ECDSA && (!m.ed25519 || algorithm != x509.Ed25519):
		return fmt.Errorf("key algorithm %s is not allowed", algorithm)
	case cert.IsCA:
		return errors.New("an authority's certificate is not a member's")
	case m.inner[string(issuer.Raw)]:
		return errors.New("issued by an authority that is not a leaf")
	}
	for _, check := range []error{m.checkRevoked(cert, issuer), m.checkUnits(id)} {
		if check != nil {
			return check
		}
	}
	return m.checkRole(id)
}

// checkRevoked asks the lists that the certificate's own issuer signed. From the block on that brings the list a certificate is
// worth nothing, whatever time the list names; what it signed before stays as it is. A list that does not say whose it is makes all
// certificates of the body worthless, on peers as here: it might be the one that matters.
//
// Fabric: msp/mspimplvalidate.go (validateCertAgainstChain).
func (m *membership) checkRevoked(cert, issuer *x509.Certificate) error {
	for _, r := range m.crls {
		if r.err != nil {
			return r.err
		}
		if !bytes.Equal(r.issuer, issuer.SubjectKeyId) {
			continue
		}
		for _, entry := range r.list.TBSCertList.RevokedCertificates {
			if entry.SerialNumber.Cmp(cert.SerialNumber) == 0 &&
				issuer.CheckCRLSignature(r.list) == nil { //nolint:staticcheck // as peers check it
				return errors.New("certificate is revoked")
			}
		}
	}
	return nil
}

func parsePEM(text []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("not a PEM certificate")
	}
	return x509.ParseCertificate(block.Bytes)
}
