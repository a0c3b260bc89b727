// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/linli-project/linli/network/bodyfile"
)

// Taken is what came of a body's certificates.
type Taken struct {
	File    []byte  // for the others
	Renewed bool    // there was a body before
	Renewal Renewal // what was asked for then
}

// TakeCertificates takes in the certificates that a body's own authority has made of the requests of [RequestBody] or [RequestRenewal]:
// those in the folder from, of which each is held against its key and its request. As with [RenewBody], those of the same keys are used at
// once.
func TakeCertificates(ctx context.Context, dir, from string) (*Taken, error) {
	l, err := layoutOf(dir)
	if err != nil {
		return nil, err
	}
	if _, err := l.asking(); errors.Is(err, fs.ErrNotExist) {
		return nil, &Problem{
			What: "taking in certificates", Why: errors.New("no authority was asked for any, or they are taken in already"),
			Do: "For a new body run `linli body init --requests DIR`, for one that is there `linli body renew --requests DIR`.",
		}
	}
	unlock, err := l.lockDir()
	if err != nil {
		return nil, err
	}
	defer unlock()
	a, err := l.asking()
	if err != nil {
		return nil, err
	}
	_, there := l.own()
	t := &Taken{Renewed: there == nil, Renewal: a.Renewal}
	if t.File, err = l.take(a, from, t.Renewed); err != nil {
		return nil, err
	}
	n, err := Open(l.dir)
	if err == nil {
		err = n.take(ctx, a.Own.ID, a.Renewal)
	}
	if err != nil && !errors.Is(err, ErrNoNetwork) {
		return nil, err
	}
	return t, os.RemoveAll(l.asked())
}

// OwnAuthority says whether the body of this machine has an authority of its own, whose key is not here.
func (n *Network) OwnAuthority() bool {
	o, err := n.layout.own()
	return err == nil && o.OwnAuthority
}

// take checks all certificates, writes them with their keys, and what the others get.
func (l layout) take(a asking, from string, renewed bool) ([]byte, error) {
	asked, m, b := material{l.asked()}, material{l.body()}, &a.Own.Body
	r, err := l.authorities(from, renewed)
	if err != nil {
		return nil, err
	}
	certs, err := l.certificates(a, from, r)
	if err != nil {
		return nil, err
	}
	if err := r.write(m, b); err != nil {
		return nil, err
	}
	admin, to := &keyPair{}, members(m, b)
	for i, is := range members(asked, b) {
		signing, tls, err := is.pairs(certs)
		if err == nil {
			err = r.writeMember(b, to[i], signing, tls)
		}
		if err != nil {
			return nil, err
		}
		if is.ou == ouAdmin {
			admin = signing
		}
	}
	file, err := r.signedFile(m, a.Own, admin)
	if err != nil {
		return nil, err
	}
	return file, errors.Join(writeAll(m.dir, map[string][]byte{publicFile: file}), writeJSON(filepath.Join(m.dir, ownFile), a.Own))
}

// pairs are a member's keys with their certificates.
func (m member) pairs(certs map[string][]byte) (signing, tls *keyPair, err error) {
	keys, err := m.keys()
	if err != nil {
		return nil, nil, err
	}
	signing = &keyPair{key: keys.signing, certPEM: certs[request{m, false}.name()]}
	tls = &keyPair{key: keys.tls, certPEM: certs[request{m, true}.name()]}
	for _, p := range []*keyPair{signing, tls} {
		if p.keyPEM, err = keyText(p.key); err != nil {
			return nil, nil, err
		}
	}
	return signing, tls, nil
}

// signedFile is what the others get, signed by the body's administrator.
func (r roots) signedFile(m material, o own, admin *keyPair) ([]byte, error) {
	f, err := r.file(m, o)
	if err != nil {
		return nil, err
	}
	f.Administrator = string(admin.certPEM)
	if err := f.Sign(admin.key); err != nil {
		return nil, err
	}
	file, err := f.Bytes()
	if err == nil {
		_, err = bodyfile.Parse(file) // as the others will
	}
	return file, err
}

// authorities are those in the folder or, of a body that is there, those that the others know.
func (l layout) authorities(from string, renewed bool) (r roots, err error) {
	if renewed {
		raw, err := BodyFile(l.dir)
		if err != nil {
			return r, err
		}
		f, err := bodyfile.Parse(raw)
		if err != nil {
			return r, err
		}
		return roots{f.Signing(), f.TLS()}, nil
	}
	var faults [2]error
	r.signing, faults[0] = readAuthority(from, "ca.crt")
	r.tls, faults[1] = readAuthority(from, "tlsca.crt")
	if err := errors.Join(faults[:]...); err != nil {
		return r, &Problem{
			What: "taking in the authority's certificates", Why: err,
			Do: "Nothing was taken in. Put the root that certifies the body's members into ca.crt, with all authorities below it, and so the one " +
				"that certifies its machines into tlsca.crt: it may be the same.",
		}
	}
	return r, nil
}

// certificates reads those of all requests. What is wrong is said of all of them at once.
func (l layout) certificates(a asking, from string, r roots) (map[string][]byte, error) {
	certs, faults := map[string][]byte{}, []error(nil)
	for _, q := range requests(material{l.asked()}, &a.Own.Body) {
		c, csr, err := q.read(from, l.requests())
		if err == nil {
			err = q.check(c, csr, a.At)
		}
		if err == nil {
			certs[q.name()], err = q.certified(c, r)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s.crt: %w", q.name(), err))
		}
	}
	if len(faults) == 0 {
		return certs, nil
	}
	return nil, &Problem{
		What: "taking in the certificates in " + from, Why: errors.Join(faults...),
		Do: "Nothing was taken in. Have your authority sign those requests again, which are in " + l.requests() + " too, and run it again.",
	}
}

// read reads the certificate of the request's key, among those that the authority may have put into the file, and the request.
func (q request) read(from, requests string) (*x509.Certificate, *x509.CertificateRequest, error) {
	csr, err := readRequest(filepath.Join(requests, q.name()+".csr"))
	if err != nil {
		return nil, nil, err
	}
	raw, err := os.ReadFile(filepath.Join(from, q.name()+".crt"))
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("it is not there: it is what the authority makes of %s.csr", q.name())
	}
	if err != nil {
		return nil, nil, err
	}
	certs, err := bodyfile.Certificates(raw)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range certs {
		if sameKeys(c.PublicKey, csr.PublicKey) {
			return c, csr, nil
		}
	}
	return nil, nil, fmt.Errorf("it is of another key than %s.csr: have that one signed, and none of an earlier time or another name", q.name())
}
