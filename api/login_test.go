// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/notify"
)

// The same vector is in web/src/passkey/passkey.test.ts.
func TestLoginChallengeVector(t *testing.T) {
	hash := loginChallenge("https://garden.example", bytes.Repeat([]byte{7}, 32))
	if got := base64.RawURLEncoding.EncodeToString(hash[:]); got != "z4BfUUq4AS_uMf7CjKlKe8cxeo1XKhn9aUJNHsLnBxw" {
		t.Error(got)
	}
}

const elsewhere = "https://residents.garden.example" // the other body's pages

// bodies are the servers of two bodies of one community, whose passkeys work on the pages of both.
type bodies struct {
	town *town // a town as the other body's server has it
	v    *village.Village
}

// twoBodies founds the community and starts the second server. The first is the town's.
func twoBodies(t *testing.T, id string) bodies {
	t.Helper()
	tw := townOf(t)
	constitution, err := village.Constitute(tw.Network, "两处", "rehearsal")
	if err != nil {
		t.Fatal(err)
	}
	constitution.RP.Origins = []string{tw.server.Origin, elsewhere}
	v, err := village.New(id, constitution)
	if err != nil {
		t.Fatal(err)
	}
	if err := tw.Found(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	other := &town{Village: v, Ledger: tw.Ledger, log: tw.log}
	other.serve(t, "residents", elsewhere, "")
	return bodies{other, v}
}

// serve starts another server of a body, with a client, a relay and a mirror of its own. What it shares with others is at a PostgreSQL URL;
// "": it has all for itself.
func (tw *town) serve(t *testing.T, body, origin, at string) {
	t.Helper()
	dir, log := t.TempDir(), slog.New(slog.NewTextHandler(tw.log, nil))
	client, err := tw.Network.Connect(t.Context(), body, network.Client)
	if err != nil {
		t.Fatal(err)
	}
	relay := ledger.NewRelay(client, ledger.Options{})
	mirror, err := index.Open(filepath.Join(dir, "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	if tw.store, err = identity.Open(t.Context(), cmp.Or(at, filepath.Join(dir, "people.db"))); err != nil {
		t.Fatal(err)
	}
	notices, err := notify.Open(t.Context(), notify.Config{
		File: cmp.Or(at, filepath.Join(dir, "notices.db")), Origin: origin, Index: mirror, Store: tw.store, Log: log, Now: time.Now,
		Random: rand.Reader,
	})
	if err != nil {
		t.Fatal(err)
	}
	tw.server, err = New(t.Context(), Config{
		Body: body, Channel: network.Channel, Origin: origin, Trust: []byte("{}"), Database: filepath.Join(dir, "server.db"), Shared: at,
		Client: client, Relay: relay, Index: mirror, Store: tw.store, Notify: notices, Log: log, Now: time.Now, Random: rand.Reader,
		IP: func(r *http.Request) string { return r.Header.Get("Test-Address") },
	})
	if err != nil {
		t.Fatal(err)
	}
	running, stop := context.WithCancel(context.Background())
	var parts sync.WaitGroup
	parts.Go(func() { _ = tw.server.Run(running) })
	tw.http = httptest.NewServer(tw.server.Handler())
	t.Cleanup(func() {
		stop()
		tw.http.Close()
		parts.Wait()
		for _, end := range []func() error{tw.server.Close, notices.Close, tw.store.Close, mirror.Close} {
			if err := end(); err != nil {
				t.Error(err)
			}
		}
		relay.Close()
		client.Close()
	})
	if err := tw.catchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// One body's server relays another's login to an officer who logs in at it: whatever he signs there, and in whichever way the
// relay makes the challenge, is no session at the other.
func TestLoginRelayedByAnotherBody(t *testing.T) {
	two := twoBodies(t, "login-relayed")
	officer := two.v.Two()[0].Key
	relay := two.town.browser(t)
	relay.community = two.v.ID
	for name, c := range map[string]struct {
		computedFor string // the origin in the challenge
		signedAt    string // what the officer's browser says
		want        string
	}{
		"as the relay's pages compute it":               {"https://garden.example", "https://garden.example", "ceremony-refused"},
		"by pages that compute it for the other":        {elsewhere, "https://garden.example", "ceremony-refused"},
		"by a browser that names the other, if one did": {"https://garden.example", elsewhere, "ceremony-refused"},
		"at the server itself":                          {elsewhere, elsewhere, ""},
	} {
		options := decode[LoginOptions](t, must(t, 200, relay.do(http.MethodPost, "/session/begin",
			map[string]string{"community": two.v.ID})))
		nonce, err := base64.RawURLEncoding.DecodeString(options.Nonce)
		if err != nil {
			t.Fatal(err)
		}
		challenge := loginChallenge(c.computedFor, nonce)
		signed := assertion(t, officer, act.RelyingParty{ID: two.v.Constitution.RP.ID, Origins: []string{c.signedAt}}, challenge[:])
		if a := relay.do(http.MethodPost, "/session/finish", signed); a.problem() != c.want {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

// A passkey that an officer makes on one body's pages is not registered at another's server.
func TestRegistrationRelayedByAnotherBody(t *testing.T) {
	two := twoBodies(t, "registration-relayed")
	if err := two.town.store.KeepCommunity(t.Context(), two.v.ID, two.v.Constitution); err != nil {
		t.Fatal(err)
	}
	officer, err := two.town.store.AddOfficer(t.Context(), two.v.ID, "residents", "经办人", "")
	if err != nil {
		t.Fatal(err)
	}
	relay := two.town.browser(t)
	relay.community = two.v.ID
	for signedAt, want := range map[string]int{"https://garden.example": http.StatusUnauthorized, elsewhere: http.StatusCreated} {
		token, err := InviteOfficer(t.Context(), two.town.server.Database, two.v.ID, officer.ID, time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		options := must(t, 200, relay.do(http.MethodPost, "/officers/register/begin",
			map[string]string{"community": two.v.ID, "token": token}))
		d := newDevice(act.RelyingParty{ID: two.v.Constitution.RP.ID, Origins: []string{signedAt}})
		if a := relay.do(http.MethodPost, "/webauthn/register/finish",
			map[string]json.RawMessage{"credential": d.attest(t, []byte(options.body)), "label": json.RawMessage(`""`)}); a.status != want {
			t.Errorf("made at %s: %d %s", signedAt, a.status, a.body)
		}
	}
}

// A server whose own origin the community does not name says so, instead of refusing every passkey.
func TestServerAtAnOriginOfItsOwn(t *testing.T) {
	tw := townOf(t)
	asked := ceremonies{origin: "https://elsewhere.example"}
	if _, err := asked.own(contract.Constitution{RP: tw.Constitution.RP}); asRefusal(err).kind != "not-possible-now" {
		t.Error(err)
	}
}

// Two tabs of one browser await a login each. Whichever answers first, both answers are good, and each is good once.
func TestTwoTabs(t *testing.T) {
	tw := townOf(t)
	owner := tw.Voter(tw.singles()[1]).Key
	for _, first := range []int{0, 1} {
		b := tw.browser(t)
		var answers [2]map[string]any
		for tab := range answers {
			options := decode[LoginOptions](t, must(t, 200, b.do(http.MethodPost, "/session/begin",
				map[string]string{"community": garden})))
			var challenge act.Bytes
			if err := challenge.UnmarshalText([]byte(options.PublicKey.Challenge)); err != nil {
				t.Fatal(err)
			}
			answers[tab] = assertion(t, owner, tw.Constitution.RP, challenge)
		}
		for _, tab := range []int{first, 1 - first} {
			if a := b.do(http.MethodPost, "/session/finish", answers[tab]); a.status != http.StatusOK {
				t.Errorf("tab %d: %d %s", tab, a.status, a.body)
			}
			must(t, 200, b.get("/me"))
			if a := b.do(http.MethodPost, "/session/finish", answers[tab]); a.problem() != "ceremony-refused" {
				t.Errorf("tab %d, the same answer twice: %d %s", tab, a.status, a.body)
			}
		}
	}
}
