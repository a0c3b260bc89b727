// SPDX-License-Identifier: Apache-2.0

package mediation

import "github.com/linli-project/linli/rules/calendar"

// Take has a mediator take the case; the other side is asked.
func (c Case) Take(now int64, by Mediator) (Case, Reason) {
	after, reason := c.mediates(StepTake, now, by)
	if reason != Allowed {
		return c, reason
	}
	after.Mediator, after.State, after.Taken = by, StateTaken, after.Changed
	after.AnswerBy = calendar.After(after.Changed, AnswerWithin)
	return after, Allowed
}

// Decline has an officer say why nobody takes it.
func (c Case) Decline(now int64, by Mediator, why string) (Case, Reason) {
	after, reason := c.mediates(StepDecline, now, by)
	switch {
	case reason != Allowed:
		return c, reason
	case why == "":
		return c, Incomplete
	}
	after.Mediator = by
	return after.close(StateDeclined, why), Allowed
}

// mediates begins a step of somebody who is of neither side.
func (c Case) mediates(step Step, now int64, by Mediator) (Case, Reason) {
	after, reason := c.begin(step, now)
	switch {
	case reason != Allowed:
		return c, reason
	case by.Body == "" || by.Person == "":
		return c, Incomplete
	case c.Sides[0].Body == by.Body || c.Sides[1].Body == by.Body:
		return c, NotNeutral
	}
	return after, Allowed
}

// Join has the other side take part, with this mediator (Art. 23).
func (c Case) Join(now int64, by Side) (Case, Reason) {
	after, reason := c.answer(StepJoin, now, by)
	if reason != Allowed {
		return c, reason
	}
	after.State, after.Joined, after.EndBy = StateOpen, after.Changed, calendar.After(after.Changed, EndWithin)
	return after, Allowed
}

// Reject has the other side not take part (Art. 17). It need not say why.
func (c Case) Reject(now int64, by Side, why string) (Case, Reason) {
	after, reason := c.answer(StepRefuse, now, by)
	if reason != Allowed {
		return c, reason
	}
	return after.close(StateRefused, why), Allowed
}

// answer begins a step of the other side.
func (c Case) answer(step Step, now int64, by Side) (Case, Reason) {
	after, side, reason := c.beginAs(step, now, by)
	if reason == Allowed && side != 1 {
		reason = NotASide
	}
	return after, reason
}

// Withdraw has a side not go on, at any time before an agreement (Art. 23). It need not say why.
func (c Case) Withdraw(now int64, by Side, why string) (Case, Reason) {
	after, _, reason := c.beginAs(StepWithdraw, now, by)
	if reason != Allowed {
		return c, reason
	}
	return after.close(StateWithdrawn, why), Allowed
}

// End has the mediator end it without an agreement, and tell both sides where else they may go (Art. 26).
func (c Case) End(now int64, by Mediator, why string) (Case, Reason) {
	after, reason := c.beginBy(StepEnd, now, by)
	switch {
	case reason != Allowed:
		return c, reason
	case why == "":
		return c, Incomplete
	}
	return after.close(StateFailed, why), Allowed
}
