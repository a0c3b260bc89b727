// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"io/fs"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
)

// party is an authority of the test.
type party struct {
	cert *x509.Certificate
	key  crypto.Signer
}

func (p party) pem() string { return bodyfile.Text(p.cert) }

// authorityOf makes one, a root if there is none above.
func authorityOf(t *testing.T, name string, above *party, alter func(*x509.Certificate)) party {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return certified(t, name, key, above, alter)
}

func certified(t *testing.T, name string, key crypto.Signer, above *party, alter func(*x509.Certificate)) party {
	t.Helper()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	if alter != nil {
		alter(c)
	}
	if above == nil {
		above = &party{c, key}
	}
	return party{sign(t, c, key.Public(), *above), key}
}

func sign(t *testing.T, c *x509.Certificate, key crypto.PublicKey, by party) *x509.Certificate {
	t.Helper()
	der, err := x509.CreateCertificate(rand.Reader, c, by.cert, key, by.key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}

// asked is a body that waits for its authority.
type asked struct {
	dir, from string
	requests  map[string]*x509.CertificateRequest // by what they are for, e.g. "orderer-tls"
}

func ask(t *testing.T) asked {
	t.Helper()
	a := asked{dir: t.TempDir()}
	requests, err := network.RequestBody(a.dir, network.NewBody{
		ID: "property", Title: "物业", Host: "property.garden.example", Listen: "127.0.0.1", Rules: "1",
	})
	if err != nil {
		t.Fatal(err)
	}
	a.read(t, requests)
	return a
}

func (a *asked) read(t *testing.T, requests map[string][]byte) {
	t.Helper()
	a.from, a.requests = t.TempDir(), map[string]*x509.CertificateRequest{}
	for file, text := range requests {
		block, _ := pem.Decode(text)
		csr, err := x509.ParseCertificateRequest(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		a.requests[strings.TrimSuffix(file, ".csr")] = csr
		a.write(t, file, string(text))
	}
	if len(requests) != 8 {
		t.Fatalf("%d requests", len(requests))
	}
}

func (a *asked) write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(a.from, file), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// certify has an authority sign all requests as they are, and says so of the authorities that lead to them.
func (a *asked) certify(t *testing.T, by party, chain ...party) {
	t.Helper()
	parts := []string{"what openssl says before\n", by.pem()}
	for _, p := range chain {
		parts = append(parts, p.pem())
	}
	text := strings.Join(parts, "")
	a.write(t, "ca.crt", text)
	a.write(t, "tlsca.crt", text)
	for name := range a.requests {
		a.sign(t, name, by, nil)
	}
}

// sign has an authority sign one request, with something altered.
func (a *asked) sign(t *testing.T, name string, by party, alter func(*x509.Certificate)) {
	t.Helper()
	csr := a.requests[name]
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: csr.Subject, DNSNames: csr.DNSNames, IPAddresses: csr.IPAddresses,
		KeyUsage: x509.KeyUsageDigitalSignature, NotBefore: time.Now().Add(-time.Minute), NotAfter: time.Now().Add(50 * time.Minute),
	}
	if alter != nil {
		alter(c)
	}
	a.write(t, name+".crt", bodyfile.Text(sign(t, c, csr.PublicKey, by)))
}

func (a *asked) take(t *testing.T) *bodyfile.File {
	t.Helper()
	taken, err := network.TakeCertificates(t.Context(), a.dir, a.from)
	if err != nil {
		t.Fatal(err)
	}
	if is, err := network.BodyFile(a.dir); err != nil || !bytes.Equal(is, taken.File) {
		t.Fatalf("the body's file is another one than was given: %v", err)
	}
	return parse(t, taken.File)
}

// highS says whether the second half of a certificate's signature is the higher one of the two that there are.
func highS(t *testing.T, c *x509.Certificate, by *ecdsa.PrivateKey) bool {
	t.Helper()
	var signature struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(c.Signature, &signature); err != nil {
		t.Fatal(err)
	}
	return signature.S.Cmp(new(big.Int).Rsh(by.Params().N, 1)) > 0
}

func (a *asked) refused(t *testing.T, why string) {
	t.Helper()
	if _, err := network.TakeCertificates(t.Context(), a.dir, a.from); err == nil || !strings.Contains(err.Error(), why) {
		t.Errorf("it does not say %q: %v", why, err)
	}
	if _, err := network.BodyFile(a.dir); err == nil {
		t.Errorf("%s: it was taken in", why)
	}
}

// Certificates are taken in from a root, from an authority below one, and from one with keys of RSA; the others take the body's file.
func TestTakeCertificates(t *testing.T) {
	root := authorityOf(t, "a root", nil, nil)
	below := authorityOf(t, "below it", &root, nil)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	old := certified(t, "of RSA", key, nil, nil)
	for name, chain := range map[string][]party{"a root": {root}, "two levels": {below, root}, "RSA": {old}} {
		t.Run(name, func(t *testing.T) {
			a := ask(t)
			a.certify(t, chain[0], chain[1:]...)
			f := a.take(t)
			if f.Administrator == "" || len(f.SigningBetween) != len(chain)-1 || len(f.TLSBetween) != len(chain)-1 {
				t.Errorf("authorities between: %d and %d", len(f.SigningBetween), len(f.TLSBetween))
			}
			for _, text := range []string{f.OrdererCert, f.Administrator} {
				if key, ok := chain[0].key.(*ecdsa.PrivateKey); ok && highS(t, certificate(t, text), key) {
					t.Error("a certificate is not in the form in which Fabric has it")
				}
			}
			raw, err := f.Bytes()
			if err != nil || bytes.Contains(raw, []byte("PRIVATE")) {
				t.Errorf("a private key travels, or %v", err)
			}
			f.Host = "evil.example"
			raw, err = f.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := bodyfile.Parse(raw); err == nil || !strings.Contains(err.Error(), "signature does not fit") {
				t.Errorf("altered: %v", err)
			}
			_, err = network.TakeCertificates(t.Context(), a.dir, a.from)
			if err == nil || !strings.Contains(err.Error(), "taken in already") {
				t.Errorf("twice: %v", err)
			}
		})
	}
}

// usage has a certificate be for one thing alone.
func usage(only x509.ExtKeyUsage) func(*x509.Certificate) {
	return func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{only} }
}

// Whatever is wrong with a certificate is said, and what to do; nothing is taken in.
func TestCertificatesThatDoNotFit(t *testing.T) {
	root := authorityOf(t, "a root", nil, nil)
	below := authorityOf(t, "below it", &root, nil)
	other := authorityOf(t, "another root", nil, nil)
	a := ask(t)
	a.refused(t, "ca.crt")
	a.certify(t, below, root)
	for _, c := range []struct {
		name, why string
		by        party
		alter     func(*x509.Certificate)
	}{
		{"peer", "has [\"client\"] and not peer alone", below, func(c *x509.Certificate) { c.Subject.OrganizationalUnit = []string{"client"} }},
		{"peer", "has [\"peer\" \"admin\"] and not peer alone", below, func(c *x509.Certificate) {
			c.Subject.OrganizationalUnit = []string{"peer", "admin"}
		}},
		{"admin", "has [] and not admin alone", below, func(c *x509.Certificate) { c.Subject.OrganizationalUnit = nil }},
		{"client", "it is of \"somebody\"", below, func(c *x509.Certificate) { c.Subject.CommonName = "somebody" }},
		{"orderer-tls", "lacks the alternative names localhost, property.garden.example", below, func(c *x509.Certificate) {
			c.DNSNames = c.DNSNames[:1]
		}},
		{"peer-tls", "lacks the alternative names 127.0.0.1", below, func(c *x509.Certificate) { c.IPAddresses = nil }},
		{"orderer", "it has expired", below, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Second) }},
		{"orderer", "it begins only on", below, func(c *x509.Certificate) { c.NotBefore = time.Now().Add(30 * time.Minute) }},
		{"orderer", "have the new one signed", below, func(c *x509.Certificate) { c.NotBefore = time.Now().AddDate(0, -1, 0) }},
		{"admin", "CA:FALSE", below, func(c *x509.Certificate) { c.IsCA, c.BasicConstraintsValid = true, true }},
		{"admin", "digitalSignature", below, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyAgreement }},
		{"peer", "extended key usage that is too narrow", below, usage(x509.ExtKeyUsageClientAuth)},
		{"peer-tls", "extended key usage that is too narrow", below, usage(x509.ExtKeyUsageServerAuth)},
		{"client-tls", "extended key usage that is too narrow", below, usage(x509.ExtKeyUsageServerAuth)},
		{"orderer", "it is not certified by the root", other, nil},
		{"orderer-tls", "it is not certified by the root", other, nil},
		{"client", "Fabric knows members of the lowest alone", root, nil},
	} {
		a.sign(t, c.name, c.by, c.alter)
		a.refused(t, c.name+".crt: ")
		a.refused(t, c.why)
		a.sign(t, c.name, below, nil)
	}
	peer, err := os.ReadFile(filepath.Join(a.from, "peer.crt"))
	if err != nil {
		t.Fatal(err)
	}
	for why, text := range map[string]string{
		"another key than orderer.csr": string(peer), "no certificate in PEM": "hello",
		"a private key in it": "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
	} {
		a.write(t, "orderer.crt", text)
		a.refused(t, why)
	}
	if err := os.Remove(filepath.Join(a.from, "orderer.crt")); err != nil {
		t.Fatal(err)
	}
	a.refused(t, "what the authority makes of orderer.csr")
	a.sign(t, "client", other, nil)
	a.refused(t, "orderer.crt: it is not there") // and of the other one at the same time
	a.refused(t, "client.crt: it is not certified")
	a.certify(t, below, root)
	a.take(t)
}

// So it is with the authority's own certificates.
func TestAuthoritiesThatDoNotFit(t *testing.T) {
	root := authorityOf(t, "a root", nil, nil)
	below := authorityOf(t, "below it", &root, nil)
	other := authorityOf(t, "another root", nil, nil)
	stray := authorityOf(t, "below another", &other, nil)
	ended := authorityOf(t, "an old root", nil, func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })
	member := authorityOf(t, "no authority", nil, func(c *x509.Certificate) { c.IsCA = false })
	idle := authorityOf(t, "one for lists", nil, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign })
	a := ask(t)
	a.certify(t, below, root)
	for why, text := range map[string]string{
		"there are 0 roots":                  below.pem(),
		"there are 2 roots":                  root.pem() + other.pem(),
		"does not lead to the root":          root.pem() + stray.pem(),
		"it has expired":                     ended.pem(),
		"CA:TRUE":                            member.pem(),
		"keyCertSign":                        idle.pem(),
		"there is no certificate in PEM":     "hello",
		"a private key in it: it is to have": root.pem() + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
	} {
		for _, file := range []string{"ca.crt", "tlsca.crt"} {
			a.write(t, file, text)
			a.refused(t, file+": ")
			a.refused(t, why)
			a.write(t, file, root.pem()+below.pem()+root.pem())
		}
	}
	a.take(t)
}

// A renewal asks for the same keys, or for new ones of the orderer; no other authority can sign it, and none of linli's makes it.
func TestRenewalByAuthority(t *testing.T) {
	root := authorityOf(t, "a root", nil, nil)
	a := ask(t)
	if _, err := network.RequestRenewal(a.dir, network.Renewal{}); err == nil || !strings.Contains(err.Error(), "not taken in yet") {
		t.Errorf("before there is a body: %v", err)
	}
	a.certify(t, root)
	was := a.take(t)
	if _, err := network.RenewBody(t.Context(), a.dir, network.Renewal{Passphrase: passphrase}); err == nil ||
		!strings.Contains(err.Error(), "have your authority sign") {
		t.Errorf("without the authority: %v", err)
	}
	for _, c := range []struct {
		renewal network.Renewal
		same    bool
	}{{network.Renewal{}, true}, {network.Renewal{Host: "property.park.example"}, true}, {network.Renewal{NewKeys: true}, false}} {
		requests, err := network.RequestRenewal(a.dir, c.renewal)
		if err != nil {
			t.Fatal(err)
		}
		a.read(t, requests)
		other := authorityOf(t, "another root", nil, nil)
		a.certify(t, other)
		_, err = network.TakeCertificates(t.Context(), a.dir, a.from)
		if err == nil || !strings.Contains(err.Error(), "not certified by the root") {
			t.Errorf("another root: %v", err)
		}
		a.certify(t, root)
		is := a.take(t)
		before, after := certificate(t, was.OrdererCert), certificate(t, is.OrdererCert)
		if same := bytes.Equal(before.RawSubjectPublicKeyInfo, after.RawSubjectPublicKeyInfo); same != c.same || before.Equal(after) {
			t.Errorf("%+v: the key is the same: %v", c.renewal, same)
		}
		for _, host := range []string{was.Host, is.Host} {
			if err := certificate(t, is.OrdererTLS).VerifyHostname(host); err != nil {
				t.Error(err)
			}
		}
		was = is
	}
	if was.Host != "property.park.example" {
		t.Errorf("its host is %s", was.Host)
	}
	ours := initBody(t, "street", "street.garden.example")
	if _, err := network.RequestRenewal(ours.dir, network.Renewal{}); err == nil || !strings.Contains(err.Error(), "without --requests") {
		t.Errorf("a body of linli's own roots: %v", err)
	}
}

// OpenSSL's authority signs what it is asked, as the page says.
func TestTakeFromOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		if os.Getenv("LINLI_TEST_ALL") == "1" {
			t.Fatal("give this test openssl: ", err)
		}
		t.Skip("there is no openssl here: ", err)
	}
	page, err := os.ReadFile("../docs/operations/authority.md")
	if err != nil {
		t.Fatal(err)
	}
	_, command, _ := strings.Cut(string(page), "```\nopenssl ")
	command, _, found := strings.Cut(command, "\n")
	if !found {
		t.Fatal("the page has no command of openssl")
	}
	a := ask(t)
	run := func(command string) {
		t.Helper()
		openssl := exec.Command("openssl", strings.Fields(strings.ReplaceAll(command, "requests/", ""))...)
		openssl.Dir = a.from
		if said, err := openssl.CombinedOutput(); err != nil {
			t.Fatalf("openssl %s: %v\n%s", command, err, said)
		}
	}
	run("req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 7300 -subj /CN=Property -addext keyUsage=keyCertSign,cRLSign")
	for name := range a.requests {
		run(strings.ReplaceAll(command, "orderer", name))
	}
	root, err := fs.ReadFile(os.DirFS(a.from), "root.pem")
	if err != nil {
		t.Fatal(err)
	}
	a.write(t, "ca.crt", string(root))
	a.write(t, "tlsca.crt", string(root))
	a.take(t)
}
