// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"testing"

	"github.com/linli-project/linli/rules/device"
)

// The latest that a device said of its battery counts, whatever else it said of its health, before or since.
func TestBattery(t *testing.T) {
	var k device.Known
	if percent, said := k.Battery(); said {
		t.Errorf("%d, and it has said nothing", percent)
	}
	for i, values := range []device.Values{
		{"battery": int64(80)}, {"tamper": true, "battery": int64(70)}, {"battery": int64(60)}, {"tamper": false},
	} {
		_, k, _ = k.Take(device.Reading{Kind: device.Health, State: true, Values: values}, noon+int64(i)*60_000)
	}
	if percent, said := k.Battery(); !said || percent != 60 {
		t.Errorf("%d %v, not 60", percent, said)
	}
}
