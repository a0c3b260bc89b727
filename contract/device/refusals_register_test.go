// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/device"
)

// What is refused of the acts by which bodies enrol oracles and devices, and end them.
func TestRefusalsOfEnrolments(t *testing.T) {
	b := town.NewBench(t)
	b.Refuses(t, b.Good(), 35, town.Theme("oracles", oracles(b)), town.Theme("devices", devices(b)), town.Theme("bodies", alone(b)))
}

// oracles are enrolments of oracles that ask for what may not be.
func oracles(b *town.Bench) []town.Refusal {
	p := town.NewProgram(b, b.Convener().Body)
	enrol := func(name string, code act.Code, change func(*device.OracleEnrol)) town.Refusal {
		body := p.Enrolment()
		change(&body)
		return town.Refuse(name, code, b.Make(device.TypeOracleEnrol, body, b.Two()...))
	}
	return []town.Refusal{
		enrol("no key", act.BadKey, func(e *device.OracleEnrol) { e.Key = nil }),
		enrol("half a key", act.BadKey, func(e *device.OracleEnrol) { e.Key = e.Key[:16] }),
		enrol("no name", act.BadField, func(e *device.OracleEnrol) { e.Name = " " }),
		enrol("a book for a name", act.BadField, func(e *device.OracleEnrol) { e.Name = strings.Repeat("名", device.MaxName+1) }),
		enrol("a name that turns round", act.BadField, func(e *device.OracleEnrol) { e.Name = "a\u202eb" }),
		enrol("a body that is none", device.OtherBody, func(e *device.OracleEnrol) { e.Body = "nobody" }),
		enrol("a body that has not signed", device.OtherBody, func(e *device.OracleEnrol) { e.Body = third(b.Town).Body }),
		town.Refuse("the end of no oracle", contract.NotFound,
			b.Make(device.TypeOracleRetire, device.OracleRetire{Oracle: p.ID()}, b.Convener())),
	}
}

// devices are enrolments of devices that ask for what may not be.
func devices(b *town.Bench) []town.Refusal {
	now := act.Int(b.Now().Unix())
	enrol := func(name string, code act.Code, change func(*device.DeviceEnrol)) town.Refusal {
		body := gate(b.Town)
		change(&body)
		return town.Refuse(name, code, b.Make(device.TypeDeviceEnrol, body, b.Two()...))
	}
	return []town.Refusal{
		enrol("an id in capitals", act.BadField, func(d *device.DeviceEnrol) { d.Device = "GATE" }),
		enrol("no id", act.BadField, func(d *device.DeviceEnrol) { d.Device = "" }),
		enrol("an unknown class", act.BadField, func(d *device.DeviceEnrol) { d.Class = "T4" }),
		enrol("a device that says nothing", act.BadField, func(d *device.DeviceEnrol) { d.Kinds = []rules.Kind{} }),
		enrol("a kind that is none", act.BadField, func(d *device.DeviceEnrol) { d.Kinds = []rules.Kind{"gossip"} }),
		enrol("kinds out of order", act.BadField, func(d *device.DeviceEnrol) { d.Kinds = []rules.Kind{rules.Plate, rules.GateEntry} }),
		enrol("a kind twice", act.BadField, func(d *device.DeviceEnrol) { d.Kinds = []rules.Kind{rules.Plate, rules.Plate} }),
		enrol("a command that is none", act.BadField, func(d *device.DeviceEnrol) { d.Commands = []rules.Command{"explode"} }),
		enrol("a command twice", act.BadField, func(d *device.DeviceEnrol) { d.Commands = []rules.Command{rules.Open, rules.Open} }),
		enrol("no profile", act.BadField, func(d *device.DeviceEnrol) { d.Profile = "" }),
		enrol("a profile with a path", act.BadField, func(d *device.DeviceEnrol) { d.Profile = "a/../b" }),
		enrol("no name to connect with", act.BadField, func(d *device.DeviceEnrol) { d.Transport = "" }),
		enrol("a wildcard to connect with", act.BadField, func(d *device.DeviceEnrol) { d.Transport = "gate/#" }),
		enrol("no place", act.BadField, func(d *device.DeviceEnrol) { d.Place = "　" }),
		enrol("a book for a place", act.BadField, func(d *device.DeviceEnrol) { d.Place = strings.Repeat("门", device.MaxName+1) }),
		enrol("a place that turns round", act.BadField, func(d *device.DeviceEnrol) { d.Place = "东\u202e门" }),
		enrol("silence for years", act.BadField, func(d *device.DeviceEnrol) { d.Every = device.MaxEvery + 1 }),
		enrol("a window that is over", act.BadField, func(d *device.DeviceEnrol) { d.From, d.Until = now-60, now }),
		enrol("a window that ends before it begins", act.BadField, func(d *device.DeviceEnrol) { d.From = d.Until }),
		enrol("a window for ever", act.BadField, func(d *device.DeviceEnrol) { d.Until = d.From + device.MaxWindow + 1 }),
		enrol("a window next year", act.BadField, func(d *device.DeviceEnrol) {
			d.From, d.Until = now+device.MaxAhead-60, now+device.MaxAhead+1
		}),
		enrol("a device of a body that has not signed", device.OtherBody, func(d *device.DeviceEnrol) { d.Body = third(b.Town).Body }),
	}
}

// alone is what one body tries without another one.
func alone(b *town.Bench) []town.Refusal {
	p := town.NewProgram(b, b.Convener().Body)
	enrol := func(signers ...*village.Signer) act.Signed {
		return b.Make(device.TypeOracleEnrol, p.Enrolment(), signers...)
	}
	register := func(signers ...*village.Signer) act.Signed {
		return b.Make(device.TypeDeviceEnrol, gate(b.Town), signers...)
	}
	return []town.Refusal{
		town.Refuse("an oracle", contract.TwoBodies, enrol(b.Convener())),
		town.Refuse("an oracle, with a colleague", contract.TwoBodies, enrol(b.Convener(), b.Colleague)),
		town.Refuse("a device", contract.TwoBodies, register(b.Convener())),
		town.Refuse("a device, with a colleague", contract.TwoBodies, register(b.Convener(), b.Colleague)),
		town.Refuse("a device, with an owner", contract.NotOfficer, register(b.Convener(), b.Ann)),
	}
}
