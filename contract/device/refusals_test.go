// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"slices"
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
	appends, alarms := appends(b), alarms(b) // these take numbers of the convener, so they come first
	b.Refuses(t, b.Good(), 76, town.Theme("oracles", oracles(b)), town.Theme("devices", devices(b)), town.Theme("bodies", alone(b)),
		town.Theme("appends", appends), town.Theme("alarms", alarms))
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

// alarms are what an officer may not acknowledge.
func alarms(b *town.Bench) []town.Refusal {
	h, other := &history{by: enrolled(b.Town, b.Convener().Body)}, &history{by: enrolled(b.Town, b.Two()[1].Body)}
	b.OK(b.Make(device.TypeDeviceEnrol, smokeAlarm(b.Town), b.Two()...))
	var log, texts []string
	event := func(name string, change func(*rules.Event)) {
		e := smoke(b.Town)
		change(&e)
		log, texts = append(log, name), append(texts, encode(b, e))
		b.OK(h.append(b.Town, rules.IDOf(encode(b, e))))
	}
	event("good", func(*rules.Event) {})
	event("the end of an alarm", func(e *rules.Event) { e.Values["active"] = "false" })
	event("no alarm", func(e *rules.Event) { e.Kind = rules.Motion })
	event("an alarm that its device may not raise", func(e *rules.Event) { e.Kind = rules.SOS })
	event("an alarm of another class", func(e *rules.Event) { e.Class = rules.T2 })
	event("an alarm of another community", func(e *rules.Event) { e.Community = b.Neutral.ID })
	event("an alarm of no device", func(e *rules.Event) { e.Device = "smoke-2" })
	event("an alarm from the future", func(e *rules.Event) { e.Received += 1000 * (device.Ahead + 1) })
	event("an alarm with a telephone's number", func(e *rules.Event) { e.Values["called"] = "13800138000" })
	event("an alarm with a plate", func(e *rules.Event) { e.Values["plate"] = "浙A12345" })
	good, size := texts[0], len(h.ids)
	b.OK(other.append(b.Town, rules.IDOf(good)))

	said := func(name string, code act.Code) town.Refusal {
		i := slices.Index(log, name)
		return town.Refuse(name, code, b.Make(device.TypeAlarmAcknowledge, h.proof(b, texts[i], i, size), b.Convener()))
	}
	shown := func(name string, code act.Code, change func(*device.AlarmAcknowledge)) town.Refusal {
		body := h.proof(b, good, 0, size)
		change(&body)
		return town.Refuse(name, code, b.Make(device.TypeAlarmAcknowledge, body, b.Convener()))
	}
	by := func(name string, code act.Code, signers ...*village.Signer) town.Refusal {
		return town.Refuse(name, code, b.Make(device.TypeAlarmAcknowledge, h.proof(b, good, 0, size), signers...))
	}
	return []town.Refusal{
		said("the end of an alarm", device.NoAlarm), said("no alarm", device.NoAlarm),
		said("an alarm that its device may not raise", device.NoAlarm), said("an alarm of another class", device.NoAlarm),
		said("an alarm of another community", device.NoAlarm), said("an alarm of no device", contract.NotFound),
		said("an alarm from the future", contract.NotYet), said("an alarm with a telephone's number", act.BadField),
		said("an alarm with a plate", act.BadField),
		shown("an event that is not canonical", act.BadField, func(a *device.AlarmAcknowledge) { a.Event = " " + good }),
		shown("no event", act.BadField, func(a *device.AlarmAcknowledge) { a.Event = "" }),
		shown("an event that is not in the log", device.NotIncluded, func(a *device.AlarmAcknowledge) {
			a.Event = strings.Replace(good, `"counter":"7"`, `"counter":"8"`, 1)
		}),
		shown("another place", device.NotIncluded, func(a *device.AlarmAcknowledge) { a.Index = 1 }),
		shown("a place beyond the log", device.NotIncluded, func(a *device.AlarmAcknowledge) { a.Index = a.Size }),
		shown("half a proof", device.NotIncluded, func(a *device.AlarmAcknowledge) { a.Proof = a.Proof[:32] }),
		shown("a proof that is cut", device.NotIncluded, func(a *device.AlarmAcknowledge) { a.Proof = a.Proof[1:] }),
		shown("no proof", device.NotIncluded, func(a *device.AlarmAcknowledge) { a.Proof = nil }),
		shown("a size that the log never had", contract.NotFound, func(a *device.AlarmAcknowledge) { a.Size = 1000 }),
		shown("an oracle that is none", contract.NotFound, func(a *device.AlarmAcknowledge) { a.Oracle = b.Convener().Key.ID() }),
		town.Refuse("what another body's oracle says", device.OtherBody,
			b.Make(device.TypeAlarmAcknowledge, other.proof(b, good, 0, 1), b.Convener())),
		by("by an owner", contract.NotOfficer, b.Ann), by("by two officers", contract.NotOfficer, b.Two()...),
	}
}
