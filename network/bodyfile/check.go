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
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	idForm   = regexp.MustCompile(`^[a-z][a-z0-9-]{0,30}$`)
	mspForm  = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{0,40}MSP$`)
	capital  = regexp.MustCompile(`[A-Z]`)
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

// ShortName is that of the body which Fabric calls mspID. A root that linli has made is called by it; other authorities have names of their
// own, and then each capital begins a part.
func ShortName(mspID, signingRoot string) (string, error) {
	cert, err := certificate(signingRoot)
	if err != nil {
		return "", err
	}
	id, ours := strings.CutSuffix(strings.TrimPrefix(cert.Subject.CommonName, "ca."), Domain(""))
	if ours && MSPID(id) == mspID {
		return id, nil
	}
	id = told(mspID)
	if MSPID(id) != mspID {
		return "", fmt.Errorf("%s is no body's name", mspID)
	}
	return id, nil
}

// told is the short name that Fabric's name of a body tells, if each of its parts begins with a letter.
func told(mspID string) string {
	return strings.TrimPrefix(strings.ToLower(capital.ReplaceAllString(strings.TrimSuffix(mspID, "MSP"), "-$0")), "-")
}

// CheckTold refuses a short name that Fabric's name of the body does not tell: nothing else does of a body with an authority of its own.
func CheckTold(id string) error {
	if told(MSPID(id)) != id {
		return fmt.Errorf("%q: of a body with an authority of its own each part of the short name begins with a letter, as in owners-two", id)
	}
	return nil
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
	if err := f.Signing().check(); err != nil {
		return fmt.Errorf("its signing authority: %w", err)
	}
	if err := f.TLS().check(); err != nil {
		return fmt.Errorf("its TLS authority: %w", err)
	}
	if id, err := ShortName(f.MSPID, f.SigningRoot); err != nil || id != f.ID {
		return fmt.Errorf("%q is not the short name of %s, which is %q", f.ID, f.MSPID, id)
	}
	if err := f.checkSignature(); err != nil {
		return err
	}
	if title := TitleIn(f.SigningRoot); title != f.Title && title != "" {
		return fmt.Errorf("it says that the body is called %q, and its root that it is called %q", f.Title, title)
	}
	return f.checkOrderer()
}

func (f *File) checkOrderer() error {
	if err := f.Signing().isMember(f.OrdererCert, "orderer"); err != nil {
		return fmt.Errorf("its orderer's certificate: %w", err)
	}
	cert, err := certificate(f.OrdererTLS)
	if err == nil {
		err = errors.Join(f.TLS().Machine(cert), cert.VerifyHostname(f.Host))
	}
	if err != nil {
		return fmt.Errorf("its orderer's TLS certificate: %w", err)
	}
	return nil
}

// checkSignature looks that the root has signed the file, or an administrator of the body.
func (f *File) checkSignature() error {
	signer := f.SigningRoot
	if f.Administrator != "" {
		if err := f.Signing().isMember(f.Administrator, "admin"); err != nil {
			return fmt.Errorf("its administrator's certificate: %w", err)
		}
		signer = f.Administrator
	}
	by, err := certificate(signer)
	if err != nil {
		return err
	}
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

// TitleIn is what people call the body of a root (PEM), as the root says it; empty for one that does not: that of an authority which is not
// ours, or one that was made before roots said so, and has its domain there.
func TitleIn(signingRoot string) string {
	cert, err := certificate(signingRoot)
	if err != nil || !strings.HasSuffix(cert.Subject.CommonName, Domain("")) {
		return ""
	}
	names := cert.Subject.Organization
	if len(names) != 1 || "ca."+names[0] == cert.Subject.CommonName {
		return ""
	}
	return names[0]
}

// certificate reads the only one in a PEM text, written in the usual way.
func certificate(text string) (*x509.Certificate, error) {
	block, rest := pem.Decode([]byte(text))
	if block == nil || block.Type != "CERTIFICATE" || len(rest) > 0 || string(pem.EncodeToMemory(block)) != text {
		return nil, errors.New("it is not one certificate in PEM")
	}
	return x509.ParseCertificate(block.Bytes)
}
