// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/ingest"
	"github.com/linli-project/linli/oracle/push"
	"github.com/linli-project/linli/rules/device"
)

func public(t testing.TB, key crypto.Signer) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return der
}

// site is where a fleet's devices are heard: a broker and a place to push to, behind a wire that can be cut.
type site struct {
	testing.TB
	*Fleet
	broker *broker.Broker

	mu       sync.Mutex
	kept     []ingest.Message
	refused  []ingest.Refusal
	fails    int // how many messages more are not kept
	wires    []net.Conn
	devices  map[string]broker.Device
	accounts map[string]push.Account
}

// newSite has a device of each thing, dialect and way.
func newSite(t testing.TB) *site {
	t.Helper()
	s := &site{TB: t, devices: map[string]broker.Device{}, accounts: map[string]push.Account{}}
	authority, err := broker.OpenAuthority(t.TempDir())
	s.must(err)
	s.Fleet = &Fleet{Authority: string(authority.Certificate()), Devices: every(t)}
	for i := range s.Devices {
		s.admit(authority, &s.Devices[i])
	}
	config, err := authority.TLS("127.0.0.1")
	s.must(err)
	s.broker, err = broker.New(broker.Options{Keep: s.keep, TLS: config, Refused: s.refuse, Rate: 1e6, Lookup: s.lookup})
	s.must(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := s.broker.Run(ctx, listener); err != nil {
			t.Error(err)
		}
	})
	handler := push.New(push.Options{Keep: s.keep, Refused: s.refuse, Lookup: func(name string) (push.Account, bool) {
		a, ok := s.accounts[name]
		return a, ok
	}})
	server := httptest.NewServer(handler)
	s.MQTT, s.Push = s.wire(listener.Addr().String()), "http://"+s.wire(server.Listener.Addr().String())
	t.Cleanup(func() {
		cancel()
		s.cut()
		server.Close()
		running.Wait()
	})
	return s
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *site) lookup(name string) (broker.Device, bool) {
	d, ok := s.devices[name]
	return d, ok
}

// admit lets a device in by what it has; one that signs by a certificate.
func (s *site) admit(authority *broker.Authority, d *Device) {
	s.Helper()
	var known broker.Device
	known.Publishes, known.Commands = dialect.Topics(d.Profile, d.Name)
	switch {
	case d.Digest != "":
		s.accounts[d.Name] = push.Account{Digest: push.NewDigest(d.Name, d.Digest)}
		return
	case d.Token != "":
		var account push.Account
		d.Token, account.Token = push.NewToken()
		s.accounts[d.Name] = account
		return
	case d.Profile == "linli":
		text, fingerprint, err := authority.Issue(d.Name)
		s.must(err)
		d.Certificate, d.Password, known.Certificate = string(text), "", fingerprint
	case d.Password != "":
		hash, err := bcrypt.GenerateFromPassword([]byte(d.Password), bcrypt.MinCost)
		s.must(err)
		known.Password = string(hash)
	default:
		return
	}
	s.devices[d.Name] = known
	s.must(d.read())
}

var errDisk = errors.New("the disk is full")

func (s *site) keep(_ context.Context, m ingest.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fails > 0 {
		s.fails--
		return errDisk
	}
	s.kept = append(s.kept, m)
	return nil
}

func (s *site) refuse(r ingest.Refusal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = append(s.refused, r)
}

func (s *site) messages() []ingest.Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.kept)
}

// wire is an address from which everything goes to another one, until it is cut.
func (s *site) wire(to string) string {
	s.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	s.must(err)
	s.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", to)
			if err != nil {
				_ = near.Close()
				continue
			}
			s.mu.Lock()
			s.wires = append(s.wires, near, far)
			s.mu.Unlock()
			go carry(near, far)
			go carry(far, near)
		}
	}()
	return listener.Addr().String()
}

func carry(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	_, _ = to.Close(), from.Close()
}

// cut ends all connections.
func (s *site) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.wires {
		_ = w.Close()
	}
	s.wires = nil
}

// until waits until something holds.
func (s *site) until(what string, holds func() bool) {
	s.Helper()
	for ; !holds(); time.Sleep(5 * time.Millisecond) {
		if s.Context().Err() != nil {
			s.Fatal("in vain: ", what)
		}
	}
}

// speaker is the device whose name a message has, as far as it is known from the connection.
func (s *site) speaker(m ingest.Message) *Device {
	s.Helper()
	for i := range s.Devices {
		if s.Devices[i].Name == m.Client {
			return &s.Devices[i]
		}
	}
	s.Fatalf("nobody is %q", m.Client)
	return nil
}

// each checks that what is kept is what the fleet has said, once, apart from what came twice as it is, and that all of it is read.
func (s *site) each(tally Tally) {
	s.Helper()
	seen, kinds := map[string]bool{}, map[device.Kind]int{}
	for _, m := range s.messages() {
		if d := s.speaker(m); d.Profile == "zigbee2mqtt" || d.Profile == "shelly" {
			continue // they repeat themselves, word by word
		}
		if key := m.Client + string(m.Body); !seen[key] {
			seen[key] = true
			readings, err := dialect.Decode(s.speaker(m).Profile, dialect.Message{Topic: m.Topic, Body: m.Body})
			s.must(err)
			kinds[readings[0].Kind]++
		}
	}
	if tally.Said != tally.Acknowledged {
		s.Errorf("%d said, %d acknowledged", tally.Said, tally.Acknowledged)
	}
	for _, kind := range []device.Kind{device.Plate, device.Fill, device.Drop, device.Relay} { // which no other dialect says
		if kinds[kind] != tally.Kinds[kind] {
			s.Errorf("%d of %s are acknowledged, and %d kept", tally.Kinds[kind], kind, kinds[kind])
		}
	}
}

func TestAFleetIsHeard(t *testing.T) {
	s := newSite(t)
	const events = 600
	var told []Report
	tally, err := s.Run(t.Context(), Options{Events: events, Seed: 4, Told: func(r Report) { told = append(told, r) }})
	s.must(err)
	s.each(tally)
	opening := len(NewStory(s.things(), 4).Opening())
	if len(s.messages()) != tally.Said || tally.Said != events+opening || len(told) != tally.Said {
		t.Errorf("%d kept, %d told: %+v", len(s.messages()), len(told), tally)
	}
	if len(s.refused) != 0 {
		t.Errorf("refused: %+v", s.refused)
	}
	for _, m := range s.messages() {
		if m.Retained {
			t.Errorf("%s has its message be kept for who comes later", m.Client)
		}
	}
}

// Connections are cut and messages are not kept, again and again: what was acknowledged is kept.
func TestTheWireIsCut(t *testing.T) {
	s := newSite(t)
	var running sync.WaitGroup
	var tally Tally
	var err error
	running.Go(func() { tally, err = s.Run(t.Context(), Options{Events: 3000, Seed: 2}) })
	for round := range 5 {
		s.until("more", func() bool { return len(s.messages()) > 400*(round+1) })
		s.mu.Lock()
		s.fails = 3
		s.mu.Unlock()
		s.cut()
	}
	running.Wait()
	s.must(err)
	s.each(tally)
	if tally.Connections < 2*len(s.devices) {
		t.Errorf("%d connections of %d devices", tally.Connections, len(s.devices))
	}
}

func TestACommandIsAnswered(t *testing.T) {
	s := newSite(t)
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	var tally Tally
	var err error
	running.Go(func() { tally, err = s.Run(ctx, Options{Rate: 1, Seed: 1}) })
	telling := dialect.Telling{ID: "a", Expires: time.Now().Add(time.Hour).UnixMilli()}
	raise, failed := dialect.Tell("linli", "linli-lock", device.Raise, telling)
	s.must(failed)
	s.until("that the lock listens", func() bool { return s.broker.Publish(ctx, "linli-lock", raise.Topic, raise.Body) == nil })
	guests := []dialect.Guest{{From: 1, Plate: "粤A12345", Until: 2}, {From: 1, Plate: "粤B00001", Until: 2}}
	admit, failed := dialect.TellList("vzenith", "vzenith-gate", guests, telling)
	s.must(failed)
	for _, m := range admit {
		s.until("that the camera takes a list", func() bool { return s.broker.Publish(ctx, "vzenith-gate", m.Topic, m.Body) == nil })
	}
	pulse, failed := dialect.Tell("vzenith", "vzenith-gate", device.Open, telling) // it does what it is told in order, and tells of this alone
	s.must(failed)
	s.until("that the camera listens", func() bool { return s.broker.Publish(ctx, "vzenith-gate", pulse.Topic, pulse.Body) == nil })
	says := func(client, word string) func() bool {
		return func() bool {
			return slices.ContainsFunc(s.messages(), func(m ingest.Message) bool {
				return m.Client == client && strings.Contains(string(m.Body), word)
			})
		}
	}
	s.until("that the barrier is up", says("vzenith-gate", "AlarmGioIn"))
	s.until("that the lock is up", says("linli-lock", `\"on\":\"true\"`))
	cancel()
	running.Wait()
	if !errors.Is(err, context.Canceled) || tally.Commands != 4 {
		t.Errorf("%v %+v", err, tally)
	}
}

// Who is not let in says so, and which device it is; so does one that does not know the broker.
func TestRefused(t *testing.T) {
	other, err := broker.OpenAuthority(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(*site, *Device)
		of    string
		want  string
	}{
		"wrong password": {func(_ *site, d *Device) { d.Password = "wrong" }, "bin-bin", "the broker does not let it in"},
		"another certificate": {func(s *site, d *Device) {
			text, _, err := other.Issue(d.Name)
			s.must(err)
			d.Certificate = string(text)
			s.must(d.read())
		}, "linli-lock", "the broker does not let it in"},
		"wrong digest":      {func(_ *site, d *Device) { d.Digest = "wrong" }, "hikvision-gate", "what it pushes is not taken"},
		"wrong token":       {func(_ *site, d *Device) { d.Token = "wrong" }, "pushes", "what it pushes is not taken"},
		"another authority": {func(s *site, _ *Device) { s.Authority = string(other.Certificate()) }, "bin-bin", "not of \"authority\""},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			i := slices.IndexFunc(s.Devices, func(d Device) bool { return d.Name == c.of })
			s.Devices = s.Devices[i : i+1]
			c.spoil(s, &s.Devices[0])
			_, err := s.Run(t.Context(), Options{Events: 3})
			if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), c.of) {
				t.Errorf("%v, not %q", err, c.want)
			}
		})
	}
}

// A day of parking is said by the gates that it is of, all of it and in its order.
func TestParkingIsSaid(t *testing.T) {
	s := newSite(t)
	gate := slices.IndexFunc(s.Devices, func(d Device) bool { return d.Profile == "vzenith" && d.Password != "" })
	day := Parking(gate, gate, "粤A12340", "粤A12341", "粤A12342", "粤A12343", "粤A12344")
	tally, err := s.Run(t.Context(), Options{Script: day})
	s.must(err)
	if tally.Acknowledged != len(day) || tally.Kinds[device.VehicleTurned] != 1 {
		t.Errorf("of %d: %+v", len(day), tally)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, m := range s.kept {
		readings, err := dialect.Decode("vzenith", dialect.Message{Topic: m.Topic, Body: m.Body, Received: time.Now().UnixMilli()})
		if err != nil || len(readings) != 1 || readings[0].Kind != day[i].Kind || readings[0].Values["plate"] != day[i].Values["plate"] {
			t.Errorf("%d: %+v %v, not %+v", i, readings, err, day[i])
		}
	}
}
