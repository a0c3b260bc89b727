// SPDX-License-Identifier: Apache-2.0

package network

import (
	"cmp"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/linli-project/linli/network/bodyfile"
)

// request is what a body's own authority is asked to sign: the certificate of a member, or that by which its machine is known.
type request struct {
	member
	machine bool
}

// name is that of its file, which ends with .csr; the certificate's ends with .crt.
func (q request) name() string {
	if q.machine {
		return q.ou + "-tls"
	}
	return q.ou
}

func requests(m material, b *Body) (all []request) {
	for _, member := range members(m, b) {
		all = append(all, request{member, false}, request{member, true})
	}
	return all
}

// asking is asked.json: what a body will be once its authority has signed.
type asking struct {
	Own     own       `json:"own"`
	Renewal Renewal   `json:"renewal"`
	At      time.Time `json:"at"`
}

const askedFile = "asked.json"

// asking reads what waits for a body's authority.
func (l layout) asking() (a asking, err error) {
	raw, err := os.ReadFile(filepath.Join(l.asked(), askedFile))
	if err == nil {
		err = json.Unmarshal(raw, &a)
	}
	return a, err
}

// RequestBody makes keys as [InitBody] does, for a body that has an authority of its own, and returns what that is asked to sign, by the
// names of files. Until [TakeCertificates] there is no body.
func RequestBody(dir string, b NewBody) (map[string][]byte, error) {
	if err := bodyfile.CheckTold(b.ID); err != nil {
		return nil, &Problem{What: "making a body", Why: err, Do: "Give it another one."}
	}
	l, unlock, err := b.takeDir(dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	o := b.own()
	o.OwnAuthority = true
	return l.ask(asking{Own: o}, l.body(), func(member) (memberKeys, error) { return newMemberKeys() }, o.Host)
}

// RequestRenewal returns what a body's own authority is asked to sign anew, by the names of files. Until [TakeCertificates] nothing
// changes.
func RequestRenewal(dir string, r Renewal) (map[string][]byte, error) {
	l, o, unlock, err := takeOwn(dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if !o.OwnAuthority {
		return nil, &Problem{
			What: "asking for new certificates", Why: errors.New("the keys of this body's roots are here, and no other authority is asked"),
			Do: "Run `linli body renew` without --requests.",
		}
	}
	was := o.Host
	if err := o.renewed(r); err != nil {
		return nil, &Problem{What: "asking for new certificates", Why: err, Do: "Give it another one."}
	}
	used := material{l.body()}
	return l.ask(asking{Own: o, Renewal: r}, l.asked(), func(m member) (memberKeys, error) {
		if r.NewKeys && m.ou == ouOrderer {
			return newMemberKeys()
		}
		for _, is := range members(used, &o.Body) {
			if is.ou == m.ou {
				return is.keys()
			}
		}
		return memberKeys{}, errors.New("no such member")
	}, slices.Compact([]string{o.Host, was})...)
}

// renewed sets what is to be another one.
func (o *own) renewed(r Renewal) error {
	o.Host = cmp.Or(r.Host, o.Host)
	o.Ports.Orderer, o.Ports.Peer = cmp.Or(r.Orderer, o.Ports.Orderer), cmp.Or(r.Peer, o.Ports.Peer)
	return bodyfile.CheckNames(o.ID, o.Title, o.Host)
}

// ask writes keys and requests to body/asked, of which the part that is made anew is put in place when it is complete.
func (l layout) ask(a asking, place string, keys func(member) (memberKeys, error), hosts ...string) (map[string][]byte, error) {
	a.At = time.Now().UTC().Truncate(time.Second)
	made := layout{l.creating()}
	if err := os.RemoveAll(made.dir); err != nil {
		return nil, err
	}
	defer os.RemoveAll(made.dir)
	asked, b := map[string][]byte{}, &a.Own.Body
	for _, m := range members(material{made.asked()}, b) {
		k, err := keys(m)
		if err != nil {
			return nil, err
		}
		if err := m.ask(b, k, hosts, asked); err != nil {
			return nil, err
		}
	}
	from, err := filepath.Rel(l.body(), place)
	if err == nil {
		err = writeAll(made.requests(), asked)
	}
	if err == nil {
		err = writeJSON(filepath.Join(made.asked(), askedFile), a)
	}
	if err == nil {
		err = os.RemoveAll(l.asked()) // what was asked before
	}
	if err != nil {
		return nil, err
	}
	return asked, os.Rename(filepath.Join(made.body(), from), place)
}

// ask writes a member's keys, and adds the requests for their certificates to all that are asked.
func (m member) ask(b *Body, keys memberKeys, hosts []string, asked map[string][]byte) error {
	files := map[string][]byte{}
	for _, q := range []request{{m, false}, {m, true}} {
		key, file := keys.signing, "msp/keystore/priv_sk"
		if q.machine {
			key, file = keys.tls, "tls/"+m.tls+".key"
		}
		text, err := keyText(key)
		if err != nil {
			return err
		}
		files[file] = text
		if asked[q.name()+".csr"], err = q.make(b, key, hosts); err != nil {
			return err
		}
	}
	return writeAll(m.dir, files)
}

// make makes the request for a key's certificate.
func (q request) make(b *Body, key *ecdsa.PrivateKey, hosts []string) ([]byte, error) {
	asks := &x509.CertificateRequest{Subject: q.subject(b)}
	if q.machine {
		names := tlsTemplate(asks.Subject, q.tls, hosts)
		asks.DNSNames, asks.IPAddresses = names.DNSNames, names.IPAddresses
	}
	der, err := x509.CreateCertificateRequest(rand.Reader, asks, key)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE REQUEST", Bytes: der}), err
}
