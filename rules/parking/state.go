// SPDX-License-Identifier: Apache-2.0

package parking

import "slices"

// State is where a booking stands. What is called offered is no booking yet: it is an Offer.
type State string

// The states.
const (
	StatePending   State = "pending"          // asked for before the lot is drawn
	StateReserved  State = "reserved"         //
	StateEntered   State = "entered"          // the gate has let the car in
	StateOverstay  State = "overstay"         // it has not gone, and its time is over
	StateExited    State = "exited"           // it has gone; for a day both sides can say that something was otherwise
	StateNoShow    State = "no-show"          // it has not come; for a day the gate's records can still arrive
	StateDisplaced State = "displaced"        // somebody else stands there, or the host has taken the space back at the last moment
	StateMissing   State = "evidence-missing" // it came, and no gate has seen it go
	StateDisputed  State = "disputed"         // one side says that something was otherwise; what is held waits for two bodies
	StateRejected  State = "rejected"         // others had the luck
	StateCancelled State = "cancelled"        //
	StateSettled   State = "settled"          // paid as what was seen says
	StateResolved  State = "resolved"         // paid as two bodies have said, or as if nothing had been said, when they say nothing in time
)

// States are all that there are.
func States() []State {
	return []State{
		StatePending, StateReserved, StateEntered, StateOverstay, StateExited, StateNoShow, StateDisplaced, StateMissing, StateDisputed,
		StateRejected, StateCancelled, StateSettled, StateResolved,
	}
}

// Closed says whether nothing can happen any more, and nothing is held.
func (s State) Closed() bool {
	return slices.Contains([]State{StateRejected, StateCancelled, StateSettled, StateResolved}, s)
}

// Step is what moves a booking on.
type Step string

// The steps.
const (
	StepBook     Step = "book"
	StepDraw     Step = "draw" // the lot
	StepExtend   Step = "extend"
	StepCancel   Step = "cancel"
	StepRetract  Step = "retract"  // the host takes the space back
	StepEnter    Step = "enter"    // a gate has seen the car come
	StepLeave    Step = "leave"    // and go
	StepTurn     Step = "turn"     // it turned back at the gate
	StepCorrect  Step = "correct"  // the gate had read another car's plate
	StepExcuse   Step = "excuse"   // the gate was silent
	StepDisplace Step = "displace" // somebody else stands on the space
	StepDispute  Step = "dispute"
	StepResolve  Step = "resolve"
	StepSettle   Step = "settle" // what time alone has done
)

// Actor is who takes a step.
type Actor string

// The actors.
const (
	ByGuest  Actor = "guest"  // who books
	ByHost   Actor = "host"   // whose space it is
	ByEither Actor = "either" //
	ByGate   Actor = "gate"   // anyone, with an event that an oracle's log has
	ByBodies Actor = "bodies" // two
	ByTime   Actor = "time"   // anyone; recorded times decide, and the lot
)

// Transition is a step, who takes it, the states it may be taken from and those that it may lead to.
type Transition struct {
	Step Step
	By   Actor
	From []State
	To   []State
}

var transitions = []Transition{
	{StepBook, ByGuest, nil, []State{StatePending, StateReserved}},
	{StepDraw, ByTime, []State{StatePending}, []State{StateReserved, StateRejected}},
	{StepExtend, ByGuest, []State{StateReserved}, []State{StateReserved}},
	{StepExtend, ByGuest, []State{StateEntered}, []State{StateEntered}},
	{StepCancel, ByGuest, []State{StatePending, StateReserved}, []State{StateCancelled}},
	{StepRetract, ByHost, []State{StatePending}, []State{StateCancelled}},
	{StepRetract, ByHost, []State{StateReserved}, []State{StateCancelled, StateDisplaced}},
	{StepEnter, ByGate, []State{StateReserved, StateEntered, StateOverstay, StateNoShow, StateMissing}, []State{StateEntered}},
	{StepEnter, ByGate, []State{StateExited}, []State{StateExited, StateEntered, StateDisplaced}},
	{StepEnter, ByGate, []State{StateDisplaced}, []State{StateDisplaced, StateExited}},
	{StepEnter, ByGate, []State{StateDisputed}, []State{StateDisputed}},
	{StepLeave, ByGate, []State{StateReserved, StateEntered, StateOverstay, StateNoShow, StateMissing}, []State{StateExited}},
	{StepLeave, ByGate, []State{StateExited, StateDisplaced}, []State{StateExited, StateDisplaced}},
	{StepLeave, ByGate, []State{StateDisputed}, []State{StateDisputed}},
	{StepTurn, ByGate, []State{StateEntered, StateOverstay, StateMissing}, []State{StateReserved, StateExited}},
	{StepCorrect, ByGate, []State{StateEntered, StateOverstay, StateMissing}, []State{StateReserved, StateEntered, StateExited}},
	{StepCorrect, ByGate, []State{StateExited}, []State{StateReserved, StateEntered, StateExited, StateDisplaced}},
	{StepCorrect, ByGate, []State{StateDisplaced}, []State{StateDisplaced, StateExited}},
	{StepCorrect, ByGate, []State{StateDisputed}, []State{StateDisputed}},
	{StepExcuse, ByGate, []State{StateNoShow, StateMissing}, []State{StateSettled}},
	{StepDisplace, ByGuest, []State{StateReserved, StateEntered}, []State{StateDisplaced}},
	{
		StepDispute, ByEither, []State{StateEntered, StateOverstay, StateExited, StateNoShow, StateDisplaced, StateMissing},
		[]State{StateDisputed},
	},
	{StepResolve, ByBodies, []State{StateDisputed}, []State{StateResolved}},
	{StepSettle, ByTime, []State{StatePending}, []State{StateRejected}},
	{StepSettle, ByTime, []State{StateReserved}, []State{StateNoShow}},
	{StepSettle, ByTime, []State{StateEntered}, []State{StateOverstay}},
	{StepSettle, ByTime, []State{StateOverstay}, []State{StateMissing}},
	{StepSettle, ByTime, []State{StateExited, StateNoShow, StateDisplaced, StateMissing}, []State{StateSettled}},
	{StepSettle, ByTime, []State{StateDisputed}, []State{StateResolved}},
}

// Transitions are all that there are.
func Transitions() []Transition { return slices.Clone(transitions) }

// follows says whether a step may be taken in a state.
func (s Step) follows(from State) bool {
	return slices.ContainsFunc(transitions, func(t Transition) bool { return t.Step == s && slices.Contains(t.From, from) })
}
