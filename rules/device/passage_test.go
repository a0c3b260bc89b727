// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/device"
)

func TestPassage(t *testing.T) {
	plate := strings.Repeat("a", 64)
	for name, c := range map[string]struct {
		kind   device.Kind
		values map[string]string
		want   device.Passage
		ok     bool
	}{
		"in":                  {device.GateEntry, map[string]string{"plate": plate}, device.Passage{At: 990, Plate: plate, Way: device.WayIn}, true},
		"out":                 {device.GateExit, map[string]string{"plate": plate}, device.Passage{At: 990, Plate: plate, Way: device.WayOut}, true},
		"back":                {device.VehicleTurned, map[string]string{"plate": plate}, device.Passage{At: 990, Plate: plate, Way: device.WayBack}, true},
		"silent":              {device.Silence, map[string]string{"active": "true"}, device.Passage{At: 990, Way: device.WayNowhere}, true},
		"silent no more":      {device.Silence, map[string]string{"active": "false"}, device.Passage{}, false},
		"a camera says which": {device.Plate, map[string]string{"plate": plate, "direction": "in"}, device.Passage{At: 990, Plate: plate, Way: device.WayIn}, true},
		"in the picture":      {device.Plate, map[string]string{"plate": plate, "direction": "left"}, device.Passage{At: 990, Plate: plate, Way: device.WayUnknown}, true},
		"words": {
			device.Plate, map[string]string{"plate": plate, "trigger": "external IO", "list": "temporary", "confidence": "92.5", "unread": "false"},
			device.Passage{At: 990, Plate: plate, Way: device.WayUnknown}, true,
		},
		"no plate":          {device.Plate, map[string]string{"unread": "true"}, device.Passage{}, false},
		"a plate in clear":  {device.Plate, map[string]string{"plate": "沪A12345"}, device.Passage{}, false},
		"a plate as a way":  {device.Plate, map[string]string{"plate": plate, "direction": "沪A12345"}, device.Passage{}, false},
		"a plate as a list": {device.Plate, map[string]string{"plate": plate, "list": "沪A12345"}, device.Passage{}, false},
		"a list as a way":   {device.Plate, map[string]string{"plate": plate, "direction": "temporary"}, device.Passage{}, false},
		"a plate as a name": {device.Plate, map[string]string{"plate": plate, "hua_one_two_three": "true", "A12345": "true"}, device.Passage{}, false},
		"a label":           {device.GateEntry, map[string]string{"plate": plate, "space": "A001"}, device.Passage{}, false},
		"another kind":      {device.Drop, map[string]string{"plate": plate}, device.Passage{}, false},
	} {
		e := device.Event{Clock: 10_000, Happened: 1_000_000, Kind: c.kind, Received: 1_500_000, Values: c.values}
		got, ok := e.Passage()
		if ok != c.ok || ok && got != c.want {
			t.Errorf("%s: %+v %t, not %+v", name, got, ok, c.want)
		}
	}
	late := device.Event{Happened: 1_500_000, Kind: device.GateEntry, Received: 1_500_000, Clock: 10_000, Values: map[string]string{"plate": plate}}
	if p, _ := late.Passage(); p.At != 1500 {
		t.Errorf("a gate without a clock: %d", p.At)
	}
}
