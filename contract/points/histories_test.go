// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/points"
	"github.com/linli-project/linli/verify"
)

// A chronicle is a site on which things happen at random.
type chronicle struct {
	*site
	rand     *rand.Rand
	owners   []*village.Signer
	units    []string // theirs
	earnings []string
	vouchers []string
	codes    map[act.Code]int
}

// fork is a chronicle that goes its own way from where the site is.
func (s *site) fork(seed uint64, codes map[act.Code]int) *chronicle {
	bench, w := *s.Bench, s.Under(s)
	w.Ledger = s.Book().Clone()
	bench.Town = w
	forked := *s
	forked.Bench = &bench
	return &chronicle{
		site: &forked, rand: rand.New(rand.NewPCG(seed, 35)), owners: []*village.Signer{s.Ann, s.Bob, s.cat, s.dan},
		units: []string{"1-101", "1-102", "1-103", "1-104"}, codes: codes,
	}
}

func (c *chronicle) upTo(n int) int { return c.rand.IntN(n) }

func one[T any](c *chronicle, of []T) (t T) {
	if len(of) == 0 {
		return t
	}
	return of[c.upTo(len(of))]
}

// try sends an act by some body's relay, and says whether it took effect.
func (c *chronicle) try(signed act.Signed) (id string, ok bool) {
	code := c.Outcomes(signed)[0].Code
	c.codes[code]++
	if code != contract.OK {
		return "", false
	}
	_, err := c.Transact(c.Client(one(c, c.Constitution.Bodies).ID), "Submit", town.Batch(c, []act.Signed{signed}))
	town.Done(c, err)
	return act.HashOf(signed.Text).String(), true
}

// step is one of all things that move points, or time.
func (c *chronicle) step() {
	c.Clock.Pass(time.Second)
	from, to, amount := c.upTo(4), c.upTo(4), act.Int(c.upTo(60))
	switch c.upTo(10) {
	case 0, 1, 2:
		c.help(from, to, amount*10)
	case 3:
		c.try(c.Make(points.TypePointsGift, points.PointsGift{Amount: amount, From: c.units[from], To: c.units[to]}, c.owners[from]))
	case 4, 5:
		b := redemption(act.Int(1 + c.upTo(2)))
		b.Unit = c.units[from]
		if _, ok := c.try(c.Make(points.TypePointsRedeem, b, c.owners[from])); ok {
			c.vouchers = append(c.vouchers, b.Voucher)
		}
	case 6:
		c.try(c.once(points.TypeVoucherUse, c.use(one(c, c.vouchers)), c.first))
	case 7:
		c.try(c.Make(points.TypeVoucherReturn, points.VoucherReturn{Voucher: one(c, c.vouchers)}, c.owners[from]))
	case 8:
		body := points.PointsReverse{Amount: amount, Earning: one(c, c.earnings), Reason: c.Constitution.Net}
		c.try(c.Make(points.TypePointsReverse, body, c.Two()...))
	case 9:
		c.Clock.Pass(time.Duration(c.upTo(60)) * day)
		_ = c.expires(c.units[from])     // nothing may have ended
		_ = c.lapses(one(c, c.vouchers)) // nor be over
	}
}

func (c *chronicle) help(from, to int, minutes act.Int) {
	rule := one(c, []string{"help", "small"})
	body := points.HelpDone{Day: c.today(), Helped: c.units[to], Helper: c.units[from], Minutes: minutes, Rule: rule}
	by := c.owners[to]
	if c.upTo(4) == 0 {
		body.Helped, body.Rule, by = "", "garden", c.first
	}
	id, ok := c.try(c.Make(points.TypeHelpDone, body, c.owners[from]))
	if !ok {
		return
	}
	if _, ok := c.try(c.once(points.TypeHelpConfirm, confirmation(id, body), by)); ok {
		c.earnings = append(c.earnings, id)
	}
}

// addsUp demands that the transfers give what all documents say, and that no rule has issued more than its budget.
func (c *chronicle) addsUp() {
	c.Helper()
	s := verify.NewSimulation(verify.Chaincode)
	for key, value := range c.Book().State() {
		s.Put(key, value)
	}
	s.Commit()
	verify.Contract{}.Recount(s, c.Constitution.Net, func(key string, err error) {
		if kind, _, _ := contract.SplitKey(key); kind != vote.Results.Kind() { // whose ballots are in the blocks
			c.Errorf("%q: %v", key, err)
		}
	})
	for _, rule := range plan().Rules {
		issued := int64(0)
		for _, id := range c.earnings {
			if e, _ := town.Read(c.Town, points.Earnings, c.ID, id); e.Rule == rule.Rule {
				issued += e.Amount - e.Reversed
			}
		}
		if issued > int64(rule.Budget) {
			c.Errorf("%d points are issued by %s, %d are the most", issued, rule.Rule, rule.Budget)
		}
	}
}

// Whatever happens, in whatever order and by whosesoever relay, all that households have, hold, have spent and let end is what was issued,
// and no more than the plan allows; and carrying it out again gives the same state, byte for byte.
func TestHistories(t *testing.T) {
	s := newSite(t)
	haircut := s.haircut()
	haircut.Stock, haircut.Until, haircut.Hours = 1000, rules.MaxTime, []points.Hours{}
	s.by(points.TypeServiceSet, haircut, s.Two()...)
	histories, codes := town.Histories(t, 500), map[act.Code]int{}
	for i := range histories {
		c := s.fork(uint64(i), codes)
		for range 4 + c.upTo(24) {
			c.step()
		}
		if c.addsUp(); i%100 == 0 {
			town.Done(t, c.Book().Accepted())
		}
		if t.Failed() {
			t.Fatalf("history %d", i)
		}
	}
	for _, code := range []act.Code{
		contract.OK, points.OwnDeed, points.OverDayCap, points.OverMax, points.OverBudget, points.NoBalance, points.TooFew,
		points.VoucherOver, points.OverReversed, points.OwnGift,
	} {
		if codes[code] < histories/100 {
			t.Errorf("%s happened %d times", code, codes[code])
		}
	}
}
