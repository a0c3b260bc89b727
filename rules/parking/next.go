// SPDX-License-Identifier: Apache-2.0

package parking

import "slices"

// some is a text that no step refuses.
const some = "-"

// NextAs are the steps that a party may take at a time. Whether the space is free for longer, its days say.
func (b Booking) NextAs(now int64, by Party) []Step {
	steps := []Step{}
	try := func(step Step, reason Reason) {
		if reason == Allowed {
			steps = append(steps, step)
		}
	}
	of := func(_ Booking, reason Reason) Reason { return reason }
	if by == b.Guest && slices.Contains([]State{StateReserved, StateEntered}, b.At(now).State) {
		try(StepExtend, Allowed)
	}
	try(StepCancel, of(b.Cancel(now, by)))
	try(StepRetract, of(b.Retract(now, by, some)))
	try(StepDisplace, of(b.Displace(now, by)))
	try(StepDispute, of(b.Contest(now, by, some)))
	return steps
}
