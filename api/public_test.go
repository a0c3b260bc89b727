// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"
	"testing"
)

// scenario is a request, the status it is answered with, and what must and must not be in the answer.
type scenario struct {
	name    string
	method  string
	path    string
	body    any
	headers []string
	status  int
	has     []string
	hasNot  []string
}

func (b *client) play(scenarios []scenario) {
	b.Helper()
	for _, s := range scenarios {
		if s.method == "" {
			s.method = http.MethodGet
		}
		if s.name == "" {
			s.name = s.method + " " + s.path
		}
		a := b.do(s.method, s.path, s.body, s.headers...)
		if a.status != s.status {
			b.Errorf("%s: %d %s, want %d", s.name, a.status, a.body, s.status)
		}
		for _, text := range s.has {
			if !strings.Contains(a.body, text) {
				b.Errorf("%s: no %q in %s", s.name, text, a.body)
			}
		}
		for _, text := range s.hasNot {
			if strings.Contains(a.body, text) {
				b.Errorf("%s: %q in %s", s.name, text, a.body)
			}
		}
	}
}

func TestPublicReads(t *testing.T) {
	tw := townOf(t)
	e, on := tw.open(t, "public")
	b := tw.browser(t)
	right := tw.singles()[0]
	cast := b.post(tw.ballot(t, e, on, right, 1))
	if cast.status != http.StatusCreated {
		t.Fatalf("cast: %d %s", cast.status, cast.body)
	}
	receipt := decode[Receipt](t, cast)
	path := "/communities/" + garden
	noChoice := []string{`"agree"`, "sealed", "ciphertext", "private", "selections"}
	b.play([]scenario{
		{path: "/communities", status: 200, has: []string{garden, "花园小区"}},
		{path: path, status: 200, has: []string{`"rp":{"id":"garden.example"`, `"rights":355`, `"genesis":"`}, hasNot: []string{"passkey"}},
		{path: "/communities/nowhere", status: 404, has: []string{"urn:linli:problem:not-found"}},
		{path: "/communities/No%20where", status: 400, has: []string{"urn:linli:problem:bad-field", `"field":"community"`}},
		{path: path + "/elections", status: 200, has: []string{`"stage":"open"`, "年度预算表决"}},
		{path: path + "/elections/public", status: 200, has: []string{`"published":false`, `"turnout":{`, `"heads":1,`},
			hasNot: []string{"private", "sealed"}},
		{path: path + "/elections/none", status: 404},
		{path: path + "/elections/public/turnout", status: 200, has: []string{`"heads":1`, `"ballots":1`, `"of":{"heads":`},
			hasNot: noChoice},
		{path: path + "/elections/public/result", status: 404, has: []string{"not-counted"}, hasNot: noChoice},
		{path: path + "/elections/public/ballots", status: 200, has: []string{receipt.Act, receipt.Receipt, `"role":"own"`, right.ID},
			hasNot: noChoice},
		{path: path + "/elections/public/ballots?cursor=bm9uZQ", status: 400, has: []string{"cursor"}},
		{path: path + "/elections/public/rejected", status: 200, has: []string{`"items":[]`}},
		{path: path + "/acts/" + receipt.Act, status: 200, has: []string{`"status":"in-box"`, receipt.Tx, "ballot.cast"}, hasNot: noChoice},
		{path: path + "/acts/" + strings.Repeat("0", 64), status: 404},
		{path: path + "/receipts/" + receipt.Receipt, status: 200, has: []string{receipt.Act}},
		{path: path + "/receipts/" + "1234567890123456", status: 400, has: []string{"mistyped"}},
		{path: "/acts/" + receipt.Act + "/receipt", status: 200, has: []string{receipt.Receipt, receipt.Tx}},
		{path: "/ledger", status: 200, has: []string{tw.Constitution.Net, `"body":"owners"`}},
		{path: "/ledger/trust", status: 200, has: []string{"linli-trust/1"}},
		{path: "/me", status: 401, has: []string{"no-session"}},
		{path: "/nothing", status: 404, has: []string{"not-found"}},
		{name: "a method that is not there", method: http.MethodPut, path: "/ledger", status: 405, has: []string{"method-not-allowed"}},
		{name: "Chinese", path: "/communities/nowhere", headers: []string{"Accept-Language", "zh-CN"}, status: 404, has: []string{"没有找到"}},
	})
	a := b.get(path)
	if a.header.Get("Linli-Height") == "" || a.header.Get("ETag") == "" || a.header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("headers: %v", a.header)
	}
	for _, known := range []string{a.header.Get("ETag"), "W/" + a.header.Get("ETag"), `"another", ` + a.header.Get("ETag")} {
		if again := b.get(path, "If-None-Match", known); again.status != http.StatusNotModified || again.body != "" {
			t.Errorf("not changed since %s: %d %q", known, again.status, again.body)
		}
	}
}
