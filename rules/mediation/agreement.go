// SPDX-License-Identifier: Apache-2.0

package mediation

import (
	"slices"

	"github.com/linli-project/linli/rules/calendar"
)

// Agree has both sides and the mediator sign an agreement, which binds from then on (Arts. 29 and 31). days is how many, after this one, it
// leaves for what was agreed.
func (c Case) Agree(now int64, by Mediator, sides [2]Side, text string, days int64) (Case, Reason) {
	after, reason := c.beginBy(StepAgree, now, by)
	switch {
	case reason != Allowed:
		return c, reason
	case sides != c.Sides:
		return c, NotASide
	case text == "":
		return c, Incomplete
	case days < 0 || days > MaxPerform:
		return c, BadDay
	}
	if c.At(now).State == StateProposed {
		after = after.silence()
	}
	after.State, after.Agreement, after.Agreed = StateAgreed, text, after.Changed
	after.ApplyBy, after.PerformBy = calendar.After(after.Changed, ApplyWithin), calendar.After(after.Changed, days)
	return after, Allowed
}

// Apply has both sides say that they ask a court to confirm the agreement, which they may do together in thirty days (Art. 33).
func (c Case) Apply(now int64, sides [2]Side) (Case, Reason) {
	after, reason := c.begin(StepApply, now)
	switch {
	case reason != Allowed:
		return c, reason
	case sides != c.Sides:
		return c, NotASide
	case c.Applied != 0:
		return c, Said
	case after.Changed >= c.ApplyBy:
		return c, TooLate
	}
	after.Applied = after.Changed
	return after, Allowed
}

// Perform has a side say that the other one has done its part. Once both have, the case is over.
func (c Case) Perform(now int64, by Side) (Case, Reason) {
	after, side, reason := c.beginAs(StepPerform, now, by)
	switch {
	case reason != Allowed:
		return c, reason
	case c.Performed[side] != 0:
		return c, Said
	}
	if after.Performed[side] = after.Changed; after.Performed[1-side] != 0 {
		return after.close(StatePerformed, ""), Allowed
	}
	return after, Allowed
}

// Follow has the mediator write down how it is performed, whom he has asked, and what they said (Art. 31).
func (c Case) Follow(now int64, by Mediator, text string) (Case, Reason) {
	after, reason := c.beginBy(StepFollow, now, by)
	switch {
	case reason != Allowed:
		return c, reason
	case text == "":
		return c, Incomplete
	case len(c.Notes) >= MaxNotes:
		return c, TooMany
	}
	after.Notes = append(slices.Clone(after.Notes), Session{after.Changed, text})
	return after, Allowed
}

// Settle writes down what time alone has done; anyone may send it.
func (c Case) Settle(now int64) (Case, Reason) {
	after := c.At(now)
	switch after.State {
	case "":
		return c, NotFound
	case c.State:
		return c, NothingDue
	}
	return after, Allowed
}
