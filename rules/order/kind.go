// SPDX-License-Identifier: Apache-2.0

package order

import "slices"

// Kind is what an order is about, in one word. A name with a point is a thing and what it needs.
type Kind string

// The kinds.
const (
	RepairWater Kind = "repair.water"
	RepairPower Kind = "repair.power"
	RepairLift  Kind = "repair.lift"
	RepairDoor  Kind = "repair.door"
	RepairLight Kind = "repair.light"
	Cleaning    Kind = "cleaning"
	Noise       Kind = "noise"
	Parking     Kind = "parking"
	Neighbour   Kind = "neighbour" // a quarrel, before it is one for mediation
	Care        Kind = "care"      // somebody who lives alone has not been heard for the hours that he agreed to
	SOS         Kind = "sos"
	Smoke       Kind = "smoke"
	Gas         Kind = "gas"
	Water       Kind = "water"   // a leak that a detector found
	Silence     Kind = "silence" // a device should have spoken, and has not
	Other       Kind = "other"
)

var kinds = []Kind{
	RepairWater, RepairPower, RepairLift, RepairDoor, RepairLight, Cleaning, Noise, Parking, Neighbour,
	Care, SOS, Smoke, Gas, Water, Silence, Other,
}

// Kinds are all that there are.
func Kinds() []Kind { return slices.Clone(kinds) }

// Known says whether there is such a kind.
func (k Kind) Known() bool { return slices.Contains(kinds, k) }

// Reported says whether people report it; the others are what devices say, or do not.
func (k Kind) Reported() bool { return k.Known() && k != Silence && k != Care }

// Priority is how much haste there is where the community's duties do not say it.
func (k Kind) Priority() Priority {
	switch k {
	case SOS, Smoke, Gas, Water, Care:
		return Emergency
	case RepairLift, RepairPower, Silence:
		return Urgent
	default:
		return Ordinary
	}
}

// Outcome is what became of the work, in its worker's word.
type Outcome string

// The outcomes.
const (
	Solved     Outcome = "solved"
	NotFound   Outcome = "not-found"   // nothing was there, or nobody opened
	FalseAlarm Outcome = "false-alarm" // a device spoke without cause
	Referred   Outcome = "referred"    // it is for others: a public utility, the police, mediation
)

// Outcomes are all that there are.
func Outcomes() []Outcome { return []Outcome{Solved, NotFound, FalseAlarm, Referred} }

// Known says whether there is such an outcome.
func (o Outcome) Known() bool { return slices.Contains(Outcomes(), o) }

// Why is why a worker hands an order on.
type Why string

// The reasons.
const (
	WrongTrade Why = "wrong-trade" // somebody else knows how to
	WrongGrid  Why = "wrong-grid"  // it is at a place of another grid
	Elsewhere  Why = "elsewhere"   // the worker is held up with another order
	ShiftOver  Why = "shift-over"
	Partial    Why = "partial" // he, or the household, had rather not meet
)

// Whys are all that there are.
func Whys() []Why { return []Why{WrongTrade, WrongGrid, Elsewhere, ShiftOver, Partial} }

// Known says whether there is such a reason.
func (w Why) Known() bool { return slices.Contains(Whys(), w) }
