// SPDX-License-Identifier: Apache-2.0

package cosigner_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/cosigner"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/verify"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(victimEnv); dir != "" {
		victimise(dir)
		os.Exit(0)
	}
	networktest.Main(postgrestest.Ending{M: m}, chaincode.New)
}

func must[T any](t *testing.T, value T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// server is a body's, as far as it is a witness.
type server struct {
	*cosigner.Cosigner

	client *ledger.Client
	own    checkpoint.Witness
	said   lines
}

// lines are what a server logs.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func keyOf(n *network.Network, t *testing.T, body string) (ed25519.PrivateKey, checkpoint.Witness) {
	t.Helper()
	peer, err := n.Peer(body)
	must(t, peer, err)
	seed := sha256.Sum256([]byte(body))
	key := ed25519.NewKeyFromSeed(seed[:])
	return key, checkpoint.Witness{MSP: peer.MSPID, Key: key.Public().(ed25519.PublicKey)}
}

// serve runs a body's witness until the test ends; it begins by itself after a delay.
func serve(t *testing.T, n *network.Network, body string, delay time.Duration) *server {
	t.Helper()
	dir := t.TempDir()
	s := &server{}
	var key ed25519.PrivateKey
	key, s.own = keyOf(n, t, body)
	var err error
	s.client, err = n.ConnectAlone(t.Context(), body)
	must(t, 0, err)
	kept, err := tree.Open(filepath.Join(dir, "tree.db"))
	must(t, kept, err)
	log := slog.New(slog.NewTextHandler(&s.said, nil))
	s.Cosigner, err = cosigner.Open(t.Context(), cosigner.Config{
		MSP: s.own.MSP, Bodies: func() int { return 4 }, Key: key, File: filepath.Join(dir, "witness.db"), Tree: kept, Ledger: s.client,
		Every: 10 * time.Minute, Delay: time.Minute, Random: func(time.Duration) time.Duration { return delay }, Now: time.Now, Log: log,
	})
	must(t, 0, err)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	running.Go(func() {
		if err := ledger.Project(ctx, s.client, log, kept, s); ctx.Err() == nil {
			t.Errorf("%s: %v", body, err)
		}
	})
	t.Cleanup(func() {
		stop()
		running.Wait()
		if t.Failed() {
			t.Logf("%s says:\n%s", body, s.said.String())
		}
		_, _ = s.Close(), kept.Close()
		s.client.Close()
	})
	return s
}

// heads are those on the ledger by size, as bodies have signed them.
func heads(t *testing.T, client *ledger.Client) map[string][]checkpoint.Cosigned {
	t.Helper()
	all := map[string][]checkpoint.Cosigned{}
	for item, err := range client.List(t.Context(), witness.Heads) {
		must(t, item, err)
		doc, err := witness.Heads.Decode(item.Value)
		must(t, doc, err)
		signed, err := doc.Open()
		all[item.Attributes[0]] = append(all[item.Attributes[0]], must(t, signed, err))
	}
	return all
}

// await returns once something is so.
func await(t *testing.T, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !so(); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to this: %s", what)
		}
	}
}

// joined is the head of a size that all of these many bodies have signed.
func joined(t *testing.T, client *ledger.Client, bodies int) (all checkpoint.Cosigned, ok bool) {
	t.Helper()
	for _, signed := range heads(t, client) {
		if len(signed) == bodies {
			all, err := checkpoint.Join(signed...)
			return must(t, all, err), true
		}
	}
	return all, false
}

// On a real network three bodies' servers co-sign one head. The fourth one's peer has been given another value in an old block, under the
// same hash of its header, and signs nothing; when it has its own block back, it signs what the others do.
func TestBodiesCosignOnANetwork(t *testing.T) {
	n := networktest.Network(t)
	for _, b := range n.Bodies() {
		_, own := keyOf(n, t, b.ID)
		must(t, 0, n.NameWitness(t.Context(), b.ID, own))
		must(t, 0, n.NameWitness(t.Context(), b.ID, own)) // can be repeated
	}
	const honest, exchanged = `"heads":0,"hour":0,"key":"OwnersMSP`, `"heads":9,"hour":0,"key":"OwnersMSP`
	exchange(t, n, "street", honest, exchanged)

	var servers []*server
	for i, body := range []string{"owners", "residents", "property"} {
		servers = append(servers, serve(t, n, body, time.Duration(i)*5*time.Second))
	}
	street := serve(t, n, "street", time.Hour)
	var head checkpoint.Cosigned
	await(t, "three bodies have co-signed a head", func() (ok bool) {
		head, ok = joined(t, servers[0].client, 3)
		return ok
	})
	await(t, "the fourth tells", func() bool { return strings.Count(street.said.String(), "level=ERROR") == 3 })
	for size, signed := range heads(t, servers[0].client) {
		for _, s := range signed {
			if s.By[0].MSP == street.own.MSP {
				t.Errorf("the fourth has signed a head of %s blocks", size)
			}
		}
	}
	if counted(t, street) != 3 || counted(t, servers[0]) != 0 {
		t.Errorf("%v and %v heads are counted", counted(t, street), counted(t, servers[0]))
	}

	exchange(t, n, "street", exchanged, honest)
	again := serve(t, n, "street", time.Hour)
	await(t, "all four have co-signed", func() (ok bool) {
		head, ok = joined(t, servers[0].client, 4)
		return ok
	})
	if said := again.said.String(); strings.Contains(said, "ERROR") {
		t.Error(said)
	}
	recount(t, n, head)
}

// exchange puts bytes in the place of as many others into the blocks that a body's peer keeps, and has the peer start anew, which has
// the last blocks in its memory.
func exchange(t *testing.T, n *network.Network, body, old, by string) {
	t.Helper()
	path := filepath.Join(n.Dir(), "ledger", "peer-"+body, "ledgersData", "chains", "chains", network.Channel, "blockfile_000000")
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	must(t, file, err)
	defer file.Close()
	await(t, "the peer has the block", func() bool {
		raw, err := os.ReadFile(path)
		at := bytes.Index(must(t, raw, err), []byte(old))
		if at >= 0 {
			_, err = file.WriteAt([]byte(by), int64(at))
			must(t, 0, err)
		}
		return at >= 0
	})
	must(t, 0, n.Kill("peer-"+body))
	await(t, "the peer is back", func() bool { return n.Probe(t.Context(), body) == nil })
}

func counted(t *testing.T, s *server) float64 {
	t.Helper()
	registry := prometheus.NewRegistry()
	must(t, 0, registry.Register(s))
	families, err := registry.Gather()
	for _, f := range must(t, families, err) {
		if f.GetName() == "linli_witness_differing_total" {
			return f.GetMetric()[0].GetCounter().GetValue()
		}
	}
	t.Fatal("nobody counts them")
	return 0
}

// recount has the whole ledger counted again, with the head as a notice board would show it.
func recount(t *testing.T, n *network.Network, head checkpoint.Cosigned) {
	t.Helper()
	l, err := village.Connect(t.Context(), n)
	must(t, l, err)
	defer l.Close()
	report, err := l.Recount(t.Context(), verify.Options{Heads: []string{head.Note()}})
	must(t, report, err)
	var text strings.Builder
	must(t, 0, report.Write(&text))
	if !report.OK() || !report.Proven() || len(report.Heads) != 1 || len(report.Heads[0].By) != 4 {
		t.Error(text.String())
	}
}
