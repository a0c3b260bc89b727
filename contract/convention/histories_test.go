// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
)

// A chronicle is a site on which things happen at random, beside a count of them that shares nothing with the contract.
type chronicle struct {
	*site
	rand     *rand.Rand
	began    time.Time // when the convention was adopted
	owners   map[string]*village.Signer
	officers []*village.Signer
	count    *count
	codes    map[act.Code]int
}

// fork is a chronicle that goes its own way, and at its own time, from where the site is.
func (s *site) fork(seed uint64, codes map[act.Code]int) *chronicle {
	bench, w, clock, book := *s.Bench, s.Under(s), *s.Clock, s.Book().Clone()
	book.Now = clock.Now
	v := *s.Village
	v.Now = clock.Now
	w.Village, w.Ledger, w.Clock = &v, book, &clock
	bench.Town = w
	forked := *s
	forked.Bench, forked.history = &bench, s.history.Fork()
	return &chronicle{
		site: &forked, rand: rand.New(rand.NewPCG(seed, 36)), began: s.Now(), codes: codes,
		owners:   map[string]*village.Signer{"1-101": s.Ann, "1-102": s.Bob, "1-103": s.People["cat"], "1-104": s.People["dan"]},
		officers: []*village.Signer{s.first, s.second, s.Colleague, s.Resident},
		count:    &count{points: map[string]int64{"1-101": 30}},
	}
}

func (c *chronicle) upTo(n int) int { return c.rand.IntN(n) }

func one[T any](c *chronicle, of []T) (t T) {
	if len(of) == 0 {
		return t
	}
	return of[c.upTo(len(of))]
}

// expects sends an act, and demands that it takes effect exactly if the count says so.
func (c *chronicle) expects(may bool, signed act.Signed) bool {
	c.Helper()
	code := c.Outcomes(signed)[0].Code
	c.codes[code]++
	if may != (code == contract.OK) {
		c.Fatalf("%s, and the count says %t\n%.300s\n%+v", code, may, signed.Text, c.count.all)
	}
	if may {
		c.OK(signed)
	}
	return may
}

// step is one of all things that happen to breaches, or time.
func (c *chronicle) step() {
	c.Clock.Pass(time.Second)
	k, now := one(c, c.count.all[max(0, len(c.count.all)-4):]), c.Now() // what is old is mostly over
	if c.upTo(8) == 0 {
		k = one(c, c.count.all)
	}
	switch what := c.upTo(16); {
	case what < 3 || k == nil:
		c.finds(now)
	case what < 6:
		by := one(c, c.officers)
		if c.expects(k.untold(now) && c.others(by, k), c.Make(convention.TypeBreachNotice, convention.BreachNotice{Breach: k.cause}, by)) {
			k.noticed = now
		}
	case what < 8:
		c.answers(k, now)
	case what < 9:
		c.decides(k, now)
	case what == 9 && c.upTo(2) == 0:
		c.pardons(k, now)
	case what < 13:
		c.ends(k, now)
	default:
		c.Clock.Pass(time.Duration(c.upTo(24*24)) * time.Hour)
	}
}

// others says whether it is not an officer's own home: 1-102 is bob's, who serves the third body.
func (c *chronicle) others(by *village.Signer, k *counted) bool {
	return k.home != "1-102" || by.Body != c.Resident.Body
}

func (c *chronicle) finds(now time.Time) {
	happened := now.Add(-time.Duration(c.upTo(6*24)) * time.Hour)
	if c.upTo(12) == 0 {
		happened = now.Add(-31 * day)
	}
	b := c.event(func(e *events.Event) { e.Happened = act.Int(happened.UnixMilli()) })
	b.Home = one(c, []string{"1-101", "1-101", "1-101", "1-101", "1-102", "1-103", "1-104"}) // one of which climbs
	k := &counted{cause: events.IDOf(b.Event).String(), home: b.Home, found: now, proved: c.upTo(5) > 0}
	k.verdicts = map[string]breach.Verdict{}
	if !k.proved {
		b.Ground = ""
	}
	if c.upTo(8) == 0 && len(c.count.all) > 0 { // a cause that has its breach
		b.Event = one(c, c.count.all).event
	}
	k.event = b.Event
	again := slices.ContainsFunc(c.count.all, func(o *counted) bool { return o.event == b.Event })
	if again {
		if code := c.Outcomes(c.Make(convention.TypeBreachFind, b, c.Two()...))[0].Code; code == contract.OK {
			c.Fatal("a cause has two breaches")
		}
		return
	}
	may := !happened.Truncate(time.Second).Before(c.began) && !happened.Before(now.Add(-30*day))
	k.rung = c.count.rung(k, now, happened)
	if c.expects(may, c.Make(convention.TypeBreachFind, b, c.Two()...)) {
		c.count.all = append(c.count.all, k)
	}
}

func (c *chronicle) answers(k *counted, now time.Time) {
	by := c.owners[k.home]
	if c.upTo(2) == 0 {
		if c.expects(k.mayCure(now), c.Make(convention.TypeBreachCure, convention.BreachCure{Breach: k.cause, Photos: []string{}}, by)) {
			k.cured = now
		}
		return
	}
	appeal := convention.BreachAppeal{Answer: hash("a"), Breach: k.cause, Photos: []string{}}
	if c.expects(k.mayAppeal(now), c.Make(convention.TypeBreachAppeal, appeal, by)) {
		k.appealed = now
	}
}

func (c *chronicle) decides(k *counted, now time.Time) {
	by, verdict := one(c, c.officers), one(c, breach.Verdicts())
	_, said := k.verdicts[by.Body]
	decide := convention.BreachDecide{Breach: k.cause, Reason: hash("a"), Verdict: verdict}
	if c.expects(k.contested(now) && !said && c.others(by, k), c.Make(convention.TypeBreachDecide, decide, by)) {
		k.verdicts[by.Body] = verdict
		if k.says(verdict) == 2 {
			k.decided, k.verdict = now, verdict
		}
	}
}

func (c *chronicle) pardons(k *counted, now time.Time) {
	by := one(c, c.officers)
	may := !k.over(now) && !slices.Contains(k.pardons, by.Body) && c.others(by, k)
	if c.expects(may, c.Make(convention.TypeBreachPardon, convention.BreachPardon{Breach: k.cause, Reason: hash("a")}, by)) {
		if k.pardons = append(k.pardons, by.Body); len(k.pardons) == breach.Bodies && k.withheld > 0 {
			c.count.points[k.home] += k.withheld
			c.codes[restored]++
		}
	}
}

// ends is what anybody sends.
func (c *chronicle) ends(k *counted, now time.Time) {
	_ = c.sends(convention.TxSettle, k.cause) // which changes nothing of what the count says, whenever it comes
	err := c.sends(convention.TxEnforce, k.cause)
	c.codes[act.CodeOf(err)]++
	if may := k.runs(now) && k.applied.IsZero(); may != (err == nil) {
		c.Fatalf("an effect: %v, and the count says %t: %+v", err, may, k)
	}
	if err != nil {
		return
	}
	k.applied = now
	if k.rung == "points" {
		k.withheld = min(20, c.count.points[k.home])
		c.count.points[k.home] -= k.withheld
		c.codes[withheld]++
	}
}

// Counted among the codes: points were withheld, and given back.
const (
	withheld act.Code = "withheld"
	restored act.Code = "restored"
)

// chronicles is a site with points and a convention, from which histories go their ways.
func chronicles(t *testing.T) *site {
	t.Helper()
	s := bare(t)
	p := plan()
	p.LifeDays = 0
	named, err := p.Hash()
	s.Decides("points", town.Must(t, named, err), true)
	steep := strings.Replace(text, "notice, warning, points 20, board 14", "notice, points 20, board 14", 1)
	s.Decides("convention", rules.Hash(steep), true)
	s.by(points.TypePointsAdopt, points.PointsAdopt{Contest: "c0", Election: "points", Plan: p}, s.Two()...)
	s.earned(30)
	s.puts("convention", steep)
	return s
}

// Whatever happens, in whatever order: nothing has an effect without a notice that ran its days, nor during an appeal; a cause has one
// breach; the rungs, what decays, and the points that are withheld are those of a count that shares nothing with the contract. Carried out
// again, each history gives the same state, byte for byte.
func TestHistories(t *testing.T) {
	s := chronicles(t)
	histories, codes := town.Histories(t, 300), map[act.Code]int{}
	for i := range histories {
		c := s.fork(uint64(i), codes)
		c.Clock.Pass(time.Duration(c.upTo(40)) * day)
		for range 20 + c.upTo(60) {
			c.step()
		}
		if c.agrees(); i%50 == 0 {
			town.Done(t, c.Book().Accepted()) // which has to come to the same bytes
		}
		if t.Failed() {
			t.Fatalf("history %d", i)
		}
	}
	for _, code := range []act.Code{
		contract.OK, "", withheld, convention.BreachEarly, convention.BreachLate, convention.BreachState, convention.BreachClosed,
		convention.SameBody, convention.CauseOld, convention.NotInForce,
	} {
		if codes[code] < histories/50 {
			t.Errorf("%q happened %d times", code, codes[code])
		}
	}
}
