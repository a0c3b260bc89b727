// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/linli-project/linli/network/bodyfile"
)

// expiryWarning is how long before its end a certificate is warned of.
const expiryWarning = 30 * 24 * time.Hour

// Certificate is one certificate file of a body.
type Certificate struct {
	Body     string    `json:"body"`
	Kind     string    `json:"kind"` // "member", "TLS", "root" or, below a root, "authority"
	Name     string    `json:"name"` // whom it is of, its common name
	NotAfter time.Time `json:"notAfter"`
}

// certificate is what is told of one.
func certificate(body string, c *x509.Certificate) Certificate {
	kind := "member"
	switch {
	case c.IsCA && !bytes.Equal(c.RawIssuer, c.RawSubject):
		kind = "authority"
	case c.IsCA:
		kind = "root"
	case len(c.ExtKeyUsage) > 0:
		kind = "TLS"
	}
	return Certificate{Body: body, Kind: kind, Name: c.Subject.CommonName, NotAfter: c.NotAfter}
}

// expires returns an error if a certificate has expired, or will soon.
func (c *Certificate) expires() error {
	left, day := time.Until(c.NotAfter), c.NotAfter.Format(time.DateOnly)
	switch {
	case left < 0:
		return fmt.Errorf("the %s certificate of %s has expired, on %s", c.Kind, c.Name, day)
	case left < expiryWarning:
		return fmt.Errorf("the %s certificate of %s expires in %d days, on %s", c.Kind, c.Name, int(left.Hours()/24), day)
	}
	return nil
}

// firstToExpire returns, for every body of this machine, that of its certificates which expires first. Of another machine's nobody else
// knows: new certificates of the same keys are told to nobody.
func (n *Network) firstToExpire() ([]Certificate, error) {
	editions, err := n.servedEditions()
	if err != nil {
		return nil, err
	}
	var all []Certificate
	for _, b := range n.here() {
		var first Certificate
		dirs := []string{n.org(b)}
		for _, e := range editions {
			dirs = append(dirs, e.dir(b))
		}
		for _, dir := range dirs {
			if err := walkCertificates(dir, func(c *x509.Certificate) {
				if first.Name == "" || c.NotAfter.Before(first.NotAfter) {
					first = certificate(b.ID, c)
				}
			}); err != nil {
				return nil, &Problem{
					What: "reading the certificates of " + b.ID, Why: err,
					Do: "Restore the folder network in the data directory from a backup, or run `linli reset` to begin anew.",
				}
			}
		}
		all = append(all, first)
	}
	return all, nil
}

func walkCertificates(dir string, f func(*x509.Certificate)) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if ext := filepath.Ext(path); entry.IsDir() || ext != ".pem" && ext != ".crt" {
			return nil
		}
		raw, err := os.ReadFile(path) //nolint:gosec // in the body's own folder
		if err != nil {
			return err
		}
		certs, err := bodyfile.Certificates(raw)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, cert := range certs {
			f(cert)
		}
		return nil
	})
}

// readCertificate reads a file that holds one, in PEM.
func readCertificate(file string) (*x509.Certificate, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(raw)
	if block == nil || block.Type != "CERTIFICATE" {
		return nil, fmt.Errorf("%s is no certificate", file)
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return cert, nil
}

// fileHash is the SHA-256 of a file in hexadecimal.
func fileHash(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
