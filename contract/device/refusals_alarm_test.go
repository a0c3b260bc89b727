// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/device"
)

// What is refused of acknowledgements.
func TestRefusalsOfAcknowledgements(t *testing.T) {
	b := town.NewBench(t)
	b.Refuses(t, b.Good(), 22, town.Theme("alarms", alarms(b)))
}

// alarms are what an officer may not acknowledge.
func alarms(b *town.Bench) []town.Refusal {
	h, other := &town.History{By: b.EnrolledOracle(b.Convener().Body)}, &town.History{By: b.EnrolledOracle(b.Two()[1].Body)}
	b.OK(b.Make(device.TypeDeviceEnrol, smokeAlarm(b.Town), b.Two()...))
	var log, texts []string
	event := func(name string, change func(*rules.Event)) {
		e := smoke(b.Town)
		change(&e)
		log, texts = append(log, name), append(texts, encode(b, e))
		b.OK(h.Append(b.Town, rules.IDOf(encode(b, e))))
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
	good, size := texts[0], len(h.IDs)
	b.OK(other.Append(b.Town, rules.IDOf(good)))

	said := func(name string, code act.Code) town.Refusal {
		i := slices.Index(log, name)
		return town.Refuse(name, code, b.Make(device.TypeAlarmAcknowledge, proof(b, h, texts[i], i, size), b.Convener()))
	}
	shown := func(name string, code act.Code, change func(*device.AlarmAcknowledge)) town.Refusal {
		body := proof(b, h, good, 0, size)
		change(&body)
		return town.Refuse(name, code, b.Make(device.TypeAlarmAcknowledge, body, b.Convener()))
	}
	by := func(name string, code act.Code, signers ...*village.Signer) town.Refusal {
		return town.Refuse(name, code, b.Make(device.TypeAlarmAcknowledge, proof(b, h, good, 0, size), signers...))
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
			b.Make(device.TypeAlarmAcknowledge, proof(b, other, good, 0, 1), b.Convener())),
		by("by an owner", contract.NotOfficer, b.Ann), by("by two officers", contract.NotOfficer, b.Two()...),
	}
}
