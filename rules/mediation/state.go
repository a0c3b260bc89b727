// SPDX-License-Identifier: Apache-2.0

package mediation

import "slices"

// State is how far a case has come.
type State string

// The states.
const (
	StateRequested State = "requested" // by one side; no mediator has taken it
	StateTaken     State = "taken"     // a mediator has, and the other side is asked whether it takes part
	StateOpen      State = "open"      // both sides take part
	StateProposed  State = "proposed"  // a proposal is before them
	StateAgreed    State = "agreed"    // both sides and the mediator have signed an agreement, which binds (Art. 31)
	StatePerformed State = "performed" // both sides say that the other has done what was agreed
	StateDeclined  State = "declined"  // the mediator does not take it, and says why
	StateRefused   State = "refused"   // the other side does not take part: nobody is mediated against his will (Art. 17)
	StateSilent    State = "silent"    // the other side has let the days for its answer pass
	StateUntaken   State = "untaken"   // no mediator has taken it in time
	StateWithdrawn State = "withdrawn" // a side does not go on (Art. 23)
	StateFailed    State = "failed"    // the mediator sees no agreement (Art. 26), or the time for one is over
	StateUntold    State = "untold"    // long after the day for it, not both sides have said that it was done
)

// States are all that there are.
func States() []State {
	return []State{
		StateRequested, StateTaken, StateOpen, StateProposed, StateAgreed, StatePerformed, StateDeclined, StateRefused, StateSilent,
		StateUntaken, StateWithdrawn, StateFailed, StateUntold,
	}
}

// Closed says whether nothing can happen any more.
func (s State) Closed() bool {
	return !slices.Contains([]State{StateRequested, StateTaken, StateOpen, StateProposed, StateAgreed}, s)
}

// Step is what moves a case on.
type Step string

// The steps.
const (
	StepRequest  Step = "request"
	StepTake     Step = "take"
	StepDecline  Step = "decline"
	StepJoin     Step = "join"
	StepRefuse   Step = "refuse"
	StepSay      Step = "say"
	StepMeet     Step = "meet"
	StepPropose  Step = "propose"
	StepReply    Step = "reply"
	StepAgree    Step = "agree"
	StepApply    Step = "apply"
	StepPerform  Step = "perform"
	StepFollow   Step = "follow"
	StepWithdraw Step = "withdraw"
	StepEnd      Step = "end"
	StepSettle   Step = "settle"
)

// Actor is who takes a step.
type Actor string

// The actors.
const (
	ByFirst    Actor = "first"    // the side that asks
	BySecond   Actor = "second"   // the other one
	BySide     Actor = "side"     // either
	BySides    Actor = "sides"    // both, in one act
	ByMediator Actor = "mediator" //
	ByAll      Actor = "all"      // both sides and the mediator, in one act
	ByTime     Actor = "time"     // anyone; recorded times decide
)

// Transition is a step, who takes it, the states it may be taken from and those that it may lead to.
type Transition struct {
	Step Step
	By   Actor
	From []State
	To   []State
}

var transitions = []Transition{
	{StepRequest, ByFirst, nil, []State{StateRequested}},
	{StepTake, ByMediator, []State{StateRequested}, []State{StateTaken}},
	{StepDecline, ByMediator, []State{StateRequested}, []State{StateDeclined}},
	{StepJoin, BySecond, []State{StateTaken}, []State{StateOpen}},
	{StepRefuse, BySecond, []State{StateTaken}, []State{StateRefused}},
	{StepSay, BySide, []State{StateOpen}, []State{StateOpen}},
	{StepSay, BySide, []State{StateProposed}, []State{StateProposed}},
	{StepMeet, ByMediator, []State{StateOpen}, []State{StateOpen}},
	{StepMeet, ByMediator, []State{StateProposed}, []State{StateProposed}},
	{StepPropose, ByMediator, []State{StateOpen}, []State{StateProposed}},
	{StepReply, BySide, []State{StateProposed}, []State{StateProposed, StateOpen}},
	{StepAgree, ByAll, []State{StateOpen, StateProposed}, []State{StateAgreed}},
	{StepApply, BySides, []State{StateAgreed}, []State{StateAgreed}},
	{StepPerform, BySide, []State{StateAgreed}, []State{StateAgreed, StatePerformed}},
	{StepFollow, ByMediator, []State{StateAgreed}, []State{StateAgreed}},
	{StepWithdraw, BySide, []State{StateRequested, StateTaken, StateOpen, StateProposed}, []State{StateWithdrawn}},
	{StepEnd, ByMediator, []State{StateTaken, StateOpen, StateProposed}, []State{StateFailed}},
	{StepSettle, ByTime, []State{StateRequested}, []State{StateUntaken}},
	{StepSettle, ByTime, []State{StateTaken}, []State{StateSilent}},
	{StepSettle, ByTime, []State{StateProposed}, []State{StateOpen, StateFailed}},
	{StepSettle, ByTime, []State{StateOpen}, []State{StateFailed}},
	{StepSettle, ByTime, []State{StateAgreed}, []State{StateUntold}},
}

// Transitions are all that there are.
func Transitions() []Transition { return slices.Clone(transitions) }

// follows says whether a step may be taken in a state.
func (s Step) follows(from State) bool {
	return slices.ContainsFunc(transitions, func(t Transition) bool { return t.Step == s && slices.Contains(t.From, from) })
}
