// SPDX-License-Identifier: Apache-2.0

package network_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"testing"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
)

// New certificates are of the same keys unless others are asked for, and need the passphrase.
func TestRenewBody(t *testing.T) {
	const passphrase = "five words that do not belong"
	dir := t.TempDir()
	first, err := network.InitBody(dir, network.NewBody{
		ID: "owners", Title: "owners", Host: "owners.garden.example", Listen: "127.0.0.1", Rules: "1", Passphrase: passphrase,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := network.RenewBody(t.Context(), dir, network.Renewal{Passphrase: "another one"}); err == nil {
		t.Error("another passphrase opens the keys")
	}
	if now, err := network.BodyFile(dir); err != nil || !bytes.Equal(now, first) {
		t.Errorf("what was refused has changed the body's file: %v", err)
	}
	for _, c := range []struct {
		name    string
		renewal network.Renewal
		sameKey bool
		host    string
	}{
		{"the same keys", network.Renewal{}, true, "owners.garden.example"},
		{"another host", network.Renewal{Host: "owners.park.example"}, true, "owners.park.example"},
		{"new keys", network.Renewal{NewKeys: true}, false, "owners.park.example"},
	} {
		c.renewal.Passphrase = passphrase
		before, err := network.BodyFile(dir)
		if err != nil {
			t.Fatal(err)
		}
		after, err := network.RenewBody(t.Context(), dir, c.renewal)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		was, is := parsed(t, before), parsed(t, after)
		a, b := certificate(t, was.OrdererCert), certificate(t, is.OrdererCert)
		if same := bytes.Equal(a.RawSubjectPublicKeyInfo, b.RawSubjectPublicKeyInfo); same != c.sameKey || a.Equal(b) {
			t.Errorf("%s: the key is the same: %v; the certificate is: %v", c.name, same, a.Equal(b))
		}
		if is.Host != c.host || is.SigningRoot != was.SigningRoot || is.TLSRoot != was.TLSRoot {
			t.Errorf("%s: host %s, or other roots", c.name, is.Host)
		}
		for _, host := range []string{was.Host, is.Host} {
			if err := certificate(t, is.OrdererTLS).VerifyHostname(host); err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
	}
}

func parsed(t *testing.T, raw []byte) *bodyfile.File {
	t.Helper()
	f, err := bodyfile.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func certificate(t *testing.T, text string) *x509.Certificate {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return cert
}
