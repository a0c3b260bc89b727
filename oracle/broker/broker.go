// SPDX-License-Identifier: Apache-2.0

// Package broker is the MQTT broker that devices connect to. It is a one-way street with an answer: what a device publishes is kept,
// then acknowledged, and goes to nobody else; what a device is told goes to that device alone.
package broker

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/wind-c/comqtt/v2/mqtt"
	"github.com/wind-c/comqtt/v2/mqtt/packets"

	"github.com/linli-project/linli/oracle/ingest"
)

// Options of a broker. Lookup, Keep and TLS are needed.
type Options struct {
	Lookup      Lookup
	Keep        ingest.Keep
	TLS         *tls.Config    // of Authority.TLS
	Refused     ingest.Refused // nil: nobody keeps watch
	Log         *slog.Logger   // nil: no log
	Connections int            // at once; 0: 4096
	Rate        int            // messages a second of one device, on the average over ten seconds; 0: 100
}

// Broker is a broker. Run runs it.
type Broker struct {
	lookup  Lookup
	keep    ingest.Keep
	tls     *tls.Config
	refused ingest.Refused
	log     *slog.Logger
	rate    int

	server    *mqtt.Server
	live      live
	slots     chan struct{} // one for each connection
	comparing chan struct{}
	guesses   ingest.Guesses
	survived  atomic.Int64 // how often a packet would have ended the process
}

const (
	overhead    = 66 << 10          // what a PUBLISH has besides its body: topic and properties
	sessionLife = 24 * 60 * 60      // seconds
	forever     = 100 * 365 * 86400 // seconds
	inflight    = 64                // messages that a device of MQTT 5 sends before it waits
	burst       = 10 * time.Second  // of messages at their average rate
	sweep       = time.Second       // how soon a device that is no longer admitted is disconnected
)

// New returns a broker that is not running yet.
func New(o Options) (*Broker, error) {
	b := &Broker{
		lookup: o.Lookup, keep: o.Keep, tls: o.TLS, refused: o.Refused, rate: cmp.Or(o.Rate, 100),
		log:       cmp.Or(o.Log, slog.New(slog.DiscardHandler)),
		slots:     make(chan struct{}, cmp.Or(o.Connections, 4096)),
		comparing: make(chan struct{}, 2),
	}
	b.server = mqtt.New(&mqtt.Options{
		Capabilities: &mqtt.Capabilities{
			MaximumSessionExpiryInterval: sessionLife,
			MaximumMessageExpiryInterval: sessionLife,
			MaximumClientWritesPending:   maxCommands,
			MaximumPacketSize:            ingest.MaxSent + overhead,
			ReceiveMaximum:               inflight,
			MinimumProtocolVersion:       4,
			MaximumQos:                   1,
			RetainAvailable:              1, // taken, and kept with its mark; never repeated to anybody
			WildcardSubAvailable:         1,
			TopicAliasMaximum:            0, // an alias is resolved after the topic was checked
			Compatibilities:              mqtt.Compatibilities{NoInheritedPropertiesOnAck: true},
		},
		Logger:                 slog.New(slog.DiscardHandler), // it would write whole packets into the log
		SysTopicResendInterval: forever,
	})
	if err := b.server.AddHook(&hook{Broker: b}, nil); err != nil {
		return nil, fmt.Errorf("make broker: %w", err)
	}
	return b, nil
}

// Run takes connections until the context is done, and returns when the last one has ended. It closes the listener. A broker runs once.
func (b *Broker) Run(ctx context.Context, listener net.Listener) error {
	var running sync.WaitGroup
	defer b.server.Close()
	defer running.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := b.server.Serve(); err != nil {
		return fmt.Errorf("run broker: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { _ = listener.Close() })
	defer stop()
	running.Go(func() { b.endRevoked(ctx) })
	for {
		c, err := listener.Accept()
		switch {
		case err == nil:
			b.take(ctx, c, &running)
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, net.ErrClosed):
			return fmt.Errorf("run broker: %w", err)
		default:
			b.log.WarnContext(ctx, "no connection can be taken", "error", err) // as when there are too many open files
			time.Sleep(100 * time.Millisecond)
		}
	}
}

func (b *Broker) take(ctx context.Context, c net.Conn, running *sync.WaitGroup) {
	select {
	case b.slots <- struct{}{}:
		running.Go(func() {
			defer func() { <-b.slots }()
			b.attend(ctx, c)
		})
	default:
		_ = c.Close()
	}
}

// attend secures a connection and serves it to its end.
func (b *Broker) attend(ctx context.Context, raw net.Conn) {
	defer raw.Close()
	stop := context.AfterFunc(ctx, func() { _ = raw.Close() })
	defer stop()
	if err := raw.SetDeadline(time.Now().Add(patience)); err != nil {
		return
	}
	secured := tls.Server(raw, b.tls)
	if err := secured.HandshakeContext(ctx); err != nil {
		b.log.DebugContext(ctx, "no handshake", "host", hostOf(raw.RemoteAddr()), "error", err)
		return
	}
	c := newConn(ctx, secured)
	c.certify(secured.ConnectionState())
	b.serve(c)
}

// serve serves a connection to its end. Whatever is sent on it ends nothing but it.
func (b *Broker) serve(c *conn) {
	defer close(c.gone)
	defer func() {
		if cause := recover(); cause != nil {
			b.survived.Add(1)
			b.log.ErrorContext(c.ctx, "a packet that the broker cannot stand",
				"device", c.name, "host", c.host, "cause", cause, "stack", string(debug.Stack()))
		}
	}()
	c.pace = pace{every: time.Second / time.Duration(b.rate), burst: burst}
	defer func() { b.live.remove(c.name, c.client) }()
	err := c.greet()
	if err == nil {
		err = b.server.EstablishConnection("", c)
	}
	b.blame(c, err)
	b.log.DebugContext(c.ctx, "a connection has ended", "device", c.name, "host", c.host, "error", err)
}

// blame tells of a packet that ended its connection.
func (b *Broker) blame(c *conn, err error) {
	code, ok := errors.AsType[packets.Code](err)
	switch {
	case !ok || c.name == "": // anything comes from strangers
	case code == packets.ErrPacketTooLarge:
		b.refuse(c, c.name, "", ingest.TooLong)
	case code.Code == packets.ErrMalformedPacket.Code || code.Code == packets.ErrProtocolViolation.Code:
		b.refuse(c, c.name, "", ingest.Malformed)
	}
}

// endRevoked ends the connections of devices that are no longer admitted.
func (b *Broker) endRevoked(ctx context.Context) {
	tick := time.NewTicker(sweep)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for _, client := range b.live.all() {
			c := connOf(client)
			if _, ok := b.admitted(c); !ok {
				b.refuse(c, c.name, "", ingest.Revoked)
				b.end(client)
			}
		}
	}
}

// end ends a connection.
func (b *Broker) end(client *mqtt.Client) { client.Stop(net.ErrClosed) }

// Connected is how many devices are connected.
func (b *Broker) Connected() int { return len(b.live.all()) }

// ConnectedSince is since when a device is connected; ok is false if it is not.
func (b *Broker) ConnectedSince(device string) (since time.Time, ok bool) {
	client, ok := b.live.get(device)
	if !ok {
		return since, false
	}
	return connOf(client).since, true
}
