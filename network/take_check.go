// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/network/bodyfile"
)

// backdated is by how much an authority may have a certificate begin before it was asked for it.
const backdated = 24 * time.Hour

// readAuthority reads a root, with those below it, of which none has expired.
func readAuthority(from, name string) (a bodyfile.Authority, err error) {
	raw, err := os.ReadFile(filepath.Join(from, name))
	if err == nil {
		a, err = bodyfile.ReadAuthority(raw)
	}
	if err != nil {
		return a, fmt.Errorf("%s: %w", name, err)
	}
	certs, err := bodyfile.Certificates(raw)
	for _, c := range certs {
		if err := inTime(c); err != nil {
			return a, fmt.Errorf("%s: the certificate of %q: %w", name, c.Subject, err)
		}
	}
	return a, err
}

func inTime(c *x509.Certificate) error {
	switch now := time.Now(); {
	case now.Before(c.NotBefore):
		return fmt.Errorf("it begins only on %s: wait, or set this machine's clock", c.NotBefore.Format(time.DateTime))
	case now.After(c.NotAfter):
		return fmt.Errorf("it has expired, on %s", c.NotAfter.Format(time.DateTime))
	}
	return nil
}

func readRequest(file string) (*x509.CertificateRequest, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(raw)
	if block == nil {
		return nil, fmt.Errorf("%s is no request", file)
	}
	return x509.ParseCertificateRequest(block.Bytes)
}

func sameKeys(a, b crypto.PublicKey) bool {
	one, ok := a.(*ecdsa.PublicKey)
	return ok && one.Equal(b)
}

// check holds a certificate against its request, which was made at a time.
func (q request) check(c *x509.Certificate, csr *x509.CertificateRequest, asked time.Time) error {
	if err := inTime(c); err != nil {
		return err
	}
	switch {
	case c.NotBefore.Before(asked.Add(-backdated)):
		return fmt.Errorf("it is of %s, and the request of %s: have the new one signed",
			c.NotBefore.Format(time.DateOnly), asked.Format(time.DateOnly))
	case c.IsCA:
		return errors.New("it is an authority's: it needs the basic constraint CA:FALSE, or none")
	case c.KeyUsage != 0 && c.KeyUsage&x509.KeyUsageDigitalSignature == 0:
		return errors.New("it may not sign: it needs the key usage digitalSignature")
	case c.Subject.CommonName != csr.Subject.CommonName:
		return fmt.Errorf("it is of %q, and the request of %q: the authority has to keep the name (with fabric-ca: the identity is called so)",
			c.Subject.CommonName, csr.Subject.CommonName)
	case q.machine:
		return checkNames(c, csr)
	}
	return q.checkUnit(c)
}

// checkUnit refuses a member's certificate that does not say of which kind it is, or of which one it is.
func (q request) checkUnit(c *x509.Certificate) error {
	var kinds []string
	for _, unit := range c.Subject.OrganizationalUnit {
		if slices.Contains([]string{ouPeer, ouOrderer, ouAdmin, ouClient}, unit) {
			kinds = append(kinds, unit)
		}
	}
	if slices.Equal(kinds, []string{q.ou}) {
		return nil
	}
	return fmt.Errorf("of the organisational units peer, orderer, admin and client it has %q and not %s alone: the authority has to keep "+
		"OU=%s (with fabric-ca: the identity is of type %s)", kinds, q.ou, q.ou, q.ou)
}

// checkNames refuses a machine's certificate that lacks a name of the request.
func checkNames(c *x509.Certificate, csr *x509.CertificateRequest) error {
	var lacks []string
	for _, name := range csr.DNSNames {
		if !slices.Contains(c.DNSNames, name) {
			lacks = append(lacks, name)
		}
	}
	for _, ip := range csr.IPAddresses {
		if !slices.ContainsFunc(c.IPAddresses, ip.Equal) {
			lacks = append(lacks, ip.String())
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	return fmt.Errorf("it lacks the alternative names %s: the authority has to take them from the request "+
		"(with openssl: -copy_extensions copy)", strings.Join(lacks, ", "))
}

// certified looks that the authority leads to a certificate, and gives it (PEM) as Fabric has it.
func (q request) certified(c *x509.Certificate, r roots) ([]byte, error) {
	if !q.machine {
		text, err := r.signing.Member(c)
		return []byte(text), err
	}
	known := r.tls.Asks
	if q.tls == "server" {
		known = r.tls.Machine
	}
	return []byte(bodyfile.Text(c)), known(c)
}
