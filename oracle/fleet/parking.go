// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"time"

	"github.com/linli-project/linli/rules/device"
)

// Move is one thing that a car does at a gate, or that a gate gets wrong about it.
type Move string

// The moves. All but Comes, Goes and Turns are a camera's own: what signs in Linli's form neither corrects itself nor says that a record is
// old.
const (
	Comes   Move = "comes"
	Goes    Move = "goes"
	Turns   Move = "turns"   // back, under the barrier
	Twice   Move = "twice"   // it goes, and the camera says so twice
	Misread Move = "misread" // another car comes, whose plate is taken for this one's and is corrected
	Missed  Move = "missed"  // it came two minutes ago, when the camera could not reach anybody
	Astray  Move = "astray"  // it comes, by a clock that is three hours behind
)

// Moves are all that there are.
func Moves() []Move { return []Move{Comes, Goes, Turns, Twice, Misread, Missed, Astray} }

// Cut is for how long a camera could reach nobody, and Behind by how much a wrong clock is behind.
const (
	Cut    = 2 * time.Minute
	Behind = 3 * time.Hour
)

// Pass is what gates in a fleet, by their places, say when a car makes a move. ref is a number that no other passage has.
func (m Move) Pass(in, out int, plate string, ref int64) []Said {
	said := func(gate int, kind device.Kind, way, plate string) Said {
		return Said{Device: gate, Kind: kind, Ref: ref, Values: device.Values{"plate": plate, "direction": way}}
	}
	comes := said(in, device.Plate, "in", plate)
	switch m {
	case Goes:
		return []Said{said(out, device.Plate, "out", plate)}
	case Twice:
		return []Said{said(out, device.Plate, "out", plate), said(out, device.Plate, "out", plate)}
	case Turns:
		return []Said{comes, said(in, device.VehicleTurned, "in", plate)}
	case Misread:
		return []Said{comes, said(in, device.Plate, "in", similar(plate))}
	case Missed:
		comes.Late, comes.Offline = Cut, true
	case Astray:
		comes.Clock = -Behind
	}
	return []Said{comes}
}

// similar is another plate.
func similar(plate string) string {
	letters := []rune(plate)
	last := &letters[len(letters)-1]
	if *last == '8' {
		*last = 'B'
	} else {
		*last = '8'
	}
	return string(letters)
}

// Parking is a day of cars that are booked for at the gates of a car park, by their places in the fleet: each makes a move of its own, and
// then goes unless it has turned back, or was another one.
func Parking(in, out int, plates ...string) (day []Said) {
	moves := []Move{Comes, Misread, Turns, Missed, Astray}
	for i, plate := range plates {
		ref := 2*int64(i) + 1
		move := moves[i%len(moves)]
		day = append(day, move.Pass(in, out, plate, ref)...)
		if move != Turns && move != Misread {
			day = append(day, Twice.Pass(in, out, plate, ref+1)...)
		}
	}
	return day
}

// ParkingKinds are those of the events that a gate of a car park says, sorted, as it is enrolled with.
func ParkingKinds() []device.Kind { return []device.Kind{device.Plate, device.VehicleTurned} }
