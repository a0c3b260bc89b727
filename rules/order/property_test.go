// SPDX-License-Identifier: Apache-2.0

package order_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/order"
)

func TestMain(m *testing.M) { rulestest.Main(m) }

const (
	second = int64(1)
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
	noon   = int64(1_790_000_000)
)

var (
	workers    = []string{"w0", "w1", "w2", "w3", "w4"}
	households = []string{"h0", "h1", "h2", "h3"}

	transitions = order.Transitions()
	later       = []int64{
		0, 0, 1, 30, 59, 60, 61, 5 * minute, 15 * minute, 18 * minute, hour, 2 * hour, 8 * hour, day, 3 * day, 7 * day, 31 * day,
	}
)

// A deed is a step that somebody tries.
type deed struct {
	step order.Step
	who  string
	now  int64
	kind order.Kind
	duty order.Duty
	plan order.Plan
	rate int
	past bool
}

// try has the deed be done.
func (d deed) try(o order.Order) (order.Order, order.Reason) {
	switch d.step {
	case order.StepTriage:
		return o.Triage(d.now, d.kind, d.duty, d.plan)
	case order.StepAssign:
		return o.Assign(d.now, d.who, d.past)
	case order.StepAccept:
		return o.Accept(d.now, d.now, d.who)
	case order.StepDepart:
		return o.Depart(d.now, d.now, d.who)
	case order.StepArrive:
		return o.Arrive(d.now, d.now, d.who)
	case order.StepFinish:
		return o.Finish(d.now, d.now, d.who, order.Solved)
	case order.StepTransfer:
		return o.Transfer(d.now, d.now, d.who, order.Elsewhere, d.plan)
	case order.StepHelp:
		return o.CallHelp(d.now, d.now, d.who, d.plan)
	case order.StepConfirm:
		return o.Confirm(d.now, d.who, d.rate, d.rate)
	case order.StepReopen:
		return o.Reopen(d.now, d.who)
	case order.StepJoin:
		return o.Join(d.now, d.who)
	case order.StepMerge:
		after, _, reason := o.Merge(d.now, "a", "b", raise(d.now, order.Emergency, workers[0]))
		return after, reason
	case order.StepWithdraw:
		return o.Withdraw(d.now, d.who)
	case order.StepRaise, order.StepEscalate, order.StepLapse:
	}
	return o.Due(d.now), order.Allowed
}

// likely are steps, those that lead on more often than those that end it.
var likely = slices.Concat(
	[]order.Step{order.StepTriage, order.StepAssign, order.StepTransfer, order.StepHelp, order.StepJoin, order.StepMerge,
		order.StepWithdraw},
	slices.Repeat([]order.Step{order.StepAccept, order.StepDepart, order.StepArrive, order.StepFinish}, 3),
	slices.Repeat([]order.Step{order.StepConfirm, order.StepReopen, order.StepEscalate}, 2))

func drawPlan(t *rapid.T) order.Plan {
	there := rapid.IntRange(0, len(workers)).Draw(t, "there")
	p := order.PlanOf(noon, "", "supervisor", workers[:there], nil)
	if rapid.IntRange(0, 9).Draw(t, "grid") > 0 {
		p.Grid = "g"
	}
	return p
}

// onward is the step that leads an order on.
var onward = map[order.State]order.Step{
	order.Raised: order.StepTriage, order.Triaged: order.StepTriage, order.Assigned: order.StepAccept, order.Accepted: order.StepDepart,
	order.EnRoute: order.StepArrive, order.OnSite: order.StepFinish, order.Done: order.StepConfirm, order.Confirmed: order.StepReopen,
	order.Unanswered: order.StepReopen,
}

func drawDeed(t *rapid.T, o order.Order, now int64) deed {
	d := deed{step: rapid.SampledFrom(likely).Draw(t, "step"), now: now}
	if step, ok := onward[o.State]; ok && rapid.IntRange(0, 3).Draw(t, "on") > 0 {
		d.step = step
	}
	d.who = rapid.SampledFrom(workers).Draw(t, "worker")
	switch {
	case !rapid.Bool().Draw(t, "right"):
	case o.State == order.Assigned:
		d.who = o.Called[0]
	case o.State.Working():
		d.who = o.Worker
	}
	switch d.step {
	case order.StepTriage, order.StepTransfer, order.StepHelp:
		d.kind, d.duty = rapid.SampledFrom(order.Kinds()).Draw(t, "kind"), drawDuty(t)
		d.plan = drawPlan(t)
	case order.StepAssign:
		d.past = rapid.Bool().Draw(t, "past")
	case order.StepConfirm, order.StepReopen, order.StepJoin, order.StepWithdraw:
		d.who = rapid.SampledFrom(households).Draw(t, "household")
		d.rate = rapid.IntRange(0, 5).Draw(t, "rate")
	default:
	}
	return d
}

func drawDuty(t *rapid.T) order.Duty {
	return order.Duty{
		Hands: rapid.IntRange(0, 3).Draw(t, "hands"), Priority: rapid.SampledFrom(order.Priorities()).Draw(t, "priority"),
	}
}

func drawOrder(t *rapid.T) order.Order {
	r := order.Report{
		Kind: rapid.SampledFrom(order.Kinds()).Draw(t, "kind"), Reporter: households[0],
		Affected: households[:rapid.IntRange(0, 2).Draw(t, "affected")],
	}
	o, reason := order.Raise(noon, r, drawDuty(t), drawPlan(t))
	if reason != order.Allowed {
		t.Fatalf("raised: %s", reason)
	}
	return o
}

// A history is what happened to an order, and what it was at each point.
func TestHistories(t *testing.T) {
	seen := map[order.State]int{}
	rapid.Check(t, func(t *rapid.T) {
		o, now := drawOrder(t), noon
		standing(t, o, now)
		steps := rapid.IntRange(0, 14).Draw(t, "steps")
		looked := rapid.IntRange(0, steps).Draw(t, "looked")
		for i := range steps {
			now += rapid.SampledFrom(later).Draw(t, "later")
			d := drawDeed(t, o, now)
			after, reason := d.try(o)
			allowed(t, o, d, after, reason)
			if i == looked {
				oneResult(t, o, d)
			}
			if reason == order.Allowed {
				standing(t, after, now)
			}
			o = after
		}
		seen[o.State]++
		if looked == steps && now%4 == 0 { // it takes as long as all else
			kept(t, o, now+day)
		}
		notForgotten(t, o, now)
	})
	for _, s := range order.States() {
		if seen[s] == 0 && !testing.Short() {
			t.Errorf("no history ended as %s", s)
		}
	}
}

// standing checks an order as a step has left it: an open one waits for something that is still to come, a closed one for nothing.
func standing(t *rapid.T, o order.Order, now int64) {
	at, what, ok := o.Next()
	if ok == o.State.Closed() || ok == (o.Closed != 0) {
		t.Fatalf("%s waits for %q: %+v", o.State, what, o)
	}
	if ok && at <= max(now, o.Changed) {
		t.Fatalf("%s at %d waits for %s at %d", o.State, now, what, at)
	}
	for _, wait := range []struct {
		what order.Deadline
		in   []order.State
	}{
		{order.DeadlineAccept, []order.State{order.Triaged, order.Assigned}},
		{order.DeadlineSupervisor, []order.State{order.Raised, order.Triaged, order.Assigned}},
		{order.DeadlineArrive, []order.State{order.Raised, order.Triaged, order.Assigned, order.Accepted, order.EnRoute}},
	} {
		is := func(term order.Term) bool { return term.What == wait.what && term.At >= o.Since }
		if slices.Contains(wait.in, o.State) && !slices.ContainsFunc(o.Terms, is) && !slices.ContainsFunc(o.Missed, is) {
			t.Fatalf("%s, and nobody waits for %s: %+v", o.State, wait.what, o)
		}
	}
	if !slices.IsSortedFunc(o.Terms, func(a, b order.Term) int { return int(a.At - b.At) }) {
		t.Fatalf("deadlines in no order: %+v", o.Terms)
	}
	if len(o.Past) > order.MaxReopened || len(o.Missed) > len(order.Deadlines())*(order.MaxReopened+1) || len(o.Help) > order.MaxHelp {
		t.Fatalf("it grows: %+v", o)
	}
}

// allowed checks that a step did what the table says, and nothing if it was refused.
func allowed(t *rapid.T, before order.Order, d deed, after order.Order, reason order.Reason) {
	folded := before.Due(d.now)
	follows := slices.ContainsFunc(transitions, func(tr order.Transition) bool {
		return tr.Step == d.step && slices.Contains(tr.From, folded.State) &&
			(slices.Contains(tr.To, after.State) || len(tr.To) == 0 && after.State == folded.State || reason != order.Allowed)
	})
	ofTable := reason == order.WrongState || reason == order.Closed || reason == order.Taken
	if d.step != order.StepEscalate && follows == ofTable {
		t.Fatalf("%s of %s: %q, and it is %s", d.step, folded.State, reason, after.State)
	}
	if reason != order.Allowed {
		if !reflect.DeepEqual(before, after) {
			t.Fatalf("%s was refused with %s, and the order is another", d.step, reason)
		}
		return
	}
	if folded.State.Closed() && d.step != order.StepReopen && after.State != folded.State {
		t.Fatalf("%s: what was %s is %s", d.step, folded.State, after.State)
	}
	if len(after.Affected) < len(before.Affected) || len(after.Past) < len(before.Past) || len(after.Missed) < len(folded.Missed) {
		t.Fatalf("%s: something is lost: %+v, was %+v", d.step, after, before)
	}
	if d.step != order.StepReopen && after.Level < folded.Level {
		t.Fatalf("%s: the level fell to %d", d.step, after.Level)
	}
}

// oneResult checks that it does not matter when, how often and in which order time-outs are asked for.
func oneResult(t *rapid.T, o order.Order, d deed) {
	written := spelled(t, o)
	last := d.now + rapid.SampledFrom(later).Draw(t, "last")
	want := o.Due(last)
	asked := append(rapid.SliceOfN(rapid.Int64Range(noon-hour, last), 0, 4).Draw(t, "asked"), last)
	got := o
	for _, at := range rapid.Permutation(asked).Draw(t, "order") {
		got = got.Due(at)
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("asked at %v:\n%+v\nwant\n%+v", asked, got, want)
	}
	direct, reason := d.try(o)
	asked[0] = min(asked[0], d.now)
	late, again := d.try(o.Due(asked[0]))
	if again != reason || reason == order.Allowed && !reflect.DeepEqual(direct, late) {
		t.Fatalf("%s, asked before at %d: %q\n%+v\nelse %q\n%+v", d.step, asked[0], again, late, reason, direct)
	}
	if now := spelled(t, o); now != written {
		t.Fatalf("%s wrote into what was before: %s, was %s", d.step, now, written)
	}
}

// kept checks that an order is the same after it was on the ledger.
func kept(t *rapid.T, o order.Order, now int64) {
	var read order.Order
	if err := json.Unmarshal([]byte(spelled(t, o)), &read); err != nil || spelled(t, read.Due(now)) != spelled(t, o.Due(now)) {
		t.Fatalf("kept it is another: %+v (%v)", o, err)
	}
}

// spelled is an order as the ledger keeps it.
func spelled(t *rapid.T, o order.Order) string {
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// notForgotten checks what becomes of an order for which nobody does anything any more: it is closed as unanswered if it was done, and
// else it is a breach that is said again and again.
func notForgotten(t *rapid.T, o order.Order, now int64) {
	silent := o.Due(now + 40*day)
	if silent.State.Closed() {
		if o.State.Working() {
			t.Fatalf("an order that was %s is %s", o.State, silent.State)
		}
		return
	}
	if silent.Level != order.LevelBreach || silent.Again == o.Again {
		t.Fatalf("it is forgotten: %+v", silent)
	}
}

// raise is an order whose grid has some workers, or none.
func raise(at int64, p order.Priority, workers ...string) order.Order {
	plan := order.PlanOf(at, "g", "supervisor", workers, nil)
	r := order.Report{Kind: order.RepairWater, Place: "3-2", Reporter: "reporter", Affected: []string{"h0"}}
	o, reason := order.Raise(at, r, order.Duty{Grid: "g", Hands: 3, Priority: p}, plan)
	if reason != order.Allowed {
		panic(fmt.Sprint("raised: ", reason))
	}
	return o
}
