// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"slices"
	"testing"
	"time"

	"github.com/wind-c/comqtt/v2/mqtt/packets"

	"github.com/linli-project/linli/oracle/ingest"
)

func will(topic string) func(*packets.ConnectParams) {
	return func(p *packets.ConnectParams) {
		p.WillFlag, p.WillTopic, p.WillPayload, p.WillQos, p.WillRetain = true, topic, []byte("gone"), 1, true
	}
}

func TestTheWillOfWhoGoesWithoutAWordIsKept(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		config := y.enrol("gate")
		r := y.dial(config, version)
		r.greet("x", will("gate/state"))
		r.Close()
		y.until("the will", func() bool { return len(y.messages()) == 1 })
		if m := y.messages()[0]; m.Client != "gate" || m.Topic != "gate/state" || string(m.Body) != "gone" || !m.Retained {
			t.Errorf("%+v", m)
		}

		r = y.dial(config, version)
		r.greet("x", will("gate/state"))
		r.send(packets.Packet{FixedHeader: packets.FixedHeader{Type: packets.Disconnect}})
		r.receive()
		y.dial(config, version).greet("x", will("gate/state"))
		y.dial(config, version).greet("x", nil) // takes over
		time.Sleep(100 * time.Millisecond)
		if n := len(y.messages()); n != 1 {
			t.Errorf("%d wills are kept", n)
		}
	})
}

func TestTheWillIsTheDevicesOwn(t *testing.T) {
	y := newYard(t, nil)
	r := y.dial(y.enrol("gate"), 4)
	r.greet("x", will("door/state"))
	r.Close()
	y.until("its refusal", func() bool { return slices.Contains(y.refusals(), ingest.Topic) })
	if len(y.messages()) != 0 {
		t.Error("kept")
	}
}
