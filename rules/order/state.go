// SPDX-License-Identifier: Apache-2.0

package order

import "slices"

// State is how far an order has come.
type State string

// The states. How far it has escalated is its level, not a state.
const (
	Raised     State = "raised"     // no duty says whose it is: it waits for an officer to
	Triaged    State = "triaged"    // its grid is known, and nobody there can be called
	Assigned   State = "assigned"   // workers are called, and none has accepted
	Accepted   State = "accepted"   //
	EnRoute    State = "en-route"   //
	OnSite     State = "on-site"    //
	Done       State = "done"       // in the worker's word; an affected household confirms or reopens it
	Confirmed  State = "confirmed"  // by an affected household
	Unanswered State = "unanswered" // nobody said anything for seven days, which is no confirmation
	Joined     State = "joined"     // it was another one's duplicate
	Withdrawn  State = "withdrawn"  // by who raised it
)

var states = []State{
	Raised, Triaged, Assigned, Accepted, EnRoute, OnSite, Done, Confirmed, Unanswered, Joined, Withdrawn,
}

// States are all that there are.
func States() []State { return slices.Clone(states) }

// Closed says whether nothing is waited for any more.
func (s State) Closed() bool { return slices.Contains(closed, s) }

// Working says whether it is not done yet.
func (s State) Working() bool { return slices.Contains(working, s) }

// Held says whether a worker has it.
func (s State) Held() bool { return slices.Contains(held, s) }

// Step is what moves an order on.
type Step string

// The steps. Those of a time-out anyone may ask for.
const (
	StepRaise    Step = "raise"
	StepTriage   Step = "triage"
	StepAssign   Step = "assign"
	StepAccept   Step = "accept"
	StepDepart   Step = "depart"
	StepArrive   Step = "arrive"
	StepFinish   Step = "finish"
	StepTransfer Step = "transfer"
	StepHelp     Step = "help"
	StepConfirm  Step = "confirm"
	StepReopen   Step = "reopen"
	StepJoin     Step = "join"     // another household is affected too
	StepMerge    Step = "merge"    // the order is another one's duplicate
	StepWithdraw Step = "withdraw" //
	StepEscalate Step = "escalate" // time-out: others are called, or it is said again
	StepLapse    Step = "lapse"    // time-out: no household has answered
)

// Actor is who takes a step.
type Actor string

// The actors.
const (
	ByReporter  Actor = "reporter"
	ByOfficer   Actor = "officer"
	ByWorker    Actor = "worker"
	ByHousehold Actor = "household"
	ByTime      Actor = "time"
)

// Transition is a step, who takes it, the states it may be taken from and those that it may lead to; it leads to where the order was
// if there are none.
type Transition struct {
	Step Step
	By   Actor
	From []State
	To   []State
}

var (
	closed   = []State{Confirmed, Unanswered, Joined, Withdrawn}
	unheld   = []State{Raised, Triaged, Assigned}
	called   = []State{Triaged, Assigned}
	held     = []State{Accepted, EnRoute, OnSite}
	working  = slices.Concat(unheld, held)
	callable = slices.Concat(called, held)
)

// transitions are all that there are; a step that is not here in the order's state is refused.
var transitions = []Transition{
	{Step: StepRaise, By: ByReporter, To: unheld},
	{Step: StepTriage, By: ByOfficer, From: unheld, To: called},
	{Step: StepAssign, By: ByOfficer, From: callable, To: []State{Assigned}},
	{Step: StepAccept, By: ByWorker, From: []State{Assigned}, To: []State{Accepted}},
	{Step: StepDepart, By: ByWorker, From: []State{Accepted}, To: []State{EnRoute}},
	{Step: StepArrive, By: ByWorker, From: []State{Accepted, EnRoute}, To: []State{OnSite}},
	{Step: StepFinish, By: ByWorker, From: []State{OnSite}, To: []State{Done}},
	{Step: StepTransfer, By: ByWorker, From: held, To: []State{Assigned}},
	{Step: StepHelp, By: ByWorker, From: held},
	{Step: StepConfirm, By: ByHousehold, From: []State{Done, Confirmed}, To: []State{Confirmed}},
	{Step: StepReopen, By: ByHousehold, From: []State{Done, Confirmed, Unanswered}, To: []State{Assigned}},
	{Step: StepJoin, By: ByHousehold, From: working},
	{Step: StepMerge, By: ByOfficer, From: working, To: []State{Joined}},
	{Step: StepWithdraw, By: ByReporter, From: []State{Raised, Triaged, Assigned, Accepted, EnRoute}, To: []State{Withdrawn}},
	{Step: StepEscalate, By: ByTime, From: working},
	{Step: StepLapse, By: ByTime, From: []State{Done}, To: []State{Unanswered}},
}

// Transitions are all that there are.
func Transitions() []Transition { return slices.Clone(transitions) }

// follows says whether a step may be taken in a state.
func (s Step) follows(from State) bool {
	return slices.ContainsFunc(transitions, func(t Transition) bool { return t.Step == s && slices.Contains(t.From, from) })
}
