// SPDX-License-Identifier: Apache-2.0

package api

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/mailtest"
	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/lookout"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/notify"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/web"
)

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	code := networktest.Run(ended{postgrestest.Ending{M: m}})
	os.Exit(code)
}

// ended ends the server that the tests share before their network.
type ended struct{ m interface{ Run() int } }

func (e ended) Run() int {
	code := e.m.Run()
	if shared.stop != nil {
		shared.stop()
	}
	if code == 0 && flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == "" && shared.town != nil {
		return unanswered()
	}
	return code
}

// town is a community of 355 heads with a running server, which the tests share. Each test has elections or rights of its own.
type town struct {
	*village.Village
	*village.Ledger
	server *Server
	http   *httptest.Server
	tree   *tree.Tree
	store  *identity.Store
	log    *village.Log
	codes  *village.Codes
	mail   *mailtest.Server
	oracle *oracle.Oracle // of the first body in the garden; it has no listener, and is told messages as a listener does
	ahead  atomic.Int64   // by how many milliseconds its clock is ahead
}

var shared struct {
	once sync.Once
	town *town
	err  error
	stop func()
}

func townOf(t testing.TB) *town {
	t.Helper()
	n := networktest.Network(t)
	shared.once.Do(func() { shared.town, shared.stop, shared.err = newTown(context.Background(), n) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.town
}

const garden = "api-garden"

func newTown(ctx context.Context, n *network.Network) (*town, func(), error) {
	dir, err := os.MkdirTemp("", "linli-api-")
	if err != nil {
		return nil, nil, err
	}
	running, cancel := context.WithCancel(ctx)
	var parts sync.WaitGroup
	var closers []func()
	stop := func() {
		cancel()
		parts.Wait()
		for _, closer := range slices.Backward(closers) {
			closer()
		}
		_ = os.RemoveAll(dir)
	}
	tw := &town{log: &village.Log{}}
	if tw.Ledger, err = village.Connect(ctx, n); err != nil {
		return nil, stop, err
	}
	closers = append(closers, tw.Ledger.Close)
	mirror, err := index.Open(filepath.Join(dir, "index.db"))
	if err != nil {
		return nil, stop, err
	}
	closers = append(closers, func() { _ = mirror.Close() })
	if tw.tree, err = tree.Open(filepath.Join(dir, "tree.db")); err != nil {
		return nil, stop, err
	}
	closers = append(closers, func() { _ = tw.tree.Close() })
	if tw.store, err = identity.Open(ctx, filepath.Join(dir, "people.db")); err != nil {
		return nil, stop, err
	}
	closers = append(closers, func() { _ = tw.store.Close() })
	if err := tw.store.SealEnclosures(make([]byte, 32)); err != nil {
		return nil, stop, err
	}
	tw.codes = &village.Codes{}
	tw.store.Random = tw.codes
	trust, err := village.Trust(n)
	if err != nil {
		return nil, stop, err
	}
	pages, err := web.New(mirror, time.Now)
	if err != nil {
		return nil, stop, err
	}
	if tw.mail, err = mailtest.Start(false); err != nil {
		return nil, stop, err
	}
	closers = append(closers, func() { _ = tw.mail.Close() })
	notices, err := notify.Open(ctx, notify.Config{
		File: filepath.Join(dir, "notices.db"), Origin: "https://garden.example", Index: mirror, Store: tw.store,
		Log: slog.New(slog.NewTextHandler(tw.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: time.Now, Random: rand.Reader,
		Mail: &notify.Mail{
			Host: "127.0.0.1", Port: tw.mail.Port, User: mailtest.User, Password: mailtest.Password, From: "linli@garden.example",
			Roots: tw.mail.Roots(),
		},
	})
	if err != nil {
		return nil, stop, err
	}
	closers = append(closers, func() { _ = notices.Close() })
	msp, certificate, key, err := n.Identity("owners", network.Client)
	if err != nil {
		return nil, stop, err
	}
	signer, err := NewIdentity(msp, certificate, key)
	if err != nil {
		return nil, stop, err
	}
	genesis, err := tw.Ledger.Client.Genesis(ctx)
	if err != nil {
		return nil, stop, err
	}
	log := slog.New(slog.NewTextHandler(tw.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if tw.oracle, err = oracle.Open(ctx, oracle.Config{
		Dir: filepath.Join(dir, "oracle"), Community: garden, Body: "owners", Net: genesis, Client: tw.Ledger.Client, Relay: tw.Ledger.Relay,
		Mirror: mirror, Log: log,
		Now: func() time.Time { return time.Now().Add(time.Duration(tw.ahead.Load()) * time.Millisecond) },
	}); err != nil {
		return nil, stop, err
	}
	closers = append(closers, func() { _ = tw.oracle.Close() })
	outlook := lookout.New(lookout.Config{Dir: n.Dir(), Body: "owners", Tree: tw.tree, Client: tw.Ledger.Client, Log: log, Now: time.Now})
	tw.server, err = New(ctx, Config{
		Identity: signer, Oracle: tw.oracle, Standing: outlook.Standing,
		Body: "owners", Channel: network.Channel, Origin: "https://garden.example", Trust: trust,
		Database: filepath.Join(dir, "server.db"),
		Client:   tw.Ledger.Client, Relay: tw.Ledger.Relay, Index: mirror, Tree: tw.tree, Store: tw.store, Notify: notices,
		Log: log, Now: time.Now, Random: rand.Reader,
		Web: pages.Handler(), Contact: "mailto:security@garden.example",
		IP:     func(r *http.Request) string { return r.Header.Get("Test-Address") },
		Limits: Limits{Reads: Rate{1e6, 1e6}, Acts: Rate{1e4, 1e4}},
	})
	if err != nil {
		return nil, stop, err
	}
	closers = append(closers, func() { _ = tw.server.Close() })
	pages.Analysis, pages.PointsSheet, pages.BreachSheet = tw.server.Analysis, tw.server.PointsSheet, tw.server.BreachSheet
	parts.Go(func() { _ = tw.server.Run(running) })
	parts.Go(func() { _ = ledger.Project(running, tw.Ledger.Client, log, tw.tree) })
	parts.Go(func() { _ = outlook.Run(running) })
	parts.Go(func() { notices.Run(running) })
	parts.Go(func() { _ = tw.oracle.Run(running, nil, nil) })
	tw.http = httptest.NewServer(tw.server.Handler())
	closers = append(closers, func() { tw.server.HangUp(); tw.http.Close() })
	return tw, stop, tw.settle(ctx, n)
}

// settle founds the community and enrols its owners.
func (tw *town) settle(ctx context.Context, n *network.Network) error {
	constitution, err := village.Constitute(n, "花园小区", "rehearsal")
	if err != nil {
		return err
	}
	if tw.Village, err = village.New(garden, constitution); err != nil {
		return err
	}
	if err := tw.Found(ctx, tw.Village); err != nil {
		return err
	}
	file, err := os.Open("../identity/testdata/garden-355.csv")
	if err != nil {
		return err
	}
	defer file.Close()
	roll, err := identity.Read(ctx, file)
	if err != nil {
		return err
	}
	units, _, err := roll.Pseudonymise(identity.Secrets{}, rand.Reader)
	if err != nil {
		return err
	}
	if err := tw.SetRoll(units); err != nil {
		return err
	}
	if err := tw.Settle(ctx, tw.Village); err != nil {
		return err
	}
	return tw.catchUp(ctx)
}

// of is a constitution of so many bodies. Each founds in a block of its own, and most tests need no more than two.
func (tw *town) of(bodies int) contract.Constitution {
	c := tw.Constitution
	c.Bodies = c.Bodies[:bodies:bodies]
	return c
}

// catchUp waits until the server knows what the ledger does.
func (tw *town) catchUp(ctx context.Context) error {
	height, err := tw.Ledger.Client.Height(ctx)
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeout(ctx, 10*time.Minute)
	defer cancel()
	tw.server.hub.await(limited, height-1)
	return limited.Err()
}

// sorted waits until the tree of blocks has those that the ledger has now.
func (tw *town) sorted(t testing.TB) {
	t.Helper()
	height, err := tw.Ledger.Client.Height(t.Context())
	for size := uint64(0); err == nil && size < height; time.Sleep(10 * time.Millisecond) {
		size, err = tw.tree.Size(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
}

const contestID = "budget"

// open opens an election of one contest.
func (tw *town) open(t testing.TB, id string) (*village.Election, vote.Election) {
	t.Helper()
	e, err := tw.NewElection(id)
	if err != nil {
		t.Fatal(err)
	}
	rules, contests := budget()
	on, err := tw.Open(t.Context(), e, "年度预算表决", rules, contests)
	if err == nil {
		err = tw.catchUp(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return e, on
}

func (tw *town) prepare(t testing.TB, id string) *village.Election {
	t.Helper()
	e, err := tw.NewElection(id)
	if err != nil {
		t.Fatal(err)
	}
	rules, contests := budget()
	if err := tw.Prepare(t.Context(), e, "年度预算表决", rules, contests); err != nil {
		t.Fatal(err)
	}
	return e
}

// budget are the rules and the one contest of the town's votes.
func budget() (vote.DraftRules, []vote.DraftContest) {
	return vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true},
		[]vote.DraftContest{{
			ID: contestID, Options: []string{election.Agree, "disagree", "abstain"}, Seats: 1, Threshold: election.Majority, Title: "年度预算",
		}}
}

// ballot is an owner's ballot for a right.
func (tw *town) ballot(t testing.TB, e *village.Election, on vote.Election, right community.Right, seq int64) act.Signed {
	t.Helper()
	signed, err := e.Cast(on, tw.Voter(right), right.ID, seq, election.Selections{contestID: {election.Agree}})
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// client is a browser: it keeps cookies, and has an address of its own.
type client struct {
	testing.TB
	*town
	http      *http.Client
	address   string
	community string
	headers   map[string]string
}

func (tw *town) browser(t testing.TB) *client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &client{TB: t, town: tw, http: &http.Client{Jar: secureJar{jar}}, address: t.Name(), community: garden,
		headers: map[string]string{"Accept-Language": "en"}}
}

// secureJar takes the server's test address for what it stands for, an https origin.
type secureJar struct{ http.CookieJar }

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// problem is the answer's problem type, without what all have in common.
func (a answer) problem() string {
	var p Problem
	_ = json.Unmarshal([]byte(a.body), &p)
	return strings.TrimPrefix(p.Type, problemType)
}

func decode[T any](t testing.TB, a answer) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	return v
}

// do sends a request with a JSON body, if body is not nil.
func (b *client) do(method, path string, body any, headers ...string) answer {
	b.Helper()
	var reader io.Reader
	contentType := ""
	switch body := body.(type) {
	case nil:
	case string:
		reader, contentType = strings.NewReader(body), "application/json"
	default:
		raw, err := json.Marshal(body)
		if err != nil {
			b.Fatal(err)
		}
		reader, contentType = bytes.NewReader(raw), "application/json"
	}
	r, err := http.NewRequestWithContext(b.Context(), method, b.town.http.URL+Base+path, reader)
	if err != nil {
		b.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for name, value := range b.headers {
		r.Header.Set(name, value)
	}
	r.Header.Set("Test-Address", b.address)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	response, err := b.http.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	b.holdAgainstContract(r, response, raw)
	return answer{response.StatusCode, response.Header, string(raw)}
}

func (b *client) get(path string, headers ...string) answer {
	b.Helper()
	return b.do(http.MethodGet, path, nil, headers...)
}

// post relays an act under a fresh key.
func (b *client) post(signed act.Signed) answer {
	b.Helper()
	return b.do(http.MethodPost, "/acts", signed, "Idempotency-Key", rand.Text())
}

// logIn logs in with a passkey and returns the answer.
func (b *client) logIn(key signer) answer {
	b.Helper()
	begun := b.do(http.MethodPost, "/session/begin", map[string]string{"community": b.community})
	if begun.status != http.StatusOK {
		b.Fatalf("begin: %d %s", begun.status, begun.body)
	}
	options := decode[LoginOptions](b, begun)
	nonce, err := base64.RawURLEncoding.DecodeString(options.Nonce)
	if err != nil {
		b.Fatal(err)
	}
	challenge := loginChallenge(b.server.Origin, nonce)
	return b.do(http.MethodPost, "/session/finish", assertion(b, key, b.Constitution.RP, challenge[:]))
}

func (b *client) mustLogIn(key signer) {
	b.Helper()
	if a := b.logIn(key); a.status != http.StatusOK {
		b.Fatalf("log in: %d %s", a.status, a.body)
	}
}

// signer is a software passkey.
type signer interface {
	ID() string
	Private() (*ecdsa.PrivateKey, error)
}

// assertion is a passkey's answer to any challenge, as a browser sends it.
func assertion(t testing.TB, key signer, rp act.RelyingParty, challenge []byte) map[string]any {
	t.Helper()
	private, err := key.Private()
	if err != nil {
		t.Fatal(err)
	}
	clientData := fmt.Sprintf(`{"type":"webauthn.get","challenge":%q,"origin":%q,"crossOrigin":false}`,
		base64.RawURLEncoding.EncodeToString(challenge), rp.Origins[0])
	rpHash, clientHash := sha256.Sum256([]byte(rp.ID)), sha256.Sum256([]byte(clientData))
	authData := append(rpHash[:], 5, 0, 0, 0, 0)
	digest := sha256.Sum256(append(bytes.Clone(authData), clientHash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, private, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	return map[string]any{"id": key.ID(), "rawId": key.ID(), "type": "public-key", "response": map[string]any{
		"clientDataJSON": encode([]byte(clientData)), "authenticatorData": encode(authData), "signature": encode(signature),
		"userHandle": nil,
	}}
}

// singles are the heads of one owner each, whose own voter that owner is.
func (tw *town) singles() []community.Right {
	return slices.DeleteFunc(tw.Heads(), func(r community.Right) bool { return len(r.Owners) != 1 })
}
