// SPDX-License-Identifier: Apache-2.0

package order

// Triage has an officer say what an order is and whose, until somebody has accepted it.
func (o Order) Triage(now int64, k Kind, d Duty, p Plan) (Order, Reason) {
	after, reason := o.begin(StepTriage, now)
	switch {
	case reason != Allowed:
		return o, reason
	case !k.Known(), !d.Priority.Known():
		return o, UnknownChoice
	case p.Grid == "":
		return o, NobodyToCall
	case p.size() > MaxCalled:
		return o, TooMany
	}
	if d.Priority != after.Priority {
		after = after.hurry(d.Priority)
	}
	after.Kind, after.Most, after.Triaged = k, d.Hands, after.Changed
	return after.call(p).callTerms(), Allowed
}

// Assign has an officer give an order to a worker of its grid, also from another worker. past says that he gave a reason for handing it
// to more than the duty allows.
func (o Order) Assign(now int64, worker string, past bool) (Order, Reason) {
	after, reason := o.begin(StepAssign, now)
	switch {
	case reason != Allowed:
		return o, reason
	case worker == "":
		return o, NobodyToCall
	case !after.has(worker) && after.size() >= MaxCalled:
		return o, TooMany
	case after.spent(worker) && !past:
		return o, HandsSpent
	}
	return after.call(after.first(worker)).callTerms(), Allowed
}

// spent says whether the order may not go through the hands of one more.
func (o Order) spent(worker string) bool {
	return o.Most > 0 && o.Hands >= o.Most && worker != o.Worker
}

// call has a plan's workers be called.
func (o Order) call(p Plan) Order {
	o.Plan = p
	switch {
	case p.Grid == "":
		o.State = Raised
	case len(p.Called) == 0:
		o.State = Triaged
	default:
		o.State, o.Assigned = Assigned, o.Changed
	}
	return o
}
