// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/dialect"
	rules "github.com/linli-project/linli/rules/device"
	orders "github.com/linli-project/linli/rules/order"
)

// Whoever presses a button and is told that it was heard has an order on the ledger, and one: also if the server that heard it is killed
// at once or a moment later, and with it a peer, an orderer or the chaincode; and if the button says it again to the next server.
func TestServeKilled(t *testing.T) {
	k := newKilled(t, "serve-killed")
	turns := []string{"", "peer-", "orderer-", "chaincode-", "", "orderer-", "peer-", ""}
	want := map[string]int{}
	for i := range turns {
		id := fmt.Sprint("button-", i)
		want[id] = 1
		k.enrol(id)
	}
	k.serve()
	for i, kind := range turns {
		id := fmt.Sprint("button-", i)
		k.press(id)
		time.Sleep(rand.N(400 * time.Millisecond))
		k.kill()
		if kind != "" {
			k.killOf(kind)
		}
		k.serve()
		k.press(id)
	}
	for !maps.Equal(k.ordered(), want) {
		if t.Context().Err() != nil {
			t.Fatalf("%v became orders", k.ordered())
		}
		time.Sleep(100 * time.Millisecond)
	}
	time.Sleep(2 * time.Second) // in which a second one could come
	k.kill()
	if got := k.ordered(); !maps.Equal(got, want) {
		t.Errorf("%v became orders", got)
	}
	k.must(k.ledger.Accepted(t.Context()))
}

// Of two servers of a body that are to hear devices one does. It is killed, and the other goes on from its files.
func TestSpareOracle(t *testing.T) {
	k := newKilled(t, "serve-spare")
	for _, id := range []string{"first", "second"} {
		k.enrol(id)
	}
	at := postgrestest.URL(t)
	k.more = []string{"--store", at, "--files", t.TempDir()}
	k.serve()
	k.more = []string{"--store", at, "--files", t.TempDir()}
	spare, log := k.start()
	k.press("first")
	k.kill()
	k.heard(spare, log)
	k.press("first")
	k.press("second")
	want := map[string]int{"first": 1, "second": 1}
	for !maps.Equal(k.ordered(), want) && t.Context().Err() == nil {
		time.Sleep(50 * time.Millisecond)
	}
	k.kill()
	if got := k.ordered(); !maps.Equal(got, want) {
		t.Errorf("%v became orders", got)
	}
}

// killed is a community whose devices a server hears that is a process of its own.
type killed struct {
	*testing.T
	body    string
	dir     string // of the oracle
	village *village.Village
	ledger  *village.Ledger
	buttons map[string]button

	more    []string // that the server is told
	process *exec.Cmd
	reading sync.WaitGroup
	mqtt    string
}

type button struct {
	oracle.Credential
	call []byte // for help, which it signs once
}

func newKilled(t *testing.T, id string) *killed {
	t.Helper()
	n := networktest.Network(t)
	k := &killed{T: t, buttons: map[string]button{}}
	constitution, err := village.Constitute(n, "Killed", "rehearsal")
	k.must(err)
	k.village, err = village.New(id, constitution)
	k.must(err)
	k.ledger, err = village.Connect(t.Context(), n)
	k.must(err)
	t.Cleanup(k.ledger.Close)
	k.must(k.ledger.Found(t.Context(), k.village))
	k.body = k.village.Convener().Body
	k.dir = (&serving{dir: n.Dir(), body: k.body}).oracleDir(id)
	made, err := oracle.Open(t.Context(), oracle.Config{Dir: k.dir, Now: time.Now})
	k.must(err)
	k.act(device.TypeOracleEnrol, device.OracleEnrol{Body: k.body, Key: act.Bytes(made.PublicKey()), Name: "gate house"})
	k.must(made.Close())
	k.act(order.TypeGridSet, order.GridSet{
		Body: k.body, Grid: "east", Languages: []order.Speaker{}, Places: []string{}, Shifts: []order.Shift{},
		Supervisor: k.village.Convener().Key.ID(), Workers: []string{},
	})
	k.act(order.TypeDutiesAdopt, order.DutiesAdopt{
		Basis: strings.Repeat("0", 64), Duties: []order.Duty{{Grid: "east", Hands: 3, Priority: orders.Emergency}}, Version: 1,
	})
	return k
}

func (k *killed) must(err error) {
	k.Helper()
	if err != nil {
		k.Fatal(err)
	}
}

func (k *killed) act(kind string, body any) {
	k.Helper()
	k.must(k.ledger.Do(k.Context())(k.village.Act(kind, body, k.village.Two()...)))
}

// enrol enrols a button, and gives it what it connects with.
func (k *killed) enrol(id string) {
	k.Helper()
	private, public, err := village.NewDeviceKey()
	k.must(err)
	now := act.Int(time.Now().Unix())
	d := device.DeviceEnrol{
		Body: k.body, Class: rules.T2, Commands: []rules.Command{}, Device: id, From: now - 60, Key: public,
		Kinds: []rules.Kind{rules.SOS}, Place: "3-2", Profile: "linli", Transport: id, Until: now + 3600,
	}
	k.act(device.TypeDeviceEnrol, d)
	c, err := oracle.Issue(k.Context(), k.dir, device.Device{DeviceEnrol: d}, oracle.Certificate, time.Now())
	k.must(err)
	call, err := dialect.Sign(private, dialect.LinliEvent{
		Counter: 1, Device: id, Happened: now * 1000, Kind: rules.SOS, Values: map[string]string{"active": "true"},
	})
	k.must(err)
	k.buttons[id] = button{c, call}
}

// serve starts the server, and returns when it hears devices.
func (k *killed) serve() {
	k.Helper()
	k.heard(k.start())
}

// start starts a server, and returns its log.
func (k *killed) start() (*exec.Cmd, io.Reader) {
	k.Helper()
	process := linli(k.T, append([]string{"serve", "--data", k.ledger.Network.Dir(), "--body", k.body, "--listen", "127.0.0.1:0",
		"--oracle", k.village.ID, "--mqtt", "127.0.0.1:0", "--metrics", "127.0.0.1:0"}, k.more...)...)
	log, err := process.StderrPipe()
	k.must(err)
	k.must(process.Start())
	return process, log
}

// heard waits until a server hears devices, which speak to it from then on.
func (k *killed) heard(process *exec.Cmd, log io.Reader) {
	k.Helper()
	k.process = process
	k.mqtt, _ = logged(k.T, log, "mqtt", "metrics")
	k.reading.Go(func() { _, _ = io.Copy(io.Discard, log) })
}

// kill ends the server at once (SIGKILL).
func (k *killed) kill() {
	k.Helper()
	k.must(k.process.Process.Kill())
	k.reading.Wait()
	_ = k.process.Wait() // it was killed
}

// killOf kills a process of the body's, as soon as it runs: the one before it may have been killed a moment ago.
func (k *killed) killOf(kind string) {
	k.Helper()
	for err := k.ledger.Network.Kill(kind + k.body); err != nil; err = k.ledger.Network.Kill(kind + k.body) {
		if k.Context().Err() != nil {
			k.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// press has a button call, always with the same message, until it is told that it was heard.
func (k *killed) press(id string) {
	k.Helper()
	for {
		err := k.buttons[id].say(k.mqtt)
		if err == nil {
			return
		}
		if k.Context().Err() != nil {
			k.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// say calls over a connection of its own. There is no error if the call was acknowledged.
func (b button) say(mqtt string) error {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(b.Authority))
	pair, err := tls.X509KeyPair([]byte(b.Certificate), []byte(b.Certificate))
	if err != nil {
		return err
	}
	o := paho.NewClientOptions().AddBroker("tls://" + mqtt).SetClientID(b.Name).SetAutoReconnect(false).SetProtocolVersion(4)
	o.SetTLSConfig(&tls.Config{RootCAs: pool, Certificates: []tls.Certificate{pair}, ServerName: "localhost", MinVersion: tls.VersionTLS12})
	client := paho.NewClient(o)
	defer client.Disconnect(0)
	for _, begin := range []func() paho.Token{client.Connect, func() paho.Token { return client.Publish(b.Says[0], 1, false, b.call) }} {
		token := begin()
		if !token.WaitTimeout(5 * time.Second) {
			return context.DeadlineExceeded
		}
		if token.Error() != nil {
			return token.Error()
		}
	}
	return nil
}

// ordered are how many orders there are for the alarms of each device.
func (k *killed) ordered() map[string]int {
	k.Helper()
	count := map[string]int{}
	for item, err := range k.ledger.Client.List(k.Context(), order.Orders, k.village.ID) {
		k.must(err)
		o, err := order.Orders.Decode(item.Value)
		k.must(err)
		if o.Kind != orders.SOS || o.State != orders.Triaged || o.Alarm == nil {
			k.Fatalf("%+v", o)
		}
		count[o.Alarm.Device]++
	}
	return count
}
