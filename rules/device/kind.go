// SPDX-License-Identifier: Apache-2.0

package device

import "slices"

// Kind is what an event says, in one word for all vendors.
type Kind string

// The kinds. A name with a point is a thing and what happens to it.
const (
	// Alarms.
	SOS   Kind = "sos"   // somebody pressed a button for help
	Smoke Kind = "smoke" // of a detector
	Gas   Kind = "gas"   // of a detector; a gas meter is Metering
	Water Kind = "water" // a leak

	// Gates and vehicles.
	Plate          Kind = "plate"          // a camera read a number plate
	VehicleTurned  Kind = "vehicle.turned" // it turned back: what its plate began does not count
	VehicleStuck   Kind = "vehicle.stuck"  // it stands under the barrier
	VehicleZone    Kind = "vehicle.zone"   // it is in a zone of the picture
	GateEntry      Kind = "gate.entry"     // a car park says that it let a vehicle in
	GateExit       Kind = "gate.exit"      // and out
	Grant          Kind = "share.grant"    // a car park is told whom to let in
	RecurringGrant Kind = "share.grant.recurring"
	Manual         Kind = "manual.operation" // somebody opened by hand
	PollExits      Kind = "poll.exits"       // a platform asks for exits

	// Sensors, buttons and relays.
	Button   Kind = "button.press"
	Contact  Kind = "contact"  // a door or window is open or closed
	Presence Kind = "presence" // of somebody
	Motion   Kind = "motion"
	Object   Kind = "object" // a camera recognised something
	Review   Kind = "review" // a camera asks to be looked at
	IO       Kind = "io"     // an input of a camera
	Relay    Kind = "relay"  // is on or off
	Switch   Kind = "switch"
	Fill     Kind = "fill"   // how full a bin is
	Drop     Kind = "drop"   // something was put into a bin
	Uplink   Kind = "uplink" // bytes whose meaning only the device's maker knows
	Metering Kind = "metering"
	Measures Kind = "telemetry" // values that are no event

	// Of the devices themselves.
	Joined        Kind = "device.joined"
	Left          Kind = "device.left"
	Health        Kind = "device.health"
	ConfigChanged Kind = "device.config_changed"
	Bridge        Kind = "bridge.state"
	Heartbeat     Kind = "heartbeat"
	ClockSync     Kind = "clock.sync"
	Silence       Kind = "silence" // it should have spoken, and has not
)

// Urgent says whether an event of this kind goes onto the ledger at once and alone.
func (k Kind) Urgent() bool {
	switch k {
	case SOS, Smoke, Gas, Water:
		return true
	default:
		return false
	}
}

// Alarm says whether this kind raises an alarm while it is active.
func (k Kind) Alarm() bool { return k.Urgent() || k == Silence }

// kinds are all of them.
var kinds = []Kind{
	SOS, Smoke, Gas, Water,
	Plate, VehicleTurned, VehicleStuck, VehicleZone, GateEntry, GateExit, Grant, RecurringGrant, Manual, PollExits,
	Button, Contact, Presence, Motion, Object, Review, IO, Relay, Switch, Fill, Drop, Uplink, Metering, Measures,
	Joined, Left, Health, ConfigChanged, Bridge, Heartbeat, ClockSync, Silence,
}

// Kinds are all that there are.
func Kinds() []Kind { return slices.Clone(kinds) }

// Known says whether there is such a kind.
func (k Kind) Known() bool { return slices.Contains(kinds, k) }
