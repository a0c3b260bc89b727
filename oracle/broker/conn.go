// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"time"

	"github.com/wind-c/comqtt/v2/mqtt"
)

const (
	patience    = 10 * time.Second // for a handshake and a greeting, and for whoever does not take what it is sent
	maxGreeting = 16 << 10         // bytes of the first packet: the only one that strangers may send
)

// conn is the connection of a device, and what is known of who is at its other end.
type conn struct {
	net.Conn
	ctx    context.Context // of the broker
	reader io.Reader
	host   string
	since  time.Time

	certified   string // the name in its certificate, if it has one
	fingerprint string

	name   string       // once it has proved it
	proof  string       // the fingerprint, or the hash of the password, that proved it
	client *mqtt.Client // once it has a session
	will   mqtt.Will
	pace   pace

	commands commands
	gone     chan struct{} // closed when it has ended
}

func newConn(ctx context.Context, c net.Conn) *conn {
	return &conn{Conn: c, ctx: ctx, reader: c, host: hostOf(c.RemoteAddr()), since: time.Now(), gone: make(chan struct{})}
}

func hostOf(address net.Addr) string {
	host, _, err := net.SplitHostPort(address.String())
	if err != nil {
		return address.String()
	}
	return host
}

// certify takes the name of a certificate that the handshake has verified.
func (c *conn) certify(state tls.ConnectionState) {
	if len(state.VerifiedChains) == 0 {
		return
	}
	leaf := state.PeerCertificates[0]
	c.certified, c.fingerprint = leaf.Subject.CommonName, Fingerprint(leaf.Raw)
}

var errGreeting = errors.New("the first packet is no CONNECT, or too long")

// greet looks at the head of the first packet. What follows takes as much memory as the head asks for, before it is known who asks.
func (c *conn) greet() error {
	reader := bufio.NewReader(c.Conn)
	head, err := reader.Peek(5) // no CONNECT is shorter
	if err != nil {
		return err
	}
	size, length := binary.Uvarint(head[1:])
	if head[0] != 0x10 || length <= 0 || size > maxGreeting { // CONNECT, without flags (MQTT 5, 2.1.2)
		return errGreeting
	}
	c.reader = reader
	return nil
}

func (c *conn) Read(p []byte) (int, error) { return c.reader.Read(p) }

// Write gives up on whoever does not read.
func (c *conn) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(patience)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}
