// SPDX-License-Identifier: Apache-2.0

package change_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/tsatest"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
	"github.com/linli-project/linli/network/change"
)

// A body whose own authority, below a root, has certified it comes in, orders, and has its administrator sign.
func TestOwnAuthorityComesIn(t *testing.T) {
	e, three := form(t), []string{"owners", "residents", "property"}
	dir := t.TempDir()
	requests, err := network.RequestBody(dir, network.NewBody{
		ID: "book-club", Title: "读书会", Host: "club.garden.example", Listen: "127.0.0.1", Rules: "1",
	})
	if err != nil {
		t.Fatal(err)
	}
	root := tsatest.Root("a root", newKey(t))
	taken, err := network.TakeCertificates(t.Context(), dir, certified(t, requests, root, root.Authority("below it", newKey(t), nil)))
	if err != nil {
		t.Fatal(err)
	}
	block := e.genesis
	for _, kind := range []string{change.KindAdd, change.KindAdmit} {
		f := e.signed(t, block, kind, "book-club", taken.File, three...)
		if r := read(t, block, f); !r.Enough {
			t.Fatalf("%s: not enough", kind)
		}
		block = next(t, block, f)
	}
	file, err := bodyfile.Parse(taken.File)
	if err != nil {
		t.Fatal(err)
	}
	there := bodies(t, block)
	is := there[len(there)-1]
	if is.ID != "book-club" || is.MSPID != "BookClubMSP" || len(is.Signing.Between) != 1 ||
		!is.Signing.Equal(file.Signing()) || !is.TLS.Equal(file.TLS()) || is.Consenter == nil {
		t.Errorf("the configuration has %+v", is)
	}
	own, err := network.Enter(dir, &network.Card{Rules: "1", Genesis: marshal(t, e.genesis), Config: marshal(t, block)})
	if err != nil {
		t.Fatal(err)
	}
	f := e.signed(t, block, change.KindRemove, "street", nil, "owners")
	if err := own.SignChange(f); err != nil {
		t.Fatal(err)
	}
	if r := read(t, block, f); strings.Join(r.Signed, " ") != "owners book-club" {
		t.Errorf("signed by %v", r.Signed)
	}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// certified is a folder with the certificates that an authority has made of requests, as they are.
func certified(t *testing.T, requests map[string][]byte, root, below *tsatest.Party) string {
	t.Helper()
	chain := root.PEM() + below.PEM()
	files := map[string]string{"ca.crt": chain, "tlsca.crt": chain}
	for name, text := range requests {
		block, _ := pem.Decode(text)
		csr, err := x509.ParseCertificateRequest(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
			SerialNumber: big.NewInt(int64(len(files))), Subject: csr.Subject, DNSNames: csr.DNSNames, IPAddresses: csr.IPAddresses,
			NotBefore: time.Now().Add(-time.Minute), NotAfter: time.Now().Add(time.Hour),
		}, below.Certificate, csr.PublicKey, below.Key)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimSuffix(name, ".csr")+".crt"] = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	}
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
