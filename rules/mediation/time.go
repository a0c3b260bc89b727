// SPDX-License-Identifier: Apache-2.0

package mediation

import "github.com/linli-project/linli/rules/calendar"

// Days within which something has to happen. The law sets the last one; the others are ours, so that silence has a date.
const (
	TakeWithin   = 7   // a mediator takes a case
	AnswerWithin = 10  // the other side says whether it takes part
	EndWithin    = 60  // both sides come to an agreement, once both take part
	MaxReply     = 30  // that a proposal leaves its readers at most
	MaxAhead     = 60  // to which a session is fixed at most
	MaxPerform   = 730 // that an agreement leaves both sides at most
	TellWithin   = 90  // both sides say that it was done, after the last day for it
	ApplyWithin  = 30  // both may ask a court to confirm an agreement, from the one on which it took effect (Art. 33)
)

// tellBy is when it is too late to say that an agreement was performed.
func (c Case) tellBy() int64 { return calendar.After(c.PerformBy-1, TellWithin) }

// next is the time-out that runs: when it is, and what the case is then.
func (c Case) next() (at int64, to State, ok bool) {
	switch c.State {
	case StateRequested:
		return c.TakeBy, StateUntaken, true
	case StateTaken:
		return c.AnswerBy, StateSilent, true
	case StateOpen:
		return c.EndBy, StateFailed, true
	case StateProposed:
		if by := c.Proposals[len(c.Proposals)-1].By; by < c.EndBy {
			return by, StateOpen, true
		}
		return c.EndBy, StateFailed, true
	case StateAgreed:
		return c.tellBy(), StateUntold, true
	}
	return 0, "", false
}

// NextAt is when time alone next changes something, as a Unix time; 0 if nothing is to come.
func (c Case) NextAt() int64 {
	at, _, _ := c.next()
	return at
}

// At is the case as it is at a time if nobody did anything since: each time-out up to it has come at its own time. So it does not matter
// when, how often, and in which order anybody asks. Who was asked and said nothing has answered by then: silent.
func (c Case) At(now int64) Case {
	for at, to, ok := c.next(); ok && at <= now; at, to, ok = c.next() {
		c.Changed = max(at, c.Changed)
		if c.State == StateProposed {
			c = c.silence()
		}
		if c.State = to; to.Closed() {
			c.Closed = c.Changed
		}
	}
	return c
}

// silence writes down who has not replied to the last proposal.
func (c Case) silence() Case {
	c, p := c.last()
	for i := range p.Replies {
		if p.Replies[i] == None {
			p.Replies[i] = Silent
		}
	}
	return c
}
