// SPDX-License-Identifier: Apache-2.0

package mediation_test

import (
	"testing"

	"github.com/linli-project/linli/rules/mediation"
)

// opened is a case in which both sides take part.
func opened(t *testing.T) mediation.Case {
	t.Helper()
	c, reason := mediation.Request(mediation.Case{}, noon, "id", sides, matter)
	if reason == mediation.Allowed {
		c, reason = c.Take(noon, mediator)
	}
	if reason == mediation.Allowed {
		c, reason = c.Join(noon, second)
	}
	if reason != mediation.Allowed {
		t.Fatal(reason)
	}
	return c
}

func TestRequests(t *testing.T) {
	for name, c := range map[string]struct {
		id     string
		sides  [2]mediation.Side
		matter mediation.Matter
		want   mediation.Reason
	}{
		"good":                    {"id", sides, matter, mediation.Allowed},
		"no id":                   {"", sides, matter, mediation.Incomplete},
		"no side":                 {"id", [2]mediation.Side{first, {}}, matter, mediation.Incomplete},
		"a home and a body":       {"id", [2]mediation.Side{{Home: "1", Body: "b"}, second}, matter, mediation.Incomplete},
		"nothing that is said":    {"id", sides, mediation.Matter{Kind: "request"}, mediation.Incomplete},
		"one against himself":     {"id", [2]mediation.Side{first, first}, matter, mediation.SameSide},
		"about what is not there": {"id", sides, mediation.Matter{Text: "t"}, mediation.Incomplete},
	} {
		if _, reason := mediation.Request(mediation.Case{}, noon, c.id, c.sides, c.matter); reason != c.want {
			t.Errorf("%s: %q, not %q", name, reason, c.want)
		}
	}
	if _, reason := (mediation.Case{}).Take(noon, mediator); reason != mediation.NotFound {
		t.Errorf("what is not there is taken: %q", reason)
	}
	if _, reason := (mediation.Case{}).Settle(noon); reason != mediation.NotFound {
		t.Errorf("what is not there is settled: %q", reason)
	}
}

// The last second of the days is in them, and the first one after them is not: those of Beijing, after the day of the step.
func TestDays(t *testing.T) {
	requested, _ := mediation.Request(mediation.Case{}, noon, "id", sides, matter)
	midnight := noon + day/2
	for _, c := range []struct {
		name string
		c    mediation.Case
		days int64
		want mediation.State
	}{
		{"taking it", requested, mediation.TakeWithin, mediation.StateUntaken},
		{"an agreement", opened(t), mediation.EndWithin, mediation.StateFailed},
	} {
		end := midnight + c.days*day
		if c.c.At(end-1).State != c.c.State || c.c.At(end).State != c.want {
			t.Errorf("%s: %s, then %s", c.name, c.c.At(end-1).State, c.c.At(end).State)
		}
	}
	agreed, reason := opened(t).Agree(noon, mediator, sides, "a", 0)
	if reason != mediation.Allowed || agreed.ApplyBy != midnight+30*day || agreed.PerformBy != midnight {
		t.Errorf("%+v, %s", agreed, reason)
	}
	if _, reason := agreed.Apply(agreed.ApplyBy, sides); reason != mediation.TooLate {
		t.Errorf("a court is asked too late: %q", reason)
	}
	if _, reason := agreed.Apply(agreed.ApplyBy-1, sides); reason != mediation.Allowed {
		t.Errorf("a court is asked in time: %q", reason)
	}
}

// What a case holds is bounded.
func TestTooMany(t *testing.T) {
	agreed, _ := opened(t).Agree(noon, mediator, sides, "a", 1)
	for _, c := range []struct {
		name string
		most int
		from mediation.Case
		take func(mediation.Case) (mediation.Case, mediation.Reason)
	}{
		{"statements", mediation.MaxStatements, opened(t), func(c mediation.Case) (mediation.Case, mediation.Reason) {
			return c.Say(noon, first, "a")
		}},
		{"sessions", mediation.MaxSessions, opened(t), func(c mediation.Case) (mediation.Case, mediation.Reason) {
			return c.Meet(noon, mediator, noon, "a")
		}},
		{"proposals", mediation.MaxProposals, opened(t), func(c mediation.Case) (mediation.Case, mediation.Reason) {
			c, reason := c.Propose(noon, mediator, "a", 1)
			if reason == mediation.Allowed {
				c, reason = c.Reply(noon, second, mediation.No)
			}
			return c, reason
		}},
		{"notes", mediation.MaxNotes, agreed, func(c mediation.Case) (mediation.Case, mediation.Reason) {
			return c.Follow(noon, mediator, "a")
		}},
	} {
		at, n, reason := c.from, 0, mediation.Allowed
		for ; reason == mediation.Allowed; n++ {
			at, reason = c.take(at)
		}
		if n-1 != c.most || reason != mediation.TooMany {
			t.Errorf("%d %s, then %q", n-1, c.name, reason)
		}
	}
}
