// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
)

// A caller has no more places than are one's, and leaves those of others to them; all together have no more than there are.
func TestPlaces(t *testing.T) {
	p := newPlaces(3, 2)
	for i, c := range []struct {
		caller     string
		ok, hasAll bool
	}{{"a", true, false}, {"a", true, false}, {"a", false, true}, {"b", true, false}, {"b", false, false}, {"c", false, false}} {
		if ok, hasAll := p.take(c.caller); ok != c.ok || hasAll != c.hasAll {
			t.Errorf("%d, %s: %t %t", i, c.caller, ok, hasAll)
		}
	}
	p.leave("a")
	if ok, _ := p.take("c"); !ok {
		t.Error("a place that was left is not free")
	}
	for _, caller := range []string{"a", "b", "c"} {
		p.leave(caller)
	}
	if p.total != 0 || len(p.taken) != 0 {
		t.Errorf("%+v", p)
	}
}

// One address holds neither all streams nor all exports: what is left is for the others.
func TestOneAddressHoldsNotAll(t *testing.T) {
	tw := townOf(t)
	s := tw.server
	for _, c := range []struct {
		path   string
		places **places
	}{{"/events", &s.events.streams}, {"/ledger/export", &s.ledger.exports}} {
		t.Run(c.path, func(t *testing.T) {
			saved := *c.places
			*c.places = newPlaces(saved.all, 2)
			t.Cleanup(func() { *c.places = saved })
			taken := *c.places
			for range taken.each { // as an address does that lets its streams stay open, and does not read its exports
				taken.take("192.0.2.1")
			}
			b := tw.browser(t)
			b.address = "192.0.2.1"
			if a := b.get(c.path); a.status != http.StatusTooManyRequests || a.problem() != "too-many-requests" ||
				a.header.Get("Retry-After") == "" {
				t.Errorf("%d %s", a.status, a.body)
			}
			ctx, hangUp := context.WithTimeout(t.Context(), 10*time.Minute)
			defer hangUp()
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, tw.http.URL+Base+c.path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Test-Address", "192.0.2.2")
			response, err := tw.http.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			if response.StatusCode != http.StatusOK {
				t.Errorf("another address: %d", response.StatusCode)
			}
		})
	}
	if streamsOfOne >= streamsAtOnce || exportsOfOne >= exportsAtOnce {
		t.Error("one address may have all")
	}
}

// Who looks up a letter too often is told to wait, and when to come again; not that the letter is no good.
func TestLookingUpTooOften(t *testing.T) {
	tw := townOf(t)
	saved := tw.server.gate.limits["codes"]
	tw.server.gate.limits["codes"] = &limiter{rate: Limits{}.orDefaults().Codes, now: time.Now, buckets: map[string]bucket{}}
	defer func() { tw.server.gate.limits["codes"] = saved }()
	code, err := act.NewInviteCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	b := tw.browser(t)
	problems := map[string]int{}
	for i := range 25 {
		b.address = "203.0.113." + strconv.Itoa(100+i)
		now := time.Now().Unix()
		a := b.do(http.MethodPost, "/enrolments/lookup", EnrolmentProof{
			Community: garden, Code: encode(code.Public()), At: now, Proof: encode(code.Sign(proofText(tw.server.Origin, garden, now)).Sig),
		})
		problems[a.problem()]++
		if a.problem() == "too-many-requests" && (a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "5") {
			t.Errorf("%d, again after %q", a.status, a.header.Get("Retry-After"))
		}
	}
	if problems["bad-proof"] != 20 || problems["too-many-requests"] != 5 {
		t.Errorf("%v", problems)
	}
}
