// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
)

func (m *membership) setRevocations(config *msp.FabricMSPConfig) error {
	for _, raw := range config.GetRevocationList() {
		der := raw
		if block, _ := pem.Decode(raw); block != nil {
			der = block.Bytes
		}
		list, err := x509.ParseRevocationList(der)
		if err != nil {
			return err
		}
		m.crls = append(m.crls, list)
	}
	return nil
}

func (m *membership) validate(id *identity, cert, issuer *x509.Certificate) error {
	switch algorithm := cert.PublicKeyAlgorithm; {
	case algorithm != x509.ECDSA && (!m.ed25519 || algorithm != x509.Ed25519):
		return fmt.Errorf("key algorithm %s is not allowed", algorithm)
	case cert.IsCA:
		return errors.New("an authority's certificate is not a member's")
	case m.inner[string(issuer.Raw)]:
		return errors.New("issued by an authority that is not a leaf")
	case m.revoked(cert, issuer):
		return errors.New("certificate is revoked")
	}
	if err := m.checkUnits(id); err != nil {
		return err
	}
	return m.checkRole(id)
}

func (m *membership) revoked(cert, issuer *x509.Certificate) bool {
	for _, list := range m.crls {
		if !bytes.Equal(list.AuthorityKeyId, issuer.SubjectKeyId) {
			continue
		}
		for _, entry := range list.RevokedCertificateEntries {
			if entry.SerialNumber.Cmp(cert.SerialNumber) == 0 &&
				issuer.CheckSignature(list.SignatureAlgorithm, list.RawTBSRevocationList, list.Signature) == nil {
				return true
			}
		}
	}
	return false
}

func parsePEM(text []byte) (*x509.Certificate, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("not a PEM certificate")
	}
	return x509.ParseCertificate(block.Bytes)
}
