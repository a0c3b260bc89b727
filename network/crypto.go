// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"os"
	"path/filepath"
	"time"
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

// newAuthority makes a body's.
func newAuthority(b *Body, members time.Duration) (a authority, err error) {
	a.members = members
	root := func(name string) (*keyPair, error) {
		return newCertificate(nil, rootLifetime, &x509.Certificate{
			Subject: pkix.Name{Organization: []string{b.domain()}, CommonName: name + "." + b.domain()}, IsCA: true, BasicConstraintsValid: true,
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
	if err := a.makePublic(m, b); err != nil {
		return err
	}
	for _, member := range []struct{ dir, name, ou, tls string }{
		{m.peer(b), b.peerName(), ouPeer, "server"},
		{m.orderer(b), b.ordererName(), ouOrderer, "server"},
		{m.user(b, userOfRole[Admin]), userOfRole[Admin] + "@" + b.domain(), ouAdmin, "client"},
		{m.user(b, userOfRole[Client]), userOfRole[Client] + "@" + b.domain(), ouClient, "client"},
	} {
		if err := a.makeMember(b, member.dir, member.name, member.ou, member.tls); err != nil {
			return err
		}
	}
	return nil
}

func (a authority) makeMember(b *Body, dir, name, ou, tlsName string) error {
	subject := pkix.Name{Organization: []string{b.domain()}, OrganizationalUnit: []string{ou}, CommonName: name}
	signing, err := newCertificate(a.signing, a.members, &x509.Certificate{Subject: subject, KeyUsage: x509.KeyUsageDigitalSignature})
	if err != nil {
		return err
	}
	tls, err := newCertificate(a.tls, a.members, a.tlsTemplate(b, subject, tlsName))
	if err != nil {
		return err
	}
	return writeAll(dir, map[string][]byte{
		"msp/cacerts/ca." + b.domain() + "-cert.pem":       a.signing.certPEM,
		"msp/tlscacerts/tlsca." + b.domain() + "-cert.pem": a.tls.certPEM,
		"msp/config.yaml":                     nodeOUs(b),
		"msp/signcerts/" + name + "-cert.pem": signing.certPEM,
		"msp/keystore/priv_sk":                signing.keyPEM,
		"tls/ca.crt":                          a.tls.certPEM,
		"tls/" + tlsName + ".crt":             tls.certPEM,
		"tls/" + tlsName + ".key":             tls.keyPEM,
	})
}

// tlsTemplate is of a machine that is reached by its own name in the network, by its body's host, and from itself.
func (a authority) tlsTemplate(b *Body, subject pkix.Name, name string) *x509.Certificate {
	t := &x509.Certificate{
		Subject: subject, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageKeyEncipherment,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if name == "client" {
		t.ExtKeyUsage = t.ExtKeyUsage[1:]
		return t
	}
	t.DNSNames, t.IPAddresses = []string{subject.CommonName, "localhost"}, []net.IP{net.ParseIP(loopback)}
	if ip := net.ParseIP(b.Host); ip == nil {
		t.DNSNames = append(t.DNSNames, b.Host)
	} else if !ip.Equal(t.IPAddresses[0]) {
		t.IPAddresses = append(t.IPAddresses, ip)
	}
	return t
}

// makePublic writes what everybody has of a body: its roots, from which Fabric knows its members.
func (a authority) makePublic(m material, b *Body) error {
	return writeAll(m.org(b), map[string][]byte{
		"ca/ca." + b.domain() + "-cert.pem":                a.signing.certPEM,
		"tlsca/tlsca." + b.domain() + "-cert.pem":          a.tls.certPEM,
		"msp/cacerts/ca." + b.domain() + "-cert.pem":       a.signing.certPEM,
		"msp/tlscacerts/tlsca." + b.domain() + "-cert.pem": a.tls.certPEM,
		"msp/config.yaml":                                  nodeOUs(b),
	})
}

// nodeOUs tells Fabric by which organisational unit a certificate is a peer's, an orderer's, an administrator's or a client's.
func nodeOUs(b *Body) []byte {
	text := "NodeOUs:\n  Enable: true\n"
	for _, kind := range []struct{ name, ou string }{{"Client", ouClient}, {"Peer", ouPeer}, {"Admin", ouAdmin}, {"Orderer", ouOrderer}} {
		text += "  " + kind.name + "OUIdentifier:\n    Certificate: cacerts/ca." + b.domain() +
			"-cert.pem\n    OrganizationalUnitIdentifier: " + kind.ou + "\n"
	}
	return []byte(text)
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
