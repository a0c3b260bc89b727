// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto/ecdsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/linli-project/linli/network/bodyfile"
)

// Lifetimes of certificates. Whoever replays the channel starts from the roots that it began with: they have to outlive everything.
const (
	rootLifetime = 20 * 365 * 24 * time.Hour
	nodeLifetime = 365 * 24 * time.Hour
	// laptopLifetime is of members on a laptop, where nobody renews them.
	laptopLifetime = 10 * 365 * 24 * time.Hour
)

// Kinds of members, as Fabric's NodeOUs name them.
const (
	ouPeer    = "peer"
	ouOrderer = "orderer"
	ouAdmin   = "admin"
	ouClient  = "client"
)

// authority is a body's two roots: one signs whom its members are, the other the TLS certificates of its machines.
type authority struct {
	signing, tls *keyPair
	members      time.Duration // how long the certificates of members live
}

// roots are what others have of it.
func (a authority) roots() roots {
	return roots{bodyfile.Authority{Root: string(a.signing.certPEM)}, bodyfile.Authority{Root: string(a.tls.certPEM)}}
}

// newAuthority makes a body's. Its roots say what people call it: they are in the channel's configuration, so that everybody calls it so.
func newAuthority(b *Body, members time.Duration) (a authority, err error) {
	a.members = members
	root := func(name string) (*keyPair, error) {
		return newCertificate(nil, rootLifetime, &x509.Certificate{
			Subject: pkix.Name{Organization: []string{b.Title}, CommonName: name + "." + b.domain()}, IsCA: true, BasicConstraintsValid: true,
			KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign | x509.KeyUsageDigitalSignature,
		})
	}
	if a.signing, err = root("ca"); err != nil {
		return a, err
	}
	a.tls, err = root("tlsca")
	return a, err
}

// makeMembers makes keys and certificates of a body's peer, orderer, administrator and client, and what others have of it.
func (a authority) makeMembers(m material, b *Body) error {
	if err := a.roots().write(m, b); err != nil {
		return err
	}
	for _, member := range members(m, b) {
		keys, err := newMemberKeys()
		if err != nil {
			return err
		}
		if err := a.makeMember(b, member, keys, b.Host); err != nil {
			return err
		}
	}
	return nil
}

// member is whoever has keys of a body: where they lie, and what its certificates say.
type member struct{ dir, name, ou, tls string }

func members(m material, b *Body) []member {
	return []member{
		{m.peer(b), b.peerName(), ouPeer, "server"},
		{m.orderer(b), b.ordererName(), ouOrderer, "server"},
		{m.user(b, userOfRole[Admin]), userOfRole[Admin] + "@" + b.domain(), ouAdmin, "client"},
		{m.user(b, userOfRole[Client]), userOfRole[Client] + "@" + b.domain(), ouClient, "client"},
	}
}

// memberKeys are what it signs with, and what its machine is known by.
type memberKeys struct{ signing, tls *ecdsa.PrivateKey }

func newMemberKeys() (k memberKeys, err error) {
	if k.signing, err = newKey(); err != nil {
		return k, err
	}
	k.tls, err = newKey()
	return k, err
}

// keys reads those that a member has.
func (m member) keys() (k memberKeys, err error) {
	for file, key := range map[string]**ecdsa.PrivateKey{"msp/keystore/priv_sk": &k.signing, "tls/" + m.tls + ".key": &k.tls} {
		raw, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(file)))
		if err != nil {
			return k, err
		}
		if *key, _, err = parseKey(raw); err != nil {
			return k, fmt.Errorf("%s of %s: %w", file, m.name, err)
		}
	}
	return k, nil
}

// subject is how it is called in its certificates.
func (m member) subject(b *Body) pkix.Name {
	return pkix.Name{Organization: []string{b.domain()}, OrganizationalUnit: []string{m.ou}, CommonName: m.name}
}

// makeMember makes a member's certificates, for hosts by which its machine is reached.
func (a authority) makeMember(b *Body, m member, keys memberKeys, hosts ...string) error {
	subject := m.subject(b)
	signs := &x509.Certificate{Subject: subject, KeyUsage: x509.KeyUsageDigitalSignature}
	signing, err := certify(keys.signing, a.signing, a.members, signs)
	if err != nil {
		return err
	}
	tls, err := certify(keys.tls, a.tls, a.members, tlsTemplate(subject, m.tls, hosts))
	if err != nil {
		return err
	}
	return a.roots().writeMember(b, m, signing, tls)
}

// tlsTemplate is of a machine that is reached by its own name in the network, by its body's hosts, and from itself.
func tlsTemplate(subject pkix.Name, name string, hosts []string) *x509.Certificate {
	t := &x509.Certificate{
		Subject: subject, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if name == "client" {
		t.ExtKeyUsage = t.ExtKeyUsage[1:]
		return t
	}
	t.DNSNames, t.IPAddresses = []string{subject.CommonName, "localhost"}, []net.IP{net.ParseIP(loopback)}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip == nil {
			t.DNSNames = append(t.DNSNames, host)
		} else if !ip.Equal(t.IPAddresses[0]) {
			t.IPAddresses = append(t.IPAddresses, ip)
		}
	}
	return t
}

// writeAll writes files below a folder, for the owner of the process alone.
func writeAll(dir string, files map[string][]byte) error {
	for name, content := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o600); err != nil {
			return err
		}
	}
	return nil
}
