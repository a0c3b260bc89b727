// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/device"
)

// give is a command to the gate that expires in a while.
func give(w *town.Town, in time.Duration) act.Signed {
	return w.Make(device.TypeCommandGive, device.CommandGive{
		Command: rules.Open, Device: "gate-1", Expires: act.Int(w.Now().Add(in).Unix()),
	}, w.Convener())
}

// report is what a program says came of a command, now.
func report(w *town.Town, p town.Program, command act.Signed, outcome rules.Outcome) act.Signed {
	return p.Sign(w, p.Draft(w, device.TypeCommandReport, 1), device.CommandReport{
		At: act.Int(w.Now().Unix()), Command: act.HashOf(command.Text).String(), Outcome: outcome,
	})
}

// A command has one outcome, which an oracle of the device's body reports.
func TestCommands(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	p := w.EnrolledOracle(w.Convener().Body)
	w.OK(w.Make(device.TypeDeviceEnrol, gate(w), two(w)...))

	open, given := give(w, time.Minute), w.Now().Unix()
	w.OK(open)
	w.Clock.Pass(time.Second)
	done := report(w, p, open, rules.Done)
	w.OK(done)
	got, _ := town.Read(w, device.Commands, w.ID, act.HashOf(open.Text).String())
	want := device.Command{At: given + 1, Body: p.Body, By: w.Convener().Key.ID(), Command: rules.Open, Device: "gate-1",
		Expires: given + 60, Given: given, Outcome: rules.Done, Report: act.HashOf(done.Text).String()}
	if got != want {
		t.Errorf("%+v; want %+v", got, want)
	}
	w.Refused(contract.Already, done)
	w.Refused(contract.Exists, report(w, p, open, rules.Failed))
	w.Refused(contract.Already, open)

	late := give(w, time.Minute)
	w.OK(late)
	w.Refused(act.BadField, report(w, p, late, rules.Lapsed)) // not yet
	w.Clock.Pass(time.Minute + time.Second)
	w.Refused(act.BadField, report(w, p, late, rules.Done)) // any more
	w.OK(report(w, p, late, rules.Lapsed))
}
