// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"github.com/linli-project/linli/network/bodyfile"
)

// Ports of a body that has a machine of its own. They are chosen as Fabric's documents have them.
var usualPorts = Ports{Orderer: 7050, OrdererAdmin: 7053, OrdererOperations: 8443, Peer: 7051, PeerOperations: 9443}

// NewBody is what a body says of itself when it makes its keys.
type NewBody struct {
	ID         string // short name
	Title      string // for people
	Host       string // DNS name or IPv4 address of this machine, as the others reach it
	Listen     string // IPv4 address to listen on for them, or a name that this machine has for one
	Ports      Ports  // usualPorts if zero
	Rules      string // the version that its program knows best
	Passphrase string // with which the keys of its roots are encrypted
}

// Check refuses names that nothing can be called, and addresses that nothing can be reached at.
func (b *NewBody) Check() error {
	if err := errors.Join(bodyfile.CheckNames(b.ID, b.Title, b.Host), checkListen(b.Listen)); err != nil {
		return &Problem{What: "making a body", Why: err, Do: "Give it another one."}
	}
	return nil
}

// InitBody makes a body's keys in dir, which never leave it, and returns the file that it gives to the others. The keys of its roots are
// encrypted: they are only needed for new certificates.
func InitBody(dir string, b NewBody) (file []byte, err error) {
	l, unlock, err := b.takeDir(dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return l.initBody(b)
}

// takeDir makes the data directory of a new body, and keeps others from it until it is unlocked.
func (b *NewBody) takeDir(dir string) (l layout, unlock func(), err error) {
	if l, err = layoutOf(dir); err != nil {
		return l, nil, err
	}
	if err := b.Check(); err != nil {
		return l, nil, err
	}
	if err := l.checkOurs(); err != nil {
		return l, nil, err
	}
	if unlock, err = l.makeDir(); err != nil {
		return l, nil, err
	}
	for _, there := range []string{l.facts(), l.body()} {
		if _, err := os.Stat(there); !errors.Is(err, fs.ErrNotExist) {
			unlock()
			return l, nil, &Problem{
				What: "making a body in " + l.dir, Why: cmp.Or(err, errors.New("there is one already")),
				Do: "`linli body file` writes its file again. Name another directory with --data for another one.",
			}
		}
	}
	return l, unlock, nil
}

// checkListen refuses what an orderer cannot listen on: it writes a colon and its port behind, so that an IPv6 address needs a name.
func checkListen(listen string) error {
	if strings.Contains(listen, ":") {
		return fmt.Errorf("--listen %s: Fabric's orderers listen on IPv6 by a name only: give one that /etc/hosts has for that address", listen)
	}
	if _, err := net.LookupHost(listen); err != nil {
		return fmt.Errorf("--listen %s: this machine has no such address: %w", listen, err)
	}
	return nil
}

// own is body.json: what a machine's own body has set for itself.
type own struct {
	Body
	Listen string `json:"listen"`
	Rules  string `json:"rules"`

	OwnAuthority bool `json:"ownAuthority,omitempty"` // certifies it, and linli has no key of its roots
}

func (b *NewBody) own() own {
	o := own{Body: Body{ID: b.ID, Title: b.Title, MSPID: bodyfile.MSPID(b.ID), Host: b.Host, Ports: b.Ports},
		Listen: b.Listen, Rules: b.Rules}
	if o.Ports == (Ports{}) {
		o.Ports = usualPorts
	}
	return o
}

func (l layout) initBody(b NewBody) ([]byte, error) {
	o := b.own()
	m := material{l.creating()}
	if err := os.RemoveAll(m.dir); err != nil {
		return nil, err
	}
	defer os.RemoveAll(m.dir)
	a, err := newAuthority(&o.Body, nodeLifetime)
	if err != nil {
		return nil, err
	}
	if err := a.makeMembers(m, &o.Body); err != nil {
		return nil, err
	}
	locked, err := a.encrypted(b.Passphrase)
	if err != nil {
		return nil, err
	}
	file, err := a.file(m, o)
	if err != nil {
		return nil, err
	}
	if err := writeAll(m.dir, map[string][]byte{authorityFile: locked, publicFile: file}); err != nil {
		return nil, err
	}
	if err := writeJSON(filepath.Join(m.dir, ownFile), o); err != nil {
		return nil, err
	}
	return file, os.Rename(m.dir, l.body())
}

// Names of what lies beside a body's keys.
const (
	ownFile       = "body.json"
	publicFile    = "public.body"
	authorityFile = "authority.age"
)

// passphraseWork is how hard it is to try passphrases: the base-2 logarithm of scrypt's N. The package's own tests make it less.
var passphraseWork = 18 // a second, and what age takes by itself

// encrypted are the keys of the roots (PEM), encrypted with a passphrase by age.
func (a authority) encrypted(passphrase string) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return nil, err
	}
	recipient.SetWorkFactor(passphraseWork)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipient)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(append(bytes.Clone(a.signing.keyPEM), a.tls.keyPEM...))
	err = errors.Join(err, w.Close()) // which writes what is left
	return out.Bytes(), err
}

// file is what the others get of a body whose members are made.
func (a authority) file(m material, o own) ([]byte, error) {
	f, err := a.roots().file(m, o)
	if err != nil {
		return nil, err
	}
	if err := f.Sign(a.signing.key); err != nil {
		return nil, err
	}
	return f.Bytes()
}

// file is what the others get, unsigned.
func (r roots) file(m material, o own) (*bodyfile.File, error) {
	cert, certErr := os.ReadFile(m.ordererCert(&o.Body))
	tls, tlsErr := os.ReadFile(m.ordererTLS(&o.Body))
	return &bodyfile.File{
		Format: bodyfile.Format, ID: o.ID, Title: o.Title, MSPID: o.MSPID, Host: o.Host, Orderer: o.Ports.Orderer, Peer: o.Ports.Peer,
		Rules: o.Rules, SigningRoot: r.signing.Root, TLSRoot: r.tls.Root, SigningBetween: r.signing.Between, TLSBetween: r.tls.Between,
		OrdererCert: string(cert), OrdererTLS: string(tls),
	}, errors.Join(certErr, tlsErr)
}

// BodyFile is the file that the body in dir gives to the others.
func BodyFile(dir string) ([]byte, error) {
	l := layout{dir}
	raw, err := os.ReadFile(filepath.Join(l.body(), publicFile))
	if errors.Is(err, fs.ErrNotExist) {
		err = l.noBody()
	}
	return raw, err
}

func (l layout) noBody() error {
	p := &Problem{
		What: "reading the body in " + l.dir, Why: errors.New("there is none"),
		Do: "Run `linli body init` to make its keys, or name another directory with --data.",
	}
	if a, err := l.asking(); err == nil {
		p.Why = fmt.Errorf("the certificates of %s, for which its authority was asked on %s, are not taken in yet", a.Own.ID, a.At.Format(time.DateOnly))
		p.Do = "Have your authority sign the requests, which are in " + l.requests() + " too, and run `linli body take DIR`."
	}
	return p
}

// copyTree copies the files of a folder.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(filepath.Join(to, name)), 0o700); err != nil {
			return err
		}
		return copyFile(path, filepath.Join(to, name), 0o600)
	})
}
