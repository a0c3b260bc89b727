// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
)

// What somebody signs for one purpose is taken for no other: a login is no act, an act is no login, and an act of one type is none of
// another.
func TestSignaturesAreForOnePurpose(t *testing.T) {
	tw := townOf(t)
	owner := tw.Voter(tw.singles()[50])
	b := tw.browser(t)
	signed, err := village.Sign(tw.Draft("election.object", 1, owner), vote.ElectionObject{Election: "none", Text: anyHash}, owner)
	if err != nil {
		t.Fatal(err)
	}
	must(t, 200, b.do(http.MethodPost, "/session/begin", map[string]string{"community": garden}))
	hash := act.HashOf(signed.Text)
	if a := b.do(http.MethodPost, "/session/finish", assertion(t, owner.Key, tw.Constitution.RP,
		hash[:])); a.problem() != "ceremony-refused" {
		t.Errorf("an act's signature as a login: %d %s", a.status, a.body)
	}
	options := decode[LoginOptions](t, must(t, 200, b.do(http.MethodPost, "/session/begin", map[string]string{"community": garden})))
	challenge, err := base64.RawURLEncoding.DecodeString(options.PublicKey.Challenge)
	if err != nil {
		t.Fatal(err)
	}
	login := assertion(t, owner.Key, tw.Constitution.RP, challenge)
	as := signed
	as.Signatures = []act.Signature{signatureIn(t, login)}
	if a := b.post(as); a.status != http.StatusUnprocessableEntity || decode[Problem](t, a).Code != string(act.WrongChallenge) {
		t.Errorf("a login's signature as an act's: %d %s", a.status, a.body)
	}
	as = signed
	as.Text = strings.Replace(signed.Text, "election.object", "election.annul", 1)
	if a := b.post(as); a.status != http.StatusUnprocessableEntity || decode[Problem](t, a).Code == string(contract.OK) {
		t.Errorf("an act's signature over another type: %d %s", a.status, a.body)
	}
	if a := b.do(http.MethodPost, "/session/finish", login); a.status != http.StatusOK {
		t.Errorf("the login as what it is: %d %s", a.status, a.body)
	}
}

// signatureIn is a browser's answer to a login, in the form of an act's signature.
func signatureIn(t *testing.T, answer map[string]any) act.Signature {
	t.Helper()
	of := func(name string) act.Bytes {
		raw, err := base64.RawURLEncoding.DecodeString(answer["response"].(map[string]any)[name].(string))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	return act.Signature{By: answer["id"].(string), ClientData: of("clientDataJSON"), AuthData: of("authenticatorData"),
		Sig: of("signature")}
}

// Nothing is served that tells of the inside: no profiler, no figures, no log levels, no description for developers, no other folder.
func TestNothingInternalIsServed(t *testing.T) {
	tw := townOf(t)
	for _, path := range []string{
		"/debug/pprof/", "/debug/vars", "/debug/requests", "/metrics", "/logspec", "/healthz", "/version", "/status", "/server-status",
		"/admin", "/console",
		"/openapi.yaml", "/openapi.json", "/swagger", "/swagger/index.html", "/api", "/api/", Base, Base + "/", Base + "/openapi.yaml",
		Base + "/debug",
		Base + "/metrics", "/server.db", "/people.db", "/.env", "/.git/HEAD", "/go.mod", "/package.json", "/assets/../go.mod",
		"/src/app/api.ts",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, tw.http.URL+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		response, err := tw.http.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, response.StatusCode)
		}
	}
}

// The limits that docs/security/practice.md names are those that hold.
func TestLimitsAreAsWritten(t *testing.T) {
	raw, err := os.ReadFile("../docs/security/practice.md")
	if err != nil {
		t.Fatal(err)
	}
	l := Limits{}.orDefaults()
	for what, rate := range map[string]Rate{
		"reads, pages": l.Reads, "acts": l.Acts, "other changes": l.Changes, "logins": l.Logins, "codes and one-time links": l.Codes,
		"streams and exports begun": l.Streams,
	} {
		if want := fmt.Sprintf("| %s | %g | %g |", what, rate.PerSecond, rate.Burst); !strings.Contains(string(raw), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	for _, want := range []string{
		fmt.Sprintf("Exports: %d at once, %d of one address", exportsAtOnce, exportsOfOne),
		fmt.Sprintf("Streams: %s at once, %d of one address", thousands(streamsAtOnce), streamsOfOne),
		fmt.Sprintf("answered within %.0f s", relayWithin.Seconds()),
	} {
		if !strings.Contains(regexp.MustCompile(`\s+`).ReplaceAllString(string(raw), " "), want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

func thousands(n int) string { return fmt.Sprintf("%d,%03d", n/1000, n%1000) }
