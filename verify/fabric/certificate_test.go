// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// office is an authority of a body.
type office struct {
	*testing.T
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func newOffice(t *testing.T, constrained ...string) *office {
	t.Helper()
	o := &office{T: t}
	var err error
	o.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	o.must(err)
	o.cert = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Authority"}, NotBefore: time.Unix(1<<30, 0),
		NotAfter: time.Unix(1<<33, 0),
		IsCA:     true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		PermittedDNSDomains: constrained,
	}
	raw := o.issue(o.cert, o.key)
	o.cert, err = x509.ParseCertificate(raw)
	o.must(err)
	return o
}

func (o *office) issue(cert *x509.Certificate, key *ecdsa.PrivateKey) []byte {
	o.Helper()
	raw, err := x509.CreateCertificate(rand.Reader, cert, o.cert, key.Public(), o.key)
	o.must(err)
	return raw
}

// member is the certificate (PEM) of somebody with a name and, perhaps, an alternative one.
func (o *office) member(serial int64, name string, alternative ...string) []byte {
	o.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	o.must(err)
	raw := o.issue(&x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name, OrganizationalUnit: []string{"client"}},
		DNSNames:  alternative,
		NotBefore: time.Unix(1<<30, 0), NotAfter: time.Unix(1<<31, 0),
	}, key)
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
}

// revoke is a list of certificates that are taken back. An anonymous one does not say whose it is.
func (o *office) revoke(anonymous bool, serials ...int64) []byte {
	o.Helper()
	issuer := *o.cert
	if anonymous {
		issuer.SubjectKeyId = nil
	}
	var revoked []pkix.RevokedCertificate
	for _, serial := range serials {
		revoked = append(revoked, pkix.RevokedCertificate{SerialNumber: big.NewInt(serial), RevocationTime: time.Unix(1<<32, 0)})
	}
	raw, err := issuer.CreateCRL(rand.Reader, o.key, revoked, time.Unix(1<<30, 0), time.Unix(1<<31, 0))
	o.must(err)
	return pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: raw})
}

func (o *office) body(lists ...[]byte) *membership {
	o.Helper()
	config, err := proto.Marshal(&msp.FabricMSPConfig{
		Name: "OwnersMSP", RootCerts: [][]byte{pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: o.cert.Raw})},
		RevocationList: lists,
		FabricNodeOus: &msp.FabricNodeOUs{
			Enable: true, ClientOuIdentifier: &msp.FabricOUIdentifier{OrganizationalUnitIdentifier: "client"},
			AdminOuIdentifier: &msp.FabricOUIdentifier{OrganizationalUnitIdentifier: "admin"},
		},
	})
	o.must(err)
	m, err := newMembership(&msp.MSPConfig{Config: config}, false)
	o.must(err)
	return m
}

// What a body's administrators write into its own definition must be read as peers read it, or one body alone could have the honest
// ledger look forged. The verdicts are those of Fabric's own membership service for certificates and lists that were made like these.
func TestMembersAreFabrics(t *testing.T) {
	plain, constrained := newOffice(t), newOffice(t, "example.org")
	cases := []struct {
		name   string
		office *office
		lists  [][]byte
		member []byte
		valid  bool
	}{
		{"nothing is taken back", plain, nil, plain.member(7, "a"), true},
		{"another is taken back", plain, [][]byte{plain.revoke(false, 8)}, plain.member(7, "a"), true},
		{"it is taken back, at a time to come", plain, [][]byte{plain.revoke(false, 8, 7)}, plain.member(7, "a"), false},
		{"it is taken back by somebody else", plain, [][]byte{constrained.revoke(false, 7)}, plain.member(7, "a"), true},
		{"a list does not say whose it is", plain, [][]byte{plain.revoke(true)}, plain.member(7, "a"), false},
		{"a host's name under an authority for some hosts", constrained, nil, constrained.member(7, "peer.example.org"), false},
		{"a host's name and an alternative one", constrained, nil, constrained.member(7, "peer.example.org", "peer.example.org"), true},
		{"a person's name", constrained, nil, constrained.member(7, "Admin@example.org"), true},
	}
	for _, c := range cases {
		id, err := c.office.body(c.lists...).identify(c.member)
		if valid := err == nil && id.invalid == nil; valid != c.valid {
			t.Errorf("%s: valid is %v: %v %+v", c.name, valid, err, id)
		}
	}
}
