// SPDX-License-Identifier: Apache-2.0

package device

import "slices"

// Command is what a device can be told to do.
type Command string

// The commands.
const (
	Open  Command = "open"  // a gate or a door, once
	Raise Command = "raise" // a lock in the ground, so that nobody parks there
	Lower Command = "lower" // it again
	List  Command = "list"  // take a new list of whom to let in when the oracle is away
)

var commands = []Command{Open, Raise, Lower, List}

// Commands are all that there are.
func Commands() []Command { return slices.Clone(commands) }

// Known says whether there is such a command.
func (c Command) Known() bool { return slices.Contains(commands, c) }

// Outcome is what became of a command.
type Outcome string

// The outcomes.
const (
	Done    Outcome = "done"
	Failed  Outcome = "failed"  // the device did not do it
	Unknown Outcome = "unknown" // it was told, and did not say whether it has
	Lapsed  Outcome = "expired" // it could not be told before the command expired, and is not told any more
)

// Outcomes are all that there are.
func Outcomes() []Outcome { return []Outcome{Done, Failed, Unknown, Lapsed} }

// At says whether a command that expires at a time can have come to this at another: after it has expired nothing is tried any more,
// and before that it has not lapsed.
func (o Outcome) At(at, expires int64) bool {
	switch o {
	case Done, Failed, Unknown:
		return at <= expires
	case Lapsed:
		return at > expires
	}
	return false
}
