// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/device"
)

func TestPassage(t *testing.T) {
	plate := strings.Repeat("a", 64)
	type values = map[string]string
	seen := func(way device.Way) device.Passage { return device.Passage{At: 990, Plate: plate, Way: way} }
	none := device.Passage{}
	for name, c := range map[string]struct {
		kind   device.Kind
		values map[string]string
		want   device.Passage
		ok     bool
	}{
		"in":             {device.GateEntry, values{"plate": plate}, seen(device.WayIn), true},
		"out":            {device.GateExit, values{"plate": plate}, seen(device.WayOut), true},
		"back":           {device.VehicleTurned, values{"plate": plate}, seen(device.WayBack), true},
		"silent":         {device.Silence, values{"active": "true"}, device.Passage{At: 990, Way: device.WayNowhere}, true},
		"silent no more": {device.Silence, values{"active": "false"}, none, false},
		"silent until now": {
			device.Silence, values{"active": "false", "seconds": "780"}, device.Passage{At: 990, Way: device.WayNowhere, Silent: 780}, true,
		},
		"a camera says which": {device.Plate, values{"plate": plate, "direction": "in"}, seen(device.WayIn), true},
		"in the picture":      {device.Plate, values{"plate": plate, "direction": "left"}, seen(device.WayUnknown), true},
		"words": {
			device.Plate, values{"plate": plate, "trigger": "external IO", "list": "temporary", "confidence": "92.5", "unread": "false"},
			seen(device.WayUnknown), true,
		},
		"no plate":          {device.Plate, values{"unread": "true"}, none, false},
		"a plate in clear":  {device.Plate, values{"plate": "沪A12345"}, none, false},
		"a plate as a way":  {device.Plate, values{"plate": plate, "direction": "沪A12345"}, none, false},
		"a plate as a list": {device.Plate, values{"plate": plate, "list": "沪A12345"}, none, false},
		"a list as a way":   {device.Plate, values{"plate": plate, "direction": "temporary"}, none, false},
		"a plate as a name": {device.Plate, values{"plate": plate, "hua_one_two_three": "true", "A12345": "true"}, none, false},
		"a label":           {device.GateEntry, values{"plate": plate, "space": "A001"}, none, false},
		"another kind":      {device.Drop, values{"plate": plate}, none, false},
	} {
		e := device.Event{Clock: 10_000, Happened: 1_000_000, Kind: c.kind, Received: 1_500_000, Values: c.values}
		got, ok := e.Passage()
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s: %+v %t, not %+v", name, got, ok, c.want)
		}
	}
	late := device.Event{Clock: 10_000, Happened: 1_500_000, Kind: device.GateEntry, Received: 1_500_000, Values: values{"plate": plate}}
	if p, _ := late.Passage(); p.At != 1500 {
		t.Errorf("a gate without a clock: %d", p.At)
	}
}
