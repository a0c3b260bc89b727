// SPDX-License-Identifier: Apache-2.0

package order

import "slices"

func (o Order) affects(household string) bool { return slices.Contains(o.Affected, household) }

// Confirm has an affected household say that the order is done, and rate it. The first to do so closes it; others may rate it as long as
// it could be reopened. Who rates twice has changed his mind.
func (o Order) Confirm(now int64, household string, speed, result int) (Order, Reason) {
	after, reason := o.begin(StepConfirm, now)
	inRange := func(n int) bool { return n >= 1 && n <= 5 }
	switch {
	case reason != Allowed:
		return o, reason
	case !after.affects(household):
		return o, NotAffected
	case after.Changed >= after.Round.Done+ReopenWithin:
		return o, TooLate
	case !inRange(speed) || !inRange(result):
		return o, BadRating
	}
	after.Ratings = slices.DeleteFunc(slices.Clone(after.Ratings), func(r Rating) bool { return r.Household == household })
	after.Ratings = append(after.Ratings, Rating{household, speed, result, after.Changed})
	if after.State == Done {
		after = after.close(Confirmed, after.Changed)
	}
	return after, Allowed
}

// Reopen has an affected household say that it is not done. Who did it is called again, with the deadlines of a new order; ratings of what
// was not done are gone.
func (o Order) Reopen(now int64, household string) (Order, Reason) {
	after, reason := o.begin(StepReopen, now)
	switch {
	case reason != Allowed:
		return o, reason
	case !after.affects(household):
		return o, NotAffected
	case after.Changed >= after.reopenable():
		return o, TooLate
	case after.Reopened() >= MaxReopened:
		return o, TooOften
	}
	after.Past = append(slices.Clip(after.Past), after.Round)
	after.Round = Round{Since: after.Changed, Worker: after.Worker}
	after.Level, after.Closed, after.Ratings = LevelCalled, 0, nil
	return after.call(after.first(after.Worker)).startTerms(), Allowed
}

// reopenable is until when a household may reopen it.
func (o Order) reopenable() int64 {
	if o.State == Unanswered {
		return o.Closed + UnansweredOpen
	}
	return o.Round.Done + ReopenWithin
}

// Join has another household be affected by an order that is not done yet.
func (o Order) Join(now int64, household string) (Order, Reason) {
	after, reason := o.begin(StepJoin, now)
	switch {
	case reason != Allowed:
		return o, reason
	case after.affects(household):
		return o, AlreadyThere
	case len(after.Affected) >= MaxAffected:
		return o, TooMany
	}
	after.Affected = append(slices.Clip(after.Affected), household)
	return after, Allowed
}

// Merge has an officer see that the order is a duplicate of another: its households wait for that one from now on.
func (o Order) Merge(now int64, id, intoID string, into Order) (duplicate, other Order, reason Reason) {
	if id == intoID {
		return o, into, SameOrder
	}
	after, reason := o.begin(StepMerge, now)
	if reason != Allowed {
		return o, into, reason
	}
	target, reason := into.begin(StepJoin, now)
	if reason != Allowed {
		return o, into, reason
	}
	more := slices.DeleteFunc(slices.Clone(after.Affected), target.affects)
	if len(target.Affected)+len(more) > MaxAffected {
		return o, into, TooMany
	}
	target.Affected = slices.Concat(target.Affected, more)
	after.Into = intoID
	return after.close(Joined, after.Changed), target, Allowed
}

// Withdraw has who raised an order take it back, before somebody is there, and unless others wait for it too.
func (o Order) Withdraw(now int64, reporter string) (Order, Reason) {
	after, reason := o.begin(StepWithdraw, now)
	switch {
	case reason != Allowed:
		return o, reason
	case reporter == "" || reporter != after.Reporter:
		return o, NotReporter
	case len(after.Affected) > 1:
		return o, OthersWait
	}
	return after.close(Withdrawn, after.Changed), Allowed
}
