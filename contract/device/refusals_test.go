// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/device"
)

// What is refused of the acts about devices.
func TestRefusalsOfDevices(t *testing.T) {
	b := town.NewBench(t)
	appends := appends(b) // these take numbers of the convener, so they come first
	b.Refuses(t, b.Good(), 54, town.Theme("oracles", oracles(b)), town.Theme("devices", devices(b)), town.Theme("bodies", alone(b)),
		town.Theme("appends", appends))
}

// oracles are enrolments of oracles that ask for what may not be.
func oracles(b *town.Bench) []town.Refusal {
	p := newProgram(b, b.Convener().Body)
	enrol := func(name string, code act.Code, change func(*device.OracleEnrol)) town.Refusal {
		body := p.enrolment()
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
			b.Make(device.TypeOracleRetire, device.OracleRetire{Oracle: p.id()}, b.Convener())),
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
	p := newProgram(b, b.Convener().Body)
	enrol := func(signers ...*village.Signer) act.Signed {
		return b.Make(device.TypeOracleEnrol, p.enrolment(), signers...)
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

// appends are those that an oracle may not make, or that are not an oracle's.
func appends(b *town.Bench) []town.Refusal {
	h := &history{by: enrolled(b.Town, b.Convener().Body)}
	retired, other, stranger := enrolled(b.Town, h.by.body), enrolled(b.Town, b.Two()[1].Body), newProgram(b, h.by.body)
	b.OK(b.Make(device.TypeOracleRetire, device.OracleRetire{Oracle: retired.id()}, b.Convener()), h.append(b.Town, ids("a", "b")...))

	good := h.fork().append(b.Town, ids("c", "d")...)
	by := func(p program) act.Signed { return (&history{by: p}).append(b.Town, ids("c")...) }
	signed := func(s ...act.Signature) act.Signed { return act.Signed{Text: good.Text, Signatures: s} }
	named := act.SignWithKey(other.key, good.Text)
	named.By = h.by.id()
	passkey := town.Good(good.Text).By(b, b.Convener())
	passkey.By = h.by.id()
	written := func(name string, code act.Code, path, value string) town.Refusal {
		return town.Refuse(name, code, signText(town.With(b, good.Text, path, value), h.by))
	}
	moment := func(name string, code act.Code, nbf, exp int64) town.Refusal {
		text := town.With(b, good.Text, "nbf", town.Quote(strconv.FormatInt(b.Now().Unix()+nbf, 10)))
		return town.Refuse(name, code, signText(town.With(b, text, "exp", town.Quote(strconv.FormatInt(b.Now().Unix()+exp, 10))), h.by))
	}
	leaves := func(n int) string { return town.JSON(b, make(act.Bytes, n)) }
	return []town.Refusal{
		town.Refuse("by an oracle that is not enrolled", contract.NotFound, by(stranger)),
		town.Refuse("by an oracle that was retired", contract.Revoked, by(retired)),
		town.Refuse("by an officer", contract.NotFound,
			b.Make(device.TypeEventsAppend, device.EventsAppend{Root: b.Constitution.Net}, b.Convener())),
		town.Refuse("with another body's oracle's key", act.BadSignature, signed(named)),
		town.Refuse("in another oracle's name", act.WrongSigner, signed(act.SignWithKey(other.key, good.Text))),
		town.Refuse("with an officer's passkey", act.NoSignature, signed(passkey)),
		town.Refuse("with two signatures", act.NoSignature, signed(good.Signatures[0], act.SignWithKey(other.key, good.Text))),
		town.Refuse("without a signature", act.NoSignature, signed()),
		town.Refuse("altered after it was signed", act.BadSignature, town.Changed(b, good, "body.leaves", leaves(32))),
		town.Refuse("carried to another community", contract.NotFound, signText(town.With(b, good.Text, "community",
			town.Quote(b.Neutral.ID)), h.by)),
		written("of nothing", act.BadField, "body.leaves", `""`),
		written("of half an event", act.BadField, "body.leaves", leaves(16)),
		written("of more events than at a time", act.BadField, "body.leaves", leaves(32*(device.MaxLeaves+1))),
		written("with another number", contract.SeqGap, "seq", `"2"`),
		written("to a longer log", contract.SeqGap, "body.before", `"3"`),
		written("to a log of another root", device.LogDiffers, "body.root", town.Quote(b.Constitution.Net)),
		written("to a log without a root", device.LogDiffers, "body.root", `""`),
		moment("from the future", contract.NotYet, 60, 120),
		moment("from the past", contract.Expired, -120, -60),
	}
}
