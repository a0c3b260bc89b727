// SPDX-License-Identifier: Apache-2.0

package breach_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/breach"
)

func TestMain(m *testing.M) { rulestest.Main(m) }

const (
	hour = int64(3600)
	day  = 24 * hour
	noon = int64(1_790_049_600) // 12:00 on a day of Beijing
)

var (
	bodies = []string{"owners", "residents", "property", "street"}
	causes = []string{"c0", "c1", "c2", "c3"}
	later  = []int64{0, 0, 1, -60, hour, 11 * hour, day, day, 3 * day, 7 * day, 8 * day, 31 * day, 61 * day, 400 * day}
	likely = slices.Concat(
		slices.Repeat([]breach.Step{breach.StepFind, breach.StepNotice}, 3),
		slices.Repeat([]breach.Step{breach.StepAppeal, breach.StepDecide, breach.StepApply, breach.StepSettle}, 2),
		[]breach.Step{breach.StepCure, breach.StepPardon},
	)
	rungs = []breach.Rung{
		{Effect: breach.Notice}, {Effect: breach.Warning}, {Effect: breach.Points, Points: 20},
		{Effect: breach.Pause, Service: "court", Days: 30}, {Effect: breach.Board, Days: 3},
	}
)

// A deed is a step that somebody tries.
type deed struct {
	Step    breach.Step
	Now     int64
	Cause   string
	Body    string
	Verdict breach.Verdict
}

func drawDeed(t *rapid.T, now int64) deed {
	return deed{
		Step: rapid.SampledFrom(likely).Draw(t, "step"), Now: now, Cause: rapid.SampledFrom(causes[:2]).Draw(t, "cause"),
		Body: rapid.SampledFrom(bodies).Draw(t, "body"), Verdict: rapid.SampledFrom(breach.Verdicts()).Draw(t, "verdict"),
	}
}

func drawTerms(t *rapid.T) breach.Terms {
	return breach.Terms{
		Rung:     rapid.SampledFrom(rungs).Draw(t, "rung"),
		CureDays: rapid.SampledFrom([]int64{1, 3, 30}).Draw(t, "cure"), AppealDays: rapid.SampledFrom([]int64{7, 14}).Draw(t, "appeal"),
		DecayDays: rapid.SampledFrom([]int64{30, 365}).Draw(t, "decay"),
	}
}

// try takes the step.
func (d deed) try(b breach.Breach, terms breach.Terms) (breach.Breach, breach.Reason) {
	switch d.Step {
	case breach.StepFind:
		return breach.Find(b, d.Now, breach.Found{Cause: d.Cause, Home: "h", Convention: "v", Article: 1, Terms: terms})
	case breach.StepNotice:
		return b.Notice(d.Now)
	case breach.StepCure:
		return b.Cure(d.Now)
	case breach.StepAppeal:
		return b.Appeal(d.Now)
	case breach.StepDecide:
		return b.Decide(d.Now, d.Body, d.Verdict)
	case breach.StepApply:
		return b.Apply(d.Now)
	case breach.StepPardon:
		return b.Pardon(d.Now, d.Body)
	case breach.StepSettle:
		return b.Settle(d.Now)
	}
	panic(d.Step)
}

// taken is a step that was accepted: when, by whom.
type taken struct {
	deed
	at int64 // which is not before the step before
}

// A history is what happened to a few causes. What came of it is held against the list of the steps that were accepted, and comes again to
// the same bytes.
func TestHistories(t *testing.T) {
	seen := map[breach.Step]map[breach.Reason]int{}
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		first, second := map[string]breach.Breach{}, map[string]breach.Breach{}
		log := map[string][]taken{}
		now := noon
		for range rapid.IntRange(0, 16).Draw(t, "steps") {
			now += rapid.SampledFrom(later).Draw(t, "later")
			d := drawDeed(t, now)
			before := first[d.Cause]
			was := spelled(t, before)
			after, reason := d.try(before, terms)
			again, _ := d.try(second[d.Cause], terms)
			if spelled(t, before) != was {
				t.Fatalf("%+v wrote into what was before", d)
			}
			if seen[d.Step] == nil {
				seen[d.Step] = map[breach.Reason]int{}
			}
			seen[d.Step][reason]++
			if reason != breach.Allowed {
				if spelled(t, after) != was {
					t.Fatalf("%+v was refused with %s and changed %s", d, reason, was)
				}
				continue
			}
			log[d.Cause] = append(log[d.Cause], taken{d, after.Changed})
			first[d.Cause], second[d.Cause] = after, again
			lawful(t, d, before, after, log[d.Cause])
		}
		if a, b := spelled(t, first), spelled(t, second); a != b {
			t.Fatalf("the same history came to\n%s\nand to\n%s", a, b)
		}
		for _, cause := range slices.Sorted(maps.Keys(first)) { // in one order, or what failed cannot be drawn again
			once(t, log[cause])
			whenever(t, first[cause], now)
		}
	})
	met(t, seen)
}

func spelled(t *rapid.T, v any) string {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// last is when a step was last taken.
func last(log []taken, step breach.Step) (at int64, ok bool) {
	for _, s := range slices.Backward(log) {
		if s.Step == step {
			return s.at, true
		}
	}
	return 0, false
}

// ran says whether so many whole days of Beijing after the day of one time lie before another one. It counts day by day.
func ran(from, to, days int64) bool {
	for midnight := from - (from+8*hour)%day; days >= 0; days-- {
		if midnight += day; midnight > to {
			return false
		}
	}
	return true
}

// lawful holds one step against the steps that were accepted before it.
func lawful(t *rapid.T, d deed, before, after breach.Breach, log []taken) {
	if after.Changed < before.Changed || after.Changed < d.Now && d.Step != breach.StepSettle {
		t.Fatalf("%+v: the time goes back from %d to %d", d, before.Changed, after.Changed)
	}
	noticed, told := last(log, breach.StepNotice)
	appealed, objected := last(log, breach.StepAppeal)
	switch d.Step {
	case breach.StepApply:
		if !told || !ran(noticed, after.Changed, after.AppealDays) || !ran(noticed, after.Changed, after.CureDays) {
			t.Fatalf("an effect without a notice that ran its days: %+v", log)
		}
		if objected && (upheld(log) < breach.Bodies || !ran(decided(log), after.Changed, after.CureDays)) {
			t.Fatalf("an effect during an appeal: %+v", log)
		}
		if _, cured := last(log, breach.StepCure); cured {
			t.Fatalf("an effect of what was cured: %+v", log)
		}
	case breach.StepAppeal:
		if ran(noticed, appealed, after.AppealDays) {
			t.Fatalf("a late appeal was accepted: %+v", log)
		}
	case breach.StepDecide:
		if ran(appealed, after.Changed, breach.DecideWithin) {
			t.Fatalf("a late decision was accepted: %+v", log)
		}
	}
	if after.Effective == 0 && after.Acts(d.Now) || after.State == breach.StateAppealed && after.Acts(after.Changed) {
		t.Fatalf("%+v acts", after)
	}
}

// upheld is how many different bodies have upheld.
func upheld(log []taken) int {
	said := map[string]bool{}
	for _, s := range log {
		if s.Step == breach.StepDecide && s.Verdict == breach.Uphold {
			said[s.Body] = true
		}
	}
	return len(said)
}

// decided is when the last body voted.
func decided(log []taken) int64 {
	at, _ := last(log, breach.StepDecide)
	return at
}

// once checks that a cause was found once, and has taken no other step twice that is taken once.
func once(t *rapid.T, log []taken) {
	n := map[breach.Step]int{}
	for _, s := range log {
		n[s.Step]++
	}
	for _, step := range []breach.Step{breach.StepFind, breach.StepNotice, breach.StepCure, breach.StepAppeal, breach.StepApply} {
		if n[step] > 1 {
			t.Fatalf("%s was taken %d times: %+v", step, n[step], log)
		}
	}
	if len(log) > 0 && log[0].Step != breach.StepFind || n[breach.StepPardon] > breach.Bodies {
		t.Fatalf("out of order: %+v", log)
	}
}

// whenever checks what time alone does: it does not matter when one asks, and what decays is neither counted nor in effect.
func whenever(t *rapid.T, b breach.Breach, now int64) {
	middle := now + rapid.SampledFrom(later).Draw(t, "middle")
	end := max(middle, now) + rapid.SampledFrom(later[3:]).Draw(t, "end")
	if once, twice := spelled(t, b.At(end)), spelled(t, b.At(middle).At(end)); end >= middle && once != twice {
		t.Fatalf("asked once it is %s, twice %s", once, twice)
	}
	late := b.At(end)
	standing := []breach.State{breach.StateCured, breach.StateUpheld, breach.StateDue, breach.StateEffective}
	counts := end < b.DecayBy && slices.Contains(standing, late.State)
	if b.State != "" && (b.Counts(end) != counts || ran(b.Found, end, b.DecayDays) && b.Counts(end)) {
		t.Fatalf("%+v counts at %d", b, end)
	}
	if late.State == breach.StateDecayed && (late.Acts(end) || max(end, b.Changed) < late.DecayBy) { // clocks may go back
		t.Fatalf("%+v acts at %d", late, end)
	}
}

// met checks that the histories have taken every step, and met every reason that a step of theirs can have.
func met(t *testing.T, seen map[breach.Step]map[breach.Reason]int) {
	t.Helper()
	reasons := map[breach.Reason]bool{breach.Incomplete: true, breach.BadTerms: true} // which a table has
	for _, tr := range breach.Transitions() {
		if seen[tr.Step][breach.Allowed] == 0 && !testing.Short() {
			t.Errorf("no %s was accepted", tr.Step)
		}
		for reason := range seen[tr.Step] {
			reasons[reason] = true
		}
	}
	for _, reason := range breach.Reasons() {
		if !reasons[reason] && !testing.Short() {
			t.Errorf("nothing was refused with %s", reason)
		}
	}
}
