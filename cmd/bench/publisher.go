// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
)

// publisher is a device that publishes over MQTT 3.1.1 and does nothing else, since it shares the machine with what is measured.
type publisher struct {
	topic  string
	conn   net.Conn
	in     *bufio.Reader
	out    *bufio.Writer
	packet uint16
}

// dial connects a device by its certificate (with key, PEM).
func dial(ctx context.Context, address, authority, certificate, name, topic string) (*publisher, error) {
	pair, err := tls.X509KeyPair([]byte(certificate), []byte(certificate))
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(authority))
	dialer := tls.Dialer{Config: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}}
	conn, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	p := &publisher{topic: topic, conn: conn, in: bufio.NewReader(conn), out: bufio.NewWriterSize(conn, 64<<10)}
	connect := append([]byte("\x00\x04MQTT\x04\x02\x00\x00"), field(name)...) // a clean session, and no time limit
	p.send(0x10, connect)
	if err := p.out.Flush(); err != nil {
		return nil, err
	}
	var answer [4]byte
	if _, err := io.ReadFull(p.in, answer[:]); err != nil || answer[0] != 0x20 || answer[3] != 0 {
		return nil, errors.Join(fmt.Errorf("%s is not let in: %x", name, answer), err, conn.Close())
	}
	return p, nil
}

func field(text string) []byte {
	return append(binary.BigEndian.AppendUint16(nil, uint16(len(text))), text...) //nolint:gosec // names are short
}

// send writes a packet. An error comes with the flush.
func (p *publisher) send(kind byte, rest []byte) {
	head := []byte{kind}
	for length := len(rest); ; {
		digit := byte(length % 128)
		if length /= 128; length == 0 {
			head = append(head, digit)
			break
		}
		head = append(head, digit|128)
	}
	_, _ = p.out.Write(head)
	_, _ = p.out.Write(rest)
}

// publish publishes messages at once, and returns when each is acknowledged (QoS 1).
func (p *publisher) publish(bodies ...[]byte) error {
	for _, body := range bodies {
		p.packet = max(p.packet+1, 1) // 0 is no number
		rest := binary.BigEndian.AppendUint16(field(p.topic), p.packet)
		p.send(0x32, append(rest, body...))
	}
	if err := p.out.Flush(); err != nil {
		return err
	}
	var answer [4]byte
	for range bodies {
		if _, err := io.ReadFull(p.in, answer[:]); err != nil {
			return err
		}
		if answer[0] != 0x40 {
			return fmt.Errorf("no acknowledgement: %x", answer)
		}
	}
	return nil
}
