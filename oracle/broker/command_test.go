// SPDX-License-Identifier: Apache-2.0

package broker

import (
	"context"
	"errors"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
	"github.com/wind-c/comqtt/v2/mqtt/packets"
)

func TestACommandReachesItsDevice(t *testing.T) {
	y := newYard(t, nil)
	got := make(chan paho.Message, 100)
	for _, name := range []string{"gate", "door"} {
		client := y.connect(y.options(y.enrol(name)))
		y.done(client.Subscribe("to/"+name+"/#", 1, func(_ paho.Client, m paho.Message) { got <- m }))
	}
	for range 20 { // more than may wait at once
		y.must(y.Publish(t.Context(), "gate", "to/gate/open", []byte("now")))
		if m := <-got; m.Topic() != "to/gate/open" || string(m.Payload()) != "now" || m.Retained() {
			t.Errorf("%+v", m)
		}
	}
	if len(got) != 0 {
		t.Errorf("another device has it, too: %+v", <-got)
	}
}

func TestACommandThatIsNotSent(t *testing.T) {
	y := newYard(t, nil)
	r := y.dial(y.enrol("gate"), 4)
	r.greet("x", nil)
	y.until("the device", func() bool { _, ok := y.live.get("gate"); return ok })
	for name, c := range map[string]struct {
		device, topic string
		want          error
	}{
		"nobody of this name":      {"door", "to/door/open", ErrAway},
		"it does not listen":       {"gate", "to/gate/open", ErrAway},
		"no topic of its commands": {"gate", "gate/state", ErrTopic},
	} {
		if err := y.Publish(t.Context(), c.device, c.topic, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// subscribed is a device that listens, and answers as the test wants.
func (y *yard) subscribed(version, qos byte) *raw {
	y.Helper()
	r := y.dial(y.enrol("gate"), version)
	r.greet("x", nil)
	r.send(packets.Packet{
		FixedHeader: packets.FixedHeader{Type: packets.Subscribe}, PacketID: 3,
		Filters: packets.Subscriptions{{Filter: "to/gate/open", Qos: qos}},
	})
	r.receive()
	return r
}

func TestACommandThatIsNotAcknowledged(t *testing.T) {
	versions(t, func(t *testing.T, version byte) {
		y := newYard(t, nil)
		r := y.subscribed(version, 1)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if err := y.Publish(ctx, "gate", "to/gate/open", nil); !errors.Is(err, ErrUnanswered) || !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		late := r.receive()
		answer := make(chan error, 1)
		go func() { answer <- y.Publish(t.Context(), "gate", "to/gate/open", nil) }()
		r.receive()
		r.send(packets.Packet{FixedHeader: packets.FixedHeader{Type: packets.Puback}, PacketID: late.PacketID})
		select {
		case err := <-answer:
			t.Errorf("the answer to the first is taken for one to the second: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
		r.Close()
		if err := <-answer; !errors.Is(err, ErrUnanswered) {
			t.Error(err)
		}
	})
}

// A device's message of the same number does not end a command.
func TestNumbersOfTheTwoDirections(t *testing.T) {
	y := newYard(t, nil)
	r := y.subscribed(4, 1)
	answer := make(chan error, 1)
	go func() { answer <- y.Publish(t.Context(), "gate", "to/gate/open", nil) }()
	command := r.receive()
	r.send(publish("gate/state", 1, command.PacketID, nil))
	if p := r.receive(); p.FixedHeader.Type != packets.Puback {
		t.Errorf("%+v", p)
	}
	r.send(packets.Packet{FixedHeader: packets.FixedHeader{Type: packets.Puback}, PacketID: command.PacketID})
	if err := <-answer; err != nil {
		t.Error(err)
	}
}

func TestADeviceThatRefusesACommand(t *testing.T) {
	y := newYard(t, nil)
	r := y.subscribed(5, 1)
	answer := make(chan error, 1)
	go func() { answer <- y.Publish(t.Context(), "gate", "to/gate/open", nil) }()
	command := r.receive()
	r.send(packets.Packet{
		FixedHeader: packets.FixedHeader{Type: packets.Puback}, PacketID: command.PacketID, ReasonCode: packets.ErrNotAuthorized.Code,
	})
	if err := <-answer; err == nil {
		t.Error("it was acknowledged")
	}
}

func TestACommandWithoutAcknowledgement(t *testing.T) {
	y := newYard(t, nil)
	r := y.subscribed(4, 0)
	y.must(y.Publish(t.Context(), "gate", "to/gate/open", []byte("now")))
	if p := r.receive(); p.FixedHeader.Qos != 0 || string(p.Payload) != "now" {
		t.Errorf("%+v", p)
	}
}

// Commands that a device does not answer to are bounded.
func TestCommandsThatWaitAreBounded(t *testing.T) {
	y := newYard(t, nil)
	r := y.subscribed(4, 1)
	ctx, cancel := context.WithCancel(t.Context())
	answers := make(chan error, maxCommands)
	for range maxCommands {
		go func() { answers <- y.Publish(ctx, "gate", "to/gate/open", nil) }()
		r.receive()
	}
	if err := y.Publish(ctx, "gate", "to/gate/open", nil); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
	cancel()
	for range maxCommands {
		if err := <-answers; !errors.Is(err, ErrUnanswered) {
			t.Error(err)
		}
	}
}

// What is for a device that is away is not put by.
func TestACommandIsNotPutBy(t *testing.T) {
	y := newYard(t, nil)
	o := y.options(y.enrol("gate"))
	got := make(chan paho.Message, 1)
	o.SetDefaultPublishHandler(func(_ paho.Client, m paho.Message) { got <- m })
	client := y.connect(o)
	y.done(client.Subscribe("to/gate/#", 1, nil))
	client.Disconnect(100)
	y.until("that it is away", func() bool { _, ok := y.live.get("gate"); return !ok })
	if err := y.Publish(t.Context(), "gate", "to/gate/open", []byte("old")); !errors.Is(err, ErrAway) {
		t.Error(err)
	}
	y.connect(o)
	y.until("that it is there again, and its session with it", func() bool {
		return y.Publish(t.Context(), "gate", "to/gate/open", []byte("new")) == nil
	})
	if m := <-got; string(m.Payload()) != "new" {
		t.Errorf("%s", m.Payload())
	}
}
