// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
)

// keyPair writes a certificate for example.com and its key.
func keyPair(t *testing.T) (protecting, *http.Client) {
	t.Helper()
	s := httptest.NewTLSServer(http.NotFoundHandler())
	defer s.Close()
	dir := t.TempDir()
	o := protecting{filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")}
	for file, block := range map[string]*pem.Block{
		o.cert: {Type: "CERTIFICATE", Bytes: s.Certificate().Raw},
		o.key:  {Type: "PRIVATE KEY", Bytes: pkcs8(t, s.TLS.Certificates[0].PrivateKey)},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return o, s.Client()
}

// The server speaks TLS 1.3 and nothing older, and nothing without TLS, once it has a certificate.
func TestServeTLS(t *testing.T) {
	o, browser := keyPair(t)
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener, err := o.protect(plain)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.Proto)) })}
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	config := browser.Transport.(*http.Transport).TLSClientConfig
	config.ServerName = "example.com"
	for _, c := range []struct {
		version uint16
		scheme  string
		works   bool
	}{{tls.VersionTLS13, "https", true}, {tls.VersionTLS12, "https", false}, {tls.VersionTLS13, "http", false}} {
		config := config.Clone()
		config.MaxVersion = c.version
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true}}
		response, err := client.Get(c.scheme + "://" + plain.Addr().String())
		if err == nil {
			_ = response.Body.Close()
		}
		if works := err == nil && response.StatusCode == http.StatusOK; works != c.works {
			t.Errorf("%s %x: %v", c.scheme, c.version, err)
		}
		if c.works && response.ProtoMajor != 2 {
			t.Errorf("%s", response.Proto)
		}
	}
	if err := os.Remove(o.key); err != nil {
		t.Fatal(err)
	}
	if _, err := o.protect(plain); err == nil {
		t.Error("a key that is not there")
	}
}

func TestMayListen(t *testing.T) {
	for _, c := range []struct {
		listen, cert, proxy string
		want                bool
	}{
		{"127.0.0.1:8080", "", "", true}, {"localhost:8080", "", "", true}, {"[::1]:8080", "", "", true},
		{":8080", "", "", false}, {"0.0.0.0:8080", "", "", false}, {"192.0.2.7:8080", "", "", false}, {"garden.example:80", "", "", false},
		{":443", "cert.pem", "", true}, {":8080", "", "10.0.0.0/8", true}, {"nonsense", "", "", false},
	} {
		if err := (&protecting{cert: c.cert}).mayListen(c.listen, c.proxy); (err == nil) != c.want {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func pkcs8(t *testing.T, key any) []byte {
	t.Helper()
	raw, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
