// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// What devices have in their memory is seldom renewed; who may connect is the register's, not a date's.
const (
	authorityYears = 30
	deviceYears    = 10
	serverYears    = 5
)

// Authority issues the certificates by which devices know the broker and the broker knows devices. It is the oracle's own.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// OpenAuthority opens the authority whose files are in a directory, or makes it.
func OpenAuthority(dir string) (*Authority, error) {
	file := filepath.Join(dir, "authority.pem")
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = makeAuthority(dir, file)
	}
	if err != nil {
		return nil, fmt.Errorf("open authority: %w", err)
	}
	pair, err := tls.X509KeyPair(text, text)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	key, ok := pair.PrivateKey.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("read %s: no key on an elliptic curve", file)
	}
	return &Authority{certificate: pair.Leaf, key: key}, nil
}

// makeAuthority writes certificate and key into one file, which is whole or not there.
func makeAuthority(dir, file string) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := certificate("Linli oracle", authorityYears)
	template.IsCA, template.BasicConstraintsValid, template.MaxPathLenZero = true, true, true
	template.KeyUsage = x509.KeyUsageCertSign
	text, err := sign(template, template, key, key)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	temporary, err := os.CreateTemp(dir, "authority-*") // which makes it readable for its owner alone
	if err != nil {
		return nil, err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(text)
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return nil, err
	}
	return text, os.Rename(temporary.Name(), file)
}

// Certificate is the authority's own certificate, in PEM: what devices have to trust.
func (a *Authority) Certificate() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

var name = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$`) // 64 letters are what a common name holds

// Issue makes a device's certificate and key, in PEM, and the certificate's fingerprint. It is the only time that the key is seen.
func (a *Authority) Issue(device string) (text []byte, fingerprint string, err error) {
	if !name.MatchString(device) {
		return nil, "", fmt.Errorf("issue a certificate: %q is no name for a device", device)
	}
	template := certificate(device, deviceYears)
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
	text, err = a.issue(template)
	if err != nil {
		return nil, "", err
	}
	block, _ := pem.Decode(text)
	return text, Fingerprint(block.Bytes), nil
}

// Fingerprint is the SHA-256 (hex) of a certificate in DER.
func Fingerprint(der []byte) string {
	hash := sha256.Sum256(der)
	return hex.EncodeToString(hash[:])
}

// TLS is the configuration of a broker that devices reach by these names and addresses. Its certificate is a new one, and is in memory
// only; a device may bring a certificate of the authority, or none.
func (a *Authority) TLS(hosts ...string) (*tls.Config, error) {
	template := certificate("Linli broker", serverYears)
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, host)
		}
	}
	text, err := a.issue(template)
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(text, text)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return &tls.Config{
		Certificates: []tls.Certificate{pair},
		ClientAuth:   tls.VerifyClientCertIfGiven,
		ClientCAs:    pool,
		MinVersion:   tls.VersionTLS12,
	}, nil
}

func (a *Authority) issue(template *x509.Certificate) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template.KeyUsage = x509.KeyUsageDigitalSignature
	return sign(template, a.certificate, key, a.key)
}

func certificate(subject string, years int) *x509.Certificate {
	now := time.Now()
	return &x509.Certificate{
		Subject:   pkix.Name{CommonName: subject},
		NotBefore: now.AddDate(0, 0, -1), // for clocks that are slow
		NotAfter:  now.AddDate(years, 0, 0),
	}
}

// sign returns a certificate and its key, in PEM.
func sign(template, parent *x509.Certificate, key, signer *ecdsa.PrivateKey) ([]byte, error) {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	return append(text, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...), nil
}
