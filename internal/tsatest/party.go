// SPDX-License-Identifier: Apache-2.0

package tsatest

import (
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"slices"
	"time"
)

// Party has a certificate and its key.
type Party struct {
	Certificate *x509.Certificate
	Key         crypto.Signer
	above       []*x509.Certificate // between it and its root
}

// When certificates are in force, unless it is said otherwise.
var (
	From  = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	Until = time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC)
)

func template(name string) *x509.Certificate {
	sum := sha256.Sum256([]byte(name))
	return &x509.Certificate{
		Subject: pkix.Name{CommonName: name}, SerialNumber: new(big.Int).SetBytes(sum[1:16]), NotBefore: From, NotAfter: Until,
		BasicConstraintsValid: true, MaxPathLen: -1,
	}
}

// Root is an authority above all others.
func Root(name string, key crypto.Signer) *Party {
	t := template(name)
	t.IsCA, t.KeyUsage = true, x509.KeyUsageCertSign
	return &Party{Certificate: made(t, t, key, key), Key: key}
}

// Authority is a certificate authority below p, after a change of its certificate.
func (p *Party) Authority(name string, key crypto.Signer, change func(*x509.Certificate)) *Party {
	t := template(name)
	t.IsCA, t.KeyUsage = true, x509.KeyUsageCertSign
	return p.below(t, key, change)
}

// Stamper is somebody below p who stamps, after a change of his certificate.
func (p *Party) Stamper(name string, key crypto.Signer, change func(*x509.Certificate)) *Party {
	t := template(name)
	t.KeyUsage, t.ExtraExtensions = x509.KeyUsageDigitalSignature, []pkix.Extension{Usage(true, 8)}
	return p.below(t, key, change)
}

func (p *Party) below(t *x509.Certificate, key crypto.Signer, change func(*x509.Certificate)) *Party {
	if change != nil {
		change(t)
	}
	return &Party{Certificate: made(t, p.Certificate, key, p.Key), Key: key, above: append(slices.Clip(p.above), p.Certificate)}
}

func made(t, above *x509.Certificate, key, by crypto.Signer) *x509.Certificate {
	return must(x509.ParseCertificate(must(x509.CreateCertificate(nil, t, above, key.Public(), by))))
}

// Usage is an extension that says what a key is for: 8 is for time stamps, 1 for servers.
func Usage(critical bool, kinds ...int) pkix.Extension {
	var all []asn1.ObjectIdentifier
	for _, kind := range kinds {
		all = append(all, asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, kind})
	}
	return pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: critical, Value: must(asn1.Marshal(all))}
}

// PEM is the certificate as a trust file has it.
func (p *Party) PEM() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate.Raw}))
}
