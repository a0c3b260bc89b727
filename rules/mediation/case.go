// SPDX-License-Identifier: Apache-2.0

// Package mediation is the life of a case before mediators (人民调解), after China's People's Mediation Law (人民调解法), whose articles are
// named where they say something: one side asks, a mediator takes it, the other side answers, they meet, a proposal is made and answered,
// and an agreement is signed and performed, or the case ends without one. Nobody has to take part; who says nothing has answered with a
// date. A step takes the one document by value and returns the next one, or the reason why it changed nothing. All times are Unix seconds
// of the ledger; deadlines are days of Beijing, and end with their last day. Of what is said and agreed there are only hashes here.
package mediation

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/rules/calendar"
)

// Bounds of a case.
const (
	MaxStatements = 40 // of both sides
	MaxSessions   = 20
	MaxProposals  = 10
	MaxNotes      = 20 // of how an agreement is performed
)

// Side is a household or a body, one of the two.
type Side struct {
	Home string `json:"home"` // as the roll names it
	Body string `json:"body"`
}

// Name is what a side is called among those of its case.
func (s Side) Name() string {
	if s.Body != "" {
		return "body:" + s.Body
	}
	return s.Home
}

func (s Side) complete() bool { return (s.Home == "") != (s.Body == "") }

// Matter is what a case is about.
type Matter struct {
	Kind string `json:"kind"`         // "breach", "order", or "request", which is about nothing on the ledger
	ID   string `json:"id,omitempty"` // of the breach or the order
	Text string `json:"text"`         // hash of what the first side says and asks for
}

// Mediator is an officer of a body: the people's mediation committee, if it is one, or another body's.
type Mediator struct {
	Body   string `json:"body"`
	Person string `json:"person"` // what names the officer on the ledger
}

// Statement is what a side has said or shown.
type Statement struct {
	Side int    `json:"side"` // 0 is the first
	Text string `json:"text"` // hash
	At   int64  `json:"at"`
}

// Session is a meeting.
type Session struct {
	At   int64  `json:"at"`   // when it is or was
	Text string `json:"text"` // hash of where and what for, or of what came of it
}

// Reply is what a side says to a proposal. Silent is that of a side whose days for it are over.
type Reply string

// The replies.
const (
	None   Reply = ""
	Yes    Reply = "yes"
	No     Reply = "no"
	Silent Reply = "silent"
)

// Proposal is one, with what both sides have replied.
type Proposal struct {
	At      int64    `json:"at"`
	By      int64    `json:"by"` // the first second at which it is too late to reply
	Text    string   `json:"text"`
	Replies [2]Reply `json:"replies"`
}

// Case is one as it stands. Times are 0 for what has not happened; those with By are the first second at which it is too late.
type Case struct {
	ID         string      `json:"id"`
	Sides      [2]Side     `json:"sides"` // the first has asked
	Matter     Matter      `json:"matter"`
	Mediator   Mediator    `json:"mediator"`
	State      State       `json:"state"`
	Requested  int64       `json:"requested"`
	TakeBy     int64       `json:"takeBy"`
	Taken      int64       `json:"taken"`
	AnswerBy   int64       `json:"answerBy"` // for the other side
	Joined     int64       `json:"joined"`
	EndBy      int64       `json:"endBy"` // for an agreement
	Statements []Statement `json:"statements,omitempty"`
	Sessions   []Session   `json:"sessions,omitempty"`
	Proposals  []Proposal  `json:"proposals,omitempty"`
	Agreement  string      `json:"agreement,omitempty"` // hash of the text that was signed (Art. 29)
	Agreed     int64       `json:"agreed"`
	PerformBy  int64       `json:"performBy"` // as the agreement says
	ApplyBy    int64       `json:"applyBy"`   // for both to ask a court to confirm it (Art. 33)
	Applied    int64       `json:"applied"`
	Performed  [2]int64    `json:"performed"` // when each side said that the other had done its part
	Notes      []Session   `json:"notes,omitempty"`
	Reason     string      `json:"reason,omitempty"` // hash of why it was declined, refused, withdrawn or ended
	Closed     int64       `json:"closed"`
	Changed    int64       `json:"changed"` // when something last happened; the times of steps never go back
}

// Request begins a case. before is the document that its id has, the zero one if it has none.
func Request(before Case, now int64, id string, sides [2]Side, about Matter) (Case, Reason) {
	switch {
	case before.State != "":
		return before, Exists
	case id == "" || !sides[0].complete() || !sides[1].complete() || about.Kind == "" || about.Text == "":
		return before, Incomplete
	case sides[0] == sides[1]:
		return before, SameSide
	}
	return Case{
		ID: id, Sides: sides, Matter: about, State: StateRequested, Requested: now, TakeBy: calendar.After(now, TakeWithin), Changed: now,
	}, Allowed
}

// side is which side one is; ok is false for who is none.
func (c Case) side(s Side) (i int, ok bool) {
	i = slices.Index(c.Sides[:], s)
	return i, i >= 0
}

// begin folds what has become due, and says whether a step may be taken then.
func (c Case) begin(step Step, now int64) (Case, Reason) {
	after := c.At(now)
	switch {
	case after.State == "":
		return c, NotFound
	case after.State.Closed():
		return c, Closed
	case !step.follows(after.State):
		return c, WrongState
	}
	after.Changed = max(after.Changed, now)
	return after, Allowed
}

// beginAs is begin for a side.
func (c Case) beginAs(step Step, now int64, by Side) (after Case, i int, reason Reason) {
	after, reason = c.begin(step, now)
	i, ok := c.side(by)
	if reason == Allowed && !ok {
		reason = NotASide
	}
	return after, i, reason
}

// beginBy is begin for the mediator.
func (c Case) beginBy(step Step, now int64, by Mediator) (Case, Reason) {
	after, reason := c.begin(step, now)
	if reason == Allowed && by != c.Mediator {
		reason = NotTheirs
	}
	return after, reason
}

func (c Case) close(s State, why string) Case {
	c.State, c.Reason, c.Closed = s, cmp.Or(why, c.Reason), c.Changed
	return c
}
