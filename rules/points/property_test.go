// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/internal/rulestest"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/points"
)

func TestMain(m *testing.M) { rulestest.Main(m) }

const (
	hour = int64(3600)
	day  = 24 * hour
	noon = int64(1_790_000_000)
)

var (
	accounts = []string{"h0", "h1", "h2", "h3"}
	causes   = []string{"c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"}
	holds    = []string{"b0", "b1", "b2", "b3"}
	amounts  = []int64{-1, 0, 1, 1, 2, 3, 5, 8, 13, 20}
	lengths  = []int64{0, 1, hour, day, 3 * day, 40 * day}
	later    = []int64{0, 0, 0, 1, -60, 60, hour, 5 * hour, day, 2 * day, 3 * day, 31 * day}
	likely   = slices.Concat(
		slices.Repeat([]points.Step{points.StepEarn}, 6),
		slices.Repeat([]points.Step{points.StepGift, points.StepHold, points.StepMore, points.StepPost, points.StepPay}, 2),
		slices.Repeat([]points.Step{points.StepReverse}, 2),
		[]points.Step{points.StepSpend, points.StepRelease, points.StepExpire},
	)
)

// A deed is a step that somebody tries.
type deed struct {
	step                  points.Step
	now                   int64
	from, to, cause, hold string
	amount, until         int64
	all                   bool // post all of a hold
}

func drawDeed(t *rapid.T, now int64) deed {
	d := deed{step: rapid.SampledFrom(likely).Draw(t, "step"), now: now}
	d.from = rapid.SampledFrom(accounts).Draw(t, "from")
	d.amount = rapid.SampledFrom(amounts).Draw(t, "amount")
	switch d.step {
	case points.StepEarn, points.StepReverse:
		d.cause = rapid.SampledFrom(causes).Draw(t, "cause")
	case points.StepGift:
		d.to = rapid.SampledFrom(accounts).Draw(t, "to")
	case points.StepHold:
		d.hold = rapid.SampledFrom(holds).Draw(t, "hold")
		d.until = now + rapid.SampledFrom(lengths).Draw(t, "length")
	case points.StepPost:
		d.hold = rapid.SampledFrom(holds).Draw(t, "hold")
		d.all = rapid.Bool().Draw(t, "all")
	case points.StepPay:
		d.hold, d.to = rapid.SampledFrom(holds).Draw(t, "hold"), rapid.SampledFrom(accounts).Draw(t, "to")
		d.all = rapid.Bool().Draw(t, "all")
	case points.StepRelease, points.StepMore:
		d.hold = rapid.SampledFrom(holds).Draw(t, "hold")
	case points.StepSpend, points.StepExpire:
	}
	return d
}

// try takes the step in a book.
func (d deed) try(b *points.Book) points.Reason {
	switch d.step {
	case points.StepEarn:
		return b.Earn(d.now, d.from, d.amount, d.cause)
	case points.StepGift:
		return b.Gift(d.now, d.from, d.to, d.amount)
	case points.StepSpend:
		return b.Spend(d.now, d.from, d.amount)
	case points.StepHold:
		return b.Hold(d.now, d.hold, d.from, d.amount, d.until)
	case points.StepMore:
		return b.More(d.now, d.hold, d.amount)
	case points.StepPost:
		return b.Post(d.now, d.hold, d.of(b))
	case points.StepPay:
		return b.PayTo(d.hold, d.to, d.of(b))
	case points.StepRelease:
		return b.Release(d.hold)
	case points.StepExpire:
		return b.Expire(d.now, d.from)
	case points.StepReverse:
		return b.Reverse(d.now, d.cause, d.amount)
	}
	panic(d.step)
}

// of is how much of a hold is paid.
func (d deed) of(b *points.Book) int64 {
	if d.all {
		return b.Holds[d.hold].Amount()
	}
	return d.amount
}

// write takes it on paper.
func (d deed) write(p *paper) points.Reason {
	switch d.step {
	case points.StepEarn:
		return p.earn(d.now, d.from, d.amount, d.cause)
	case points.StepGift:
		return p.gift(d.now, d.from, d.to, d.amount)
	case points.StepSpend:
		return p.spend(d.now, d.from, d.amount)
	case points.StepHold:
		return p.hold(d.now, d.hold, d.from, d.amount, d.until)
	case points.StepMore:
		return p.more(d.now, d.hold, d.amount)
	case points.StepPay:
		if d.all {
			return p.pay(d.hold, d.to, nil)
		}
		return p.pay(d.hold, d.to, &d.amount)
	case points.StepPost:
		if d.all {
			return p.end(d.now, d.hold, nil, true)
		}
		return p.end(d.now, d.hold, &d.amount, true)
	case points.StepRelease:
		return p.end(d.now, d.hold, nil, false)
	case points.StepExpire:
		return p.expire(d.now, d.from)
	case points.StepReverse:
		return p.reverse(d.now, d.cause, d.amount)
	}
	panic(d.step)
}

// drawRules are a program and a rule, whose bounds are near enough to be met.
func drawRules(t *rapid.T) (points.Program, points.Rule) {
	of := func(name string, choices ...int64) int64 { return rapid.SampledFrom(choices).Draw(t, name) }
	p := points.Program{LifeDays: of("life", 0, 1, 3, 30), MaxBalance: of("max", 0, 0, 15, 40), Gifts: rapid.Bool().Draw(t, "gifts")}
	return p, points.Rule{DayCap: of("cap", 0, 0, 10, 25), Budget: of("budget", 0, 0, 20, 60)}
}

// A history is what happened to the points of four accounts. The book agrees with the paper after every step.
func TestHistories(t *testing.T) {
	seen := map[points.Step]map[points.Reason]int{}
	rapid.Check(t, func(t *rapid.T) {
		program, rule := drawRules(t)
		book, second := &paper{program: program, rule: rule}, points.NewBook(program, rule)
		first := points.NewBook(program, rule)
		now := noon
		steps := rapid.IntRange(0, 20).Draw(t, "steps")
		looked := rapid.IntRange(0, steps).Draw(t, "looked")
		for i := range steps {
			now += rapid.SampledFrom(later).Draw(t, "later")
			d := drawDeed(t, now)
			if d.step == points.StepHold && first.Holds[d.hold].State != "" {
				continue // an id is used once
			}
			before, transferred := snapshot(first), len(first.Transfers)
			spelledBefore := ""
			if i == looked {
				spelledBefore = spelled(t, before)
			}
			reason := d.try(first)
			if want := d.write(book); reason != want {
				t.Fatalf("%+v: %q, on paper %q", d, reason, want)
			}
			if i == looked {
				untouched(t, d, before, first, reason, spelledBefore)
			}
			moved(t, d, first.Transfers[transferred:], reason)
			balanced(t, first, book, now)
			d.try(second)
			if seen[d.step] == nil {
				seen[d.step] = map[points.Reason]int{}
			}
			seen[d.step][reason]++
		}
		bounded(t, first, program, rule)
		if a, b := spelled(t, first), spelled(t, second); a != b {
			t.Fatalf("the same history came to\n%s\nand to\n%s", a, b)
		}
	})
	everyReason(t, seen)
}

// everyReason checks that the histories have met what the forms say, and nothing else.
func everyReason(t *testing.T, seen map[points.Step]map[points.Reason]int) {
	t.Helper()
	for _, form := range points.Forms() {
		for _, reason := range append([]points.Reason{points.Allowed}, form.Reasons...) {
			if seen[form.Step][reason] == 0 && reason != points.TooManyLots && !testing.Short() {
				t.Errorf("no %s was %q", form.Step, reason)
			}
			delete(seen[form.Step], reason)
		}
		if len(seen[form.Step]) > 0 {
			t.Errorf("%s was %v", form.Step, seen[form.Step])
		}
	}
}

// snapshot is a book with the same documents.
func snapshot(b *points.Book) *points.Book {
	s := *b
	s.Accounts, s.Holds, s.Earnings = maps.Clone(b.Accounts), maps.Clone(b.Holds), maps.Clone(b.Earnings)
	s.Transfers = slices.Clip(b.Transfers)
	return &s
}

// spelled is a book as it would be stored.
func spelled(t *rapid.T, b *points.Book) string {
	raw, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// untouched checks that a step writes into no document that was before, and that a refused one changes nothing at all.
func untouched(t *rapid.T, d deed, before, after *points.Book, reason points.Reason, was string) {
	if now := spelled(t, before); now != was {
		t.Fatalf("%+v wrote into what was before: %s, was %s", d, now, was)
	}
	if reason == points.Allowed {
		return
	}
	for _, a := range accounts { // one that is named is there, empty
		if _, ok := after.Accounts[a]; ok {
			before.Accounts[a] = before.Account(a)
		}
	}
	if was, now := spelled(t, before), spelled(t, after); was != now {
		t.Fatalf("%+v was refused with %s and changed %s to %s", d, reason, was, now)
	}
}

// moved checks the transfers of one step: there are some if it was accepted; they have amounts; expiry is oldest first.
func moved(t *rapid.T, d deed, made []points.Transfer, reason points.Reason) {
	if (len(made) > 0) != (reason == points.Allowed) {
		t.Fatalf("%+v was %q with the transfers %+v", d, reason, made)
	}
	last := int64(0)
	for _, m := range made {
		if m.Amount <= 0 || m.From == m.To || (m.Hold != "") != (m.From == points.Held || m.To == points.Held) {
			t.Fatalf("%+v transferred %+v", d, m)
		}
		if d.step == points.StepExpire && (m.Until < last || m.Until > d.now) {
			t.Fatalf("%+v: expired %+v after one that ends at %d", d, m, last)
		}
		last = m.Until
	}
}

// A pot is the points of one account, or of one hold, that end together.
type pot struct {
	owner, hold string
	until       int64
}

// balanced checks that what the transfers say is what the documents do, and the paper; that nothing is negative, and that all of it is
// what was issued.
func balanced(t *rapid.T, b *points.Book, p *paper, now int64) {
	pots := map[pot]int64{}
	for _, m := range b.Transfers {
		pots[potOf(m.From, m)] -= m.Amount
		pots[potOf(m.To, m)] += m.Amount
	}
	maps.DeleteFunc(pots, func(_ pot, n int64) bool { return n == 0 })
	if stored := documents(b); !maps.Equal(pots, stored) {
		t.Fatalf("transfers come to %v, documents to %v", pots, stored)
	}
	if written := p.pots(); !maps.Equal(pots, written) {
		t.Fatalf("transfers come to %v, the paper to %v", pots, written)
	}
	for _, a := range accounts {
		if got, want := b.Account(a).Usable(now), p.where(usable(a, now)); got != want {
			t.Fatalf("%s can use %d, on paper %d", a, got, want)
		}
	}
	sum := int64(0)
	for at, n := range pots {
		sum += n
		if n < 0 && at.owner != points.Issued {
			t.Fatalf("%+v has %d", at, n)
		}
	}
	if sum != 0 {
		t.Fatalf("all comes to %d: %v", sum, pots)
	}
}

// potOf is the pot of one side of a transfer. System accounts do not tell ends apart.
func potOf(account string, m points.Transfer) pot {
	switch account {
	case points.Issued, points.Spent, points.Expired:
		return pot{owner: account}
	case points.Held:
		return pot{account, m.Hold, m.Until}
	}
	return pot{account, "", m.Until}
}

// documents are the pots of a book as its documents say it; what left them only the transfers say.
func documents(b *points.Book) map[pot]int64 {
	pots := map[pot]int64{}
	for _, a := range b.Accounts {
		for _, l := range a.Lots {
			pots[pot{a.ID, "", l.Until}] += l.Amount
		}
	}
	for _, h := range b.Holds {
		for _, l := range h.Lots {
			pots[pot{points.Held, h.ID, l.Until}] += l.Amount
		}
	}
	for _, m := range b.Transfers {
		for _, system := range []string{points.Spent, points.Expired} {
			if m.To == system {
				pots[pot{owner: system}] += m.Amount
			}
		}
	}
	for _, e := range b.Earnings {
		pots[pot{owner: points.Issued}] -= e.Amount - e.Reversed
	}
	maps.DeleteFunc(pots, func(_ pot, n int64) bool { return n == 0 })
	return pots
}

// pots are those of the paper.
func (p *paper) pots() map[pot]int64 {
	pots := map[pot]int64{}
	for _, c := range p.coins {
		switch {
		case c.owner == points.Issued: // it has gone back
			continue
		case c.hold != "":
			pots[pot{points.Held, c.hold, c.until}]++
		case c.owner == points.Spent || c.owner == points.Expired:
			pots[pot{owner: c.owner}]++
		default:
			pots[pot{c.owner, "", c.until}]++
		}
		pots[pot{owner: points.Issued}]--
	}
	return pots
}

// bounded checks at the end of a history that a cause was paid once, what was reversed is at most the amount, and caps, budget and the
// sums that accounts keep hold.
func bounded(t *rapid.T, b *points.Book, p points.Program, r points.Rule) {
	payments, used := map[string]int64{}, int64(0)
	for _, m := range b.Transfers {
		if m.From == points.Issued {
			payments[m.Earning]++
			used += m.Amount
		}
		if m.To == points.Issued {
			used -= m.Amount
		}
	}
	byDay := map[string]map[int64]int64{}
	for cause, e := range b.Earnings {
		if payments[cause] != 1 || e.Reversed > e.Amount {
			t.Fatalf("%s was paid %d times: %+v", cause, payments[cause], e)
		}
		if byDay[e.Account] == nil {
			byDay[e.Account] = map[int64]int64{}
		}
		byDay[e.Account][calendar.DayOf(e.At)] += e.Amount
	}
	if used != b.Budget.Used || r.Budget > 0 && used > r.Budget {
		t.Fatalf("%d of %d is used, the budget says %d", used, r.Budget, b.Budget.Used)
	}
	for _, a := range b.Accounts {
		for day, earned := range byDay[a.ID] {
			if r.DayCap > 0 && earned > r.DayCap {
				t.Fatalf("%s earned %d on day %d", a.ID, earned, day)
			}
		}
		small(t, b, a, p)
	}
}

// small checks what an account keeps of itself, and that it keeps no more than it needs.
func small(t *rapid.T, b *points.Book, a points.Account, p points.Program) {
	held, lots := int64(0), 0
	for _, h := range b.Holds {
		if h.From == a.ID {
			held += h.Amount()
			lots += len(h.Lots)
		}
	}
	if a.Held != held || a.HeldLots != lots || p.MaxBalance > 0 && a.Balance() > p.MaxBalance || len(a.Days) > 2 {
		t.Fatalf("%+v has %d in %d lots of holds", a, held, lots)
	}
}
