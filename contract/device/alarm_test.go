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

// One officer acknowledges one alarm, once, with a proof at whichever root its log had.
func TestAcknowledge(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	h := &town.History{By: w.EnrolledOracle(w.Convener().Body)}
	w.OK(w.Make(device.TypeDeviceEnrol, smokeAlarm(w), two(w)...))
	first, second, silent := smoke(w), smoke(w), smoke(w)
	second.Counter, silent.Kind = 8, rules.Silence
	text := encode(w, first)
	w.OK(h.Append(w, rules.IDOf("another"), rules.IDOf(text)), h.Append(w, ids("c", "d", "e")...),
		h.Append(w, rules.IDOf(encode(w, second)), rules.IDOf(encode(w, silent))))

	acknowledge := w.Make(device.TypeAlarmAcknowledge, proof(w, h, text, 1, 2), third(w))
	w.OK(acknowledge)
	got, _ := town.Read(w, device.Acknowledgements, w.ID, h.By.ID(), rules.IDOf(text).String())
	want := device.Acknowledgement{Act: act.HashOf(acknowledge.Text).String(), At: w.Now().Unix(), Body: third(w).Body,
		By: third(w).Key.ID(), Device: "smoke-1", Kind: rules.Smoke}
	if got != want {
		t.Errorf("%+v; want %+v", got, want)
	}
	w.Refused(contract.Exists, w.Make(device.TypeAlarmAcknowledge, proof(w, h, text, 1, 7), w.Convener()))
	if o, ok := town.Read(w, device.Acknowledgements, w.ID, h.By.ID(), rules.IDOf(encode(w, second)).String()); ok {
		t.Errorf("another alarm of the device is acknowledged with it: %+v", o)
	}

	// What has ended since does not make an alarm unseen that was raised before.
	w.OK(w.Make(device.TypeDeviceWithdraw, device.DeviceWithdraw{Device: "smoke-1"}, w.Convener()),
		w.Make(device.TypeOracleRetire, device.OracleRetire{Oracle: h.By.ID()}, two(w)...))
	w.OK(w.Make(device.TypeAlarmAcknowledge, proof(w, h, encode(w, second), 5, 7), third(w)))
	w.OK(w.Make(device.TypeAlarmAcknowledge, proof(w, h, encode(w, silent), 6, 7), w.Convener()))

	// An alarm that stands comes back, and is seen to anew.
	w.Clock.Pass(rules.BackAfter*time.Millisecond - time.Minute)
	w.Refused(contract.Exists, w.Make(device.TypeAlarmAcknowledge, proof(w, h, text, 1, 7), w.Convener()))
	w.Clock.Pass(time.Minute)
	w.OK(w.Make(device.TypeAlarmAcknowledge, proof(w, h, text, 1, 7), w.Convener()))
	got, _ = town.Read(w, device.Acknowledgements, w.ID, h.By.ID(), rules.IDOf(text).String())
	if got.By != w.Convener().Key.ID() || got.At != w.Now().Unix() {
		t.Errorf("who acknowledged it last: %+v", got)
	}
}
