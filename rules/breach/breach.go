// SPDX-License-Identifier: Apache-2.0

// Package breach is the life of a breach (违约) of a convention: it is found, the household is told, and may cure it or appeal; only what
// it had its days for takes effect, and in time it counts no more. A step takes the one document by value and returns the next one, or the
// reason why it changed nothing. All times are Unix seconds of the ledger; deadlines are days of Beijing, and end with their last day.
package breach

import (
	"slices"

	"github.com/linli-project/linli/rules/calendar"
)

// Terms are what a breach is held to; they are copied from the article in force when it was found, and a later version changes nothing.
type Terms struct {
	Rung       Rung  `json:"rung"`       // what it leads to, if it stands
	CureDays   int64 `json:"cureDays"`   // days to cure it, after the day of the notice
	AppealDays int64 `json:"appealDays"` // days to appeal, after the day of the notice
	DecayDays  int64 `json:"decayDays"`  // days after the one on which it was found, for which it counts as an earlier breach
}

// Breach is one as it stands. Times are 0 for what has not happened; those with By, and Ends, are the first second at which it is too late.
type Breach struct {
	Cause      string `json:"cause"`      // id of the event, report or order: a cause has one breach
	Home       string `json:"home"`       // the household, as the roll names it
	Convention string `json:"convention"` // SHA-256 (hex) of the text that was in force
	Article    int64  `json:"article"`
	Terms
	State     State    `json:"state"`
	Found     int64    `json:"found"`
	NoticeBy  int64    `json:"noticeBy"`
	Noticed   int64    `json:"noticed"`
	CureBy    int64    `json:"cureBy"`
	AppealBy  int64    `json:"appealBy"`
	Cured     int64    `json:"cured"`
	Appealed  int64    `json:"appealed"`
	DecideBy  int64    `json:"decideBy"`
	Decided   int64    `json:"decided"`
	Due       int64    `json:"due"`
	Effective int64    `json:"effective"`
	Ends      int64    `json:"ends"`    // when the effect does; Effective, if it is over at once
	DecayBy   int64    `json:"decayBy"` // it counts before this
	Closed    int64    `json:"closed"`
	Changed   int64    `json:"changed"` // when something last happened; the times of steps never go back
	Votes     []Vote   `json:"votes,omitempty"`
	Pardons   []string `json:"pardons,omitempty"` // bodies, of which two pardon
}

// Verdict is what a body says of an appeal.
type Verdict string

// The verdicts.
const (
	Uphold  Verdict = "uphold"  // the breach stands
	Dismiss Verdict = "dismiss" // the household is right
)

// Verdicts are all that there are.
func Verdicts() []Verdict { return []Verdict{Uphold, Dismiss} }

// Vote is a body's verdict.
type Vote struct {
	Body    string  `json:"body"`
	Verdict Verdict `json:"verdict"`
}

// Bodies is how many of them decide an appeal, or pardon: no body does alone.
const Bodies = 2

// Found is what a rule has found.
type Found struct {
	Cause      string
	Home       string
	Convention string
	Article    int64
	Terms      Terms
}

// Find begins a breach. before is the document that its cause has, the zero one if it has none.
func Find(before Breach, now int64, f Found) (Breach, Reason) {
	switch {
	case before.State != "":
		return before, AlreadyFound
	case f.Cause == "" || f.Home == "" || f.Convention == "" || f.Article <= 0:
		return before, Incomplete
	case !f.Terms.Valid():
		return before, BadTerms
	}
	return Breach{
		Cause: f.Cause, Home: f.Home, Convention: f.Convention, Article: f.Article, Terms: f.Terms,
		State: StateFound, Found: now, Changed: now,
		NoticeBy: calendar.After(now, NoticeWithin), DecayBy: calendar.After(now, f.Terms.DecayDays),
	}, Allowed
}

// begin folds what has become due, and says whether a step may be taken then.
func (b Breach) begin(step Step, now int64) (Breach, Reason) {
	after := b.At(now)
	switch {
	case after.State == "":
		return b, NotFound
	case step.follows(after.State):
		after.Changed = max(after.Changed, now)
		return after, Allowed
	case after.State.Closed():
		return b, Closed
	}
	return b, late(step, after.State)
}

// late tells what is too late or too early from what is out of order.
func late(step Step, s State) Reason {
	switch {
	case step == StepApply && s != StateEffective:
		return TooEarly
	case slices.Contains([]Step{StepCure, StepAppeal}, step) && slices.Contains([]State{StateDue, StateEffective}, s):
		return TooLate
	}
	return WrongState
}

// Notice tells the household. Without it nothing has an effect.
func (b Breach) Notice(now int64) (Breach, Reason) {
	after, reason := b.begin(StepNotice, now)
	if reason != Allowed {
		return b, reason
	}
	after.State, after.Noticed = StateNoticed, after.Changed
	after.CureBy, after.AppealBy = calendar.After(after.Changed, b.CureDays), calendar.After(after.Changed, b.AppealDays)
	return after, Allowed
}

// Cure has the household say that it has put things right, in its days. It has no effect then, but counts as an earlier breach.
func (b Breach) Cure(now int64) (Breach, Reason) {
	after, reason := b.begin(StepCure, now)
	switch {
	case reason != Allowed:
		return b, reason
	case after.Changed >= after.CureBy:
		return b, TooLate
	}
	after.State, after.Cured = StateCured, after.Changed
	return after, Allowed
}

// Appeal has the household object, once, which suspends the effect at once.
func (b Breach) Appeal(now int64) (Breach, Reason) {
	after, reason := b.begin(StepAppeal, now)
	switch {
	case reason != Allowed:
		return b, reason
	case after.Changed >= after.AppealBy:
		return b, TooLate
	}
	after.State, after.Appealed, after.DecideBy = StateAppealed, after.Changed, calendar.After(after.Changed, DecideWithin)
	return after, Allowed
}

// Decide has a body say what it thinks of an appeal. Two that agree decide; one that is upheld may be cured once more.
func (b Breach) Decide(now int64, body string, v Verdict) (Breach, Reason) {
	after, reason := b.begin(StepDecide, now)
	switch {
	case reason != Allowed:
		return b, reason
	case !slices.Contains(Verdicts(), v) || body == "":
		return b, Incomplete
	case slices.ContainsFunc(after.Votes, func(o Vote) bool { return o.Body == body }):
		return b, SameBody
	}
	after.Votes = append(slices.Clone(after.Votes), Vote{body, v})
	if agreed(after.Votes, v) < Bodies {
		return after, Allowed
	}
	after.Decided = after.Changed
	if v == Dismiss {
		return after.close(StateDismissed, after.Changed), Allowed
	}
	after.State, after.CureBy = StateUpheld, calendar.After(after.Changed, b.CureDays)
	return after, Allowed
}

func agreed(votes []Vote, v Verdict) (n int) {
	for _, o := range votes {
		if o.Verdict == v {
			n++
		}
	}
	return n
}

// Apply has the effect begin; anyone may send it, from the time on which it is due.
func (b Breach) Apply(now int64) (Breach, Reason) {
	after, reason := b.begin(StepApply, now)
	if reason != Allowed {
		return b, reason
	}
	after.State, after.Effective, after.Ends = StateEffective, after.Changed, after.Changed
	if b.Rung.Days > 0 {
		after.Ends = calendar.After(after.Changed, b.Rung.Days)
	}
	return after, Allowed
}

// Pardon has a body let it be. Two do it together, and what was in effect ends.
func (b Breach) Pardon(now int64, body string) (Breach, Reason) {
	after, reason := b.begin(StepPardon, now)
	switch {
	case reason != Allowed:
		return b, reason
	case body == "":
		return b, Incomplete
	case slices.Contains(after.Pardons, body):
		return b, SameBody
	}
	after.Pardons = append(slices.Clone(after.Pardons), body)
	if len(after.Pardons) < Bodies {
		return after, Allowed
	}
	if after.Ends > after.Changed {
		after.Ends = after.Changed
	}
	return after.close(StatePardoned, after.Changed), Allowed
}

// Settle writes down what time alone has done; anyone may send it.
func (b Breach) Settle(now int64) (Breach, Reason) {
	after := b.At(now)
	switch after.State {
	case "":
		return b, NotFound
	case b.State:
		return b, NothingDue
	}
	return after, Allowed
}

func (b Breach) close(s State, at int64) Breach {
	b.State, b.Closed = s, at
	return b
}
