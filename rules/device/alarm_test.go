// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/device"
)

func TestAlarm(t *testing.T) {
	const minute = 60_000
	var a device.Alarm
	step := func(what string, changed bool, f func() (device.Alarm, bool)) {
		t.Helper()
		after, did := f()
		if did != changed {
			t.Errorf("%s: changed %v", what, did)
		}
		a = after
	}
	raise := func(at int64) func() (device.Alarm, bool) {
		return func() (device.Alarm, bool) { return a.Raise(at, "e") }
	}
	due := func(at int64) func() (device.Alarm, bool) { return func() (device.Alarm, bool) { return a.Due(at) } }
	acknowledge := func(at int64, by string) func() (device.Alarm, bool) {
		return func() (device.Alarm, bool) { return a.Acknowledge(at, by) }
	}

	step("acknowledged before it is raised", false, acknowledge(noon, "officer"))
	step("raised", true, raise(noon))
	step("raised again", false, raise(noon+1))
	step("nobody is told before a minute", false, due(noon+device.EscalateAfter-1))
	step("then the next ones", true, due(noon+device.EscalateAfter))
	step("once", false, due(noon+device.EscalateAfter+1))
	step("then the supervisor", true, due(noon+device.SupervisorAt))
	step("acknowledged by nobody", false, acknowledge(noon+6*minute, ""))
	step("acknowledged", true, acknowledge(noon+6*minute, "officer"))
	step("and no second time", false, acknowledge(noon+7*minute, "another"))
	if diff := cmp.Diff(device.Alarm{Active: true, Event: "e", Raised: noon, Acked: noon + 6*minute, AckedBy: "officer", Told: 2,
		Raises: []int64{noon}}, a); diff != "" {
		t.Error(diff)
	}
	step("not forgotten yet", false, due(noon+6*minute+device.BackAfter-1))
	step("what was forgotten comes back", true, due(noon+6*minute+device.BackAfter))
	if a.Acked != 0 || a.Told != 0 || !a.Open() {
		t.Errorf("it came back as %+v", a)
	}
	if !a.Before(noon+6*minute) || a.Before(noon+6*minute+device.BackAfter) || (device.Alarm{Raised: noon}).Before(noon) {
		t.Error("an acknowledgement is taken for one of another time")
	}
	step("cleared", true, func() (device.Alarm, bool) { return a.Clear(noon + 50*minute) })
	if !a.Open() {
		t.Error("it left the list, and nobody has seen it")
	}
	step("acknowledged after it was over", true, acknowledge(noon+51*minute, "officer"))
	if a.Open() {
		t.Error("it stays on the list")
	}
	step("over for good", false, due(noon+999*minute))
}

// Whoever presses the button again after somebody has seen it is heard again.
func TestCallsForHelp(t *testing.T) {
	a := device.Alarm{Device: "button-1", Kind: device.SOS}
	for i := range int64(2) {
		at := noon + i*600_000
		raised, changed := a.Raise(at, "e")
		if !changed || !raised.Open() {
			t.Fatalf("pressed for the %d. time: %+v", i+1, raised)
		}
		if a, changed = raised.Acknowledge(at+1000, "officer"); !changed || a.Open() || a.Cleared != at+1000 {
			t.Errorf("acknowledged: %+v", a)
		}
	}
}

func TestFlapping(t *testing.T) {
	var a device.Alarm
	for i := range int64(device.FlapCount) {
		if a.Muted != 0 {
			t.Errorf("muted after %d", i)
		}
		a, _ = a.Raise(noon+2*i, "e")
		a, _ = a.Clear(noon + 2*i + 1)
	}
	if a.Muted <= noon || !a.Open() {
		t.Errorf("%+v", a)
	}
	calm, _ := a.Raise(noon+3*device.FlapWithin, "e")
	if len(calm.Raises) != 1 {
		t.Errorf("raised long ago: %v", calm.Raises)
	}
}
