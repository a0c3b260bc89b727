// SPDX-License-Identifier: Apache-2.0

package mediation

import (
	"slices"

	"github.com/linli-project/linli/rules/calendar"
)

// Say has a side say or show something.
func (c Case) Say(now int64, by Side, text string) (Case, Reason) {
	after, side, reason := c.beginAs(StepSay, now, by)
	switch {
	case reason != Allowed:
		return c, reason
	case text == "":
		return c, Incomplete
	case len(c.Statements) >= MaxStatements:
		return c, TooMany
	}
	after.Statements = append(slices.Clone(after.Statements), Statement{side, text, after.Changed})
	return after, Allowed
}

// Meet has the mediator fix a session, or write down one that was: at is when.
func (c Case) Meet(now int64, by Mediator, at int64, text string) (Case, Reason) {
	after, reason := c.beginBy(StepMeet, now, by)
	switch {
	case reason != Allowed:
		return c, reason
	case text == "":
		return c, Incomplete
	case at < c.Joined || at >= calendar.After(now, MaxAhead):
		return c, BadDay
	case len(c.Sessions) >= MaxSessions:
		return c, TooMany
	}
	after.Sessions = append(slices.Clone(after.Sessions), Session{at, text})
	return after, Allowed
}

// Propose has the mediator lay a proposal before both sides, who have so many days after this one to reply.
func (c Case) Propose(now int64, by Mediator, text string, days int64) (Case, Reason) {
	after, reason := c.beginBy(StepPropose, now, by)
	switch {
	case reason != Allowed:
		return c, reason
	case text == "":
		return c, Incomplete
	case days < 1 || days > MaxReply:
		return c, BadDay
	case len(c.Proposals) >= MaxProposals:
		return c, TooMany
	}
	p := Proposal{At: after.Changed, By: calendar.After(after.Changed, days), Text: text}
	after.State, after.Proposals = StateProposed, append(slices.Clone(after.Proposals), p)
	return after, Allowed
}

// Reply has a side say yes or no to the last proposal. A yes binds nobody before the agreement is signed. With a no they talk on.
func (c Case) Reply(now int64, by Side, reply Reply) (Case, Reason) {
	after, side, reason := c.beginAs(StepReply, now, by)
	switch {
	case reason != Allowed:
		return c, reason
	case reply != Yes && reply != No:
		return c, Incomplete
	}
	after, p := after.last()
	if p.Replies[side] != None {
		return c, Said
	}
	if p.Replies[side] = reply; reply == No {
		after.State = StateOpen
	}
	return after, Allowed
}

// last is the case with a last proposal of its own, that may be written into.
func (c Case) last() (Case, *Proposal) {
	c.Proposals = slices.Clone(c.Proposals)
	return c, &c.Proposals[len(c.Proposals)-1]
}
