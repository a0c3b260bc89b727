// SPDX-License-Identifier: Apache-2.0

package bodyfile

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/verify/fabric"
)

// Authority is whoever certifies a body's members, or its machines: a root that has signed itself, and the authorities between it and them.
// All are PEM.
type Authority struct {
	Root    string
	Between []string
}

// PEM are all of its certificates in one text: what a machine reads that trusts it.
func (a Authority) PEM() string { return a.Root + strings.Join(a.Between, "") }

// Equal says whether two are the same.
func (a Authority) Equal(b Authority) bool {
	return a.Root == b.Root && slices.Equal(a.Between, b.Between)
}

// ReadAuthority reads the certificates of one, in whichever order they are. The error says what is wrong with them.
func ReadAuthority(text []byte) (a Authority, err error) {
	certs, err := Certificates(text)
	if err != nil {
		return a, err
	}
	var roots []*x509.Certificate
	certs = slices.CompactFunc(slices.SortedFunc(slices.Values(certs), func(a, b *x509.Certificate) int {
		return bytes.Compare(a.Raw, b.Raw)
	}), (*x509.Certificate).Equal) // chains of several certificates have the upper ones in common
	for _, c := range certs {
		if err := certifies(c); err != nil {
			return a, err
		}
		if bytes.Equal(c.RawIssuer, c.RawSubject) {
			roots = append(roots, c)
		} else {
			a.Between = append(a.Between, Text(c))
		}
	}
	if len(roots) != 1 {
		return a, fmt.Errorf("there are %d roots in it, certificates that have signed themselves: it takes one, with all authorities below it",
			len(roots))
	}
	a.Root = Text(roots[0])
	return a, a.leads(roots[0], certs)
}

// certifies says why a certificate is not an authority's, as Fabric takes one.
func certifies(c *x509.Certificate) error {
	why := ""
	switch {
	case !c.BasicConstraintsValid || !c.IsCA:
		why = "is not an authority's: it needs the basic constraint CA:TRUE"
	case c.KeyUsage&x509.KeyUsageCertSign == 0:
		why = "may not sign certificates: it needs the key usage keyCertSign"
	case len(c.SubjectKeyId) == 0:
		why = "has no subject key identifier, which Fabric asks for"
	default:
		return nil
	}
	return fmt.Errorf("the certificate of %q %s", c.Subject, why)
}

// leads says why a root has not signed itself, or one of the others does not lead to it.
func (a Authority) leads(root *x509.Certificate, certs []*x509.Certificate) error {
	if err := root.CheckSignature(root.SignatureAlgorithm, root.RawTBSCertificate, root.Signature); err != nil {
		return fmt.Errorf("the root %q has not signed itself: %w", root.Subject, err)
	}
	for _, c := range certs {
		if err := a.leadsTo(c, x509.ExtKeyUsageAny); err != nil {
			return fmt.Errorf("the certificate of %q does not lead to the root %q: %w", c.Subject, root.Subject, err)
		}
	}
	return nil
}

// leadsTo follows the chain from a certificate as Fabric does, at the time at which it begins: whether it has ended is another question.
func (a Authority) leadsTo(c *x509.Certificate, usage x509.ExtKeyUsage) error {
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(a.Root))
	between.AppendCertsFromPEM([]byte(strings.Join(a.Between, "")))
	_, err := c.Verify(x509.VerifyOptions{
		Roots: roots, Intermediates: between, CurrentTime: c.NotBefore.Add(time.Second), KeyUsages: []x509.ExtKeyUsage{usage},
	})
	var invalid x509.CertificateInvalidError
	if _, unknown := errors.AsType[x509.UnknownAuthorityError](err); unknown {
		return fmt.Errorf("it is not certified by %s, nor by what is given below it: %w", a.name(), err)
	}
	if errors.As(err, &invalid) && invalid.Reason == x509.IncompatibleUsage {
		return errors.New("it has an extended key usage that is too narrow: give it none, or both serverAuth and clientAuth")
	}
	return err
}

// name is that of the root.
func (a Authority) name() string {
	c, err := certificate(a.Root)
	if err != nil {
		return "the root"
	}
	return fmt.Sprintf("the root %q", c.Subject)
}

// check refuses one that is not written as ReadAuthority gives it.
func (a Authority) check() error {
	again, err := ReadAuthority([]byte(a.PEM()))
	if err == nil && !again.Equal(a) {
		err = errors.New("it is not written in the usual way")
	}
	return err
}

// Member gives a member's certificate as Fabric compares it. The error says why peers would not know it as a member.
func (a Authority) Member(c *x509.Certificate) (string, error) {
	if err := a.leadsTo(c, x509.ExtKeyUsageServerAuth); err != nil { // so Fabric asks, of whom it is not meant for
		return "", err
	}
	if err := a.checkLowest(c); err != nil {
		return "", err
	}
	var between [][]byte
	for _, text := range a.Between {
		between = append(between, []byte(text))
	}
	low, err := fabric.Member([]byte(a.Root), between, []byte(Text(c)))
	return string(low), err
}

// checkLowest refuses a certificate that an authority has made which has certified another one as well.
func (a Authority) checkLowest(c *x509.Certificate) error {
	certs, err := Certificates([]byte(a.PEM()))
	for _, issuer := range certs {
		if c.CheckSignatureFrom(issuer) == nil && slices.ContainsFunc(certs, func(below *x509.Certificate) bool {
			return !below.Equal(issuer) && below.CheckSignatureFrom(issuer) == nil
		}) {
			return fmt.Errorf("it is certified by %q, below which there is another authority: Fabric knows members of the lowest alone",
				issuer.Subject)
		}
	}
	return err
}

// isMember refuses a certificate that is not a member's of one kind.
func (a Authority) isMember(text, unit string) error {
	c, err := certificate(text)
	if err != nil {
		return err
	}
	if !slices.Contains(c.Subject.OrganizationalUnit, unit) {
		return fmt.Errorf("it has not the organisational unit %s", unit)
	}
	_, err = a.Member(c)
	return err
}

// Machine says why a certificate is not one by which a machine is known that serves and asks.
func (a Authority) Machine(c *x509.Certificate) error {
	return errors.Join(a.leadsTo(c, x509.ExtKeyUsageServerAuth), a.leadsTo(c, x509.ExtKeyUsageClientAuth))
}

// Asks says why it is not one by which a client is known.
func (a Authority) Asks(c *x509.Certificate) error { return a.leadsTo(c, x509.ExtKeyUsageClientAuth) }

// Text is a certificate in PEM, written in the usual way.
func Text(c *x509.Certificate) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw}))
}

// Certificates reads those in a text (PEM), which may say other things around them.
func Certificates(text []byte) (certs []*x509.Certificate, err error) {
	for {
		block, rest := pem.Decode(text)
		if block == nil {
			break
		}
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("there is a %s in it: it is to have certificates alone", strings.ToLower(block.Type))
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		certs, text = append(certs, c), rest
	}
	if len(certs) == 0 {
		return nil, errors.New("there is no certificate in PEM in it: `openssl x509 -inform der -outform pem` makes PEM of another form")
	}
	return certs, nil
}
