// SPDX-License-Identifier: Apache-2.0

package stamp

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	_ "crypto/sha512" // for crypto.SHA384 and crypto.SHA512
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"slices"
	"time"
)

var hashes = map[string]crypto.Hash{
	"2.16.840.1.101.3.4.2.1": crypto.SHA256, "2.16.840.1.101.3.4.2.2": crypto.SHA384, "2.16.840.1.101.3.4.2.3": crypto.SHA512,
}

// An algorithm of signatures that is known here.
type algorithm struct {
	oid  string
	key  x509.PublicKeyAlgorithm
	hash crypto.Hash
	is   x509.SignatureAlgorithm
}

var algorithms = []algorithm{
	{"1.2.840.113549.1.1.11", x509.RSA, crypto.SHA256, x509.SHA256WithRSA},
	{"1.2.840.113549.1.1.12", x509.RSA, crypto.SHA384, x509.SHA384WithRSA},
	{"1.2.840.113549.1.1.13", x509.RSA, crypto.SHA512, x509.SHA512WithRSA},
	{"1.2.840.10045.4.3.2", x509.ECDSA, crypto.SHA256, x509.ECDSAWithSHA256},
	{"1.2.840.10045.4.3.3", x509.ECDSA, crypto.SHA384, x509.ECDSAWithSHA384},
	{"1.2.840.10045.4.3.4", x509.ECDSA, crypto.SHA512, x509.ECDSAWithSHA512},
}

const oidRSA = "1.2.840.113549.1.1.1" // which leaves the hash to the digest

var errAlgorithm = errors.New("it is signed by an algorithm that is not known here")

// bare says that an algorithm has no parameters.
func bare(a pkix.AlgorithmIdentifier) bool {
	return len(a.Parameters.FullBytes) == 0 || bytes.Equal(a.Parameters.FullBytes, asn1.NullBytes)
}

func hashOf(a pkix.AlgorithmIdentifier) (crypto.Hash, error) {
	hash, ok := hashes[a.Algorithm.String()]
	if !ok || !bare(a) {
		return 0, errAlgorithm
	}
	return hash, nil
}

// algorithmOf is that of a signature over a digest by a certificate's key.
func algorithmOf(hash crypto.Hash, signed pkix.AlgorithmIdentifier, c *x509.Certificate) (x509.SignatureAlgorithm, error) {
	for _, a := range algorithms {
		oid := signed.Algorithm.String()
		if a.hash == hash && a.key == c.PublicKeyAlgorithm && (oid == a.oid || oid == oidRSA && a.key == x509.RSA) && bare(signed) {
			return a.is, nil
		}
	}
	return 0, errAlgorithm
}

// Keys of RSA have so many bits.
const leastRSA, mostRSA = 2048, 8192

// known says whether a key is of a kind that every verifier has.
func known(key any) bool {
	switch key := key.(type) {
	case *rsa.PublicKey:
		return key.N.BitLen() >= leastRSA && key.N.BitLen() <= mostRSA && key.E == 65537
	case *ecdsa.PublicKey:
		return key.Curve == elliptic.P256() || key.Curve == elliptic.P384()
	}
	return false
}

var (
	oidUsage       = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidBasic       = asn1.ObjectIdentifier{2, 5, 29, 19}
	oidConstraints = asn1.ObjectIdentifier{2, 5, 29, 30}
	oidExtended    = asn1.ObjectIdentifier{2, 5, 29, 37}
)

// plain says whether every verifier can tell what a certificate is good for: nothing critical is in it that one might not know.
func plain(c *x509.Certificate) bool {
	for _, e := range c.Extensions {
		asked := e.Id.Equal(oidBasic) || e.Id.Equal(oidUsage) || e.Id.Equal(oidExtended)
		if e.Id.Equal(oidConstraints) || e.Critical && !asked {
			return false
		}
	}
	return c.Version == 3 && known(c.PublicKey)
}

// mayStamp wants the signer's certificate to be for time stamps and for nothing else (RFC 3161, 2.3), and in force at the time.
func (s *Stamp) mayStamp() error {
	c := s.certificate
	critical := slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool { return e.Critical && e.Id.Equal(oidExtended) })
	alone := len(c.ExtKeyUsage) == 1 && c.ExtKeyUsage[0] == x509.ExtKeyUsageTimeStamping && len(c.UnknownExtKeyUsage) == 0
	if !critical || !alone || !plain(c) {
		return errors.New("its certificate is not one for time stamps alone")
	}
	if at := time.Unix(s.At, 0); at.Before(c.NotBefore) || at.After(c.NotAfter) {
		return errors.New("its certificate was not in force at the time that it says")
	}
	return nil
}

// By says whether the stamp is signed with a certificate, or with one that it has vouched for, as of the time that the stamp says.
func (s Stamp) By(trusted *x509.Certificate) bool {
	signed := func(c *x509.Certificate) bool {
		return slices.ContainsFunc(algorithms, func(a algorithm) bool { return a.is == c.SignatureAlgorithm })
	}
	if !plain(trusted) || !signed(s.certificate) {
		return false
	}
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(trusted)
	for _, c := range s.others {
		if plain(c) && signed(c) {
			between.AddCert(c)
		}
	}
	_, err := s.certificate.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: time.Unix(s.At, 0), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageTimeStamping},
	})
	return err == nil
}
