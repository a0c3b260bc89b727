// SPDX-License-Identifier: Apache-2.0

package mediation

// some is a text that no step refuses.
const some = "-"

// trial is a step that somebody tries, and why it is refused.
type trial struct {
	step   Step
	reason Reason
}

func of(_ Case, reason Reason) Reason { return reason }

// NextAs are the steps that a side may take at a time, alone or, to apply to a court, with the other one. Who is no side may take none.
func (c Case) NextAs(now int64, by Side) []Step {
	if _, ok := c.side(by); !ok {
		return []Step{}
	}
	return possible(
		trial{StepJoin, of(c.Join(now, by))},
		trial{StepRefuse, of(c.Reject(now, by, ""))},
		trial{StepSay, of(c.Say(now, by, some))},
		trial{StepReply, of(c.Reply(now, by, Yes))},
		trial{StepApply, of(c.Apply(now, c.Sides))},
		trial{StepPerform, of(c.Perform(now, by))},
		trial{StepWithdraw, of(c.Withdraw(now, by, ""))},
	)
}

// NextBy are the steps that somebody may take at a time as the mediator, or to become it. An agreement he is the first to sign.
func (c Case) NextBy(now int64, by Mediator) []Step {
	return possible(
		trial{StepTake, of(c.Take(now, by))},
		trial{StepDecline, of(c.Decline(now, by, some))},
		trial{StepMeet, of(c.Meet(now, by, max(now, c.Joined), some))},
		trial{StepPropose, of(c.Propose(now, by, some, 1))},
		trial{StepAgree, of(c.Agree(now, by, c.Sides, some, 0))},
		trial{StepFollow, of(c.Follow(now, by, some))},
		trial{StepEnd, of(c.End(now, by, some))},
	)
}

func possible(all ...trial) []Step {
	steps := []Step{}
	for _, t := range all {
		if t.reason == Allowed {
			steps = append(steps, t.step)
		}
	}
	return steps
}
