// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linli-project/linli/contract"
)

// from is a browser whose connections have an address.
func from(address string) *http.Client {
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}, Timeout: time.Minute}
	return &http.Client{Transport: &http.Transport{
		DialContext:       dialer.DialContext,
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true}, // who is spoken to is not what is tested
		DisableKeepAlives: true,
	}}
}

// Without TLS the proxy's network is served and nobody else, not even told anything; with TLS, everybody.
func TestProxyAlone(t *testing.T) {
	pair, _ := keyPair(t)
	for name, c := range map[string]struct {
		o      serving
		served map[string]bool
	}{
		"a proxy": {serving{proxy: "127.0.0.2/32"}, map[string]bool{"127.0.0.1": false, "127.0.0.2": true, "127.0.0.3": false}},
		"its network": {serving{proxy: "127.0.0.9/30"}, map[string]bool{"127.0.0.1": false, "127.0.0.8": true, "127.0.0.11": true,
			"127.0.0.12": false}},
		"a proxy and TLS": {serving{proxy: "127.0.0.2/32", protecting: pair}, map[string]bool{"127.0.0.1": true, "127.0.0.2": true}},
		"no proxy":        {serving{}, map[string]bool{"127.0.0.1": true, "127.0.0.2": true}},
	} {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			var came atomic.Int32
			at, end := serveHere(t, c.o, slog.New(slog.NewTextHandler(&log, nil)), func() { came.Add(1) })
			for address, want := range c.served {
				before := came.Load()
				response, err := from(address).Get(c.o.scheme() + "://" + at) //nolint:noctx // the dialer has a limit
				if err == nil {
					_ = response.Body.Close()
				}
				if (err == nil) != want || (came.Load() > before) != want {
					t.Errorf("from %s: served %t, %v", address, came.Load() > before, err)
				}
			}
			end() // what it logs is logged
			if refuses := c.o.proxy != "" && c.o.cert == ""; strings.Contains(log.String(), "outside --proxy") != refuses ||
				strings.Contains(log.String(), "127.0.0.3") {
				t.Errorf("the log says %q", log.String())
			}
		})
	}
	if _, err := (&serving{proxy: "10.0.0.1"}).fromProxy(nil, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("an address is no network")
	}
}

// serveHere listens as `linli serve` does, on every address of this machine, and returns where, and what ends it.
func serveHere(t *testing.T, o serving, log *slog.Logger, came func()) (at string, end func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "[::]:0") // both kinds of addresses, as a server that is to be reached listens
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if listener, err = o.fromProxy(listener, log); err != nil {
		t.Fatal(err)
	}
	if listener, err = o.protect(listener); err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { came() }), ReadHeaderTimeout: time.Minute}
	ended := make(chan struct{})
	go func() { defer close(ended); _ = server.Serve(listener) }()
	end = func() { _ = server.Shutdown(context.Background()); <-ended }
	t.Cleanup(end)
	return "127.0.0.1:" + port, end
}

// A password on the command line is refused, with the ways in which it can be given.
func TestStorePassword(t *testing.T) {
	for store, refused := range map[string]bool{
		"postgres://linli:secret@db.example/linli": true, "postgresql://linli:secret@/linli": true,
		"postgres:///linli?user=linli&password=secret":            true,
		"postgres://db.example/linli?sslkey=k&sslpassword=secret": true, "postgres://linli:se%cret@db.example/linli": true,
		"postgres://linli@db.example/linli?sslmode=verify-full": false, "postgres:///linli": false, "people.db": false, "": false,
	} {
		at, err := (&serving{store: store, dir: "data", body: "owners"}).storeAt()
		if (err != nil) != refused {
			t.Errorf("%q: %v", store, err)
		}
		if err != nil && (strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "PGPASSWORD")) {
			t.Errorf("%q: %v", store, err)
		}
		if err == nil && store == "" && at != "data/serve/owners/people.db" {
			t.Error(at)
		}
	}
	t.Setenv(storeEnv, "postgres://linli:secret@/linli")
	if at, err := (&serving{}).storeAt(); err != nil || at != "postgres://linli:secret@/linli" {
		t.Errorf("from the environment: %q %v", at, err)
	}
	if at, err := (&serving{store: "people.db"}).storeAt(); err != nil || at != "people.db" {
		t.Errorf("the flag before the environment: %q %v", at, err)
	}
}

// An officer's link leads to his own body's pages: opened on another's, its token would be that body's.
func TestOfficersLinkIsOfTheOwnPages(t *testing.T) {
	one, two := contract.Constitution{}, contract.Constitution{}
	one.RP.Origins = []string{"https://a.example"}
	two.RP.Origins = []string{"https://a.example", "https://b.example"}
	for _, c := range []struct {
		origin string
		of     contract.Constitution
		want   string
	}{
		{"", one, "https://a.example"}, {"https://a.example", one, "https://a.example"}, {"https://c.example", one, ""},
		{"", two, ""}, {"https://b.example", two, "https://b.example"}, {"https://c.example", two, ""},
	} {
		if got, err := (&serving{origin: c.origin}).pagesOf(c.of); got != c.want && err == nil || (err == nil) != (c.want != "") {
			t.Errorf("%q of %v: %q %v", c.origin, c.of.RP.Origins, got, err)
		}
	}
}

// What a caller says about his own address is believed from the proxy alone, and of what the proxy says, the last word.
func TestForwardedAddress(t *testing.T) {
	of, err := (&serving{proxy: "10.0.0.0/8"}).addressOf()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, header, want string }{
		{"10.0.0.1:5000", "203.0.113.9", "203.0.113.9"},
		{"10.0.0.1:5000", "192.0.2.66, 203.0.113.9", "203.0.113.9"},
		{"198.51.100.1:5000", "203.0.113.9", "198.51.100.1"},
		{"127.0.0.1:5000", "203.0.113.9", "127.0.0.1"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.from
		r.Header.Set("X-Forwarded-For", c.header)
		if got := of(r); got != c.want {
			t.Errorf("%s from %s: %s, want %s", c.header, c.from, got, c.want)
		}
	}
	if of, err := (&serving{}).addressOf(); of != nil || err != nil {
		t.Errorf("without a proxy, the connection's own: %v", err)
	}
	if _, err := (&serving{proxy: "10.0.0.1"}).addressOf(); err == nil {
		t.Error("an address is no network")
	}
}
