// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

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
