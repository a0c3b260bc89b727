// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"encoding/json"
	"testing"

	"github.com/linli-project/linli/rules/device"
)

func TestFlat(t *testing.T) {
	for want, r := range map[string]device.Reading{
		`{"kind":"heartbeat"}`: {Kind: device.Heartbeat},
		`{"active":true,"at":1783437557,"dev":"a","kind":"smoke","state":true}`: {
			Kind: device.Smoke, Device: "a", At: 1783437557000, State: true, Values: device.Values{"active": true},
		},
		`{"at":1646945882.47,"counter":18446744073709551615,"kind":"plate","ref":"7","replayed":true,"retained":true,"session":"s"}`: {
			Kind: device.Plate, At: 1646945882470, Ref: "7", Counter: 1<<64 - 1, Session: "s", Replayed: true, Retained: true,
		},
		`{"battery":88.3,"channel":0,"kind":"telemetry","weekdays":[1,2]}`: {
			Kind: device.Measures, Values: device.Values{"battery": json.Number("88.3"), "channel": int64(0), "weekdays": []int64{1, 2}},
		},
	} {
		if raw, err := json.Marshal(r.Flat()); err != nil || string(raw) != want {
			t.Errorf("%s, not %s (%v)", raw, want, err)
		}
	}
}
