// SPDX-License-Identifier: Apache-2.0

package tsa_test

import (
	"context"
	"crypto/elliptic"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/evidence/stamp"
	"github.com/linli-project/linli/evidence/stamp/tsa"
	"github.com/linli-project/linli/internal/tsatest"
)

// An authority of another make is asked, and its stamp is read.
func TestAsk(t *testing.T) {
	root := tsatest.Root("Test Root", tsatest.RSA("root"))
	between := root.Authority("Test Authority", tsatest.ECDSA(elliptic.P384(), "authority"), nil)
	for name, p := range map[string]*tsatest.Party{
		"RSA":   between.Stamper("RSA Stamper", tsatest.RSA("stamper"), nil),
		"ECDSA": root.Stamper("ECDSA Stamper", tsatest.ECDSA(elliptic.P256(), "stamper"), nil),
	} {
		stamps, err := tsa.AskAll(context.Background(), []string{tsatest.OpenSSL(t, p)}, []byte("a head"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		s, err := stamp.Read(stamps[0])
		if err != nil || !s.By(root.Certificate) || time.Since(time.Unix(s.At, 0)).Abs() > time.Minute {
			t.Errorf("%s: %+v %v", name, s, err)
		}
		t.Logf("%s: a stamp of OpenSSL's has %d bytes", name, len(stamps[0]))
	}
}

// An authority that is not there, or gives something else, is named, and there is no stamp.
func TestAskInVain(t *testing.T) {
	answers := func(kind, body string, status int) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body)) // what the client makes of it is the test
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	const reply = "application/timestamp-reply"
	for name, address := range map[string]string{
		"away":                     gone.URL,
		"a page":                   answers("text/html", "<html>", http.StatusOK),
		"an error":                 answers(reply, "", http.StatusServiceUnavailable),
		"nothing":                  answers(reply, "", http.StatusOK),
		"a refusal":                answers(reply, "\x30\x05\x30\x03\x02\x01\x02", http.StatusOK),
		"something endless":        answers(reply, strings.Repeat("0", 2<<20), http.StatusOK),
		"granted, without a stamp": answers(reply, "\x30\x05\x30\x03\x02\x01\x00", http.StatusOK),
		"no such address":          "ftp://example.com",
		"a password":               "https://user:secret@127.0.0.1:1/",
	} {
		stamps, err := tsa.AskAll(context.Background(), []string{address}, []byte("a head"))
		if !errors.Is(err, tsa.ErrUnasked) || stamps != nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
