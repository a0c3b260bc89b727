// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"time"

	"github.com/linli-project/linli/rules/breach"
)

// count is what has happened, counted by hand: by dates of a calendar, and not by states.
type count struct {
	all    []*counted
	points map[string]int64 // that a home has
}

// counted is a breach of article 2: three days to cure, seven to appeal, 365 to decay. Times are zero for what has not happened.
type counted struct {
	cause, home, event string
	proved             bool
	rung               string
	found, noticed     time.Time
	cured, appealed    time.Time
	decided, applied   time.Time
	verdict            breach.Verdict
	verdicts           map[string]breach.Verdict // by body
	pardons            []string                  // bodies
	withheld           int64
}

// past says whether so many days of Beijing after the one of a time are over, which is at the midnight that ends the last.
func past(now, from time.Time, days int) bool {
	from = from.In(time.FixedZone("Beijing", 8*3600))
	end := time.Date(from.Year(), from.Month(), from.Day()+days+1, 0, 0, 0, 0, from.Location())
	return !now.Before(end)
}

// rung is what the next breach leads to.
func (c *count) rung(k *counted, now, happened time.Time) string {
	earlier := 0
	for _, o := range c.all {
		if o.home == k.home && o.proved && o.stands(now) && !happened.Truncate(time.Second).Before(o.found) {
			earlier++
		}
	}
	rung := []string{"notice", "points", "board"}[min(earlier, 2)]
	if !k.proved && earlier > 0 {
		return "warning"
	}
	return rung
}

// over says whether nothing moves it any more.
func (k *counted) over(now time.Time) bool {
	switch {
	case len(k.pardons) > 1, k.verdict == breach.Dismiss:
		return true
	case k.noticed.IsZero():
		return past(now, k.found, 30)
	case !k.appealed.IsZero() && k.decided.IsZero():
		return past(now, k.appealed, 60)
	case !k.applied.IsZero() && k.rung == "board" && !past(now, k.applied, 14):
		return false
	}
	return past(now, k.found, 365) && (k.ran(now) || !k.cured.IsZero())
}

// ran says whether the household has had all its days, and has not cured it.
func (k *counted) ran(now time.Time) bool {
	switch {
	case k.noticed.IsZero() || !k.cured.IsZero():
		return false
	case k.appealed.IsZero():
		return past(now, k.noticed, 3) && past(now, k.noticed, 7)
	}
	return k.verdict == breach.Uphold && past(now, k.decided, 3)
}

// runs says whether its effect may begin.
func (k *counted) runs(now time.Time) bool { return k.ran(now) && !k.over(now) }

// stands says whether it counts as an earlier one.
func (k *counted) stands(now time.Time) bool {
	return !k.over(now) && !past(now, k.found, 365) && (k.ran(now) || !k.cured.IsZero() || k.verdict == breach.Uphold)
}

func (k *counted) untold(now time.Time) bool { return !k.over(now) && k.noticed.IsZero() }

func (k *counted) contested(now time.Time) bool {
	return !k.over(now) && !k.appealed.IsZero() && k.decided.IsZero()
}

func (k *counted) mayCure(now time.Time) bool {
	switch {
	case k.over(now), k.noticed.IsZero(), !k.cured.IsZero(), !k.applied.IsZero():
		return false
	case k.appealed.IsZero():
		return !past(now, k.noticed, 3)
	}
	return k.verdict == breach.Uphold && !past(now, k.decided, 3)
}

func (k *counted) mayAppeal(now time.Time) bool {
	return !k.over(now) && !k.noticed.IsZero() && k.cured.IsZero() && k.appealed.IsZero() && !past(now, k.noticed, 7)
}

func (k *counted) says(v breach.Verdict) (n int) {
	for _, said := range k.verdicts {
		if said == v {
			n++
		}
	}
	return n
}
