// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/mosquittotest"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/journal"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/oracle/subscriber"
	rules "github.com/linli-project/linli/rules/device"
)

// oracleEnv makes this executable an oracle with its broker, by the configuration in a file.
const oracleEnv = "LINLI_TEST_ORACLE"

func TestMain(m *testing.M) {
	if code, handled := network.Dispatch(chaincode.New); handled {
		os.Exit(code)
	}
	if file := os.Getenv(oracleEnv); file != "" {
		os.Exit(oracleMain(file))
	}
	if err := os.Setenv("CORE_PEER_AUTHENTICATION_TIMEWINDOW", "876000h"); err != nil { // so that bookings of months pass in a minute
		panic(err)
	}
	os.Exit(networktest.Run(m))
}

// configuration is what an oracle's process is told.
type configuration struct {
	Network   string // its directory
	Dir       string // of what the oracle keeps
	Community string
	Body      string
	Net       string
	Outside   *outside // the broker that devices connect to; nil: the oracle's own
}

// outside is how an oracle connects to a broker that others run.
type outside struct{ Server, Dir, Certificate string }

func oracleMain(file string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	go func() { // it ends with who started it, however that ends
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	var c configuration
	raw, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err == nil {
		err = c.run(ctx)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// run runs an oracle, its mirror and its broker, and prints the broker's address.
func (c configuration) run(ctx context.Context) (err error) {
	var closing []func() error
	defer func() {
		for _, end := range slices.Backward(closing) {
			err = errors.Join(err, end())
		}
	}()
	n, err := network.Open(c.Network)
	if err != nil {
		return err
	}
	client, err := n.Connect(ctx, c.Body, network.Client)
	if err != nil {
		return err
	}
	relay := ledger.NewRelay(client, ledger.Options{})
	closing = append(closing, func() error { relay.Close(); client.Close(); return nil })
	mirror, err := index.Open(filepath.Join(c.Dir, "index.db"))
	if err != nil {
		return err
	}
	closing = append(closing, mirror.Close)
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	there, err := c.Outside.options()
	if err != nil {
		return err
	}
	o, err := oracle.Open(ctx, oracle.Config{
		Outside: there, Dir: c.Dir, Community: c.Community, Body: c.Body, Net: c.Net, Client: client, Relay: relay, Mirror: mirror,
		Log: log, Now: time.Now, Rate: 1e6, Journal: journal.Options{FreeBytes: 1},
	})
	if err != nil {
		return err
	}
	closing = append(closing, o.Close)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println(listener.Addr())
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return ledger.Project(ctx, client, log, mirror) })
	group.Go(func() error { return o.Run(ctx, listener, nil) })
	return group.Wait()
}

func (o *outside) options() (*subscriber.Options, error) {
	if o == nil {
		return nil, nil //nolint:nilnil // there is none
	}
	config, err := mosquittotest.TLSOf(o.Dir, o.Certificate)
	return &subscriber.Options{Server: o.Server, ID: "oracle", TLS: config, Topics: []string{"linli/{name}"}}, err
}

// site is a community on the ledger, an oracle that its first body runs, and the broker that devices connect to.
type site struct {
	testing.TB
	configuration
	ledger      *village.Ledger
	village     *village.Village
	key         ed25519.PublicKey
	credentials map[string]oracle.Credential
	devices     map[string]ed25519.PrivateKey
	store       *store.Store // as another process has it open
	process     *exec.Cmd

	mu      sync.Mutex
	address string // of the broker, as long as it runs
}

func newSite(t *testing.T, id string) *site {
	t.Helper()
	s := foundSite(t, id)
	s.enrolOracle()
	return s
}

// foundSite is one whose oracle nobody has enrolled yet.
func foundSite(t *testing.T, id string) *site {
	t.Helper()
	n := networktest.Network(t)
	s := &site{
		TB: t, configuration: configuration{
			Network: n.Dir(), Dir: t.TempDir(), Community: id,
		},
		devices: map[string]ed25519.PrivateKey{}, credentials: map[string]oracle.Credential{},
	}
	var err error
	s.ledger, err = village.Connect(t.Context(), n)
	s.must(err)
	t.Cleanup(s.ledger.Close)
	constitution, err := village.Constitute(n, "Oracle", "rehearsal")
	s.must(err)
	s.Net = constitution.Net
	s.village, err = village.New(id, constitution)
	s.must(err)
	s.must(s.ledger.Found(t.Context(), s.village))
	s.Body = s.village.Convener().Body
	made, err := oracle.Open(t.Context(), oracle.Config{Dir: s.Dir, Now: time.Now, Journal: journal.Options{FreeBytes: 1}})
	s.must(err)
	s.key = made.PublicKey()
	s.must(made.Close())
	s.store, err = store.Open(t.Context(), filepath.Join(s.Dir, "oracle.db"), filepath.Join(s.Dir, "payloads.key"), store.Bounds{})
	s.must(err)
	t.Cleanup(func() { s.must(s.store.Close()) })
	return s
}

func (s *site) enrolOracle() {
	s.Helper()
	s.act(device.TypeOracleEnrol, device.OracleEnrol{Body: s.Body, Key: act.Bytes(s.key), Name: "门岗 gate house"})
}

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// act is one of two bodies.
func (s *site) act(kind string, body any) {
	s.Helper()
	signed, err := s.village.Act(kind, body, s.village.Two()...)
	s.must(err)
	s.must(s.ledger.Must(s.Context(), signed))
}

// enrol enrols a device that signs what it says, and takes the commands of a lock in the ground, and a list.
func (s *site) enrol(id string, kinds ...rules.Kind) {
	s.Helper()
	s.admit(s.enrolment(id, kinds...))
}

// enrolment is that of such a device, which has its key from then on.
func (s *site) enrolment(id string, kinds ...rules.Kind) device.DeviceEnrol {
	s.Helper()
	private, public, err := village.NewDeviceKey()
	s.must(err)
	s.devices[id] = private
	now := act.Int(time.Now().Unix())
	slices.Sort(kinds)
	return device.DeviceEnrol{
		Body: s.Body, Class: rules.T2, Commands: []rules.Command{rules.List, rules.Lower, rules.Raise}, Device: id,
		From: now - 60, Key: public, Kinds: kinds, Place: "东门 East gate", Profile: "linli", Transport: id, Until: now + 3600,
	}
}

// unsigned is the enrolment of a device that signs nothing: one that speaks Zigbee through a bridge, or the bridge.
func (s *site) unsigned(id string, class rules.Class, kinds ...rules.Kind) device.DeviceEnrol {
	s.Helper()
	d := s.enrolment(id, kinds...)
	d.Class, d.Key, d.Profile, d.Commands = class, nil, "zigbee2mqtt", []rules.Command{}
	return d
}

// admit puts an enrolment on the ledger, and gives the device its certificate.
func (s *site) admit(enrolment device.DeviceEnrol) {
	s.Helper()
	s.act(device.TypeDeviceEnrol, enrolment)
	var err error
	s.credentials[enrolment.Device], err = oracle.Issue(s.Context(), s.Dir, device.Device{DeviceEnrol: enrolment}, oracle.Certificate,
		time.Now())
	s.must(err)
}

// start starts the oracle's process.
func (s *site) start() {
	s.Helper()
	file := filepath.Join(s.Dir, "configuration.json")
	raw, err := json.Marshal(s.configuration)
	s.must(err)
	s.must(os.WriteFile(file, raw, 0o600))
	self, err := os.Executable()
	s.must(err)
	s.process = exec.CommandContext(s.Context(), self)
	s.process.Env = append(os.Environ(), oracleEnv+"="+file)
	s.process.Stderr = os.Stderr
	_, err = s.process.StdinPipe()
	s.must(err)
	out, err := s.process.StdoutPipe()
	s.must(err)
	s.must(s.process.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	s.must(err)
	address := strings.TrimSpace(line)
	if s.Outside != nil {
		address = strings.TrimPrefix(s.Outside.Server, "ssl://")
	}
	s.listensAt(address)
}

func (s *site) listensAt(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.address = address
}

func (s *site) brokerAt() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

// stop asks the oracle to end; kill does not ask.
func (s *site) stop() {
	s.Helper()
	s.must(s.process.Process.Signal(os.Interrupt))
	s.must(s.process.Wait())
}

func (s *site) kill() {
	s.Helper()
	s.must(s.process.Process.Kill())
	_ = s.process.Wait() // it was killed
}

// connect connects a device by its certificate. A client is of one connection: when it ends the client is of no more use.
func (s *site) connect(id string) (paho.Client, error) {
	pool := x509.NewCertPool()
	credential := s.credentials[id]
	pool.AppendCertsFromPEM([]byte(credential.Authority))
	pair, err := tls.X509KeyPair([]byte(credential.Certificate), []byte(credential.Certificate))
	if err != nil {
		return nil, err
	}
	o := paho.NewClientOptions().AddBroker("tls://" + s.brokerAt()).SetClientID(id).SetAutoReconnect(false).SetProtocolVersion(4)
	o.SetTLSConfig(&tls.Config{RootCAs: pool, Certificates: []tls.Certificate{pair}, ServerName: "localhost", MinVersion: tls.VersionTLS12})
	client := paho.NewClient(o)
	token := client.Connect()
	token.Wait()
	return client, token.Error()
}

// connected is a device that is connected.
func (s *site) connected(id string) paho.Client {
	s.Helper()
	client, err := s.connect(id)
	s.must(err)
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
	return s.signedAt(time.Now(), s.devices[id], id, counter, kind, values)
}

// signedAt is what somebody with a key says in a device's name.
func (s *site) signedAt(
	at time.Time, key ed25519.PrivateKey, id string, counter int, kind rules.Kind, values map[string]string,
) []byte {
	s.Helper()
	out, err := dialect.Sign(key, dialect.LinliEvent{
		Counter: act.Int(counter), Device: id, Happened: act.Int(at.UnixMilli()), Kind: kind, Values: values,
	})
	s.must(err)
	return out
}

// onLedger waits until the oracle's log on the ledger has a number of events, and checks that they are those of the store.
func (s *site) onLedger(size int64) {
	s.Helper()
	var log device.EventLog
	for log.Size < size {
		time.Sleep(50 * time.Millisecond)
		s.must(s.Context().Err())
		log, _ = ledger.Read(s.Context(), s.ledger.Client, device.EventLogs, s.Community, act.KeyID(s.key))
	}
	var leaves []rules.ID
	var err error
	for int64(len(leaves)) < size {
		time.Sleep(20 * time.Millisecond)
		leaves, err = s.store.Leaves(s.Context(), s.Community, size)
		s.must(err)
	}
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
func TestFromDeviceToLedger(t *testing.T) { fromDeviceToLedger(t, newSite(t, "site")) }

// The same, over a broker that others run. It keeps for the oracle what it has acknowledged, from the oracle's first visit on.
func TestFromDeviceToLedgerOverMosquitto(t *testing.T) {
	s := newSite(t, "mosquitto")
	authority, err := broker.OpenAuthority(filepath.Join(s.Dir, "authority"))
	s.must(err)
	m := mosquittotest.Run(t, authority, "pattern write linli/%u\nuser oracle\ntopic read linli/#\n")
	s.Outside = &outside{Server: "ssl://" + m.Address, Dir: m.Dir, Certificate: m.Certificate("oracle")}
	first := paho.NewClient(paho.NewClientOptions().AddBroker(s.Outside.Server).SetClientID("oracle").SetTLSConfig(m.TLS("oracle")).
		SetCleanSession(false))
	s.done(first.Connect())
	s.done(first.Subscribe("linli/+", 1, nil))
	first.Disconnect(250)
	fromDeviceToLedger(t, s)
}

func fromDeviceToLedger(t *testing.T, s *site) {
	t.Helper()
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

	s.start()
	gate, detector, button := s.connected("gate-1"), s.connected("smoke-1"), s.connected("button-1")
	for i := range cars / 2 {
		say(gate, "gate-1", plate(i+1))
	}
	say(detector, "smoke-1", smoke(1, "false"), smoke(2, "true"), smoke(3, "true"), plate(1000))
	s.onLedger(cars/2 + 1)
	disconnect(gate, detector, button)
	s.stop()

	s.start()
	gate, detector, button = s.connected("gate-1"), s.connected("smoke-1"), s.connected("button-1")
	again := plate(cars/2 + 1)
	say(gate, "gate-1", again, again, plate(1)) // the last is of a number that was used
	for i := range cars/2 - 1 {
		say(gate, "gate-1", plate(cars/2+2+i))
	}
	pressed := s.signed("button-1", 1, rules.SOS, map[string]string{"active": "true"})
	say(button, "button-1", pressed)
	say(detector, "smoke-1", smoke(4, "false"))
	s.onLedger(cars + 3)
	calls, err := s.store.EventsOf(t.Context(), s.Community, "button-1", 0, 1)
	s.must(err)
	if message, err := oracle.Message(t.Context(), s.Dir, calls[0].ID); err != nil || !bytes.Equal(message, pressed) {
		t.Errorf("of the call for help is kept %q, %v", message, err)
	}
	disconnect(gate, detector, button)
	s.stop()

	alarms, err := s.store.Alarms(t.Context(), s.Community, true)
	s.must(err)
	if len(alarms) != 2 || alarms[0].Kind != rules.SOS || !alarms[0].Active || alarms[1].Kind != rules.Smoke || alarms[1].Active {
		t.Errorf("alarms: %+v", alarms)
	}
	aside, err := s.store.InQuarantine(t.Context(), 0, 10)
	s.must(err)
	if len(aside) != 1 || aside[0].Client != "smoke-1" || aside[0].Reason != string(act.BadSignature) {
		t.Errorf("set aside: %+v", aside)
	}
	s.must(s.ledger.Accepted(t.Context()))
}

func disconnect(devices ...paho.Client) {
	for _, d := range devices {
		d.Disconnect(100)
	}
}
