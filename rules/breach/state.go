// SPDX-License-Identifier: Apache-2.0

package breach

import "slices"

// State is how far a breach has come.
type State string

// The states.
const (
	StateFound     State = "found"     // a rule was met, or somebody's report; the household does not know
	StateNoticed   State = "noticed"   // it was told, and has its days
	StateCured     State = "cured"     // it put things right: no effect, but it counts
	StateAppealed  State = "appealed"  // it objects: nothing has an effect until two bodies have decided
	StateUpheld    State = "upheld"    // two bodies say that it stands; it may be cured once more
	StateDismissed State = "dismissed" // two bodies say that it does not, or nobody decided in time
	StateDue       State = "due"       // the days are over
	StateEffective State = "effective"
	StateDecayed   State = "decayed"  // too old to count
	StateLapsed    State = "lapsed"   // nobody told the household in time
	StatePardoned  State = "pardoned" // by two bodies
)

var states = []State{
	StateFound, StateNoticed, StateCured, StateAppealed, StateUpheld, StateDismissed, StateDue, StateEffective, StateDecayed, StateLapsed,
	StatePardoned,
}

// States are all that there are.
func States() []State { return slices.Clone(states) }

// Closed says whether nothing can happen any more.
func (s State) Closed() bool { return slices.Contains(closed, s) }

// Stands says whether a breach in this state counts as an earlier one, until it decays.
func (s State) Stands() bool { return slices.Contains(standing, s) }

// Step is what moves a breach on.
type Step string

// The steps.
const (
	StepFind   Step = "find"
	StepNotice Step = "notice"
	StepCure   Step = "cure"
	StepAppeal Step = "appeal"
	StepDecide Step = "decide"
	StepApply  Step = "apply"
	StepPardon Step = "pardon"
	StepSettle Step = "settle"
)

// Actor is who takes a step.
type Actor string

// The actors.
const (
	ByRule      Actor = "rule"      // whoever shows the facts; the article's rule decides
	ByOfficer   Actor = "officer"   //
	ByHousehold Actor = "household" //
	ByBodies    Actor = "bodies"    // two of them
	ByTime      Actor = "time"      // anyone; recorded times decide
)

// Transition is a step, who takes it, the states it may be taken from and those that it may lead to.
type Transition struct {
	Step Step
	By   Actor
	From []State
	To   []State
}

var (
	closed   = []State{StateDismissed, StateDecayed, StateLapsed, StatePardoned}
	standing = []State{StateCured, StateUpheld, StateDue, StateEffective}
	open     = []State{StateFound, StateNoticed, StateCured, StateAppealed, StateUpheld, StateDue, StateEffective}
)

var transitions = []Transition{
	{StepFind, ByRule, nil, []State{StateFound}},
	{StepNotice, ByOfficer, []State{StateFound}, []State{StateNoticed}},
	{StepCure, ByHousehold, []State{StateNoticed, StateUpheld}, []State{StateCured}},
	{StepAppeal, ByHousehold, []State{StateNoticed}, []State{StateAppealed}},
	{StepDecide, ByBodies, []State{StateAppealed}, []State{StateUpheld, StateDismissed}},
	{StepApply, ByTime, []State{StateDue}, []State{StateEffective}},
	{StepPardon, ByBodies, open, []State{StatePardoned}},
	{StepSettle, ByTime, []State{StateFound}, []State{StateLapsed}},
	{StepSettle, ByTime, []State{StateNoticed, StateUpheld}, []State{StateDue}},
	{StepSettle, ByTime, []State{StateAppealed}, []State{StateDismissed}},
	{StepSettle, ByTime, []State{StateCured, StateDue, StateEffective}, []State{StateDecayed}},
}

// Transitions are all that there are.
func Transitions() []Transition { return slices.Clone(transitions) }

// follows says whether a step may be taken in a state.
func (s Step) follows(from State) bool {
	return slices.ContainsFunc(transitions, func(t Transition) bool { return t.Step == s && slices.Contains(t.From, from) })
}
