// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle"
)

// yard is the server's oracle, and devices that speak to it over MQTT.
type yard struct {
	oracle  *oracle.Oracle
	mqtt    net.Listener
	address string
	ahead   atomic.Int64 // by how many milliseconds the oracle's clock is ahead, so that nobody has to wait for an alarm to escalate
}

// newYard is one whose oracle hears the devices of a community.
func newYard(t *testing.T, dir, hears string, l *village.Ledger, mirror *index.Index) *yard {
	t.Helper()
	y := &yard{}
	genesis, err := l.Client.Genesis(t.Context())
	must(t, err)
	y.oracle, err = oracle.Open(t.Context(), oracle.Config{
		Dir: filepath.Join(dir, "oracle"), Community: hears, Body: "owners", Net: genesis, Client: l.Client, Relay: l.Relay, Mirror: mirror,
		Log: slog.New(slog.DiscardHandler),
		Now: func() time.Time { return time.Now().Add(time.Duration(y.ahead.Load()) * time.Millisecond) },
	})
	must(t, err)
	y.mqtt, err = (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	y.address = y.mqtt.Addr().String()
	return y
}

func (y *yard) run(ctx context.Context) error { return y.oracle.Run(ctx, y.mqtt, nil) }

// message is what a device is to say, and by what it proves its name.
type message struct {
	Password string `json:"password"`
	Topic    string `json:"topic"`
	Body     string `json:"body"`
}

// connect has a device connect, if it is let in.
func (y *yard) connect(q *http.Request) (client paho.Client, m message, ok bool, err error) {
	if err := json.NewDecoder(q.Body).Decode(&m); err != nil {
		return nil, m, false, err
	}
	client, refused := y.client(q.PathValue("name"), m.Password)
	return client, m, refused == nil, nil
}

// client connects as a device.
func (y *yard) client(name, password string) (paho.Client, error) {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(y.oracle.Authority())
	o := paho.NewClientOptions().AddBroker("tls://" + y.address).SetClientID(name).SetUsername(name).
		SetPassword(password).SetAutoReconnect(false).SetConnectRetry(false).SetProtocolVersion(4).SetAutoAckDisabled(true).
		SetTLSConfig(&tls.Config{RootCAs: pool, ServerName: "localhost", MinVersion: tls.VersionTLS12})
	client := paho.NewClient(o)
	token := client.Connect()
	token.Wait()
	return client, token.Error()
}

// say has a device say something, and answers whether it was let in and heard.
func (y *yard) say(q *http.Request) (any, error) {
	client, m, ok, err := y.connect(q)
	if err != nil || !ok {
		return false, err
	}
	defer client.Disconnect(100)
	sent := client.Publish(m.Topic, 1, false, m.Body)
	if !sent.WaitTimeout(time.Minute) {
		return nil, errors.New("the broker does not acknowledge")
	}
	return sent.Error() == nil, nil
}

// listen has a device wait for what it is told on a topic, and answers with it.
func (y *yard) listen(q *http.Request) (any, error) {
	client, m, ok, err := y.connect(q)
	if err != nil || !ok {
		return nil, errors.Join(err, errors.New("the device is not let in"))
	}
	defer client.Disconnect(100)
	heard := make(chan string, 1)
	subscribed := client.Subscribe(m.Topic, 1, func(_ paho.Client, m paho.Message) {
		m.Ack()
		heard <- string(m.Payload())
	})
	subscribed.Wait()
	if subscribed.Error() != nil {
		return nil, subscribed.Error()
	}
	select {
	case told := <-heard:
		client.Unsubscribe(m.Topic).Wait() // its answer comes after the broker has read the acknowledgement, however busy the machine is
		return told, nil
	case <-q.Context().Done():
		return nil, q.Context().Err()
	}
}

// setClock has the oracle's clock be ahead by some milliseconds.
func (y *yard) setClock(q *http.Request) (any, error) {
	var ahead int64
	if err := json.NewDecoder(q.Body).Decode(&ahead); err != nil {
		return nil, err
	}
	y.ahead.Store(ahead)
	return ahead, nil
}
