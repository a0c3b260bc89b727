// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"filippo.io/age"
)

// Renewal is what a body has renewed on its machine. The zero value, with the passphrase, is new certificates of the same keys.
type Renewal struct {
	Passphrase string `json:"-"` // with which the keys of its roots are encrypted
	Host       string // another one, if it is not empty
	Orderer    int    // another port, if it is not 0
	Peer       int    // another port, if it is not 0
	NewKeys    bool   // of the orderer; they are used once the others have agreed
}

// RenewBody makes new certificates for a body's members and its file anew. Those of the same keys are used at once: what runs is started
// again. An address and new keys of the orderer are used when a change with the file is on the ledger.
func RenewBody(ctx context.Context, dir string, r Renewal) (file []byte, err error) {
	l, o, unlock, err := takeOwn(dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := o.checkRenewable(); err != nil {
		return nil, err
	}
	a, err := l.authority(&o.Body, r.Passphrase)
	if err != nil {
		return nil, &Problem{
			What: "opening the keys of the body's roots", Why: err, Do: "Nothing was changed. Run it again with the right passphrase.",
		}
	}
	if file, err = l.renew(a, o, r); err != nil {
		return nil, &Problem{What: "renewing the certificates", Why: err, Do: "Run it again: it does nothing twice."}
	}
	n, err := Open(l.dir)
	if errors.Is(err, ErrNoNetwork) {
		return file, nil
	}
	if err != nil {
		return nil, err
	}
	return file, n.take(ctx, o.ID, r)
}

// CheckRenewable refuses to make new certificates for the body in dir if its own authority signs them.
func CheckRenewable(dir string) error {
	l, err := layoutOf(dir)
	if err != nil {
		return err
	}
	o, err := l.own()
	if err != nil {
		return err
	}
	return o.checkRenewable()
}

func (o *own) checkRenewable() error {
	if o.OwnAuthority {
		return &Problem{What: "renewing the certificates", Why: errors.New("this body's own authority signs them"), Do: doAsk}
	}
	return nil
}

// authority decrypts the keys of a body's roots.
func (l layout) authority(b *Body, passphrase string) (a authority, err error) {
	a.members = nodeLifetime
	locked, err := os.ReadFile(filepath.Join(l.body(), authorityFile))
	if err != nil {
		return a, err
	}
	id, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		return a, err
	}
	r, err := age.Decrypt(bytes.NewReader(locked), id)
	if err != nil {
		return a, err
	}
	keys, err := io.ReadAll(r)
	if err != nil {
		return a, err
	}
	m := material{l.body()}
	if a.signing, keys, err = rootPair(m.signingRoot(b), keys); err != nil {
		return a, err
	}
	a.tls, _, err = rootPair(m.tlsRoot(b), keys)
	return a, err
}

// rootPair is a root with its key, the first of several.
func rootPair(file string, keys []byte) (*keyPair, []byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, nil, fmt.Errorf("%s is no certificate", file)
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, nil, err
	}
	key, rest, err := parseKey(keys)
	return &keyPair{cert: cert, key: key, certPEM: text}, rest, err
}

// renew writes a body's new certificates, and its file, beside the ones in use.
func (l layout) renew(a authority, o own, r Renewal) ([]byte, error) {
	m, was := material{l.body()}, o.Host
	if err := o.renewed(r); err != nil {
		return nil, err
	}
	for _, member := range members(m, &o.Body) {
		keys, err := member.keys()
		if r.NewKeys && member.ou == ouOrderer {
			keys, err = newMemberKeys()
		}
		if err != nil {
			return nil, err
		}
		if err := a.makeMember(&o.Body, member, keys, slices.Compact([]string{o.Host, was})...); err != nil {
			return nil, err
		}
	}
	file, err := a.file(m, o)
	if err != nil {
		return nil, err
	}
	return file, errors.Join(writeAll(m.dir, map[string][]byte{publicFile: file}), writeJSON(filepath.Join(m.dir, ownFile), o))
}

// take puts a body's certificates into use that need no agreement, and returns when a transaction went through with them.
func (n *Network) take(ctx context.Context, id string, r Renewal) error {
	b, err := n.body(id)
	if err != nil {
		return err
	}
	from, to := members(material{n.layout.body()}, b), members(n.material, b)
	for i := range to {
		if r.NewKeys && to[i].ou == ouOrderer {
			continue
		}
		if err := copyTree(from[i].dir, to[i].dir); err != nil {
			return err
		}
	}
	if n.Running() != nil {
		return nil
	}
	return n.restart(ctx, b, "orderer-", "peer-")
}

// restart has processes of a body start again with what lies there, and returns when a transaction of the body went through.
func (n *Network) restart(ctx context.Context, b *Body, kinds ...string) error {
	if err := n.renderConfig(); err != nil {
		return err
	}
	processes, err := n.recorded()
	if err != nil {
		return err
	}
	var ending []Process
	for _, p := range processes {
		if slices.ContainsFunc(kinds, func(kind string) bool { return p.Name == kind+b.ID }) {
			ending = append(ending, p)
		}
	}
	if err := end(ending, stopGrace); err != nil { // the supervisor starts them again
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	return retry(ctx, func(ctx context.Context) error {
		if _, err := n.participation(ctx, b); err != nil {
			return fmt.Errorf("its orderer: %w", err)
		}
		return n.Probe(ctx, b.ID)
	})
}
