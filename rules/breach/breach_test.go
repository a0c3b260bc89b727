// SPDX-License-Identifier: Apache-2.0

package breach_test

import (
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/breach"
)

var (
	zone   = time.FixedZone("Beijing", 8*3600)
	terms  = breach.Terms{Rung: breach.Rung{Effect: breach.Pause, Service: "court", Days: 14}, CureDays: 3, AppealDays: 7, DecayDays: 30}
	ladder = []breach.Rung{{Effect: breach.Notice}, {Effect: breach.Warning}, {Effect: breach.Points, Points: 5}}
)

func at(s string) int64 {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, zone)
	if err != nil {
		panic(err)
	}
	return t.Unix()
}

func noticed(t *testing.T) breach.Breach {
	t.Helper()
	b, reason := breach.Find(breach.Breach{}, at("2026-11-01 10:00:00"),
		breach.Found{Cause: "c", Home: "h", Convention: "v", Article: 1, Terms: terms})
	if reason == breach.Allowed {
		b, reason = b.Notice(at("2026-11-02 10:00:00"))
	}
	if reason != breach.Allowed {
		t.Fatal(reason)
	}
	return b
}

// The last second of the days is in them, and the first one after them is not.
func TestLastSecond(t *testing.T) {
	for _, c := range []struct {
		step    string
		try     func(breach.Breach, int64) (breach.Breach, breach.Reason)
		last    string
		tooLate breach.Reason
	}{
		{"cure", breach.Breach.Cure, "2026-11-05 23:59:59", breach.TooLate},
		{"appeal", breach.Breach.Appeal, "2026-11-09 23:59:59", breach.TooLate},
	} {
		if _, reason := c.try(noticed(t), at(c.last)); reason != breach.Allowed {
			t.Errorf("%s in the last second: %s", c.step, reason)
		}
		if _, reason := c.try(noticed(t), at(c.last)+1); reason != c.tooLate {
			t.Errorf("%s a second later: %q", c.step, reason)
		}
	}
	due := at("2026-11-10 00:00:00")
	if _, reason := noticed(t).Apply(due - 1); reason != breach.TooEarly {
		t.Errorf("an effect a second early: %q", reason)
	}
	b, reason := noticed(t).Apply(due)
	if reason != breach.Allowed || !b.Acts(due) || b.Acts(b.Ends) || b.Ends != at("2026-11-25 00:00:00") {
		t.Errorf("%q %+v", reason, b)
	}
}

// An appeal that nobody decides is the household's, and one that is upheld leaves days to cure it.
func TestAppeal(t *testing.T) {
	b, _ := noticed(t).Appeal(at("2026-11-03 10:00:00"))
	if got := b.At(at("2027-01-03 00:00:00")); got.State != breach.StateDismissed || got.Counts(got.Closed) {
		t.Errorf("%+v", got)
	}
	b, _ = b.Decide(at("2026-11-04 10:00:00"), "owners", breach.Uphold)
	if _, reason := b.Decide(at("2026-11-04 11:00:00"), "owners", breach.Uphold); reason != breach.SameBody {
		t.Errorf("one body twice: %q", reason)
	}
	b, _ = b.Decide(at("2026-11-05 10:00:00"), "property", breach.Dismiss)
	b, reason := b.Decide(at("2026-11-06 10:00:00"), "street", breach.Uphold)
	if reason != breach.Allowed || b.State != breach.StateUpheld || b.CureBy != at("2026-11-10 00:00:00") {
		t.Errorf("%q %+v", reason, b)
	}
	if _, reason := b.Appeal(b.Changed); reason != breach.WrongState {
		t.Errorf("a second appeal: %q", reason)
	}
}

func TestIncomplete(t *testing.T) {
	whole := breach.Found{Cause: "c", Home: "h", Convention: "v", Article: 1, Terms: terms}
	for name, alter := range map[string]func(*breach.Found){
		"cause": func(f *breach.Found) { f.Cause = "" }, "home": func(f *breach.Found) { f.Home = "" },
		"convention": func(f *breach.Found) { f.Convention = "" }, "article": func(f *breach.Found) { f.Article = 0 },
	} {
		f := whole
		alter(&f)
		if _, reason := breach.Find(breach.Breach{}, 1, f); reason != breach.Incomplete {
			t.Errorf("no %s: %q", name, reason)
		}
	}
	b, _ := noticed(t).Appeal(at("2026-11-03 10:00:00"))
	if _, reason := b.Decide(b.Changed, "owners", "perhaps"); reason != breach.Incomplete {
		t.Errorf("no verdict: %q", reason)
	}
	if _, reason := b.Pardon(b.Changed, ""); reason != breach.Incomplete {
		t.Errorf("no body: %q", reason)
	}
}

// Nothing but the effects that there are, within their bounds.
func TestBadTerms(t *testing.T) {
	for name, alter := range map[string]func(*breach.Terms){
		"money":            func(t *breach.Terms) { t.Rung = breach.Rung{Effect: "money", Points: 1} },
		"lift":             func(t *breach.Terms) { t.Rung.Service = "lift" },
		"no service":       func(t *breach.Terms) { t.Rung.Service = "" },
		"for ever":         func(t *breach.Terms) { t.Rung.Days = breach.MaxDays + 1 },
		"no days":          func(t *breach.Terms) { t.Rung.Days = 0 },
		"notice with days": func(t *breach.Terms) { t.Rung = breach.Rung{Effect: breach.Notice, Days: 1} },
		"points of none":   func(t *breach.Terms) { t.Rung = breach.Rung{Effect: breach.Points} },
		"points given":     func(t *breach.Terms) { t.Rung = breach.Rung{Effect: breach.Points, Points: -1} },
		"points and pause": func(t *breach.Terms) { t.Rung.Points = 1 },
		"many points":      func(t *breach.Terms) { t.Rung = breach.Rung{Effect: breach.Points, Points: breach.MaxPoints + 1} },
		"no cure":          func(t *breach.Terms) { t.CureDays = 0 },
		"short appeal":     func(t *breach.Terms) { t.AppealDays = breach.MinAppeal - 1 },
		"no decay":         func(t *breach.Terms) { t.DecayDays = breach.MaxDecay + 1 },
	} {
		f := breach.Found{Cause: "c", Home: "h", Convention: "v", Article: 1, Terms: terms}
		alter(&f.Terms)
		if _, reason := breach.Find(breach.Breach{}, 1, f); reason != breach.BadTerms {
			t.Errorf("%s: %q", name, reason)
		}
	}
}

func TestRungFor(t *testing.T) {
	for earlier, want := range []breach.Effect{breach.Notice, breach.Warning, breach.Points, breach.Points, breach.Points} {
		if got := breach.RungFor(ladder, earlier); got.Effect != want {
			t.Errorf("after %d: %s", earlier, got.Effect)
		}
	}
}

// Two pardon, and what is on ends; what was pardoned counts for nothing.
func TestPardon(t *testing.T) {
	b, _ := noticed(t).Apply(at("2026-11-10 00:00:00"))
	b, _ = b.Pardon(at("2026-11-11 00:00:00"), "owners")
	if !b.Acts(b.Changed) || !b.Counts(b.Changed) {
		t.Error("one body has pardoned alone")
	}
	b, reason := b.Pardon(at("2026-11-12 00:00:00"), "street")
	if reason != breach.Allowed || b.Acts(b.Changed) || b.Counts(b.Changed) || !slices.Equal(b.Pardons, []string{"owners", "street"}) {
		t.Errorf("%q %+v", reason, b)
	}
}
