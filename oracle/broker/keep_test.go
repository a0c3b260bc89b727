// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"bytes"
	"slices"
	"strconv"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
	"github.com/wind-c/comqtt/v2/mqtt/packets"

	"github.com/linli-project/linli/oracle/ingest"
)

// versions runs a test with each version of MQTT.
func versions(t *testing.T, test func(t *testing.T, version byte)) {
	for name, version := range map[string]byte{"MQTT 3.1.1": 4, "MQTT 5": 5} {
		t.Run(name, func(t *testing.T) { test(t, version) })
	}
}

func TestNothingIsAcknowledgedBeforeItIsKept(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		y.hold = make(chan struct{})
		r := y.dial(y.enrol("gate"), version)
		if p := r.greet("x", nil); p.FixedHeader.Type != packets.Connack || p.ReasonCode != 0 {
			t.Fatalf("%+v", p)
		}
		r.send(publish("gate/state", 1, 7, []byte("open")))
		if !r.silent() {
			t.Fatal("acknowledged, and not kept")
		}
		close(y.hold)
		if p := r.receive(); p.FixedHeader.Type != packets.Puback || p.PacketID != 7 || p.ReasonCode >= 0x80 {
			t.Errorf("%+v", p)
		}
		m := y.messages()[0]
		if m.Client != "gate" || m.Topic != "gate/state" || string(m.Body) != "open" || m.Size != 4 || m.Retained || m.Transport != ingest.Broker {
			t.Errorf("%+v", m)
		}
	})
}

// What is not kept is not acknowledged, and its connection ends, since on it no client sends it again.
func TestWhatIsNotKeptEndsTheConnection(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		y.fails = 1
		r := y.dial(y.enrol("gate"), version)
		r.greet("x", nil)
		r.send(publish("gate/state", 1, 7, []byte("open")))
		if p := r.receive(); p.FixedHeader.Type == packets.Puback {
			t.Error("acknowledged, and not kept")
		}
	})
}

// A device whose messages are kept now and then only, connects and sends again until it has an acknowledgement, and then it is kept.
func TestWhatIsAcknowledgedIsKept(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		config := y.enrol("gate")
		var r *raw
		for i := range 60 {
			y.set(func() { y.fails = i % 3 })
			for acknowledged := false; !acknowledged; {
				if r == nil {
					r = y.dial(config, version)
					r.greet("x", func(p *packets.ConnectParams) { p.Clean = false })
				}
				r.send(publish("gate/state", 1, uint16(i%2+1), []byte(strconv.Itoa(i)))) // numbers are used again
				acknowledged = r.receive().FixedHeader.Type == packets.Puback
				if !acknowledged {
					r = nil
				}
			}
			if kept := y.messages(); len(kept) != i+1 || string(kept[i].Body) != strconv.Itoa(i) {
				t.Fatalf("%d is acknowledged, and of %d kept the last is %s", i, len(kept), kept[len(kept)-1].Body)
			}
		}
	})
}

func TestAClientSendsAgainWhatWasNotKept(t *testing.T) {
	y := newYard(t, nil)
	y.fails = 3
	// A store of files, as a device's: of the one in memory a client that reconnects has a packet sent by one goroutine while another marks
	// it as sent before (https://github.com/eclipse-paho/paho.mqtt.golang/issues/703).
	client := y.connect(y.options(y.enrol("gate")).SetStore(paho.NewFileStore(t.TempDir())))
	for i := range 20 {
		client.Publish("gate/state", 1, false, strconv.Itoa(i)).WaitTimeout(time.Second) // after a reconnect its tokens say little
	}
	y.until("all", func() bool {
		seen := map[string]bool{}
		for _, m := range y.messages() {
			seen[string(m.Body)] = true
		}
		return len(seen) == 20
	})
}

func TestWhatIsKeptIsInOrder(t *testing.T) {
	y := newYard(t, nil)
	client := y.connect(y.options(y.enrol("gate")))
	for i := range 100 {
		token := client.Publish("gate/state", 1, false, strconv.Itoa(i))
		if i == 99 {
			y.done(token)
		}
	}
	for i, m := range y.messages() {
		if string(m.Body) != strconv.Itoa(i) {
			t.Fatalf("the %d. is %s", i, m.Body)
		}
	}
}

func TestRetainedIsMarked(t *testing.T) {
	y := newYard(t, nil)
	client := y.connect(y.options(y.enrol("gate")))
	y.done(client.Publish("gate/state", 1, true, "open"))
	y.done(client.Publish("gate/state", 1, false, "shut"))
	m := y.messages()
	if !m[0].Retained || m[1].Retained {
		t.Errorf("%+v", m)
	}
}

func TestQoS0IsKeptToo(t *testing.T) {
	y := newYard(t, nil)
	client := y.connect(y.options(y.enrol("gate")))
	y.done(client.Publish("gate/state", 0, false, "open"))
	y.until("the message", func() bool { return len(y.messages()) == 1 })
}

// QoS 2 is not offered; who uses it all the same is not answered in QoS 1.
func TestQoS2(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		r := y.dial(y.enrol("gate"), version)
		p := r.greet("x", nil)
		if version == 5 && (!p.Properties.MaximumQosFlag || p.Properties.MaximumQos != 1) {
			t.Errorf("%+v", p.Properties)
		}
		r.send(publish("gate/state", 2, 7, []byte("open")))
		if p := r.receive(); p.FixedHeader.Type != 0 && p.FixedHeader.Type != packets.Disconnect {
			t.Errorf("%+v", p)
		}
		if len(y.messages()) != 0 {
			t.Error("kept")
		}
	})
}

// What is too long to keep is cut, shown and acknowledged; what is too long to read ends the connection.
func TestLongMessages(t *testing.T) {
	y := newYard(t, nil)
	r := y.dial(y.enrol("gate"), 4)
	r.greet("x", nil)
	r.send(publish("gate/state", 1, 7, bytes.Repeat([]byte{0xff}, ingest.MaxBody+1)))
	if p := r.receive(); p.FixedHeader.Type != packets.Puback {
		t.Fatalf("%+v", p)
	}
	if m := y.messages()[0]; len(m.Body) != ingest.MaxBody || m.Size != ingest.MaxBody+1 {
		t.Errorf("%d of %d bytes", len(m.Body), m.Size)
	}
	head := encode(4, publish("gate/state", 1, 8, bytes.Repeat([]byte{0}, ingest.MaxSent+overhead)))[:64]
	_, err := r.Write(head)
	y.must(err)
	if p := r.receive(); p.FixedHeader.Type != 0 {
		t.Errorf("%+v", p)
	}
	y.until("that it is told", func() bool { return slices.Equal(y.refusals(), []ingest.Reason{ingest.TooLong}) })
}
