// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"time"

	"github.com/wind-c/comqtt/v2/mqtt/packets"
)

// raw is a device that sends what it likes, in a version of MQTT (4 is 3.1.1).
type raw struct {
	*yard
	net.Conn
	reader  *bufio.Reader
	version byte
}

func (y *yard) dial(config *tls.Config, version byte) *raw {
	y.Helper()
	c, err := tls.Dial("tcp", y.address, config)
	y.must(err)
	y.Cleanup(func() { c.Close() })
	return &raw{yard: y, Conn: c, reader: bufio.NewReader(c), version: version}
}

// greet connects, and returns what the broker says to it.
func (r *raw) greet(id string, with func(*packets.ConnectParams)) packets.Packet {
	r.Helper()
	p := packets.ConnectParams{ProtocolName: []byte("MQTT"), Clean: true, Keepalive: 60, ClientIdentifier: id}
	if with != nil {
		with(&p)
	}
	r.send(packets.Packet{FixedHeader: packets.FixedHeader{Type: packets.Connect}, Connect: p})
	return r.receive()
}

func (r *raw) send(p packets.Packet) {
	r.Helper()
	_, err := r.Write(encode(r.version, p))
	r.must(err)
}

func encode(version byte, p packets.Packet) []byte {
	p.ProtocolVersion = version
	var b bytes.Buffer
	var err error
	switch p.FixedHeader.Type {
	case packets.Connect:
		err = p.ConnectEncode(&b)
	case packets.Publish:
		err = p.PublishEncode(&b)
	case packets.Subscribe:
		p.FixedHeader.Qos = 1
		err = p.SubscribeEncode(&b)
	case packets.Puback:
		err = p.PubackEncode(&b)
	case packets.Disconnect:
		err = p.DisconnectEncode(&b)
	default:
		err = errors.New("no such packet")
	}
	if err != nil {
		panic(err)
	}
	return b.Bytes()
}

func publish(topic string, qos byte, id uint16, body []byte) packets.Packet {
	return packets.Packet{
		FixedHeader: packets.FixedHeader{Type: packets.Publish, Qos: qos}, TopicName: topic, PacketID: id, Payload: body,
	}
}

// receive reads a packet; its type is 0 if the connection has ended.
func (r *raw) receive() packets.Packet {
	r.Helper()
	p, err := r.read(30 * time.Second)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		r.Fatal("no answer")
	}
	return p
}

// silent says whether nothing comes for a while.
func (r *raw) silent() bool {
	_, err := r.read(200 * time.Millisecond)
	return errors.Is(err, os.ErrDeadlineExceeded)
}

func (r *raw) read(patience time.Duration) (p packets.Packet, err error) {
	r.must(r.SetReadDeadline(time.Now().Add(patience)))
	head, err := r.reader.ReadByte()
	if err != nil {
		return p, err
	}
	r.must(p.FixedHeader.Decode(head))
	size, _, err := packets.DecodeLength(r.reader)
	r.must(err)
	body := make([]byte, size)
	if _, err := io.ReadFull(r.reader, body); err != nil {
		return p, err
	}
	p.FixedHeader.Remaining, p.ProtocolVersion = size, r.version
	switch p.FixedHeader.Type {
	case packets.Connack:
		err = p.ConnackDecode(body)
	case packets.Puback:
		err = p.PubackDecode(body)
	case packets.Suback:
		err = p.SubackDecode(body)
	case packets.Publish:
		err = p.PublishDecode(body)
	case packets.Disconnect:
		err = p.DisconnectDecode(body)
	}
	r.must(err)
	return p, nil
}
