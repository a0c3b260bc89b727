// SPDX-License-Identifier: Apache-2.0

// Package e2e_test holds a browser against the real server on a real network: what residents, officers and observers do,
// and axe on every page. It needs Node, Chromium and the built scripts (make web), and is skipped without them, unless
// LINLI_TEST_ALL=1. LINLI_JOURNEYS=whole-vote,kiosk plays these scripts only; LINLI_SCREENSHOTS names a folder for pictures.
package e2e_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/api"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/lookout"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/notify"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/web"
)

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
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
	Helper        string            `json:"helper"` // where a script asks for what is not in the browser: see town
	Roll          string            `json:"roll"`   // file of a tower's roll
	Base          string            `json:"base"`
	Community     string            `json:"community"`
	Open          string            `json:"open"`    // id of an open election
	Counted       string            `json:"counted"` // id of a published one
	Owner         holder            `json:"owner"`
	Officers      map[string]holder `json:"officers"`
	RollCommunity rollCommunity     `json:"rollCommunity"`
	Towns         map[string]any    `json:"towns"` // see registrar.towns
	PointsTown    pointsTown        `json:"pointsTown"`
	ParkingTown   parkingTown       `json:"parkingTown"`
	Evidence      string            `json:"evidence"` // file of a full bundle
}

// Scripts are played in two rows beside each other, each in its order: what one waits for, the other one uses. Those of settled share
// communities, officers and residents that are there before them; each of towns has a community of its own, which whole-vote founds
// itself. Those of gates come after towns, at a server of their own.
const (
	settled = "verify,observer,resident,keyboard,returning-voter,resident-pages,shared-browser,interruptions,office,points,cases"
	towns   = "whole-vote,recovery,kiosk,desk,orders"
	gates   = "parking"
	figures = "first-load" // of settled, but played only when it is asked for
)

func TestJourneys(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes time")
	}
	for name := range strings.SplitSeq(os.Getenv("LINLI_JOURNEYS"), ",") {
		if !slices.Contains(strings.Split(","+settled+","+towns+","+gates+","+figures, ","), name) {
			t.Fatalf("LINLI_JOURNEYS: there is no journey %q", name)
		}
	}
	node := tools(t)
	house := open(t)
	t.Run("towns", func(t *testing.T) {
		t.Parallel()
		by := &player{node: node}
		defer by.end(t)
		playAll(t, by, towns, func() scene {
			s := house.scene
			s.Towns = house.registrar.towns(t)
			return s
		})
		playAll(t, by, gates, func() scene {
			s := house.scene
			s.ParkingTown = house.parkingTown(t)
			return s
		})
	})
	t.Run("settled", func(t *testing.T) {
		t.Parallel()
		by := &player{node: node}
		defer by.end(t)
		playAll(t, by, settled+","+figures, func() scene { return house.settle(t) })
	})
}

// playAll plays what is asked for of a row, if anything is.
func playAll(t *testing.T, by *player, row string, prepare func() scene) {
	t.Helper()
	asked := strings.Split(cmp.Or(os.Getenv("LINLI_JOURNEYS"), settled+","+towns+","+gates), ",")
	names := slices.DeleteFunc(strings.Split(row, ","), func(name string) bool { return !slices.Contains(asked, name) })
	if len(names) == 0 {
		return
	}
	scene := prepare()
	for _, name := range names {
		t.Run(name, func(t *testing.T) { by.play(t, name, scene) })
	}
}

// tools finds Node, and sees that everything else is there.
func tools(t *testing.T) string {
	t.Helper()
	missing := t.Skipf
	if os.Getenv("LINLI_TEST_ALL") == "1" {
		missing = t.Fatalf
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing("no Node: %v", err)
	}
	chromium := cmp.Or(os.Getenv("CHROMIUM"), "/usr/bin/chromium")
	for _, needed := range []string{chromium, "../node_modules/playwright-core", "../dist/app/manifest.json"} {
		if _, err := os.Stat(needed); err != nil {
			missing("%s is missing: make web, and apt-get install chromium", needed)
		}
	}
	return node
}

// stage is a network with a server on it, and who acts on it from outside the browser.
type stage struct {
	scene     scene // what there is of it
	network   *network.Network
	ledger    *village.Ledger
	mirror    *index.Index
	registrar *registrar
	garden    *village.Village
}

// open starts a network with a community that is founded, and serves them.
func open(t *testing.T) *stage {
	t.Helper()
	s := &stage{scene: scene{Community: "web-garden"}, network: networktest.Network(t)}
	var err error
	s.ledger, err = village.Connect(t.Context(), s.network)
	must(t, err)
	t.Cleanup(s.ledger.Close)
	s.scene.Base, s.mirror, s.registrar = s.server(t, "desk") // whose journey founds it
	s.scene.Helper = s.registrar.serve(t)
	s.scene.Roll, err = filepath.Abs("../../identity/testdata/tower-16.csv")
	must(t, err)
	founding := s.registrar.constitution
	founding.Name = "花园小区"
	s.garden, err = village.New(s.scene.Community, founding)
	must(t, err)
	must(t, s.ledger.Found(t.Context(), s.garden)) // so that whoever has a letter of a town has to say of which community
	return s
}

// server starts a server that hears a community's devices, and returns where it is and who sees to it.
func (h *stage) server(t *testing.T, hears string) (base string, mirror *index.Index, r *registrar) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	base = "http://localhost:" + port
	tower, err := village.Constitute(h.network, "塔楼", "rehearsal")
	must(t, err)
	tower.RP = act.RelyingParty{ID: "localhost", Origins: []string{base}}
	mirror, store, database, devices := serve(t, h.network, h.ledger, listener, base, hears)
	r = &registrar{
		network: h.network, ledger: h.ledger, constitution: tower, store: store, database: database,
		codes: &village.Codes{}, devices: devices,
	}
	store.Random = r.codes
	return base, mirror, r
}

// settle gives the community owners, a counted and an open election, and founds another one that has a roll.
func (h *stage) settle(t *testing.T) scene {
	t.Helper()
	s := h.scene
	s.Counted, s.Open, s.Officers = "spring", "autumn", map[string]holder{}
	v := h.garden
	inhabit(t, h.ledger, v)
	for body, officer := range v.Officers {
		s.Officers[body] = holderOf(t, officer)
	}
	s.Owner = holderOf(t, v.Voter(v.Heads()[0]))
	hold(t, h.ledger, v, s.Counted, true)
	hold(t, h.ledger, v, s.Open, false)
	s.RollCommunity = h.registrar.rollCommunity(t)
	s.PointsTown = h.registrar.pointsTown(t)
	s.Evidence = fullBundle(t)
	height, err := h.ledger.Client.Height(t.Context())
	must(t, err)
	must(t, h.mirror.Await(t.Context(), height-1))
	return s
}

// serve is what `linli serve` does, with the pages.
func serve(t *testing.T, n *network.Network, l *village.Ledger, listener net.Listener, base, hears string) (mirror *index.Index,
	store *identity.Store, database string, devices *yard) {
	t.Helper()
	dir := t.TempDir()
	mirror, err := index.Open(filepath.Join(dir, "index.db"))
	must(t, err)
	blocks, err := tree.Open(filepath.Join(dir, "tree.db"))
	must(t, err)
	store, err = identity.Open(t.Context(), filepath.Join(dir, "people.db"))
	must(t, err)
	must(t, store.SealEnclosures(make([]byte, 32)))
	database = filepath.Join(dir, "server.db")
	pages, err := web.New(mirror, time.Now)
	must(t, err)
	trust, err := village.Trust(n)
	must(t, err)
	notices, err := notify.Open(t.Context(), notify.Config{
		File: filepath.Join(dir, "notices.db"), Origin: base, Index: mirror, Store: store,
		Log: slog.New(slog.DiscardHandler), Now: time.Now, Random: rand.Reader,
	})
	must(t, err)
	devices = newYard(t, dir, hears, l, mirror)
	outlook := lookout.New(lookout.Config{
		Dir: n.Dir(), Body: "owners", Tree: blocks, Client: l.Client, Log: slog.New(slog.DiscardHandler), Now: time.Now,
	})
	wide := api.Rate{PerSecond: 1e5, Burst: 1e5}
	server, err := api.New(t.Context(), api.Config{
		Body: "owners", Channel: network.Channel, Origin: base, Trust: trust, Database: database,
		Client: l.Client, Relay: l.Relay, Index: mirror, Tree: blocks, Store: store, Notify: notices, Log: slog.New(slog.DiscardHandler),
		Now: time.Now, Random: rand.Reader, Oracle: devices.oracle, Standing: outlook.Standing,
		Web:    pages.Handler(),
		Limits: api.Limits{Reads: wide, Acts: wide, Changes: wide, Logins: wide, Codes: wide, Streams: wide}, // browsers share an address
	})
	must(t, err)
	pages.Analysis, pages.PointsSheet, pages.BreachSheet = server.Analysis, server.PointsSheet, server.BreachSheet
	pages.Standing = outlook.Standing
	running, stop := context.WithCancel(t.Context())
	var parts sync.WaitGroup
	parts.Go(func() { _ = server.Run(running) })
	parts.Go(func() { _ = ledger.Project(running, l.Client, slog.New(slog.DiscardHandler), blocks) })
	parts.Go(func() { _ = outlook.Run(running) })
	parts.Go(func() { notices.Run(running) })
	parts.Go(func() { _ = devices.run(running) })
	httpServer := &http.Server{Handler: server.Handler(), ReadHeaderTimeout: time.Minute}
	parts.Go(func() { _ = httpServer.Serve(listener) })
	t.Cleanup(func() {
		stop()
		server.HangUp()
		_ = httpServer.Close()
		parts.Wait()
		_, _, _, _, _, _ = server.Close(), devices.oracle.Close(), notices.Close(), store.Close(), mirror.Close(), blocks.Close()
	})
	return mirror, store, database, devices
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const homes = 12

// inhabit gives a community its roll, and enrols its owners.
func inhabit(t *testing.T, l *village.Ledger, v *village.Village) {
	t.Helper()
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
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	options := []string{election.Agree, "disagree", "abstain"}
	on, err := l.Open(t.Context(), e, "2026年业主大会 "+id, rules, []vote.DraftContest{
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
