// SPDX-License-Identifier: Apache-2.0

package mediation_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/mediation"
)

func TestMain(m *testing.M) { rulestest.Main(m) }

const (
	day  = int64(calendar.Day)
	noon = int64(1_790_049_600) // 12:00 on a day of Beijing
)

var (
	first, second = mediation.Side{Home: "1-101"}, mediation.Side{Body: "property"}
	stranger      = mediation.Side{Home: "1-102"}
	sides         = [2]mediation.Side{first, second}
	mediator      = mediation.Mediator{Body: "residents", Person: "m"}
	another       = mediation.Mediator{Body: "street", Person: "n"}
	partial       = mediation.Mediator{Body: "property", Person: "o"}
	matter        = mediation.Matter{Kind: "request", Text: "t"}
	later         = []int64{0, 0, 1, -60, 3600, 3600, day, day, 3 * day, 7 * day, 11 * day, 31 * day, 61 * day, 800 * day}
)

// A deed is a step that somebody tries.
type deed struct {
	Step mediation.Step
	Now  int64
	Side mediation.Side
	By   mediation.Mediator
	Text string
	Days int64
}

// path is what leads on, of which most deeds are; the others are any step.
var path = []mediation.Step{
	mediation.StepTake, mediation.StepJoin, mediation.StepSay, mediation.StepMeet, mediation.StepPropose, mediation.StepReply,
	mediation.StepReply, mediation.StepAgree, mediation.StepPerform, mediation.StepPerform, mediation.StepFollow, mediation.StepApply,
}

// drawDeed is often what somebody may do next, or nothing would come to its end.
func drawDeed(t *rapid.T, c mediation.Case, now int64) deed {
	d := deed{
		Step: rapid.SampledFrom(path).Draw(t, "on"), Now: now,
		Side: rapid.SampledFrom([]mediation.Side{first, second, first, second, second, stranger}).Draw(t, "side"),
		By:   rapid.SampledFrom([]mediation.Mediator{mediator, mediator, mediator, mediator, another, partial}).Draw(t, "by"),
		Text: rapid.SampledFrom([]string{"a", "b", "c", "d", ""}).Draw(t, "text"), Days: rapid.Int64Range(-1, 31).Draw(t, "days"),
	}
	next := append(c.NextAs(now, d.Side), c.NextBy(now, d.By)...)
	switch how := rapid.IntRange(0, 4).Draw(t, "how"); {
	case how == 0:
		d.Step = rapid.SampledFrom(mediation.Transitions()).Draw(t, "any").Step
	case how < 3 && len(next) > 0:
		d.Step = rapid.SampledFrom(next).Draw(t, "next")
	}
	return d
}

// try takes the step.
func (d deed) try(c mediation.Case) (mediation.Case, mediation.Reason) {
	switch d.Step {
	case mediation.StepRequest:
		return mediation.Request(c, d.Now, "id", sides, matter)
	case mediation.StepTake:
		return c.Take(d.Now, d.By)
	case mediation.StepDecline:
		return c.Decline(d.Now, d.By, d.Text)
	case mediation.StepJoin:
		return c.Join(d.Now, d.Side)
	case mediation.StepRefuse:
		return c.Reject(d.Now, d.Side, d.Text)
	case mediation.StepSay:
		return c.Say(d.Now, d.Side, d.Text)
	case mediation.StepMeet:
		return c.Meet(d.Now, d.By, d.Now+d.Days*day, d.Text)
	case mediation.StepPropose:
		return c.Propose(d.Now, d.By, d.Text, d.Days)
	case mediation.StepReply:
		return c.Reply(d.Now, d.Side, []mediation.Reply{mediation.Yes, mediation.Yes, mediation.No, ""}[(d.Days+1)%4])
	case mediation.StepAgree:
		return c.Agree(d.Now, d.By, [2]mediation.Side{first, d.Side}, d.Text, d.Days)
	case mediation.StepApply:
		return c.Apply(d.Now, [2]mediation.Side{first, d.Side})
	case mediation.StepPerform:
		return c.Perform(d.Now, d.Side)
	case mediation.StepFollow:
		return c.Follow(d.Now, d.By, d.Text)
	case mediation.StepWithdraw:
		return c.Withdraw(d.Now, d.Side, d.Text)
	case mediation.StepEnd:
		return c.End(d.Now, d.By, d.Text)
	case mediation.StepSettle:
		return c.Settle(d.Now)
	}
	panic(d.Step)
}

// Whatever anybody tries, and whenever: nobody is mediated who has not said that he takes part, nothing binds that not both sides and the
// one mediator have signed, no day that somebody has is shortened, and the same history comes to the same bytes.
func TestHistories(t *testing.T) {
	seen, reasons := map[mediation.Step]int{}, map[mediation.Reason]bool{}
	ended := map[mediation.State]int{}
	rapid.Check(t, func(t *rapid.T) {
		now := noon
		c, _ := mediation.Request(mediation.Case{}, now, "id", sides, matter)
		again, was := c, spelled(t, c)
		var log []deed
		for range rapid.IntRange(0, 24).Draw(t, "steps") {
			now += rapid.SampledFrom(later).Draw(t, "later")
			d := drawDeed(t, c, now)
			after, reason := d.try(c)
			twin, _ := d.try(again)
			if spelled(t, c) != was {
				t.Fatalf("%+v wrote into what was before", d)
			}
			reasons[reason] = true
			if reason != mediation.Allowed {
				if !reflect.DeepEqual(after, c) {
					t.Fatalf("%+v was refused with %s and changed %s", d, reason, was)
				}
				continue
			}
			seen[d.Step]++
			log = append(log, d)
			lawful(t, d, c, after)
			foreseen(t, d, c)
			c, again, was = after, twin, spelled(t, after)
		}
		if a, b := was, spelled(t, again); a != b {
			t.Fatalf("the same history came to\n%s\nand to\n%s", a, b)
		}
		consented(t, c, log)
		end := whenever(t, c, now)
		ended[end.State]++
	})
	for _, tr := range mediation.Transitions() {
		if seen[tr.Step] == 0 && tr.Step != mediation.StepRequest && !testing.Short() {
			t.Errorf("no %s was accepted", tr.Step)
		}
	}
	for _, reason := range mediation.Reasons() {
		tabled := slices.Contains([]mediation.Reason{mediation.SameSide, mediation.NotFound, mediation.TooMany, mediation.TooLate}, reason)
		if !reasons[reason] && !tabled && !testing.Short() {
			t.Errorf("nothing was refused with %s", reason)
		}
	}
	for _, s := range mediation.States() {
		if s.Closed() && ended[s] == 0 && !testing.Short() {
			t.Errorf("none ended %s", s)
		}
	}
}

func spelled(t *rapid.T, v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// lawful checks a step that was accepted: that the table has it, by whom it is taken, and that it is in time.
func lawful(t *rapid.T, d deed, before, after mediation.Case) {
	from, to := before.At(d.Now).State, after.State
	if !slices.ContainsFunc(mediation.Transitions(), func(tr mediation.Transition) bool {
		if d.Step == mediation.StepSettle { // several time-outs at once
			return true
		}
		return tr.Step == d.Step && slices.Contains(tr.From, from) && slices.Contains(tr.To, to)
	}) {
		t.Fatalf("%s leads from %s to %s", d.Step, from, to)
	}
	byMediator := slices.ContainsFunc(mediation.Transitions(), func(tr mediation.Transition) bool {
		return tr.Step == d.Step && (tr.By == mediation.ByMediator || tr.By == mediation.ByAll)
	})
	switch {
	case after.Changed < before.Changed:
		t.Fatalf("%+v takes it back from %d to %d", d, before.Changed, after.Changed)
	case byMediator && (d.By == partial || d.By != after.Mediator):
		t.Fatalf("%+v mediates, and %+v has the case", d, after.Mediator)
	case d.Step != mediation.StepSettle && !byMediator && d.Side == stranger:
		t.Fatalf("%+v is of no side", d)
	case d.Step == mediation.StepAgree && (after.ApplyBy-after.Agreed <= 30*day || after.ApplyBy-after.Agreed > 31*day):
		t.Fatalf("both have %d s to go to a court", after.ApplyBy-after.Agreed)
	}
}

// foreseen checks that a step that was accepted is one of those that who takes it may take, and that the table has each of these for him.
func foreseen(t *rapid.T, d deed, before mediation.Case) {
	as, by := before.NextAs(d.Now, d.Side), before.NextBy(d.Now, d.By)
	if d.Step != mediation.StepSettle && !slices.Contains(append(as, by...), d.Step) {
		t.Fatalf("%+v was accepted, and %v and %v were all that might", d, as, by)
	}
	has := func(step mediation.Step, actors ...mediation.Actor) bool {
		return slices.ContainsFunc(mediation.Transitions(), func(tr mediation.Transition) bool {
			return tr.Step == step && slices.Contains(actors, tr.By) && slices.Contains(tr.From, before.At(d.Now).State)
		})
	}
	for _, step := range as {
		if !has(step, mediation.BySide, mediation.BySecond, mediation.BySides) || d.Side == stranger ||
			d.Side == first && has(step, mediation.BySecond) {
			t.Fatalf("%+v may take %s", d.Side, step)
		}
	}
	for _, step := range by {
		if !has(step, mediation.ByMediator, mediation.ByAll) || d.By == partial {
			t.Fatalf("%+v may take %s", d.By, step)
		}
	}
}

// consented checks what the steps that were accepted have made of the case.
func consented(t *rapid.T, c mediation.Case, log []deed) {
	took := func(step mediation.Step, by func(deed) bool) (n int) {
		for _, d := range log {
			if d.Step == step && by(d) {
				n++
			}
		}
		return n
	}
	anyone := func(deed) bool { return true }
	joined := took(mediation.StepJoin, func(d deed) bool { return d.Side == second })
	talked := len(c.Statements)+len(c.Sessions)+len(c.Proposals) > 0
	switch {
	case joined > 1 || took(mediation.StepTake, anyone) > 1 || took(mediation.StepAgree, anyone) > 1:
		t.Fatalf("something was done twice that is done once: %+v", log)
	case (c.Agreed != 0 || talked) && joined == 0:
		t.Fatalf("the other side never took part: %+v", log)
	case (c.Agreed != 0) != (took(mediation.StepAgree, anyone) == 1) || (c.Agreed != 0) != (c.Agreement != ""):
		t.Fatalf("an agreement from nowhere: %+v", c)
	case c.State == mediation.StatePerformed && took(mediation.StepPerform, anyone) != 2:
		t.Fatalf("performed, as one side says: %+v", log)
	}
	for i, by := range sides {
		said := took(mediation.StepReply, func(d deed) bool { return d.Side == by })
		for _, p := range c.Proposals {
			if p.Replies[i] == mediation.Yes || p.Replies[i] == mediation.No {
				said--
			}
			if p.Replies[i] == mediation.Silent && c.Agreed == 0 && c.Changed < min(p.By, c.EndBy) {
				t.Fatalf("silent before its days were over: %+v at %d", p, c.Changed)
			}
		}
		if said != 0 {
			t.Fatalf("%d replies of %+v are lost: %+v", said, by, c)
		}
	}
}

// whenever checks what time alone does: it does not matter when one asks, and all ends.
func whenever(t *rapid.T, c mediation.Case, now int64) mediation.Case {
	middle := now + rapid.SampledFrom(later[4:]).Draw(t, "middle")
	end := middle + rapid.SampledFrom(later[4:]).Draw(t, "end")
	if once, twice := spelled(t, c.At(end)), spelled(t, c.At(middle).At(end)); once != twice {
		t.Fatalf("asked once it is %s, twice %s", once, twice)
	}
	if at := c.NextAt(); at != 0 && c.At(at-1).State != c.State || at != 0 && c.At(at).State == c.State {
		t.Fatalf("%d is not when time changes %+v", at, c)
	}
	last := c.At(now + 5000*day)
	if !last.State.Closed() || last.NextAt() != 0 || last.Closed < c.Closed {
		t.Fatalf("it never ends: %+v", last)
	}
	return last
}
