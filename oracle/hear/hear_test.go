// SPDX-License-Identifier: Apache-2.0

package hear_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/hear"
	"github.com/linli-project/linli/oracle/ingest"
	rules "github.com/linli-project/linli/rules/device"
)

var noon = time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC)

// yard is an oracle that hears some devices, and what is known of them.
type yard struct {
	testing.TB
	ear   hear.Ear
	keys  map[string]ed25519.PrivateKey
	known map[string]rules.Known
}

// enrolled is a device that may speak for the first time within an hour of noon.
func enrolled(id, profile string, kinds ...rules.Kind) device.Device {
	return device.Device{DeviceEnrol: device.DeviceEnrol{
		Body: "property", Class: rules.T0, Device: id, Kinds: kinds, Profile: profile, Transport: id,
		From: act.Int(noon.Add(-time.Hour).Unix()), Until: act.Int(noon.Add(time.Hour).Unix()),
	}}
}

func newYard(t testing.TB, devices ...device.Device) *yard {
	t.Helper()
	y := &yard{TB: t, keys: map[string]ed25519.PrivateKey{}, known: map[string]rules.Known{}}
	for i := range devices {
		if devices[i].Class.Signs() {
			public, private, err := ed25519.GenerateKey(rand.Reader)
			y.must(err)
			devices[i].Key, err = x509.MarshalPKIXPublicKey(public)
			y.must(err)
			y.keys[devices[i].Device] = private
		}
	}
	y.ear = hear.Ear{Register: hear.NewRegister("garden", "property", devices), Key: []byte(strings.Repeat("k", 32))}
	return y
}

func (y *yard) must(err error) {
	y.Helper()
	if err != nil {
		y.Fatal(err)
	}
}

// says has a device publish, some time after noon.
func (y *yard) says(client, topic, body string, after time.Duration) hear.Hearing {
	y.Helper()
	return y.hears(ingest.Message{Client: client, Topic: topic, Received: noon.Add(after)}.WithBody([]byte(body)))
}

func (y *yard) hears(m ingest.Message) hear.Hearing {
	y.Helper()
	h := y.ear.Hear(m, func(id string) rules.Known { return y.known[id] })
	maps.Copy(y.known, h.Known)
	for _, e := range h.Events {
		if again, err := rules.ReadEvent(e.Text); err != nil || rules.IDOf(e.Text) != e.ID || again.Device != e.Device {
			y.Errorf("event %s: %v", e.Text, err)
		}
	}
	return h
}

// signed is what a device says in Linli's own form.
func (y *yard) signed(by, named string, counter int, kind rules.Kind, values map[string]string, at time.Time) string {
	y.Helper()
	out, err := dialect.Sign(y.keys[by], dialect.LinliEvent{
		Counter: act.Int(counter), Device: named, Happened: act.Int(at.UnixMilli()), Kind: kind, Values: values,
	})
	y.must(err)
	return string(out)
}

func (y *yard) events(h hear.Hearing, kinds ...rules.Kind) {
	y.Helper()
	var got []rules.Kind
	for _, e := range h.Events {
		got = append(got, e.Kind)
	}
	if !slices.Equal(got, kinds) || len(h.Aside) > 0 {
		y.Errorf("events %q, not %q; set aside %v", got, kinds, h.Aside)
	}
}

// aside checks that all of a message is set aside, for a reason.
func (y *yard) aside(h hear.Hearing, code act.Code) {
	y.Helper()
	if len(h.Events) > 0 || len(h.Aside) != 1 || act.CodeOf(h.Aside[0].Why) != code {
		y.Errorf("events %v; set aside %v, not as %s", h.Events, h.Aside, code)
	}
}

func TestWhoIsNotKnown(t *testing.T) {
	y := newYard(t, enrolled("door", "linli", rules.Contact))
	y.aside(y.says("nobody", "x", "{}", 0), hear.Stranger)
	y.aside(y.says("door", "x", "\xff", 0), "NOT_UTF8")
	long := ingest.Message{Client: "door", Received: noon}.WithBody(make([]byte, ingest.MaxBody+1))
	y.aside(y.hears(long), act.TooLarge)
}

func TestADeviceThatSigns(t *testing.T) {
	door, other := enrolled("door", "linli", rules.Contact, rules.SOS), enrolled("other", "linli", rules.Contact)
	door.Class, other.Class = rules.T2, rules.T2
	y := newYard(t, door, other)
	contact := func(by, named string, counter int, open string, at time.Time) string {
		return y.signed(by, named, counter, rules.Contact, map[string]string{"open": open}, at)
	}
	y.events(y.says("door", "t", contact("door", "door", 1, "false", noon), 0)) // how it is
	opened := contact("door", "door", 2, "true", noon)
	y.events(y.says("door", "t", opened, 0), rules.Contact)
	y.events(y.says("door", "t", opened, time.Second)) // sent once more
	y.aside(y.says("door", "t", contact("other", "door", 3, "false", noon), 0), act.BadSignature)
	y.aside(y.says("door", "t", contact("door", "other", 3, "false", noon), 0), hear.NotItsWord)
	y.aside(y.says("door", "t", strings.Replace(contact("door", "door", 3, "false", noon), "false", "true", 1), 0), act.BadSignature)
	y.aside(y.says("door", "t", contact("door", "door", 3, "false", noon.Add(time.Hour)), 0), hear.BadTime)
	y.aside(y.says("other", "t", contact("door", "door", 4, "false", noon), 0), act.BadSignature) // over another's connection
	y.events(y.says("door", "t", contact("door", "door", 500, "false", noon), 0), rules.Contact)
	y.aside(y.says("door", "t", contact("door", "door", 5, "true", noon), 0), hear.Replay)
	button := y.signed("door", "door", 501, rules.Button, map[string]string{"action": "single"}, noon)
	y.aside(y.says("door", "t", button, 0), hear.NotItsKind)
	pressed := y.says("door", "t", y.signed("door", "door", 502, rules.SOS, map[string]string{"active": "true"}, noon), 0)
	y.events(pressed, rules.SOS)
	if !pressed.Events[0].Active() {
		t.Error("who presses a button for help is not heard")
	}
}

func TestDevicesBehindABridge(t *testing.T) {
	smoke := enrolled("smoke-1", "zigbee2mqtt", rules.Smoke)
	smoke.Transport = "bridge:kitchen"
	y := newYard(t, enrolled("bridge", "zigbee2mqtt", rules.Bridge), smoke)
	y.aside(y.says("bridge", "zigbee2mqtt/cellar", `{"smoke":true}`, 0), hear.Stranger)
	kept := ingest.Message{Client: "bridge", Topic: "zigbee2mqtt/kitchen", Retained: true, Received: noon}
	y.events(y.hears(kept.WithBody([]byte(`{"smoke":false}`)))) // a broker repeats what it was told at some time
	y.events(y.says("bridge", "zigbee2mqtt/kitchen", `{"smoke":true}`, 0), rules.Smoke)
	y.events(y.says("bridge", "zigbee2mqtt/kitchen", `{"smoke":true}`, time.Minute))
	h := y.says("bridge", "zigbee2mqtt/kitchen", `{"smoke":false}`, 2*time.Minute)
	y.events(h, rules.Smoke)
	for _, e := range h.Events {
		if !e.Plain() {
			t.Errorf("the text of an alarm has more in it than it needs: %s", e.Text)
		}
	}
	if e := h.Events[0]; e.Device != "smoke-1" || e.Values["active"] != "false" || e.Class != rules.T0 {
		t.Errorf("%+v", e.Event)
	}
}

func TestWindow(t *testing.T) {
	y := newYard(t, enrolled("bin-1", "zigbee2mqtt", rules.Button))
	press := `{"action":"single"}`
	y.aside(y.says("bin-1", "zigbee2mqtt/bin-1", press, 2*time.Hour), hear.OutOfWindow)
	y.events(y.says("bin-1", "zigbee2mqtt/bin-1", press, 0), rules.Button)
	y.events(y.says("bin-1", "zigbee2mqtt/bin-1", press, 2*time.Hour), rules.Button) // it has spoken in its window
}

// A plate is in no event, only a commitment to it, the same each time.
func TestPlatesAreCommittedTo(t *testing.T) {
	gate := enrolled("gate", "linli", rules.Plate)
	gate.Class = rules.T2
	y := newYard(t, gate)
	seen := func(counter int, at time.Duration) string {
		text := y.signed("gate", "gate", counter, rules.Plate, map[string]string{"plate": "粤A12345", "direction": "in"}, noon.Add(at))
		h := y.says("gate", "t", text, at)
		y.events(h, rules.Plate)
		if strings.Contains(h.Events[0].Text, "A12345") {
			t.Errorf("the plate stands in %s", h.Events[0].Text)
		}
		return h.Events[0].Values["plate"]
	}
	first, again := seen(1, 0), seen(2, time.Minute)
	if first != again || len(first) != 64 || first != y.ear.Commit("plate", "粤A12345") {
		t.Errorf("commitments %q and %q", first, again)
	}
}

func TestSilence(t *testing.T) {
	d := enrolled("bin-1", "zigbee2mqtt", rules.Button)
	d.Every = 600
	y := newYard(t, d, enrolled("bin-2", "zigbee2mqtt", rules.Button))
	silence := func(after time.Duration) hear.Hearing {
		h := y.ear.Silence(noon.Add(after), func(id string) rules.Known { return y.known[id] })
		maps.Copy(y.known, h.Known)
		return h
	}
	press := func(after time.Duration) hear.Hearing {
		return y.says("bin-1", "zigbee2mqtt/bin-1", `{"action":"single"}`, after)
	}
	y.events(silence(time.Hour)) // it never spoke: it is not there yet
	y.events(press(0), rules.Button)
	y.events(silence(10 * time.Minute))
	y.events(silence(11*time.Minute), rules.Silence)
	y.events(silence(12 * time.Minute))
	h := press(13 * time.Minute)
	y.events(h, rules.Silence, rules.Button)
	if e := h.Events[0]; e.Values["active"] != "false" || e.Values["seconds"] != "780" {
		t.Errorf("%+v", h.Events[0].Event)
	}
	y.events(silence(14 * time.Minute))
}
