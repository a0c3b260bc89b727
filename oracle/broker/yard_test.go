// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
	"golang.org/x/crypto/bcrypt"

	"github.com/linli-project/linli/oracle/ingest"
)

// yard is a broker that runs, the devices that it admits, and what they said.
type yard struct {
	testing.TB
	*Broker
	authority *Authority
	address   string

	mu      sync.Mutex
	devices map[string]Device
	kept    []ingest.Message
	refused []ingest.Refusal
	fails   int           // how many messages more are not kept
	hold    chan struct{} // if there is one, a message is kept when it gives
}

var errDisk = errors.New("the disk is full")

func newYard(t testing.TB, with func(*Options)) *yard {
	t.Helper()
	y := &yard{TB: t, devices: map[string]Device{}}
	var err error
	y.authority, err = OpenAuthority(t.TempDir())
	y.must(err)
	config, err := y.authority.TLS("localhost", "127.0.0.1")
	y.must(err)
	o := Options{Lookup: y.lookup, Keep: y.keep, TLS: config, Refused: y.refuse, Rate: 1e6}
	if with != nil {
		with(&o)
	}
	y.Broker, err = New(o)
	y.must(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	y.must(err)
	y.address = listener.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- y.Run(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if n := y.survived.Load(); n != 0 {
			t.Errorf("%d packets would have ended the process", n)
		}
	})
	return y
}

func (y *yard) must(err error) {
	y.Helper()
	if err != nil {
		y.Fatal(err)
	}
}

func (y *yard) lookup(name string) (Device, bool) {
	y.mu.Lock()
	defer y.mu.Unlock()
	d, ok := y.devices[name]
	return d, ok
}

func (y *yard) keep(ctx context.Context, m ingest.Message) error {
	y.mu.Lock()
	hold, fail := y.hold, y.fails > 0
	if fail {
		y.fails--
	}
	y.mu.Unlock()
	if fail {
		return errDisk
	}
	if hold != nil {
		select {
		case <-hold:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	y.kept = append(y.kept, m)
	return nil
}

func (y *yard) refuse(r ingest.Refusal) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.refused = append(y.refused, r)
}

// set changes what the yard does.
func (y *yard) set(change func()) {
	y.mu.Lock()
	defer y.mu.Unlock()
	change()
}

func (y *yard) messages() []ingest.Message {
	y.mu.Lock()
	defer y.mu.Unlock()
	return slices.Clone(y.kept)
}

func (y *yard) refusals() []ingest.Reason {
	y.mu.Lock()
	defer y.mu.Unlock()
	var reasons []ingest.Reason
	for _, r := range y.refused {
		reasons = append(reasons, r.Reason)
	}
	return reasons
}

// until waits until something holds; a test that waits in vain says for what.
func (y *yard) until(what string, holds func() bool) {
	y.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			y.Fatal("in vain: ", what)
		}
	}
}

// enrol admits a device with a certificate. It speaks on NAME/... and said/NAME, and is told on to/NAME/...
func (y *yard) enrol(name string) *tls.Config {
	y.Helper()
	text, fingerprint, err := y.authority.Issue(name)
	y.must(err)
	y.set(func() { y.devices[name] = device(name, Device{Certificate: fingerprint}) })
	pair, err := tls.X509KeyPair(text, text)
	y.must(err)
	config := y.trusting()
	config.Certificates = []tls.Certificate{pair}
	return config
}

// enrolPassword admits a device with a password.
func (y *yard) enrolPassword(name, password string) {
	y.Helper()
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	y.must(err)
	y.set(func() { y.devices[name] = device(name, Device{Password: string(hash)}) })
}

func device(name string, d Device) Device {
	d.Publishes = []string{name + "/#", "said/" + name}
	d.Commands = []string{"to/" + name + "/#"}
	return d
}

// trusting trusts the broker, and has no certificate.
func (y *yard) trusting() *tls.Config {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(y.authority.Certificate())
	return &tls.Config{RootCAs: pool, ServerName: "localhost", MinVersion: tls.VersionTLS12}
}

func (y *yard) options(config *tls.Config) *paho.ClientOptions {
	return paho.NewClientOptions().AddBroker("ssl://" + y.address).SetTLSConfig(config).
		SetClientID("device").SetCleanSession(false).SetConnectRetry(false).
		SetMaxReconnectInterval(20 * time.Millisecond).SetConnectTimeout(20 * time.Second).SetWriteTimeout(20 * time.Second)
}

// connect connects a real client.
func (y *yard) connect(o *paho.ClientOptions) paho.Client {
	y.Helper()
	client := paho.NewClient(o)
	y.done(client.Connect())
	y.Cleanup(func() { client.Disconnect(0) })
	return client
}

func (y *yard) done(token paho.Token) {
	y.Helper()
	if !token.WaitTimeout(30 * time.Second) {
		y.Fatal("no answer")
	}
	y.must(token.Error())
}
