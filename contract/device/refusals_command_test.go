// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/device"
)

// What is refused of commands, and of reports of what came of them.
func TestRefusalsOfCommands(t *testing.T) {
	b := town.NewBench(t)
	b.Refuses(t, b.Good(), 20, town.Theme("commands", commands(b)))
}

// commands are those that may not be given, and reports that may not be made.
func commands(b *town.Bench) []town.Refusal {
	p, other := b.EnrolledOracle(b.Convener().Body), b.EnrolledOracle(b.Two()[1].Body)
	old := gate(b.Town)
	old.Device, old.Transport = "gate-2", "gate-2"
	b.OK(b.Make(device.TypeDeviceEnrol, gate(b.Town), b.Two()...), b.Make(device.TypeDeviceEnrol, old, two(b.Town)...))
	b.OK(b.Make(device.TypeDeviceWithdraw, device.DeviceWithdraw{Device: "gate-2"}, b.Convener()))
	open := give(b.Town, time.Minute)
	b.OK(open)

	given := func(name string, code act.Code, change func(*device.CommandGive), signers ...*village.Signer) town.Refusal {
		body := device.CommandGive{Command: rules.Open, Device: "gate-1", Expires: act.Int(b.Now().Unix() + 60)}
		change(&body)
		if len(signers) == 0 {
			signers = []*village.Signer{b.Convener()}
		}
		return town.Refuse(name, code, b.Make(device.TypeCommandGive, body, signers...))
	}
	reported := func(name string, code act.Code, by town.Program, change func(*device.CommandReport)) town.Refusal {
		body := device.CommandReport{At: act.Int(b.Now().Unix()), Command: act.HashOf(open.Text).String(), Outcome: rules.Done}
		change(&body)
		return town.Refuse(name, code, by.Sign(b, by.Draft(b.Town, device.TypeCommandReport, 1), body))
	}
	as := func(*device.CommandGive) {}
	so := func(*device.CommandReport) {}
	forged := report(b.Town, p, open, rules.Done)
	forged.Signatures[0].Sig = act.SignWithKey(other.Key, forged.Text).Sig
	return []town.Refusal{
		given("a command that is none", act.BadField, func(g *device.CommandGive) { g.Command = "explode" }),
		given("a command that the device does not take", act.BadField, func(g *device.CommandGive) { g.Command = rules.Raise }),
		given("a list of nothing", act.BadField, func(g *device.CommandGive) { g.Command = rules.List }),
		given("a list by name", act.BadField, func(g *device.CommandGive) { g.Command, g.Arguments = rules.List, "浙A12345" }),
		given("a command that has expired", act.BadField, func(g *device.CommandGive) { g.Expires = act.Int(b.Now().Unix()) }),
		given("a command for tomorrow", act.BadField, func(g *device.CommandGive) { g.Expires += device.MaxCommandTime }),
		given("a command to no device", contract.NotFound, func(g *device.CommandGive) { g.Device = "gate-3" }),
		given("a command to a device that was withdrawn", contract.Revoked, func(g *device.CommandGive) { g.Device = "gate-2" }),
		given("a command by another body", device.OtherBody, as, third(b.Town)),
		given("a command by an owner", contract.NotOfficer, as, b.Ann),
		given("a command by two officers", contract.NotOfficer, as, b.Two()...),
		reported("a report of no command", contract.NotFound, p, func(r *device.CommandReport) { r.Command = b.Constitution.Net }),
		reported("an outcome that is none", act.BadField, p, func(r *device.CommandReport) { r.Outcome = "perhaps" }),
		reported("a report from before the command", act.BadField, p, func(r *device.CommandReport) { r.At -= device.Ahead + 1 }),
		reported("a report from the future", act.BadField, p, func(r *device.CommandReport) { r.At += device.Ahead + 1 }),
		reported("a report that it lapsed, too early", act.BadField, p, func(r *device.CommandReport) { r.Outcome = rules.Lapsed }),
		reported("a report by another body's oracle", device.OtherBody, other, so),
		reported("a report by an oracle that is not enrolled", contract.NotFound, town.NewProgram(b, p.Body), so),
		town.Refuse("a report with another body's key", act.BadSignature, forged),
		town.Refuse("a report with another number", contract.SeqGap, p.Sign(b, p.Draft(b.Town, device.TypeCommandReport, 2),
			device.CommandReport{At: act.Int(b.Now().Unix()), Command: act.HashOf(open.Text).String(), Outcome: rules.Done})),
	}
}
