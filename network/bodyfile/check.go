// SPDX-License-Identifier: Apache-2.0

package bodyfile

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	idForm   = regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}$`)
	mspForm  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,40}MSP$`)
	hostForm = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`)
)

const longestTitle = 60 // characters

// MSPID is Fabric's name of a body with a short name: "owners" is "OwnersMSP".
func MSPID(id string) string {
	var name strings.Builder
	for part := range strings.SplitSeq(id, "-") {
		if part != "" {
			name.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return name.String() + "MSP"
}

// Domain is that of the names in a body's certificates; .internal is reserved for private use.
func Domain(id string) string { return id + ".linli.internal" }

// CheckNames refuses names that nothing can be called.
func CheckNames(id, title, host string) error {
	switch {
	case !idForm.MatchString(id):
		return fmt.Errorf("%q is no short name of a body: small letters, digits and hyphens, for example owners", id)
	case strings.TrimSpace(title) != title || title == "" || utf8.RuneCountInString(title) > longestTitle ||
		strings.ContainsFunc(title, func(r rune) bool { return !unicode.IsPrint(r) }):
		return fmt.Errorf("%q is no title of a body: what people call it, on one line, at most %d characters", title, longestTitle)
	}
	return checkHost(host)
}

func checkHost(host string) error {
	if ip := net.ParseIP(host); ip != nil {
		if ip.To4() == nil {
			return fmt.Errorf("%s: Fabric knows orderers at an IPv6 address by their DNS name only: give that", host)
		}
		if ip.String() != host || ip.IsUnspecified() || ip.IsMulticast() {
			return fmt.Errorf("%q is no address of one machine as it is usually written", host)
		}
		return nil
	}
	if len(host) > 253 || !hostForm.MatchString(host) {
		return fmt.Errorf("%q is neither a DNS name in small letters nor an IPv4 address, for example owners.garden.example", host)
	}
	return nil
}

// check refuses a file that contradicts itself.
func (f *File) check() error {
	if err := CheckNames(f.ID, f.Title, f.Host); err != nil {
		return err
	}
	switch {
	case !mspForm.MatchString(f.MSPID):
		return fmt.Errorf("%q is no name of an MSP, for example OwnersMSP", f.MSPID)
	case f.Orderer < 1 || f.Orderer > 65535 || f.Peer < 1 || f.Peer > 65535 || f.Orderer == f.Peer:
		return fmt.Errorf("its ports, %d and %d, are not two from 1 to 65535", f.Orderer, f.Peer)
	case f.Rules == "":
		return errors.New("it names no version of the rules")
	}
	signing, err := root(f.SigningRoot, "ca."+Domain(f.ID))
	if err != nil {
		return fmt.Errorf("its signing root: %w", err)
	}
	tls, err := root(f.TLSRoot, "tlsca."+Domain(f.ID))
	if err != nil {
		return fmt.Errorf("its TLS root: %w", err)
	}
	if err := f.checkSignature(signing); err != nil {
		return err
	}
	if title := TitleIn(signing); title != f.Title && title != "" {
		return fmt.Errorf("it says that the body is called %q, and its root that it is called %q", f.Title, title)
	}
	cert, err := signedBy(f.OrdererCert, signing)
	if err != nil {
		return fmt.Errorf("its orderer's certificate: %w", err)
	}
	if !slices.Equal(cert.Subject.OrganizationalUnit, []string{"orderer"}) {
		return errors.New("its orderer's certificate is not an orderer's")
	}
	if cert, err = signedBy(f.OrdererTLS, tls); err == nil {
		err = cert.VerifyHostname(f.Host)
	}
	if err != nil {
		return fmt.Errorf("its orderer's TLS certificate: %w", err)
	}
	return nil
}

func (f *File) checkSignature(by *x509.Certificate) error {
	digest, err := f.digest()
	if err != nil {
		return err
	}
	key, ok := by.PublicKey.(*ecdsa.PublicKey)
	if !ok || !ecdsa.VerifyASN1(key, digest, f.Signature) {
		return errors.New("it was altered: its signature does not fit")
	}
	return nil
}

// root reads a root certificate that has signed itself.
func root(text, name string) (*x509.Certificate, error) {
	cert, err := certificate(text)
	if err != nil {
		return nil, err
	}
	if !cert.IsCA || cert.CheckSignatureFrom(cert) != nil || cert.Subject.CommonName != name {
		return nil, fmt.Errorf("it is not the root called %s", name)
	}
	return cert, nil
}

// TitleIn is what people call the body of a root, as the root says it; empty for one that was made before roots said so, and has its domain
// there.
func TitleIn(root *x509.Certificate) string {
	names := root.Subject.Organization
	if len(names) != 1 || "ca."+names[0] == root.Subject.CommonName {
		return ""
	}
	return names[0]
}

func signedBy(text string, root *x509.Certificate) (*x509.Certificate, error) {
	cert, err := certificate(text)
	if err == nil && cert.CheckSignatureFrom(root) != nil {
		err = errors.New("another root has signed it")
	}
	return cert, err
}

// certificate reads the only one in a PEM text, written in the usual way.
func certificate(text string) (*x509.Certificate, error) {
	block, rest := pem.Decode([]byte(text))
	if block == nil || block.Type != "CERTIFICATE" || len(rest) > 0 || string(pem.EncodeToMemory(block)) != text {
		return nil, errors.New("it is not one certificate in PEM")
	}
	return x509.ParseCertificate(block.Bytes)
}
