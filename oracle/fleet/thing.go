// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"slices"

	"github.com/linli-project/linli/rules/device"
)

// Thing is what a device is to people.
type Thing string

// The things.
const (
	Gate   Thing = "gate"   // a camera at a barrier, which reads plates
	Bin    Thing = "bin"    // a waste bin that knows how full it is
	Button Thing = "button" // for help
	Smoke  Thing = "smoke"  // a detector
	Water  Thing = "water"  // a detector of leaks
	Door   Thing = "door"   // a sensor on it
	Lock   Thing = "lock"   // in the ground, so that nobody parks there
	Lift   Thing = "lift"   // a camera in it that knows an e-bike
	Bridge Thing = "bridge" // speaks for those that have no network of their own
)

// kinds are what a thing says, sorted.
var kinds = map[Thing][]device.Kind{
	Gate: {device.IO, device.Plate}, Bin: {device.Drop, device.Fill}, Button: {device.SOS}, Smoke: {device.Smoke}, Water: {device.Water},
	Door: {device.Contact}, Lock: {device.Relay}, Lift: {device.Object}, Bridge: {device.Bridge},
}

// Kinds are those of the events that a thing says, sorted, as it is enrolled with.
func (t Thing) Kinds() []device.Kind { return slices.Clone(kinds[t]) }
