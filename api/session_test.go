// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/passkey"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/election"
)

// Cookies implements http.CookieJar: the test server has no TLS, its cookies are those of an https origin.
func (j secureJar) Cookies(u *url.URL) []*http.Cookie {
	secure := *u
	secure.Scheme = "https"
	return j.CookieJar.Cookies(&secure)
}

// SetCookies implements http.CookieJar.
func (j secureJar) SetCookies(u *url.URL, cookies []*http.Cookie) {
	secure := *u
	secure.Scheme = "https"
	j.CookieJar.SetCookies(&secure, cookies)
}

// cookies are what the browser sends.
func (b *client) cookies() []*http.Cookie {
	u, err := url.Parse(b.town.http.URL)
	if err != nil {
		b.Fatal(err)
	}
	return b.http.Jar.Cookies(u)
}

// token is the session cookie's value.
func (b *client) token() string {
	for _, c := range b.cookies() {
		if c.Name == "__Host-linli" {
			return c.Value
		}
	}
	return ""
}

func TestLogin(t *testing.T) {
	tw := townOf(t)
	b := tw.browser(t)
	owner := tw.Voter(tw.singles()[1])
	a := b.logIn(owner.Key)
	if a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	cookie := ""
	for _, set := range a.header.Values("Set-Cookie") {
		if strings.HasPrefix(set, "__Host-linli=") {
			cookie = set
		}
	}
	for _, attribute := range []string{"__Host-linli=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(cookie, attribute) {
			t.Errorf("cookie without %s: %s", attribute, cookie)
		}
	}
	session := decode[Session](t, b.get("/session"))
	if session.Person != owner.Person || session.Kind != "owner" || session.Status != "active" || session.RegisteredHere {
		t.Errorf("session %+v", session)
	}
	me := decode[Me](t, b.get("/me"))
	if me.Seq != 1 || len(me.Rights) == 0 || me.Rights[0].Role != "voter" || me.Credentials[0].ID != owner.Key.ID() {
		t.Errorf("me %+v", me)
	}
	if a := b.do(http.MethodDelete, "/session", nil); a.status != http.StatusNoContent {
		t.Errorf("log out: %d %s", a.status, a.body)
	}
	if a := b.get("/me"); a.problem() != "no-session" {
		t.Errorf("after logging out: %d %s", a.status, a.body)
	}
}

// Who has begun a login has no session yet, and leaves nothing for long; the login itself lasts, whatever is begun after it.
func TestUnfinishedLogins(t *testing.T) {
	tw := townOf(t)
	b := tw.browser(t)
	begin := func() answer {
		return must(t, http.StatusOK, b.do(http.MethodPost, "/session/begin", map[string]string{"community": garden}))
	}
	cookie := begin().header.Get("Set-Cookie")
	for _, attribute := range []string{"__Host-linli-", "HttpOnly", "Secure", "SameSite=Strict", "Path=/", "Max-Age=300"} {
		if !strings.Contains(cookie, attribute) {
			t.Errorf("cookie without %s: %s", attribute, cookie)
		}
	}
	if token := b.token(); token != "" {
		t.Error("a login that was only begun is a session")
	}
	b.mustLogIn(tw.Voter(tw.singles()[1]).Key)
	token := b.token()
	for range 2 * ceremoniesAtOnce {
		begin()
	}
	if b.token() != token {
		t.Error("a login that is begun anew changes the session there is")
	}
	if kept := len(b.cookies()); kept > ceremoniesAtOnce+1 {
		t.Errorf("the browser keeps %d cookies", kept)
	}
	ctx, err := tw.server.logins.sessions.Load(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(tw.server.logins.sessions.Deadline(ctx)); left < sessionTime-time.Minute {
		t.Errorf("a login lasts %s", left)
	}
	awaited := func() (n int) {
		t.Helper()
		if err := tw.server.db.shared.Read.QueryRow("SELECT count(*) FROM ceremonies").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if awaited() < 2*ceremoniesAtOnce {
		t.Error("what is begun is awaited")
	}
}

// A token that was known before the login is worth nothing after it.
func TestSessionFixation(t *testing.T) {
	tw := townOf(t)
	victim := tw.browser(t)
	victim.mustLogIn(tw.Voter(tw.singles()[2]).Key)
	known := victim.token()
	victim.mustLogIn(tw.Voter(tw.singles()[2]).Key)
	if known == "" || victim.token() == known {
		t.Fatalf("the token did not change with the login")
	}
	thief := tw.browser(t)
	if a := thief.get("/me", "Cookie", "__Host-linli="+known); a.status != http.StatusUnauthorized {
		t.Errorf("the old token: %d %s", a.status, a.body)
	}
	if a := thief.get("/me", "Cookie", "__Host-linli=a-token-of-my-own"); a.status != http.StatusUnauthorized {
		t.Errorf("an invented token: %d %s", a.status, a.body)
	}
}

// The database does not hold what would let a thief of it log in.
func TestSessionTokensAreHashed(t *testing.T) {
	tw := townOf(t)
	b := tw.browser(t)
	b.mustLogIn(tw.Voter(tw.singles()[3]).Key)
	var found int
	if err := tw.server.db.shared.Read.QueryRow("SELECT count(*) FROM sessions WHERE token = ?", b.token()).Scan(&found); err != nil ||
		found != 0 {
		t.Errorf("%d sessions under their token: %v", found, err)
	}
}

func TestLoginRefuses(t *testing.T) {
	tw := townOf(t)
	rp := tw.Constitution.RP
	owner := tw.Voter(tw.singles()[4]).Key
	begin := func(b *client) []byte {
		options := decode[LoginOptions](t, b.do(http.MethodPost, "/session/begin", map[string]string{"community": garden}))
		var challenge act.Bytes
		if err := challenge.UnmarshalText([]byte(options.PublicKey.Challenge)); err != nil {
			t.Fatal(err)
		}
		return challenge
	}
	stranger, err := passkey.New(rp)
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := act.RelyingParty{ID: rp.ID, Origins: []string{"https://elsewhere.example"}}
	other := act.RelyingParty{ID: "elsewhere.example", Origins: rp.Origins}
	for _, c := range []struct {
		name   string
		key    *passkey.Key
		rp     act.RelyingParty
		change func([]byte) []byte
		want   string
	}{
		{"a passkey the ledger does not know", stranger, rp, nil, "passkey-unknown"},
		{"another origin", owner, elsewhere, nil, "ceremony-refused"},
		{"another relying party", owner, other, nil, "ceremony-refused"},
		{"another challenge", owner, rp, func(c []byte) []byte { c[0] ^= 1; return c }, "ceremony-refused"},
	} {
		b := tw.browser(t)
		challenge := begin(b)
		if c.change != nil {
			challenge = c.change(challenge)
		}
		if a := b.do(http.MethodPost, "/session/finish", assertion(t, c.key, c.rp, challenge)); a.problem() != c.want ||
			a.status != http.StatusUnauthorized {
			t.Errorf("%s: %d %s", c.name, a.status, a.body)
		}
	}
	b := tw.browser(t)
	answer := assertion(t, owner, rp, begin(b))
	forged := assertion(t, owner, rp, make([]byte, 32))
	forged["id"] = tw.Voter(tw.singles()[5]).Key.ID()
	if a := tw.browser(t).do(http.MethodPost, "/session/finish", answer); a.problem() != "ceremony-refused" {
		t.Errorf("an answer in another session: %d %s", a.status, a.body)
	}
	if a := b.do(http.MethodPost, "/session/finish", answer); a.status != http.StatusOK {
		t.Errorf("the right answer: %d %s", a.status, a.body)
	}
	if a := b.do(http.MethodPost, "/session/finish", answer); a.problem() != "ceremony-refused" {
		t.Errorf("the same answer twice: %d %s", a.status, a.body)
	}
}

// What a login signs is not an act, and what signs an act is not a login.
func TestLoginIsNoAct(t *testing.T) {
	tw := townOf(t)
	text, err := act.Encode(tw.Draft("election.object", 1, tw.Voter(tw.singles()[6])), map[string]string{"election": "x"})
	if err != nil {
		t.Fatal(err)
	}
	hash := act.HashOf(text)
	if origin := tw.server.Origin; loginChallenge(origin, hash[:]) == hash || loginChallenge(origin, []byte(text)) == hash ||
		loginChallenge(text, nil) == hash {
		t.Error("a login's challenge is an act's hash")
	}
}

// A stolen session lets its thief read what its owner reads, and cast nothing.
func TestStolenSessionCannotCast(t *testing.T) {
	tw := townOf(t)
	e, on := tw.open(t, "stolen")
	right := tw.singles()[7]
	victim := tw.browser(t)
	victim.mustLogIn(tw.Voter(right).Key)
	thief := tw.browser(t)
	thief.headers["Cookie"] = "__Host-linli=" + victim.token()
	if a := thief.get("/me"); a.status != http.StatusOK {
		t.Fatalf("the cookie works: %d %s", a.status, a.body)
	}
	draft := tw.Draft("ballot.cast", 1, tw.Voter(right))
	sealed, err := e.Seal(on, draft, right.ID, election.Selections{contestID: {election.Agree}})
	if err != nil {
		t.Fatal(err)
	}
	own, err := tw.Stranger()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := village.Sign(draft, vote.BallotCast{Election: e.ID, Right: right.ID, Sealed: sealed}, own)
	if err != nil {
		t.Fatal(err)
	}
	if a := thief.post(signed); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, string(act.WrongSigner)) {
		t.Errorf("signed by the thief: %d %s", a.status, a.body)
	}
	signed.Signatures[0].By = tw.Voter(right).Key.ID()
	if a := thief.post(signed); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, string(act.BadSignature)) {
		t.Errorf("signed by the thief in the victim's name: %d %s", a.status, a.body)
	}
	if a := thief.get("/communities/" + garden + "/elections/stolen/turnout"); !strings.Contains(a.body, `"ballots":0`) {
		t.Errorf("the box: %s", a.body)
	}
}

func TestCrossOriginIsRefused(t *testing.T) {
	tw := townOf(t)
	b := tw.browser(t)
	b.mustLogIn(tw.Voter(tw.singles()[8]).Key)
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
		{"Origin", "https://elsewhere.example"}, {"Origin", "null"}} {
		if a := b.do(http.MethodDelete, "/session", nil, headers...); a.status != http.StatusForbidden || a.problem() != "cross-origin" {
			t.Errorf("%v: %d %s", headers, a.status, a.body)
		}
		if a := b.do(http.MethodPost, "/acts", `{}`, headers...); a.problem() != "cross-origin" {
			t.Errorf("%v: %d %s", headers, a.status, a.body)
		}
	}
	if a := b.get("/session", "Origin", "https://elsewhere.example"); a.header.Get("Access-Control-Allow-Origin") != "" {
		t.Error("another origin may read")
	}
	if a := b.do(http.MethodDelete, "/session", nil, "Origin", "https://garden.example", "Sec-Fetch-Site",
		"same-origin"); a.status != http.StatusNoContent {
		t.Errorf("from the own pages: %d %s", a.status, a.body)
	}
}
