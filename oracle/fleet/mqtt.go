// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
	"github.com/eclipse/paho.mqtt.golang/packets"

	"github.com/linli-project/linli/oracle/dialect"
)

// window is how many messages of a device wait for their acknowledgement at once: fewer than its counter's may overtake each other.
const window = 16

// sent is a message that is on its way.
type sent struct {
	saying
	token paho.Token
}

// lookEvery is how often a device looks whether it is still connected: paho does not tell of a connection that is lost while it is made.
const lookEvery = time.Second

// writeWithin bounds for how long a message is given to a connection that has ended meanwhile.
const writeWithin = 2 * time.Second

// order is a command that came.
type order struct {
	topic string
	body  []byte
}

// talk is what a device has on its hands, from one connection to the next.
type talk struct {
	*line
	waiting  []sent // for its acknowledgement, the oldest first
	ended    bool   // nothing more is to be said
	commands chan order
}

// connect connects a device, and connects it again, until all that it has to say is acknowledged.
func (l *line) connect(ctx context.Context) error {
	t := &talk{line: l, commands: make(chan order, window)}
	var tries tries
	for {
		err := t.connection(ctx, &tries)
		if err == nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if err := l.again(ctx, &tries, err); err != nil {
			return err
		}
	}
}

// errLost is that of a connection that has ended.
var errLost = errors.New("the connection was lost")

// connection is one connection. Each has a client of its own: one that connects again by itself sends what it has in memory before and
// beside what it is given, and ends tokens that nobody has acknowledged.
func (t *talk) connection(ctx context.Context, tries *tries) error {
	lost := make(chan error, 1)
	client := paho.NewClient(t.options(lost))
	defer client.Disconnect(250)
	if err := done(ctx, client.Connect()); err != nil {
		return judged(t.Name, err)
	}
	_, told := dialect.Topics(t.Profile, t.Name)
	for _, topic := range told {
		if err := done(ctx, client.Subscribe(topic, 1, nil)); err != nil {
			return fmt.Errorf("%s: listen to commands: %w", t.Name, err)
		}
	}
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	tries.good()
	t.count(func(all *Tally) { all.Connections++ })
	t.Log.InfoContext(ctx, "a device is connected", "device", t.Name)
	for i := range t.waiting {
		t.waiting[i].token = publish(client, t.waiting[i].message)
	}
	for !t.ended || len(t.waiting) > 0 {
		if err := t.step(ctx, client, lost, look.C); err != nil {
			return err
		}
	}
	return nil
}

// step waits for what comes first: something to say, an acknowledgement, a command, or the end.
func (t *talk) step(ctx context.Context, client paho.Client, lost <-chan error, look <-chan time.Time) error {
	queue := t.queue
	if t.ended || len(t.waiting) >= window {
		queue = nil
	}
	var acknowledged <-chan struct{}
	if len(t.waiting) > 0 {
		acknowledged = t.waiting[0].token.Done()
	}
	select {
	case s, more := <-queue:
		if !more {
			t.ended = true
			return nil
		}
		return t.send(client, s)
	case <-acknowledged:
		return t.settle()
	case c := <-t.commands:
		return t.obeyed(client, c)
	case err := <-lost:
		return errors.Join(errLost, err)
	case <-look:
		if !client.IsConnectionOpen() {
			return errLost
		}
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *talk) send(client paho.Client, s saying) error {
	s, err := t.write(s)
	if err != nil {
		return err
	}
	t.waiting = append(t.waiting, sent{s, publish(client, s.message)})
	return nil
}

// settle takes the oldest message from those that wait. It stays, if its token ended without an acknowledgement.
func (t *talk) settle() error {
	if err := t.waiting[0].token.Error(); err != nil {
		return errors.Join(errLost, err)
	}
	t.acknowledged(t.waiting[0].saying)
	t.waiting = t.waiting[1:]
	return nil
}

// obeyed says what follows from a command.
func (t *talk) obeyed(client paho.Client, c order) error {
	t.count(func(all *Tally) { all.Commands++ })
	now := time.Now()
	for _, said := range t.obey(t.place, c.topic, c.body, now) {
		if err := t.send(client, saying{Said: said, at: now}); err != nil {
			return err
		}
	}
	return nil
}

func publish(client paho.Client, m message) paho.Token {
	return client.Publish(m.topic, 1, false, m.body)
}

func (t *talk) options(lost chan<- error) *paho.ClientOptions {
	config := t.run.tls.Clone()
	config.Certificates = t.certificate
	return paho.NewClientOptions().AddBroker("tls://" + t.MQTT).SetTLSConfig(config).
		SetProtocolVersion(4).SetClientID(t.Name).SetUsername(t.Name).SetPassword(t.Password).
		SetCleanSession(true).SetAutoReconnect(false).SetConnectRetry(false).
		SetConnectTimeout(patience).SetWriteTimeout(writeWithin).
		SetDefaultPublishHandler(func(_ paho.Client, m paho.Message) {
			select {
			case t.commands <- order{m.Topic(), m.Payload()}:
			default: // who is told so much at once is not obeyed
			}
		}).
		SetConnectionLostHandler(func(_ paho.Client, err error) { lost <- err })
}

var errNoAnswer = errors.New("no answer")

func done(ctx context.Context, token paho.Token) error {
	select {
	case <-token.Done():
		return token.Error()
	case <-time.After(patience):
		return errNoAnswer
	case <-ctx.Done():
		return ctx.Err()
	}
}

// judged says of an error whether it will be the same with the next try.
func judged(name string, err error) error {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	broken, isBroken := errors.AsType[*net.OpError](err)
	switch {
	case errors.Is(err, packets.ErrorRefusedBadUsernameOrPassword), errors.Is(err, packets.ErrorRefusedNotAuthorised),
		isBroken && broken.Op == "remote error": // so says TLS that the other side does not take a certificate
		return fmt.Errorf("%s: the broker does not let it in (is it enrolled, and is this what it was given last?): %w: %w", name, ErrRefused, err)
	case untrusted:
		return fmt.Errorf("%s: the broker's certificate is not of \"authority\", or is for another address: %w: %w", name, ErrRefused, err)
	}
	return fmt.Errorf("%s: connect: %w", name, err)
}
