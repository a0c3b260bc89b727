// SPDX-License-Identifier: Apache-2.0

package hear

import (
	"cmp"
	"maps"
	"slices"

	"github.com/linli-project/linli/contract/device"
	rules "github.com/linli-project/linli/rules/device"
)

// Register finds the devices that one oracle hears: those of its body in a community, as they stand on the ledger.
type Register struct {
	community string
	byName    map[string]device.Device // by the name they connect with
}

// NewRegister makes a register of a community's devices, of which it keeps those of a body that are not withdrawn.
func NewRegister(community, body string, devices []device.Device) Register {
	r := Register{community: community, byName: map[string]device.Device{}}
	for _, d := range devices {
		if d.Body == body && d.Withdrawn == "" {
			r.byName[d.Transport] = d
		}
	}
	return r
}

// Speaker is the device that connects with a name: one that speaks for itself, or one that others speak through.
func (r Register) Speaker(client string) (device.Device, bool) {
	d, ok := r.byName[client]
	return d, ok
}

// through is the name of a device that another one speaks for.
func through(client, named string) string { return client + ":" + named }

// of is the device that a reading is of: one that the speaker names and two bodies have enrolled as such, or the speaker itself.
func (r Register) of(speaker device.Device, reading rules.Reading) (device.Device, bool) {
	if d, ok := r.byName[through(speaker.Transport, reading.Device)]; ok {
		return d, d.Says(reading.Kind)
	}
	return speaker, speaker.Says(reading.Kind)
}

// Devices are all devices, by id.
func (r Register) Devices() []device.Device {
	return slices.SortedFunc(maps.Values(r.byName), func(a, b device.Device) int { return cmp.Compare(a.Device, b.Device) })
}
