// SPDX-License-Identifier: Apache-2.0

package order_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/order"
)

// story is an order to which things happen.
type story struct {
	*testing.T
	order.Order
}

// tell has something happen that is allowed.
func (s *story) tell(after order.Order, reason order.Reason) {
	s.Helper()
	if reason != order.Allowed {
		s.Fatalf("refused: %s", reason)
	}
	s.Order = after
}

// upTo is an order as it is when it has come to a state, by w0, at noon.
func upTo(t *testing.T, state order.State) order.Order {
	s := &story{t, raise(noon, order.Ordinary, workers...)}
	steps := []func() (order.Order, order.Reason){
		func() (order.Order, order.Reason) { return s.Accept(noon, noon, "w0") },
		func() (order.Order, order.Reason) { return s.Depart(noon, noon, "w0") },
		func() (order.Order, order.Reason) { return s.Arrive(noon, noon, "w0") },
		func() (order.Order, order.Reason) { return s.Finish(noon, noon, "w0", order.Solved) },
		func() (order.Order, order.Reason) { return s.Confirm(noon, "h0", 4, 5) },
	}
	for _, step := range steps {
		if s.State == state {
			return s.Order
		}
		s.tell(step())
	}
	switch state {
	case order.Unanswered:
		return upTo(t, order.Done).Due(noon + order.ConfirmWithin)
	case order.Raised:
		report := order.Report{Kind: order.Other, Reporter: "reporter", Affected: []string{"h0"}}
		s.tell(order.Raise(noon, report, order.Duty{}, order.Plan{}))
	case order.Triaged:
		return raise(noon, order.Ordinary)
	case order.Withdrawn:
		s.tell(upTo(t, order.Assigned).Withdraw(noon, "reporter"))
	case order.Joined:
		after, _, reason := upTo(t, order.Assigned).Merge(noon, "a", "b", raise(noon, order.Ordinary))
		s.tell(after, reason)
	default:
	}
	return s.Order
}

// An emergency that nobody cares for: the next two after a minute, the supervisor at five, the breach at 18, and again and again.
func TestEmergency(t *testing.T) {
	type view struct {
		Level  order.Level
		Called int
		Again  int
		Next   order.Deadline
		At     int64
	}
	o := raise(noon, order.Emergency, workers...)
	for _, look := range []struct {
		at   int64
		want view
	}{
		{0, view{0, 1, 0, order.DeadlineAccept, 60}},
		{59, view{0, 1, 0, order.DeadlineAccept, 60}},
		{60, view{1, 3, 0, order.DeadlineSupervisor, 300}},
		{299, view{1, 3, 0, order.DeadlineSupervisor, 300}},
		{300, view{2, 3, 0, order.DeadlineAgain, 600}},
		{600, view{2, 3, 1, order.DeadlineAgain, 900}},
		{18*minute - 1, view{2, 3, 2, order.DeadlineArrive, 18 * minute}},
		{18 * minute, view{3, 3, 2, order.DeadlineAgain, 1200}},
		{4 * hour, view{3, 3, 47, order.DeadlineAgain, 4*hour + 300}},
		{365 * day, view{3, 3, 365*288 - 1, order.DeadlineAgain, 365*day + 300}},
	} {
		due := o.Due(noon + look.at)
		at, what, _ := due.Next()
		if diff := cmp.Diff(look.want, view{due.Level, len(due.Called), due.Again, what, at - noon}); diff != "" {
			t.Errorf("after %d s: %s", look.at, diff)
		}
	}
	want := []order.Term{
		{What: order.DeadlineAccept, At: noon + 60}, {What: order.DeadlineSupervisor, At: noon + 300},
		{What: order.DeadlineArrive, At: noon + 18*minute}, {What: order.DeadlineDone, At: noon + 4*hour},
	}
	if diff := cmp.Diff(want, o.Due(noon+day).Missed); diff != "" {
		t.Error(diff)
	}
}

// Nobody's duty: the first deadline is to say whose it is.
func TestNobodysOrder(t *testing.T) {
	o, reason := order.Raise(noon, order.Report{Kind: order.SOS}, order.Duty{}, order.Plan{})
	if at, what, _ := o.Next(); reason != order.Allowed || o.State != order.Raised || what != order.DeadlineTriage || at != noon+60 {
		t.Fatalf("%q: %+v", reason, o)
	}
	if late := o.Due(noon + 60); late.Level != order.LevelSupervisor {
		t.Errorf("the supervisor was not called: %+v", late)
	}
	s := &story{t, o}
	s.tell(o.Triage(noon+90, order.SOS, order.Duty{Priority: order.Emergency, Hands: 2},
		order.PlanOf(noon, "g", "supervisor", workers, nil)))
	if at, what, _ := s.Next(); s.State != order.Assigned || what != order.DeadlineAccept || at != noon+150 {
		t.Errorf("%s waits for %s at %d", s.State, what, at-noon)
	}
}

// More haste counts from when it was seen, less from the beginning; what was missed stays missed.
func TestHaste(t *testing.T) {
	plan := order.PlanOf(noon, "g", "supervisor", workers, nil)
	times := func(o order.Order) map[order.Deadline]int64 {
		got := map[order.Deadline]int64{}
		for _, term := range o.Terms {
			got[term.What] = term.At - noon
		}
		return got
	}
	s := &story{t, raise(noon, order.Ordinary, workers...)}
	s.tell(s.Triage(noon+hour, order.Water, order.Duty{Priority: order.Emergency}, plan))
	want := map[order.Deadline]int64{
		order.DeadlineAccept: hour + 60, order.DeadlineSupervisor: hour + 300, order.DeadlineArrive: hour + 18*minute,
		order.DeadlineDone: hour + 4*hour,
	}
	if diff := cmp.Diff(want, times(s.Order)); diff != "" {
		t.Error(diff)
	}
	s.tell(s.Triage(noon+2*hour, order.Cleaning, order.Duty{Priority: order.Ordinary}, plan))
	want = map[order.Deadline]int64{
		order.DeadlineAccept: 10 * hour, order.DeadlineDone: 7 * day, order.DeadlineAgain: 26 * hour,
	}
	if diff := cmp.Diff(want, times(s.Order)); diff != "" || s.Level != order.LevelBreach {
		t.Error(s.Level, diff)
	}
}

// The way of an order that is handed on, reopened, and then done.
func TestWay(t *testing.T) {
	s := &story{t, raise(noon, order.Urgent, workers...)}
	s.tell(s.Join(noon+1, "h1"))
	s.tell(s.Accept(noon+60, noon+50, "w3")) // on the grid, and not called
	s.tell(s.CallHelp(noon+70, noon+70, "w3", order.Plan{Grid: "next", Called: []string{"w0"}, Waiting: []string{"x1"}}))
	s.tell(s.Transfer(noon+80, noon+80, "w3", order.WrongTrade, s.To("w1")))
	if diff := cmp.Diff([]string{"w1"}, s.Called); diff != "" {
		t.Error(diff)
	}
	s.tell(s.Accept(noon+100, noon+100, "x1")) // called to help
	s.tell(s.Arrive(noon+200, noon+150, "x1")) // without a word that he was on his way
	s.tell(s.Finish(noon+300, noon+299, "x1", order.Solved))
	if at, what, _ := s.Next(); what != order.DeadlineConfirm || at != noon+300+7*day || len(s.Terms) != 1 {
		t.Errorf("done, and waits for %s at %d", what, at)
	}
	s.tell(s.Confirm(noon+400, "h0", 5, 4))
	if _, _, waits := s.Next(); waits || s.State != order.Confirmed || s.Closed != noon+400 {
		t.Errorf("confirmed: %+v", s.Order)
	}
	s.tell(s.Reopen(noon+day, "h1"))
	if s.State != order.Assigned || s.Reopened() != 1 || s.Closed != 0 || s.Ratings != nil || s.Level != 0 || s.Called[0] != "x1" {
		t.Errorf("reopened: %+v", s.Order)
	}
	s.tell(s.Accept(noon+day+60, noon+day, "x1"))
	s.tell(s.Arrive(noon+day+70, noon+day, "x1"))
	s.tell(s.Finish(noon+day+80, noon+day, "x1", order.Referred))
	s.tell(s.Confirm(noon+day+90, "h1", 3, 1))
	s.tell(s.Confirm(noon+day+100, "h0", 2, 2))
	s.tell(s.Confirm(noon+day+110, "h1", 3, 2)) // better, on second thoughts
	want := order.Order{
		Kind: order.RepairWater, Priority: order.Urgent, State: order.Confirmed, Place: "3-2", Reporter: "reporter",
		Affected: []string{"h0", "h1"},
		Plan:     order.Plan{Grid: "g", Called: []string{"x1"}, Waiting: []string{"w1", "w3", "w0", "w2", "w4"}, Supervisor: "supervisor"},
		Most:     3, Hands: 2, Transferred: 1, Help: []string{"next"}, Raised: noon,
		Round: order.Round{
			Since: noon + day, Assigned: noon + day, Accepted: noon + day + 60, Arrived: noon + day + 70, Done: noon + day + 80,
			Worker: "x1", Outcome: order.Referred, Clock: order.Clock{Accepted: noon + day, Arrived: noon + day, Done: noon + day},
		},
		Past: []order.Round{{
			Since: noon, Assigned: noon + 80, Accepted: noon + 60, Arrived: noon + 200, Done: noon + 300,
			Worker: "x1", Outcome: order.Solved, Clock: order.Clock{Accepted: noon + 50, Arrived: noon + 150, Done: noon + 299},
		}},
		Closed: noon + day + 90, Changed: noon + day + 110,
		Ratings: []order.Rating{
			{Household: "h0", Speed: 2, Result: 2, At: noon + day + 100}, {Household: "h1", Speed: 3, Result: 2, At: noon + day + 110},
		},
	}
	slices.Sort(s.Waiting)
	slices.Sort(want.Waiting)
	if diff := cmp.Diff(want, s.Order); diff != "" {
		t.Error(diff)
	}
}

// Nobody hands an order on to himself: the next one of the grid is called.
func TestHandedOnToOthers(t *testing.T) {
	s := &story{t, upTo(t, order.Accepted)}
	s.tell(s.Transfer(noon+1, noon, "w0", order.ShiftOver, order.PlanOf(noon, "g", "supervisor", workers, nil)))
	want := order.Plan{Grid: "g", Supervisor: "supervisor", Called: []string{"w1"}, Waiting: []string{"w2", "w3", "w4", "w0"}}
	if diff := cmp.Diff(want, s.Plan); diff != "" {
		t.Error(diff)
	}
}

// Who was there and handed it on has met no deadline of who comes next.
func TestHandedOnFromThere(t *testing.T) {
	s := &story{t, raise(noon, order.Emergency, workers...)}
	s.tell(s.Accept(noon+10, noon, "w0"))
	s.tell(s.Arrive(noon+20, noon, "w0"))
	s.tell(s.Transfer(noon+30, noon, "w0", order.WrongTrade, s.To("w1")))
	late := s.Due(noon + 30 + 18*minute)
	if late.Level != order.LevelBreach || late.Called[0] != "w1" || len(late.Missed) != 3 {
		t.Errorf("%+v", late)
	}
}

// A duplicate's households wait for the other order.
func TestMerge(t *testing.T) {
	dup, into := raise(noon, order.Ordinary, "w0"), raise(noon, order.Urgent, "w1")
	dup.Affected, into.Affected = []string{"h0", "h1"}, []string{"h1", "h2"}
	after, target, reason := dup.Merge(noon+1, "a", "b", into)
	if reason != order.Allowed || after.State != order.Joined || after.Into != "b" || after.Closed != noon+1 {
		t.Errorf("%q: %+v", reason, after)
	}
	if diff := cmp.Diff([]string{"h1", "h2", "h0"}, target.Affected); diff != "" {
		t.Error(diff)
	}
	for want, other := range map[order.Reason]order.Order{
		order.Closed: upTo(t, order.Withdrawn), order.WrongState: upTo(t, order.Done),
	} {
		if _, _, reason := dup.Merge(noon, "a", "b", other); reason != want {
			t.Errorf("into one that is %s: %q", other.State, reason)
		}
	}
	into.Affected = slices.Repeat([]string{"other"}, order.MaxAffected)
	if _, _, reason := dup.Merge(noon, "a", "b", into); reason != order.TooMany {
		t.Errorf("into one with many: %q", reason)
	}
	if _, _, reason := dup.Merge(noon, "a", "a", dup); reason != order.SameOrder {
		t.Errorf("into itself: %q", reason)
	}
}

// Each line is a step that somebody tries, and what it is refused with; what is allowed stands beside it for the border.
func TestRefusals(t *testing.T) {
	many := order.Plan{Grid: "g", Called: slices.Repeat([]string{"w"}, order.MaxCalled+1)}
	plan := order.PlanOf(noon, "g", "supervisor", workers, nil)
	ordinary := order.Duty{Priority: order.Ordinary}
	at := make(map[order.State]order.Order)
	for _, state := range order.States() {
		at[state] = upTo(t, state)
		if at[state].State != state {
			t.Fatalf("%s: %+v", state, at[state])
		}
	}
	with := func(s order.State, change func(*order.Order)) order.Order {
		o := at[s]
		change(&o)
		return o
	}
	want := func(want order.Reason) func(order.Order, order.Reason) {
		return func(after order.Order, got order.Reason) {
			t.Helper()
			if got != want {
				t.Errorf("%q, want %q: %+v", got, want, after)
			}
		}
	}
	spent := with(order.Accepted, func(o *order.Order) { o.Hands = o.Most })

	want(order.Taken)(at[order.Accepted].Accept(noon, noon, "w1"))
	want(order.Taken)(at[order.OnSite].Accept(noon, noon, "w0"))
	want(order.WrongState)(at[order.Done].Accept(noon, noon, "w1"))
	want(order.Closed)(at[order.Confirmed].Accept(noon, noon, "w1"))
	want(order.Closed)(at[order.Withdrawn].Accept(noon, noon, "w1"))
	want(order.WrongState)(at[order.Raised].Accept(noon, noon, "w1"))
	want(order.NotCalled)(at[order.Assigned].Accept(noon, noon, "x"))
	want(order.BadClock)(at[order.Assigned].Accept(noon, noon+order.Ahead+1, "w0"))
	want(order.BadClock)(at[order.Assigned].Accept(noon, noon-order.Behind-1, "w0"))
	want(order.Allowed)(at[order.Assigned].Accept(noon, noon+order.Ahead, "w0"))
	want(order.Allowed)(at[order.Assigned].Accept(noon, noon-order.Behind, "w0"))

	want(order.WrongState)(at[order.Assigned].Depart(noon, noon, "w0"))
	want(order.NotHolder)(at[order.Accepted].Depart(noon, noon, "w1"))
	want(order.BadClock)(at[order.Accepted].Depart(noon, noon+day, "w0"))

	want(order.WrongState)(at[order.Assigned].Arrive(noon, noon, "w0"))
	want(order.NotHolder)(at[order.EnRoute].Arrive(noon, noon, "w1"))
	want(order.Allowed)(at[order.Accepted].Arrive(noon, noon, "w0"))

	want(order.WrongState)(at[order.Assigned].Finish(noon, noon, "w0", order.Solved))
	want(order.WrongState)(at[order.Accepted].Finish(noon, noon, "w0", order.Solved))
	want(order.WrongState)(at[order.EnRoute].Finish(noon, noon, "w0", order.Solved))
	want(order.NotHolder)(at[order.OnSite].Finish(noon, noon, "w2", order.Solved))
	want(order.UnknownChoice)(at[order.OnSite].Finish(noon, noon, "w0", "fine"))
	want(order.WrongState)(at[order.Done].Finish(noon, noon, "w0", order.Solved))

	want(order.WrongState)(at[order.Assigned].Transfer(noon, noon, "w0", order.Elsewhere, plan))
	want(order.NotHolder)(at[order.Accepted].Transfer(noon, noon, "w1", order.Elsewhere, plan))
	want(order.UnknownChoice)(at[order.Accepted].Transfer(noon, noon, "w0", "no", plan))
	want(order.NobodyToCall)(at[order.Accepted].Transfer(noon, noon, "w0", order.Elsewhere, order.Plan{Grid: "g"}))
	alone := order.PlanOf(noon, "x", "", []string{"w0"}, nil)
	want(order.NobodyToCall)(at[order.Accepted].Transfer(noon, noon, "w0", order.Elsewhere, alone))
	want(order.TooMany)(at[order.Accepted].Transfer(noon, noon, "w0", order.Elsewhere, many))
	want(order.HandsSpent)(spent.Transfer(noon, noon, "w0", order.Elsewhere, plan))

	want(order.HandsSpent)(spent.Assign(noon, "w1", false))
	want(order.Allowed)(spent.Assign(noon, "w1", true))
	want(order.WrongState)(at[order.Raised].Assign(noon, "w1", true))
	want(order.NobodyToCall)(at[order.Assigned].Assign(noon, "", true))
	want(order.Allowed)(at[order.Triaged].Assign(noon, "w1", false))
	want(order.WrongState)(at[order.Done].Assign(noon, "w1", true))

	want(order.WrongState)(at[order.Accepted].Triage(noon, order.Noise, ordinary, plan))
	want(order.UnknownChoice)(at[order.Raised].Triage(noon, "party", ordinary, plan))
	want(order.UnknownChoice)(at[order.Raised].Triage(noon, order.Noise, order.Duty{Priority: "soon"}, plan))
	want(order.NobodyToCall)(at[order.Raised].Triage(noon, order.Noise, ordinary, order.Plan{}))
	want(order.TooMany)(at[order.Raised].Triage(noon, order.Noise, ordinary, many))

	want(order.NotHolder)(at[order.Accepted].CallHelp(noon, noon, "w1", plan))
	want(order.NobodyToCall)(at[order.Accepted].CallHelp(noon, noon, "w0", plan))
	want(order.TooMany)(at[order.Accepted].CallHelp(noon, noon, "w0", many))

	want(order.WrongState)(at[order.OnSite].Confirm(noon, "h0", 5, 5))
	want(order.NotAffected)(at[order.Done].Confirm(noon, "h1", 5, 5))
	want(order.NotAffected)(at[order.Done].Confirm(noon, "w0", 5, 5))
	want(order.BadRating)(at[order.Done].Confirm(noon, "h0", 0, 5))
	want(order.BadRating)(at[order.Done].Confirm(noon, "h0", 5, 6))
	want(order.Closed)(at[order.Done].Confirm(noon+7*day, "h0", 5, 5))
	want(order.Allowed)(at[order.Done].Confirm(noon+7*day-1, "h0", 5, 5))
	want(order.TooLate)(at[order.Confirmed].Confirm(noon+7*day, "h0", 5, 5))
	want(order.Closed)(at[order.Unanswered].Confirm(noon+8*day, "h0", 5, 5))

	want(order.WrongState)(at[order.OnSite].Reopen(noon, "h0"))
	want(order.NotAffected)(at[order.Confirmed].Reopen(noon, "h1"))
	want(order.TooLate)(at[order.Confirmed].Reopen(noon+7*day, "h0"))
	want(order.Allowed)(at[order.Confirmed].Reopen(noon+7*day-1, "h0"))
	want(order.Allowed)(at[order.Done].Reopen(noon+7*day, "h0"))
	want(order.Allowed)(at[order.Unanswered].Reopen(noon+37*day-1, "h0"))
	want(order.TooLate)(at[order.Unanswered].Reopen(noon+37*day, "h0"))
	want(order.Closed)(at[order.Joined].Reopen(noon, "h0"))
	want(order.Closed)(at[order.Withdrawn].Reopen(noon, "h0"))
	want(order.TooOften)(with(order.Done, func(o *order.Order) { o.Past = make([]order.Round, order.MaxReopened) }).Reopen(noon, "h0"))

	want(order.AlreadyThere)(at[order.Accepted].Join(noon, "h0"))
	want(order.WrongState)(at[order.Done].Join(noon, "h1"))
	want(order.TooMany)(with(order.Accepted, func(o *order.Order) { o.Affected = make([]string, order.MaxAffected) }).Join(noon, "h1"))

	want(order.NotReporter)(at[order.Accepted].Withdraw(noon, "another"))
	want(order.NotReporter)(with(order.Accepted, func(o *order.Order) { o.Reporter = "" }).Withdraw(noon, ""))
	want(order.WrongState)(at[order.OnSite].Withdraw(noon, "reporter"))
	want(order.Allowed)(at[order.EnRoute].Withdraw(noon, "reporter"))
}

func TestNotRaised(t *testing.T) {
	for _, try := range []struct {
		report order.Report
		duty   order.Duty
		plan   order.Plan
		want   order.Reason
	}{
		{order.Report{Kind: "party"}, order.Duty{}, order.Plan{}, order.UnknownChoice},
		{order.Report{Kind: order.Noise}, order.Duty{Priority: "soon"}, order.Plan{}, order.UnknownChoice},
		{order.Report{Kind: order.Noise, Affected: make([]string, order.MaxAffected+1)}, order.Duty{}, order.Plan{}, order.TooMany},
		{order.Report{Kind: order.Noise}, order.Duty{}, order.Plan{Waiting: make([]string, order.MaxCalled+1)}, order.TooMany},
	} {
		if _, reason := order.Raise(noon, try.report, try.duty, try.plan); reason != try.want {
			t.Errorf("%+v: %q", try, reason)
		}
	}
}

// A ledger's clock may show less than it did before. An order's times do not go back.
func TestClockGoesBack(t *testing.T) {
	s := &story{t, raise(noon, order.Ordinary, workers...)}
	s.tell(s.Accept(noon+100, noon, "w0"))
	s.tell(s.Arrive(noon+50, noon, "w0"))
	if s.Arrived != noon+100 || s.Changed != noon+100 {
		t.Errorf("arrived %d", s.Arrived-noon)
	}
}

func TestNobodyOnDutyForYears(t *testing.T) {
	o := raise(noon, order.Emergency).Due(math.MaxInt64 / 2)
	if at, what, ok := o.Next(); !ok || what != order.DeadlineAgain || at <= math.MaxInt64/2 {
		t.Error(at, what, ok)
	}
}

// What can be said has one word, and no other is known.
func TestWords(t *testing.T) {
	for _, k := range order.Kinds() {
		if !k.Known() || !k.Priority().Known() {
			t.Errorf("kind %s", k)
		}
	}
	for _, o := range order.Outcomes() {
		if !o.Known() {
			t.Errorf("outcome %s", o)
		}
	}
	for _, w := range order.Whys() {
		if !w.Known() {
			t.Errorf("reason %s", w)
		}
	}
	if order.Kind("").Known() || order.Outcome("").Known() || order.Why("").Known() || order.Priority("").Known() {
		t.Error("nothing is known")
	}
}
