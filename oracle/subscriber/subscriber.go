// SPDX-License-Identifier: Apache-2.0

// Package subscriber takes what devices publish from an MQTT broker that others run. It acknowledges a message when it is kept; what
// was not acknowledged comes again, on the next connection.
package subscriber

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/oracle/ingest"
)

// Options of a subscriber. Server, ID, Topics and Keep are needed.
type Options struct {
	Server   string // as "ssl://broker.example:8883"
	ID       string // always the same: by it the broker knows what it has not delivered yet
	TLS      *tls.Config
	Username string
	Password string
	// Topics say who publishes where, as the broker's access list does and no message itself: "linli/{name}", "device/{name}/up/#".
	Topics []string
	Keep   ingest.Keep
	Log    *slog.Logger // nil: no log
}

// Subscriber is a subscriber. Run runs it.
type Subscriber struct {
	Options
	connected atomic.Pointer[paho.Client] // of the connection that there is
}

// New returns a subscriber.
func New(o Options) *Subscriber {
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	return &Subscriber{Options: o}
}

const (
	patience  = 20 * time.Second // for the broker's answers
	firstWait = 100 * time.Millisecond
	longWait  = 30 * time.Second
	longLived = time.Minute // a connection that lasted for so long was a good one
)

// Run connects, and connects again, until the context is done.
func (s *Subscriber) Run(ctx context.Context) {
	wait := firstWait
	for ctx.Err() == nil {
		began := time.Now()
		err := s.connection(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(began) > longLived {
			wait = firstWait
		}
		s.Log.WarnContext(ctx, "not connected to the broker", "broker", s.Server, "error", err, "again", wait)
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
		wait = min(2*wait, longWait)
	}
}

// connection is one connection, from the dialling to its end. Each has a client of its own, since a client that connects again hands
// out what it has in memory before the broker has said what is still to be delivered.
func (s *Subscriber) connection(ctx context.Context) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	q := newQueue(s, end)
	defer q.wait()
	defer end(nil)
	q.run(ctx)
	client := paho.NewClient(s.options(ctx, q, end))
	if err := done(client.Connect()); err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer client.Disconnect(250)
	if err := s.subscribe(client); err != nil {
		return err
	}
	s.connected.Store(&client)
	defer s.connected.Store(nil)
	s.Log.InfoContext(ctx, "connected to the broker", "broker", s.Server)
	<-ctx.Done()
	return context.Cause(ctx)
}

func (s *Subscriber) options(ctx context.Context, q *queue, end context.CancelCauseFunc) *paho.ClientOptions {
	return paho.NewClientOptions().
		AddBroker(s.Server).SetClientID(s.ID).SetTLSConfig(s.TLS).SetUsername(s.Username).SetPassword(s.Password).
		SetCleanSession(false).
		SetAutoAckDisabled(true).
		SetOrderMatters(true).
		SetAutoReconnect(false).SetConnectRetry(false).
		SetConnectTimeout(patience).SetWriteTimeout(patience).
		SetDefaultPublishHandler(func(_ paho.Client, m paho.Message) { q.add(ctx, m) }). // messages come before we have subscribed
		SetConnectionLostHandler(func(_ paho.Client, err error) { end(fmt.Errorf("connection lost: %w", err)) })
}

// subscribe asks for the topics each time: a broker that was killed may have forgotten the session.
func (s *Subscriber) subscribe(client paho.Client) error {
	filters := map[string]byte{}
	for _, topic := range s.Topics {
		filters[filter(topic)] = 1
	}
	token := client.SubscribeMultiple(filters, nil)
	if err := done(token); err != nil {
		return fmt.Errorf("subscribe: %w", err)
	}
	for topic, code := range token.(*paho.SubscribeToken).Result() {
		if code != 1 {
			return fmt.Errorf("subscribe: the broker answers %#x to %q, and not QoS 1", code, topic)
		}
	}
	return nil
}

// ErrAway is that of a message that was not sent, as there is no connection.
var ErrAway = errors.New("not connected to the broker: nothing was sent")

// Publish sends a message, and returns nil when the broker has it. Whether whom it is for has it, the broker does not say.
func (s *Subscriber) Publish(topic string, payload []byte) error {
	client := s.connected.Load()
	if client == nil {
		return ErrAway
	}
	return done((*client).Publish(topic, 1, false, payload))
}

var errNoAnswer = errors.New("no answer")

func done(token paho.Token) error {
	if !token.WaitTimeout(patience) {
		return errNoAnswer
	}
	return token.Error()
}
