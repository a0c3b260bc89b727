// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
	"github.com/gowebpki/jcs"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/eventlog"
	"github.com/linli-project/linli/oracle/journal"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	os.Exit(networktest.Run(m))
}

// site is a community on the ledger, an oracle that its first body runs, and the broker that devices connect to.
type site struct {
	testing.TB
	dir          string
	ledger       *village.Ledger
	village      *village.Village
	mirror       *index.Index
	key          ed25519.PrivateKey
	net          string
	authority    *broker.Authority
	admitted     map[string]broker.Device
	devices      map[string]ed25519.PrivateKey
	certificates map[string][]byte
	address      string
}

func newSite(t *testing.T, id string) *site {
	t.Helper()
	s := &site{
		TB: t, dir: t.TempDir(), admitted: map[string]broker.Device{}, devices: map[string]ed25519.PrivateKey{},
		certificates: map[string][]byte{},
	}
	n := networktest.Network(t)
	var err error
	s.ledger, err = village.Connect(t.Context(), n)
	s.must(err)
	t.Cleanup(s.ledger.Close)
	constitution, err := village.Constitute(n, "Oracle", "rehearsal")
	s.must(err)
	s.net = constitution.Net
	s.village, err = village.New(id, constitution)
	s.must(err)
	s.must(s.ledger.Found(t.Context(), s.village))
	public, private, err := ed25519.GenerateKey(rand.Reader)
	s.must(err)
	s.key = private
	s.act(device.TypeOracleEnrol, device.OracleEnrol{Body: s.body(), Key: act.Bytes(public), Name: "门岗 gate house"})
	s.authority, err = broker.OpenAuthority(t.TempDir())
	s.must(err)
	s.follow(t)
	return s
}

// follow mirrors the ledger.
func (s *site) follow(t *testing.T) {
	t.Helper()
	var err error
	s.mirror, err = index.Open(filepath.Join(s.dir, "index.db"))
	s.must(err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- ledger.Project(ctx, s.ledger.Client, slog.New(slog.DiscardHandler), s.mirror) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		s.must(s.mirror.Close())
	})
}

func (s *site) body() string { return s.village.Convener().Body }

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// act is one of two bodies. It returns once the mirror has it.
func (s *site) act(kind string, body any) {
	s.Helper()
	signed, err := s.village.Act(kind, body, s.village.Two()...)
	s.must(err)
	receipt, err := s.ledger.Cast(s.Context(), signed)
	s.must(err)
	if s.mirror != nil {
		s.must(s.mirror.Await(s.Context(), receipt.Block))
	}
}

// enrol enrols a device that signs what it says.
func (s *site) enrol(id string, kinds ...rules.Kind) {
	s.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	s.must(err)
	spki, err := x509.MarshalPKIXPublicKey(public)
	s.must(err)
	now := act.Int(time.Now().Unix())
	slices.Sort(kinds)
	s.act(device.TypeDeviceEnrol, device.DeviceEnrol{
		Body: s.body(), Class: rules.T2, Commands: []rules.Command{}, Device: id, From: now - 60, Key: spki, Kinds: kinds,
		Place: "东门 East gate", Profile: "linli", Transport: id, Until: now + 3600,
	})
	s.devices[id] = private
	text, fingerprint, err := s.authority.Issue(id)
	s.must(err)
	s.certificates[id], s.admitted[id] = text, broker.Device{Certificate: fingerprint, Publishes: []string{"linli/" + id}}
}

// serve runs the oracle and its broker until the function that it returns is called.
func (s *site) serve(t *testing.T) (kept *store.Store, stop func()) {
	t.Helper()
	j, err := journal.Open(filepath.Join(s.dir, "journal"), journal.Options{FreeBytes: 1})
	s.must(err)
	kept, err = store.Open(t.Context(), filepath.Join(s.dir, "oracle.db"), filepath.Join(s.dir, "oracle.key"), store.Bounds{})
	s.must(err)
	o := &oracle.Oracle{
		Community: s.village.ID, Body: s.body(), Key: []byte(strings.Repeat("k", 32)), Journal: j, Store: kept, Mirror: s.mirror,
		Events: eventlog.Log{
			Client: s.ledger.Client, Relay: s.ledger.Relay, Key: s.key, Net: s.net, Community: s.village.ID, Now: time.Now,
		},
		Log: slog.New(slog.DiscardHandler), Now: time.Now,
	}
	config, err := s.authority.TLS("localhost", "127.0.0.1")
	s.must(err)
	b, err := broker.New(broker.Options{TLS: config, Rate: 1e6, Keep: o.Keep, Lookup: func(name string) (broker.Device, bool) {
		d, ok := s.admitted[name]
		return d, ok
	}})
	s.must(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	s.address = listener.Addr().String()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() { ended <- b.Run(ctx, listener) }()
	go func() { ended <- o.Run(ctx) }()
	return kept, func() {
		cancel()
		for range 2 {
			if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}
		s.must(errors.Join(j.Close(), kept.Close()))
	}
}

// connect connects a device by its certificate.
func (s *site) connect(id string) paho.Client {
	s.Helper()
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(s.authority.Certificate())
	pair, err := tls.X509KeyPair(s.certificates[id], s.certificates[id])
	s.must(err)
	o := paho.NewClientOptions().AddBroker("tls://" + s.address).SetClientID(id).SetCleanSession(false)
	o.SetTLSConfig(&tls.Config{RootCAs: pool, Certificates: []tls.Certificate{pair}, ServerName: "localhost", MinVersion: tls.VersionTLS12})
	client := paho.NewClient(o)
	s.done(client.Connect())
	return client
}

func (s *site) done(token paho.Token) {
	s.Helper()
	token.Wait()
	s.must(token.Error())
}

// signed is what a device says in Linli's own form.
func (s *site) signed(id string, counter int, kind rules.Kind, values map[string]string) []byte {
	s.Helper()
	raw, err := json.Marshal(map[string]any{"counter": strconv.Itoa(counter), "device": id, "happened": strconv.FormatInt(time.Now().UnixMilli(), 10),
		"kind": kind, "v": "1", "values": values})
	s.must(err)
	event, err := jcs.Transform(raw)
	s.must(err)
	signature := ed25519.Sign(s.devices[id], append([]byte("linli/device/v1\x00"), event...))
	out, err := json.Marshal(map[string]any{"event": string(event), "signature": act.Bytes(signature)})
	s.must(err)
	return out
}

// onLedger waits until the oracle's log on the ledger has a number of events, and checks that they are those of the store.
func (s *site) onLedger(kept *store.Store, size int64) {
	s.Helper()
	var log device.EventLog
	for log.Size < size {
		time.Sleep(50 * time.Millisecond)
		s.must(s.Context().Err())
		log, _ = ledger.Read(s.Context(), s.ledger.Client, device.EventLogs, s.village.ID, act.KeyID(s.key.Public().(ed25519.PublicKey)))
	}
	leaves, err := kept.Leaves(s.Context(), s.village.ID, size)
	s.must(err)
	tree, err := rules.Log{}.Append(leaves...)
	s.must(err)
	root, err := tree.Root()
	s.must(err)
	if log.Size != size || log.Root != hex.EncodeToString(root) {
		s.Errorf("the ledger has %+v, the store %d events with root %x", log, len(leaves), root)
	}
}

// A car comes and goes, a button is pressed, smoke is seen; what is sent twice, or by another, is no event. All of it is on the ledger,
// once, also when the oracle is stopped and started in the middle.
func TestFromDeviceToLedger(t *testing.T) {
	s := newSite(t, "site")
	s.enrol("gate-1", rules.Plate)
	s.enrol("smoke-1", rules.Smoke)
	s.enrol("button-1", rules.SOS)
	const cars = 40 // each comes or goes
	plate := func(counter int) []byte {
		return s.signed("gate-1", counter, rules.Plate, map[string]string{"plate": "粤A12345", "direction": []string{"in", "out"}[counter%2]})
	}
	smoke := func(counter int, active string) []byte {
		return s.signed("smoke-1", counter, rules.Smoke, map[string]string{"active": active})
	}
	say := func(device paho.Client, id string, messages ...[]byte) {
		t.Helper()
		for _, m := range messages {
			s.done(device.Publish("linli/"+id, 1, false, m))
		}
	}

	kept, stop := s.serve(t)
	gate, detector, button := s.connect("gate-1"), s.connect("smoke-1"), s.connect("button-1")
	for i := range cars / 2 {
		say(gate, "gate-1", plate(i+1))
	}
	say(detector, "smoke-1", smoke(1, "false"), smoke(2, "true"), smoke(3, "true"), plate(1000))
	s.onLedger(kept, cars/2+1)
	disconnect(gate, detector, button)
	stop()

	kept, stop = s.serve(t)
	gate, detector, button = s.connect("gate-1"), s.connect("smoke-1"), s.connect("button-1")
	again := plate(cars/2 + 1)
	say(gate, "gate-1", again, again, plate(1)) // the last is of a number that was used
	for i := range cars/2 - 1 {
		say(gate, "gate-1", plate(cars/2+2+i))
	}
	say(button, "button-1", s.signed("button-1", 1, rules.SOS, map[string]string{"active": "true"}))
	say(detector, "smoke-1", smoke(4, "false"))
	s.onLedger(kept, cars+3)
	alarms, err := kept.Alarms(t.Context(), s.village.ID, true)
	s.must(err)
	if len(alarms) != 2 || alarms[0].Kind != rules.SOS || !alarms[0].Active || alarms[1].Kind != rules.Smoke || alarms[1].Active {
		t.Errorf("alarms: %+v", alarms)
	}
	aside, err := kept.InQuarantine(t.Context(), 0, 10)
	s.must(err)
	if len(aside) != 1 || aside[0].Client != "smoke-1" || aside[0].Reason != string(act.BadSignature) {
		t.Errorf("set aside: %+v", aside)
	}
	disconnect(gate, detector, button)
	stop()
	s.must(s.ledger.Accepted(t.Context()))
}

func disconnect(devices ...paho.Client) {
	for _, d := range devices {
		d.Disconnect(100)
	}
}
