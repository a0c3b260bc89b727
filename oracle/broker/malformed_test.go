// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"context"
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/wind-c/comqtt/v2/mqtt/packets"

	"github.com/linli-project/linli/oracle/ingest"
)

// killers are packets by which brokers were ended, or that promise more than they hold.
var killers = map[string][]byte{
	"SUBSCRIBE that ends after its filter":      {0x82, 0x06, 0, 1, 0, 0, 1, 'a'},
	"SUBSCRIBE without options to no filter":    {0x82, 0x05, 0, 1, 0, 0, 0},
	"SUBSCRIBE without a filter":                {0x82, 0x03, 0, 1, 0},
	"SUBSCRIBE whose filter is longer than it":  {0x82, 0x06, 0, 1, 0, 0xff, 0xff, 'a'},
	"SUBSCRIBE with reserved options":           {0x82, 0x07, 0, 1, 0, 0, 1, 'a', 0xff},
	"UNSUBSCRIBE without a filter":              {0xa2, 0x03, 0, 1, 0},
	"PUBLISH without a topic":                   {0x32, 0x00},
	"PUBLISH whose topic is longer than it":     {0x32, 0x03, 0xff, 0xff, 'a'},
	"PUBLISH without a number":                  {0x32, 0x03, 0, 1, 'a'},
	"PUBLISH of QoS 3":                          {0x36, 0x05, 0, 1, 'a', 0, 1},
	"PUBLISH whose properties are longer":       {0x32, 0x06, 0, 1, 'a', 0, 1, 0x7f},
	"PUBLISH with a property that ends":         {0x32, 0x08, 0, 1, 'a', 0, 1, 2, 0x26, 0},
	"PUBLISH with an unknown property":          {0x32, 0x08, 0, 1, 'a', 0, 1, 1, 0x7e},
	"PUBLISH with an alias that ends":           {0x32, 0x08, 0, 1, 'a', 0, 1, 2, 0x23, 0},
	"PUBLISH with properties of endless length": {0x32, 0x0a, 0, 1, 'a', 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff},
	"a length of five bytes":                    {0x30, 0xff, 0xff, 0xff, 0xff, 0x7f},
	"a length of 256 MB":                        {0x30, 0xff, 0xff, 0xff, 0x7f},
	"PUBREL of nothing":                         {0x62, 0x00},
	"PUBREL to nothing":                         {0x62, 0x02, 0, 1},
	"PUBREC to nothing":                         {0x50, 0x02, 0, 1},
	"PUBACK to nothing":                         {0x40, 0x02, 0, 1},
	"PUBACK of nothing":                         {0x40, 0x00},
	"PUBCOMP of nothing":                        {0x70, 0x00},
	"CONNACK from a device":                     {0x20, 0x00},
	"SUBACK from a device":                      {0x90, 0x00},
	"AUTH of nothing":                           {0xf0, 0x00},
	"AUTH with a property that ends":            {0xf0, 0x03, 0x18, 0x02, 0x15},
	"DISCONNECT with a property that ends":      {0xe0, 0x03, 0x00, 0x02, 0x11},
	"packet type 0":                             {0x00, 0x00},
	"CONNECT of nothing":                        {0x10, 0x00},
	"CONNECT with a property that ends":         {0x10, 0x0d, 0, 4, 'M', 'Q', 'T', 'T', 5, 0, 0, 60, 1, 0x11, 0},
	"CONNECT with a will that ends":             {0x10, 0x0e, 0, 4, 'M', 'Q', 'T', 'T', 4, 4, 0, 60, 0, 0, 0, 9},
	"CONNECT with a name that is not there":     {0x10, 0x0c, 0, 4, 'M', 'Q', 'T', 'T', 4, 0x80, 0, 60, 0, 0},
	"CONNECT with a password that is not there": {0x10, 0x0c, 0, 4, 'M', 'Q', 'T', 'T', 4, 0x40, 0, 60, 0, 0},
	"CONNECT that is longer than a greeting":    {0x10, 0xff, 0xff, 0x7f},
}

// assault sends bytes over a connection of its own, after a good CONNECT of a version or as the first thing.
func (y *yard) assault(greeted bool, version byte, bytes []byte) {
	y.Helper()
	broker, device := net.Pipe()
	c := newConn(y.Context(), broker)
	c.certified, c.fingerprint = "gate", y.devices["gate"].Certificate
	served, read := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(served)
		defer broker.Close()
		y.serve(c)
	}()
	go func() {
		defer close(read)
		io.Copy(io.Discard, device) //nolint:errcheck // it ends when the connection does
	}()
	if greeted {
		device.Write(encode(version, connect())) //nolint:errcheck // the connection may have ended
	}
	device.Write(bytes) //nolint:errcheck // the same
	device.Close()
	select {
	case <-served:
	case <-time.After(30 * time.Second):
		y.Fatal("the connection does not end")
	}
	<-read
	if greeted && c.name != "gate" {
		y.Fatal("it was not admitted")
	}
	if n := y.survived.Load(); n != 0 {
		y.Fatalf("%x would have ended the process", bytes)
	}
}

func connect() packets.Packet {
	return packets.Packet{
		FixedHeader: packets.FixedHeader{Type: packets.Connect},
		Connect:     packets.ConnectParams{ProtocolName: []byte("MQTT"), Clean: true, Keepalive: 60, ClientIdentifier: "x"},
	}
}

// alive says that the broker serves another device.
func (y *yard) alive(r *raw) {
	y.Helper()
	r.send(publish("door/state", 1, 7, nil))
	if p := r.receive(); p.FixedHeader.Type != packets.Puback {
		y.Fatalf("%+v", p)
	}
}

// Each packet that the server's own tests know, good or bad, and each beginning of it, and the killers, end their connection at most.
func TestMalformedPackets(t *testing.T) {
	y := newYard(t, nil)
	y.enrol("gate")
	other := y.dial(y.enrol("door"), 4)
	other.greet("x", nil)
	for _, cases := range packets.TPacketData {
		for _, c := range cases {
			for length := range min(len(c.RawBytes), 80) + 1 {
				for _, version := range []byte{4, 5} {
					y.assault(true, version, c.RawBytes[:length])
				}
				y.assault(false, 0, c.RawBytes[:length])
			}
		}
		y.alive(other)
	}
	for _, bytes := range killers {
		for length := range len(bytes) + 1 {
			for _, version := range []byte{4, 5} {
				y.assault(true, version, bytes[:length])
			}
			y.assault(false, 0, bytes[:length])
		}
	}
	y.alive(other)
}

func TestAMalformedPacketIsTold(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		y.enrol("gate")
		y.assault(true, version, killers["SUBSCRIBE whose filter is longer than it"])
		if !slices.Equal(y.refusals(), []ingest.Reason{ingest.Malformed}) {
			t.Errorf("%v", y.refusals())
		}
	})
}

// What nobody has thought of ends its connection, too.
func TestPanic(t *testing.T) {
	y := newYard(t, func(o *Options) {
		keep := o.Keep
		o.Keep = func(ctx context.Context, m ingest.Message) error {
			if m.Topic == "gate/panic" {
				panic("as it were")
			}
			return keep(ctx, m)
		}
	})
	gate, door := y.dial(y.enrol("gate"), 4), y.dial(y.enrol("door"), 4)
	gate.greet("x", nil)
	door.greet("x", nil)
	gate.send(publish("gate/panic", 1, 1, nil))
	if p := gate.receive(); p.FixedHeader.Type != 0 {
		t.Errorf("%+v", p)
	}
	y.alive(door)
	y.until("that it is counted", func() bool { return y.survived.CompareAndSwap(1, 0) })
}

// Whatever a device sends, from its greeting on or after it, ends its own connection at most, and is kept as its own word alone.
func FuzzPackets(f *testing.F) {
	for _, bytes := range killers {
		f.Add(true, true, bytes)
		f.Add(true, false, bytes)
	}
	for _, cases := range packets.TPacketData {
		for _, c := range cases {
			f.Add(true, c.Packet == nil || c.Packet.ProtocolVersion == 5, c.RawBytes)
		}
	}
	f.Add(false, false, slices.Concat(encode(4, connect()), encode(4, publish("gate/state", 1, 1, []byte("open")))))
	f.Add(false, true, slices.Concat(encode(5, connect()), encode(5, publish("gate/state", 1, 1, []byte("open")))))
	y := newYard(f, nil)
	y.enrol("gate")
	other := y.dial(y.enrol("door"), 4)
	other.greet("x", nil)
	f.Fuzz(func(t *testing.T, greeted, five bool, bytes []byte) {
		y.TB = t
		y.set(func() { y.kept, y.refused = nil, nil })
		version := byte(4)
		if five {
			version = 5
		}
		y.assault(greeted, version, bytes)
		y.alive(other)
		for _, m := range y.messages() {
			own := m.Topic == "said/"+m.Client || strings.HasPrefix(m.Topic, m.Client+"/")
			if !own || strings.ContainsAny(m.Topic, "+#\x00") || !utf8.ValidString(m.Topic) {
				t.Errorf("%s has said something on %q", m.Client, m.Topic)
			}
		}
	})
}
