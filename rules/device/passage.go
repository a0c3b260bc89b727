// SPDX-License-Identifier: Apache-2.0

package device

import (
	"slices"
	"strconv"
)

// Way is which way a car went past a gate.
type Way string

// The ways.
const (
	WayIn      Way = "in"
	WayOut     Way = "out"
	WayUnknown Way = "unknown" // the gate does not say
	WayBack    Way = "back"    // it turned back
	WayNowhere Way = "nowhere" // no car did: the gate is silent
)

// Passage is what a gate says of a car.
type Passage struct {
	At       int64  // Unix time in seconds, by the receiver's clock: what the gate's was ahead is taken off
	Plate    string // commitment to it (hex); "" where none was read
	Replaces string // id of the event that it corrects, or ""
	Way      Way
	Silent   int64 // seconds for which the gate had said nothing, as it speaks again
}

// gateWords are what a gate says beside the plate, by name: words that are chosen from a list, in which nobody's plate has room.
var gateWords = map[string][]string{
	"direction": {"approach", "away", "down", "forward", "in", "left", "out", "reverse", "right", "unknown", "up"},
	"list":      {"allowList", "blackList", "blockList", "otherList", "temporary", "whiteList"},
	"trigger":   {"auto", "external IO", "software", "stuck cleared", "vehicle stuck", "vehicle turned back", "virtual loop"},
}

// Gate says whether a kind of event is a gate's word of a car.
func (k Kind) Gate() bool {
	return slices.Contains([]Kind{Plate, GateEntry, GateExit, VehicleTurned}, k)
}

// GateWord says that a value of a gate's event cannot point to a person.
func GateWord(name, value string) bool {
	return Plain(name, value) || slices.Contains(gateWords[name], value)
}

// Passage is what a gate says of a car by an event. ok is false for another event, and for one whose text may not be on the ledger: it has
// the commitment to a plate, and else what GateWord allows.
func (e Event) Passage() (p Passage, ok bool) {
	p = Passage{At: e.at() / 1000, Replaces: e.Replaces, Way: WayUnknown}
	for name, value := range e.Values {
		switch {
		case name == "plate" && hexHash.MatchString(value):
			p.Plate = value
		case !GateWord(name, value):
			return Passage{}, false
		case name == "direction" && (value == string(WayIn) || value == string(WayOut)): // others are ways in the picture
			p.Way = Way(value)
		}
	}
	switch e.Kind {
	case Plate:
	case GateEntry:
		p.Way = WayIn
	case GateExit:
		p.Way = WayOut
	case VehicleTurned:
		p.Way = WayBack
	case Silence:
		p.Way = WayNowhere
		p.Silent, _ = strconv.ParseInt(e.Values["seconds"], 10, 64)
		return p, e.Values["active"] == "true" || p.Silent > 0
	default:
		return Passage{}, false
	}
	return p, p.Plate != "" || p.Replaces != ""
}

// at is when an event happened, in milliseconds by the receiver's clock: no later than it was received.
func (e Event) at() int64 {
	happened := int64(e.Happened)
	if happened != int64(e.Received) { // or it has no clock, and none to be ahead
		happened -= int64(e.Clock)
	}
	return min(happened, int64(e.Received))
}
