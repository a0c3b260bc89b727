// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"testing"

	"github.com/linli-project/linli/rules/device"
)

// A door that opened is a sign of life; that a device works, or is warm, is none.
func TestLife(t *testing.T) {
	k := device.Known{Heard: 9000, Last: map[string]device.Last{
		"contact/": {At: 2000}, "motion/1": {At: 3000}, "device.health/": {At: 8000}, "telemetry/": {At: 7000},
	}}
	if at := k.Life(); at != 3000 {
		t.Errorf("the last sign of life was at %d", at)
	}
	if at := (device.Known{Heard: 9000}).Life(); at != 0 {
		t.Errorf("who was never heard gave a sign at %d", at)
	}
}
