// SPDX-License-Identifier: Apache-2.0

// Package stamp reads the time stamps (RFC 3161) of evidence (docs/evidence.md). What is wrong in a stamp itself is an error of Read; whose
// it is, is another question, which Stamp.By answers.
package stamp

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"time"
)

// MaxSize is how many bytes a stamp may have.
const MaxSize = 16 << 10

const maxCertificates = 8 // that it brings along

// Stamp is a token whose signature is that of the certificate in it, which was made for this and in force.
type Stamp struct {
	At          int64  // the time that it says, without what follows the second
	Hash        []byte // of what was stamped: SHA-256
	certificate *x509.Certificate
	others      []*x509.Certificate // that it brings along
}

// Certificate is the SHA-256 (hex) of the certificate that the stamp is signed with.
func (s Stamp) Certificate() string {
	sum := sha256.Sum256(s.certificate.Raw)
	return hex.EncodeToString(sum[:])
}

// Read takes a stamp apart and checks what it is in itself.
func Read(raw []byte) (s Stamp, err error) {
	if len(raw) > MaxSize {
		return s, fmt.Errorf("it has %d bytes, more than %d", len(raw), MaxSize)
	}
	t, err := read(raw)
	if err != nil {
		return s, err
	}
	if err := s.readInfo(t.Signed.Content.Info); err != nil {
		return s, err
	}
	if err := s.readCertificates(t.Signed); err != nil {
		return s, err
	}
	if err := s.verify(t.Signed); err != nil {
		return s, err
	}
	return s, s.mayStamp()
}

// clock is a time as DER has it.
var clock = regexp.MustCompile(`^([0-9]{14})(\.[0-9]+)?Z$`)

func (s *Stamp) readInfo(raw []byte) error {
	var i info
	if err := shallow(raw, maxDepth); err != nil {
		return err
	}
	rest, err := asn1.Unmarshal(raw, &i)
	written := clock.FindSubmatch(i.Time.Bytes)
	fits := err == nil && len(rest) == 0 && bytes.Equal(i.Version.FullBytes, []byte{asn1.TagInteger, 1, 1}) && is(i.Policy, asn1.TagOID) &&
		is(i.Serial, asn1.TagInteger) && is(i.Time, asn1.TagGeneralizedTime)
	if !fits || written == nil {
		return errForm
	}
	at, err := time.Parse("20060102150405", string(written[1]))
	if err != nil {
		return errForm
	}
	var of imprint
	if err := exact(i.Imprint.FullBytes, &of); err != nil {
		return err
	}
	if hash, err := hashOf(of.Algorithm); err != nil || hash != crypto.SHA256 {
		return errors.New("what it stamps is named by another hash than SHA-256")
	}
	s.At, s.Hash = at.Unix(), of.Hash
	return nil
}

// readCertificates finds the signer's among those that the token has. Others that cannot be read are passed over.
func (s *Stamp) readCertificates(d signedData) error {
	signer, n := d.Signers[0].Signer, 0
	for rest := d.Certificates.Bytes; len(rest) > 0; {
		var raw asn1.RawValue
		var err error
		if rest, err = asn1.Unmarshal(rest, &raw); err != nil {
			return errForm
		}
		if n++; n > maxCertificates {
			return fmt.Errorf("it has more than %d certificates", maxCertificates)
		}
		c, err := x509.ParseCertificate(raw.FullBytes)
		switch {
		case err != nil:
		case s.certificate == nil && bytes.Equal(c.RawIssuer, signer.Issuer.FullBytes) && c.SerialNumber.Cmp(signer.Serial) == 0:
			s.certificate = c
		default:
			s.others = append(s.others, c)
		}
	}
	if s.certificate == nil {
		return errors.New("the certificate that it is signed with is not in it, or cannot be read")
	}
	return nil
}

// verify checks the signature, and that it is this certificate's and no other's.
func (s *Stamp) verify(d signedData) error {
	signer := d.Signers[0]
	values, err := signer.attributes()
	if err != nil {
		return err
	}
	var kind asn1.ObjectIdentifier
	var digest []byte
	var named signingCertificate
	err = errors.Join(attributeOf(values, oidContentType, &kind), attributeOf(values, oidDigest, &digest),
		attributeOf(values, oidCertificate, &named))
	if err != nil || len(named.Certs) == 0 {
		return errors.New("it is signed without saying what, or with which certificate")
	}
	hash, err := hashOf(signer.Digest)
	if err != nil {
		return err
	}
	if !kind.Equal(oidInfo) || !bytes.Equal(digest, sum(hash, d.Content.Info)) {
		return errors.New("what was signed is not what it says")
	}
	if err := named.Certs[0].names(s.certificate.Raw); err != nil {
		return err
	}
	algorithm, err := algorithmOf(hash, signer.Algorithm, s.certificate)
	if err != nil {
		return err
	}
	if s.certificate.CheckSignature(algorithm, signer.signed(), signer.Signature) != nil {
		return errors.New("its signature is not that of its certificate")
	}
	return nil
}

func (c certID) names(certificate []byte) (err error) {
	hash := crypto.SHA256
	if c.Algorithm.Algorithm != nil {
		if hash, err = hashOf(c.Algorithm); err != nil {
			return err
		}
	}
	if !bytes.Equal(c.Hash, sum(hash, certificate)) {
		return errors.New("it was signed with another certificate")
	}
	return nil
}

func sum(hash crypto.Hash, of []byte) []byte {
	h := hash.New()
	h.Write(of)
	return h.Sum(nil)
}
