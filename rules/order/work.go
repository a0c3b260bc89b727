// SPDX-License-Identifier: Apache-2.0

package order

import "slices"

// believable says whether a worker's clock may have shown a time when the ledger's shows another.
func believable(now, clock int64) bool { return clock <= now+Ahead && clock >= now-Behind }

// Accept has a worker take an order: one who is called, or on its grid. clock is the time by his own clock, which is kept beside the
// ledger's.
func (o Order) Accept(now, clock int64, worker string) (Order, Reason) {
	after, reason := o.begin(StepAccept, now)
	switch {
	case reason == WrongState && after.State.Held():
		return o, Taken
	case reason != Allowed:
		return o, reason
	case !after.has(worker):
		return o, NotCalled
	case !believable(now, clock):
		return o, BadClock
	}
	if worker != after.Worker {
		after.Hands++
	}
	after.State, after.Worker = Accepted, worker
	after.stamp(&after.Accepted, &after.Clock.Accepted, clock)
	return after.settle(after.Changed), Allowed
}

// stamp notes when a step was first taken in this round, by the ledger's clock and by the worker's.
func (o Order) stamp(ledger, worker *int64, clock int64) {
	if *ledger == 0 {
		*ledger, *worker = o.Changed, clock
	}
}

// byHolder begins a step of the worker who has the order.
func (o Order) byHolder(step Step, now, clock int64, worker string) (Order, Reason) {
	after, reason := o.begin(step, now)
	switch {
	case reason != Allowed:
		return o, reason
	case worker != after.Worker:
		return o, NotHolder
	case !believable(now, clock):
		return o, BadClock
	}
	return after, Allowed
}

// Depart has the worker be on his way.
func (o Order) Depart(now, clock int64, worker string) (Order, Reason) {
	after, reason := o.byHolder(StepDepart, now, clock, worker)
	if reason != Allowed {
		return o, reason
	}
	after.State = EnRoute
	after.stamp(&after.Departed, &after.Clock.Departed, clock)
	return after.settle(after.Changed), Allowed
}

// Arrive has the worker be there. He need not have said that he was on his way.
func (o Order) Arrive(now, clock int64, worker string) (Order, Reason) {
	after, reason := o.byHolder(StepArrive, now, clock, worker)
	if reason != Allowed {
		return o, reason
	}
	after.State = OnSite
	after.stamp(&after.Arrived, &after.Clock.Arrived, clock)
	return after.settle(after.Changed), Allowed
}

// Finish has the worker be done, which he can be on site only.
func (o Order) Finish(now, clock int64, worker string, outcome Outcome) (Order, Reason) {
	after, reason := o.byHolder(StepFinish, now, clock, worker)
	switch {
	case reason != Allowed:
		return o, reason
	case !outcome.Known():
		return o, UnknownChoice
	}
	after.State, after.Outcome = Done, outcome
	after.stamp(&after.Done, &after.Clock.Done, clock)
	return after.settle(after.Changed).put(DeadlineConfirm, after.Changed+ConfirmWithin), Allowed
}

// Transfer has the worker hand the order on, to whom the plan calls: a worker of the grid, or another grid. He is not called himself, and
// is the last of them.
func (o Order) Transfer(now, clock int64, worker string, why Why, p Plan) (Order, Reason) {
	after, reason := o.byHolder(StepTransfer, now, clock, worker)
	p = p.without(worker)
	switch {
	case reason != Allowed:
		return o, reason
	case !why.Known():
		return o, UnknownChoice
	case p.Grid == "" || len(p.Called) == 0:
		return o, NobodyToCall
	case p.size() > MaxCalled:
		return o, TooMany
	case after.spent(""):
		return o, HandsSpent
	}
	after.Transferred++
	return after.call(p).callTerms(), Allowed
}

// To is the order's own plan with one worker called first, for handing it on within the grid.
func (o Order) To(worker string) Plan { return o.first(worker) }

// CallHelp has the worker who has the order call another grid's workers beside him. They may accept it if he hands it on, or it is taken
// from him.
func (o Order) CallHelp(now, clock int64, worker string, p Plan) (Order, Reason) {
	after, reason := o.byHolder(StepHelp, now, clock, worker)
	if reason != Allowed {
		return o, reason
	}
	more := slices.DeleteFunc(slices.Concat(p.Called, p.Waiting), after.has)
	switch {
	case len(more) == 0:
		return o, NobodyToCall
	case len(after.Help) >= MaxHelp:
		return o, TooOften
	case after.size()+len(more) > MaxCalled:
		return o, TooMany
	}
	after.Help = append(slices.Clip(after.Help), p.Grid)
	after.Called = slices.Concat(after.Called, more)
	return after, Allowed
}
