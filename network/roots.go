// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"fmt"
	"maps"

	"github.com/linli-project/linli/network/bodyfile"
)

// roots are what everybody has of a body: whoever certifies its members, from which Fabric knows them, and its machines.
type roots struct{ signing, tls bodyfile.Authority }

// write writes them where others have them.
func (r roots) write(m material, b *Body) error {
	files := r.msp(b)
	files["ca/ca."+b.domain()+"-cert.pem"] = []byte(r.signing.Root)
	files["tlsca/tlsca."+b.domain()+"-cert.pem"] = []byte(r.tls.PEM())
	return writeAll(m.org(b), files)
}

// writeMember writes what a member of the body has.
func (r roots) writeMember(b *Body, m member, signing, tls *keyPair) error {
	files := r.msp(b)
	maps.Copy(files, map[string][]byte{
		"msp/signcerts/" + m.name + "-cert.pem": signing.certPEM,
		"msp/keystore/priv_sk":                  signing.keyPEM,
		"tls/ca.crt":                            []byte(r.tls.PEM()),
		"tls/" + m.tls + ".crt":                 tls.certPEM,
		"tls/" + m.tls + ".key":                 tls.keyPEM,
	})
	return writeAll(m.dir, files)
}

// msp is how Fabric is told of them: a file for each certificate.
func (r roots) msp(b *Body) map[string][]byte {
	files := map[string][]byte{
		"msp/cacerts/ca." + b.domain() + "-cert.pem":       []byte(r.signing.Root),
		"msp/tlscacerts/tlsca." + b.domain() + "-cert.pem": []byte(r.tls.Root),
		"msp/config.yaml": r.nodeOUs(b),
	}
	for i, text := range r.signing.Between {
		files[fmt.Sprintf("msp/intermediatecerts/ca-%02d.%s-cert.pem", i, b.domain())] = []byte(text)
	}
	for i, text := range r.tls.Between {
		files[fmt.Sprintf("msp/tlsintermediatecerts/tlsca-%02d.%s-cert.pem", i, b.domain())] = []byte(text)
	}
	return files
}

// nodeOUs tells Fabric by which organisational unit a certificate is a peer's, an orderer's, an administrator's or a client's. If there are
// authorities below the root it names none that has to have certified it: see package change, newMSP.
func (r roots) nodeOUs(b *Body) []byte {
	certifier := ""
	if len(r.signing.Between) == 0 {
		certifier = "    Certificate: cacerts/ca." + b.domain() + "-cert.pem\n"
	}
	text := bytes.NewBufferString("NodeOUs:\n  Enable: true\n")
	for _, kind := range []struct{ name, ou string }{{"Client", ouClient}, {"Peer", ouPeer}, {"Admin", ouAdmin}, {"Orderer", ouOrderer}} {
		fmt.Fprintf(text, "  %sOUIdentifier:\n%s    OrganizationalUnitIdentifier: %s\n", kind.name, certifier, kind.ou)
	}
	return text.Bytes()
}
