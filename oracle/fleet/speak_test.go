// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/rules/device"
)

var noon = time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC)

// every is a device of each thing for each dialect that it speaks, and of each way.
func every(t testing.TB) []Device {
	t.Helper()
	var devices []Device
	for _, profile := range dialect.Profiles() {
		for _, thing := range spoken[profile] {
			id := profile + "-" + string(thing)
			d := Device{Device: id, Name: id, Thing: thing, Profile: profile, Password: "secret"}
			switch profile {
			case "linli":
				d.Key = keyed(t)
			case "hikvision":
				d.Password, d.Digest = "", "secret"
			case "zigbee2mqtt":
				if thing != Bridge {
					d.Name, d.Password = "zigbee2mqtt-bridge:"+string(thing), ""
				}
			}
			devices = append(devices, d)
		}
	}
	devices = append(devices, Device{Device: "pushes", Name: "pushes", Thing: Gate, Profile: "vzenith", Token: "secret"})
	for i := range devices {
		if err := devices[i].read(); err != nil {
			t.Fatal(devices[i].Name, err)
		}
	}
	return devices
}

// moves are what cameras call directions.
var moves = map[string]map[any]string{"vzenith": {"in": "down", "out": "up"}, "hikvision": hikvisionMoves}

// means checks that a message says what was meant: the kind and each value, in the words of its dialect.
func means(t testing.TB, d *Device, m message, said Said) device.Reading {
	t.Helper()
	readings, err := dialect.Decode(d.Profile, dialect.Message{Topic: m.topic, Body: m.body, Received: noon.UnixMilli()})
	if err != nil || len(readings) != 1 || readings[0].Kind != said.Kind {
		t.Fatalf("%s says %v: %v %v: %s", d.Name, said, readings, err, m.body)
	}
	for name, value := range said.Values {
		want := device.Word(value)
		if word, own := moves[d.Profile][value]; own && name == "direction" {
			want = word
		}
		if got := device.Word(readings[0].Values[name]); got != want {
			t.Errorf("%s says %s %q, and it is %q: %s", d.Name, name, got, want, m.body)
		}
	}
	return readings[0]
}

// Whatever happens, each device says it so that it is read as it was meant, with the time, and a number that no other message has.
func TestWhatIsSaidIsReadAsItWasMeant(t *testing.T) {
	devices := every(t)
	f := Fleet{Devices: devices}
	story := NewStory(f.things(), 5)
	events := story.Opening()
	for range 5000 {
		said, _ := story.Next()
		events = append(events, said)
	}
	numbers := map[string]map[string]bool{}
	for n, said := range events {
		d := &devices[said.Device]
		at := noon.Add(time.Duration(n) * time.Second)
		m, err := d.speak(said, int64(n+1), at)
		if err != nil {
			t.Fatal(err)
		}
		r := means(t, d, m, said)
		if d.Profile != "zigbee2mqtt" && r.At/1000 != at.Unix() {
			t.Errorf("%s says that it happened at %d, not at %d", d.Name, r.At, at.UnixMilli())
		}
		if d.Profile == "linli" {
			if spki := public(t, d.signer); dialect.Verify(m.body, spki) != nil || r.Device != d.Device {
				t.Errorf("%s does not sign: %s", d.Name, m.body)
			}
		}
		if bridge, behind := d.bridge(); behind && bridge+":"+r.Device != d.Name {
			t.Errorf("%s is said to be %q", d.Name, r.Device)
		}
		if number := device.Word(r.Counter) + r.Ref; number != "0" {
			if numbers[d.Name] == nil {
				numbers[d.Name] = map[string]bool{}
			}
			if numbers[d.Name][number] {
				t.Fatalf("%s says number %s again", d.Name, number)
			}
			numbers[d.Name][number] = true
		}
	}
	for i := range devices {
		said := slices.ContainsFunc(events, func(s Said) bool { return s.Device == i })
		counts := devices[i].Profile != "zigbee2mqtt" && devices[i].Profile != "shelly"
		if !said || counts && len(numbers[devices[i].Name]) == 0 {
			t.Errorf("%s: %v, %d numbers", devices[i].Name, said, len(numbers[devices[i].Name]))
		}
	}
}

// A camera switches an output when it is told by the message that its profile has for it, and says that the barrier moves; a lock does
// what it is told, as long as it may.
func TestCommands(t *testing.T) {
	camera := Device{Device: "gate", Name: "gate", Thing: Gate, Profile: "vzenith", Password: "secret"}
	pulse, err := dialect.Tell("vzenith", "gate", device.Open, dialect.Telling{})
	if err != nil {
		t.Fatal(err)
	}
	said := camera.obey(0, pulse.Topic, pulse.Body, noon)
	if len(said) != 2 || said[0].Values["active"] != true || said[1].Values["active"] != false {
		t.Fatalf("%v", said)
	}
	for _, s := range said {
		m, err := camera.speak(s, 1, noon)
		if err != nil {
			t.Fatal(err)
		}
		means(t, &camera, m, s)
	}
	admit, err := dialect.VzenithAdmit("gate", "粤A12345", noon.UnixMilli(), noon.UnixMilli())
	if err != nil {
		t.Fatal(err)
	}
	if said := camera.obey(0, admit.Topic, admit.Body, noon); said != nil {
		t.Errorf("%v", said)
	}
	lock := Device{Device: "lock", Name: "lock", Thing: Lock, Profile: "linli"}
	for _, c := range []struct {
		command device.Command
		in      int64 // milliseconds, in which it expires
		want    any
	}{{device.Raise, 0, true}, {device.Lower, 1, false}, {device.Raise, -1, nil}, {device.Open, 1, nil}} {
		tell, err := dialect.Tell("linli", "lock", c.command, dialect.Telling{ID: "a", Expires: noon.UnixMilli() + c.in})
		if err != nil {
			t.Fatal(err)
		}
		var is any
		if said := lock.obey(0, tell.Topic, tell.Body, noon); len(said) == 1 {
			is = said[0].Values["on"]
		}
		if is != c.want {
			t.Errorf("%s within %d ms: it is raised: %v, not %v", c.command, c.in, is, c.want)
		}
	}
	if said := lock.obey(0, "linli/lock/command", []byte("{"), noon); said != nil {
		t.Errorf("%v", said)
	}
}
