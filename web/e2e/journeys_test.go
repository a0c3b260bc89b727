// SPDX-License-Identifier: Apache-2.0

// Package e2e_test holds a browser against the real server on a real network: what residents, officers and observers do,
// and axe on every page. It needs Node, Chromium and the built scripts (make web), and is skipped without them.
package e2e_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/api"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/letter"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/verify"
	"github.com/linli-project/linli/web"
)

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(func() (shim.Chaincode, error) { return chaincode.New() }); handled {
		os.Exit(code)
	}
	os.Exit(networktest.Run(m))
}

// holder is a passkey that the browser's virtual authenticator is given.
type holder struct {
	ID    string `json:"id"`    // base64url
	PKCS8 string `json:"pkcs8"` // base64
	Body  string `json:"body,omitempty"`
}

func holderOf(t *testing.T, s *village.Signer) holder {
	t.Helper()
	private, err := s.Key.Private()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return holder{ID: s.Key.ID(), PKCS8: base64.StdEncoding.EncodeToString(raw), Body: s.Body}
}

// scene is what the browser is told.
type scene struct {
	Helper    string            `json:"helper"` // where the script asks for what is not in the browser
	Tower     string            `json:"tower"`  // id of a community that has nothing yet but its bodies
	Roll      string            `json:"roll"`   // file of its roll
	Tokens    map[string]string `json:"tokens"` // of its officers' links, by body
	Base      string            `json:"base"`
	Community string            `json:"community"`
	Open      string            `json:"open"`    // id of an open election
	Counted   string            `json:"counted"` // id of a published one
	Owner     holder            `json:"owner"`
	Officers  map[string]holder `json:"officers"`
}

func TestJourneys(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes time")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no Node")
	}
	for _, needed := range []string{"/usr/bin/chromium", "../node_modules/playwright-core", "../dist/app/manifest.json"} {
		if _, err := os.Stat(needed); err != nil {
			t.Skipf("%s is missing", needed)
		}
	}
	s := stage(t)
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range []string{"observer.mjs", "resident.mjs", "office.mjs", "tower.mjs"} {
		cmd := exec.CommandContext(t.Context(), node, script)
		cmd.Stdin = bytes.NewReader(raw)
		out, err := cmd.CombinedOutput()
		t.Logf("%s\n%s", script, out)
		if err != nil {
			t.Errorf("%s: %v", script, err)
		}
	}
}

const homes = 12

// stage founds a community with a counted and an open election, and serves it.
func stage(t *testing.T) scene {
	t.Helper()
	n := networktest.Network(t)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	base := "http://localhost:" + port
	constitution, err := village.Constitute(n, "花园小区", "rehearsal")
	if err != nil {
		t.Fatal(err)
	}
	constitution.RP = act.RelyingParty{ID: "localhost", Origins: []string{base}}
	l, err := village.Connect(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	store, desk := serve(t, n, l, listener, base)
	v, err := village.New("web-garden", constitution)
	if err != nil {
		t.Fatal(err)
	}
	settle(t, l, v)
	s := scene{Base: base, Community: v.ID, Officers: map[string]holder{}, Counted: "spring", Open: "autumn"}
	for body, officer := range v.Officers {
		s.Officers[body] = holderOf(t, officer)
	}
	s.Owner = holderOf(t, v.Voter(v.Heads()[0]))
	hold(t, l, v, s.Counted, true)
	hold(t, l, v, s.Open, false)
	s.tower(t, n, l, constitution, store, desk)
	time.Sleep(time.Second) // the mirror follows
	return s
}

// serve is what `linli serve` does, with the pages.
func serve(t *testing.T, n *network.Network, l *village.Ledger, listener net.Listener, base string) (store *identity.Store, desk string) {
	t.Helper()
	dir := t.TempDir()
	mirror, err := index.Open(filepath.Join(dir, "index.db"))
	must(t, err)
	store, err = identity.Open(t.Context(), filepath.Join(dir, "people.db"))
	must(t, err)
	desk = filepath.Join(dir, "desk.db")
	pages, err := web.New(mirror)
	must(t, err)
	genesis, err := os.ReadFile(n.GenesisBlock())
	must(t, err)
	trust, err := verify.TrustFrom(genesis, nil)
	must(t, err)
	var text bytes.Buffer
	must(t, trust.Write(&text))
	server, err := api.New(t.Context(), api.Config{
		Body: "owners", Channel: network.Channel, Origin: base, Trust: text.Bytes(), Desk: desk,
		Client: l.Client, Relay: l.Relay, Index: mirror, Store: store, Log: slog.New(slog.DiscardHandler), Now: time.Now, Random: rand.Reader,
		Web: pages.Handler(), Limits: api.Limits{Reads: api.Rate{PerSecond: 1e6, Burst: 1e6}, Logins: api.Rate{PerSecond: 1e4, Burst: 1e4}, Acts: api.Rate{PerSecond: 1e4, Burst: 1e4}},
	})
	must(t, err)
	running, stop := context.WithCancel(t.Context())
	var parts sync.WaitGroup
	parts.Go(func() { _ = mirror.Run(running, l.Client) })
	parts.Go(func() { _ = server.Run(running) })
	httpServer := &http.Server{Handler: server.Handler(), ReadHeaderTimeout: time.Minute}
	parts.Go(func() { _ = httpServer.Serve(listener) })
	t.Cleanup(func() {
		stop()
		server.HangUp()
		_ = httpServer.Close()
		parts.Wait()
		_, _, _ = server.Close(), store.Close(), mirror.Close()
		l.Close()
	})
	return store, desk
}

// tower founds a community whose officers have links and nothing else yet.
func (s *scene) tower(t *testing.T, n *network.Network, l *village.Ledger, c contract.Constitution, store *identity.Store, desk string) {
	t.Helper()
	s.Tower, s.Tokens = "web-tower", map[string]string{}
	s.Roll, _ = filepath.Abs("../../identity/testdata/tower-16.csv")
	c.Name = "塔楼"
	for _, body := range c.Bodies {
		admit(t, n, l, s.Tower, c, body.ID, []contract.OfficerKey{})
	}
	must(t, store.KeepCommunity(t.Context(), s.Tower, c))
	for _, body := range c.Bodies {
		officer, err := store.AddOfficer(t.Context(), s.Tower, body.ID, "经办人 "+body.ID, "")
		must(t, err)
		s.Tokens[body.ID], err = api.InviteOfficer(t.Context(), desk, s.Tower, officer.ID, time.Now().Add(time.Hour))
		must(t, err)
	}
	codes := &codeReader{}
	store.Random = codes
	mux := http.NewServeMux()
	mux.HandleFunc("POST /admit/{body}", func(_ http.ResponseWriter, r *http.Request) { // what `linli serve admit-officers` does
		var key contract.OfficerKey
		if err := json.NewDecoder(r.Body).Decode(&key); err != nil {
			t.Error(err)
			return
		}
		admit(t, n, l, s.Tower, c, r.PathValue("body"), []contract.OfficerKey{key})
	})
	mux.HandleFunc("GET /codes", func(w http.ResponseWriter, _ *http.Request) { _ = json.NewEncoder(w).Encode(codes.texts()) })
	helper := httptest.NewServer(mux)
	t.Cleanup(helper.Close)
	s.Helper = helper.URL
}

// admit has a body's administrator found the community, or register more officers.
func admit(t *testing.T, n *network.Network, l *village.Ledger, id string, c contract.Constitution, body string, keys []contract.OfficerKey) {
	t.Helper()
	constitution, err := json.Marshal(c)
	must(t, err)
	officers, err := json.Marshal(keys)
	must(t, err)
	admin, err := n.Connect(context.Background(), body, network.Admin)
	must(t, err)
	defer admin.Close()
	receipt, _, err := admin.Submit(context.Background(), "Found", id, string(constitution), string(officers))
	must(t, err)
	for height := uint64(0); height <= receipt.Block; time.Sleep(50 * time.Millisecond) {
		height, err = l.Client.Height(context.Background())
		must(t, err)
	}
}

// codeReader is a source of randomness that remembers the invitation codes drawn from it, which are on paper only.
type codeReader struct {
	mu    sync.Mutex
	codes []act.InviteCode
}

func (r *codeReader) Read(p []byte) (int, error) {
	n, err := rand.Read(p)
	r.mu.Lock()
	defer r.mu.Unlock()
	if n == len(act.InviteCode{}) {
		r.codes = append(r.codes, act.InviteCode(p))
	}
	return n, err
}

func (r *codeReader) texts() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []string
	for _, code := range r.codes {
		all = append(all, letter.Compact(code))
	}
	return all
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func settle(t *testing.T, l *village.Ledger, v *village.Village) {
	t.Helper()
	must(t, l.Found(t.Context(), v))
	var units []community.Unit
	for i := range homes {
		units = append(units, community.Unit{
			ID: "u" + strconv.Itoa(i), Kind: community.Home, Status: community.Sold, AreaDm2: int64(8000 + 100*i),
			Owners: []string{strings.Repeat(strconv.FormatInt(int64(i), 16), 32)},
		})
	}
	must(t, v.SetRoll(units))
	must(t, l.LoadRoll(t.Context(), v, 1, func(int, int) {}))
	must(t, l.EnrolAll(t.Context(), v))
}

// hold opens an election; a whole one is voted on, counted and published.
func hold(t *testing.T, l *village.Ledger, v *village.Village, id string, whole bool) {
	t.Helper()
	e, err := v.NewElection(id)
	must(t, err)
	rules := contract.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	options := []string{election.Agree, "disagree", "abstain"}
	on, err := l.Open(t.Context(), e, "2026年业主大会 "+id, rules, []contract.DraftContest{
		{ID: "renew", Options: options, Seats: 1, Threshold: election.Majority, Title: "续聘物业服务企业"},
		{ID: "roof", Options: options, Seats: 1, Threshold: election.ThreeQuarters, Title: "利用屋顶共有部分经营"},
	})
	must(t, err)
	if !whole {
		return
	}
	for i, right := range v.Heads()[:homes-2] {
		choice := []string{"agree"}
		if i > 6 {
			choice = []string{"disagree"}
		}
		must(t, l.Do(t.Context())(e.Cast(on, v.Voter(right), right.ID, 1, election.Selections{"renew": {"agree"}, "roof": choice})))
	}
	must(t, l.CloseAndUnseal(t.Context(), e, []string{"owners", "residents", "street"}))
	result, err := l.Tally(t.Context(), e, func(int, int) {})
	must(t, err)
	must(t, l.Publish(t.Context(), e, result))
}
