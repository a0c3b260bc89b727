// SPDX-License-Identifier: Apache-2.0

package historytest

import (
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
)

const (
	histories = 40 // unless `make histories` asks for more
	districts = 4  // communities in which they happen
	rounds    = 7  // steps of each
	people    = 40 // owners of a district, of homes in many histories
)

// A district is a community in which many histories happen at once, each in three homes of its own.
type district struct {
	*site

	both      *twin
	rand      *rand.Rand
	histories []*drawn
	codes     map[act.Code]int
}

// A drawn is one of them.
type drawn struct {
	homes    []string
	owners   []*village.Signer
	earnings []string
	vouchers []string
}

// Whatever happens on a real network, all adds up: a stranger's recount from the blocks, and another one from the transfers alone, find
// nothing wrong. The same acts, carried out on a book in memory, give the same answers and the same documents, byte for byte.
func TestDrawnHistories(t *testing.T) {
	t.Run("book", func(t *testing.T) { drawAll(t, nil, histories) })
	t.Run("network", func(t *testing.T) { drawAll(t, connect(t), town.Histories(t, histories)) })
}

func drawAll(t *testing.T, n *net, count int) {
	t.Helper()
	all := make([]*district, districts)
	t.Run("districts", func(t *testing.T) {
		for i := range all {
			t.Run(strconv.Itoa(i), func(t *testing.T) {
				t.Parallel()
				all[i] = settle(t, n, i, count/districts)
				for range rounds {
					all[i].round()
				}
			})
		}
	})
	if t.Failed() {
		return
	}
	codes := map[act.Code]int{}
	var state map[string][]byte
	if n != nil {
		state = n.state(t)
	}
	for _, d := range all {
		town.Done(t, d.both.Accepted())
		if n != nil {
			d.both.alike(t, d.ID, state)
		}
		for code, times := range d.codes {
			codes[code] += times
		}
	}
	t.Logf("%d histories: %v", count, codes)
	for _, code := range []act.Code{
		contract.OK, points.OwnDeed, points.OverDayCap, points.OverMax, points.OverBudget, points.NoBalance, points.VoucherOver,
		points.OverReversed, points.OwnGift, points.Paid,
	} {
		if codes[code] == 0 {
			t.Errorf("%s never happened", code)
		}
	}
}

func settle(t *testing.T, n *net, i, count int) *district {
	t.Helper()
	w, both := onBoth(t, n, named("drawn", i), time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC))
	d := &district{both: both, rand: rand.New(rand.NewPCG(uint64(i), 35)), codes: map[act.Code]int{}}
	var homes []community.Unit
	for h := range count {
		one := &drawn{}
		for k := range 3 {
			home := named(named("h", h), k)
			homes = append(homes, town.Home(home, 9000, d.person(h, k)))
			one.homes = append(one.homes, home)
		}
		d.histories = append(d.histories, one)
	}
	d.site = adopted(w, homes, points.Plan{Gifts: true, LifeDays: 100, MaxBalance: 1000, Rules: []points.Rule{
		{Rule: "garden", Budget: points.MaxBudget, DayCap: 600, Points: 60, Title: "Gardening", Way: points.Volunteer},
		{Rule: "help", Budget: points.MaxBudget, DayCap: 800, Points: 60, Title: "Help", Way: points.Help},
		{Rule: "small", Budget: act.Int(20 * count), Points: 60, Title: "A trial", Way: points.Help},
	}}, nil)
	for h, one := range d.histories {
		for k := range 3 {
			one.owners = append(one.owners, w.People[d.person(h, k)])
		}
	}
	return d
}

// person is who owns the k-th home of a history.
func (d *district) person(history, k int) string { return named("p", (history+k*11)%people) }

func (d *district) upTo(n int) int { return d.rand.IntN(n) }

func one[T any](d *district, of []T, none T) T {
	if len(of) == 0 {
		return none
	}
	return of[d.upTo(len(of))]
}

// batch is how many acts go in a transaction.
const batch = 300

// round takes a step in every history. What each act comes to is found on a copy of the book first, so that the next one has its number;
// then all are sent together, by the relay of some body, and have to come to the same.
func (d *district) round() {
	d.Helper()
	d.Clock.Pass(time.Duration(1+d.upTo(40)) * 24 * time.Hour)
	by := d.Client(one(d, d.Constitution.Bodies, contract.Body{}).ID)
	trial := d.Under(d)
	trial.Ledger = d.both.Clone()
	var acts []act.Signed
	var expected []contract.Outcome
	for _, h := range d.histories {
		d.step(h, func(kind string, numbered bool, body any, signers ...*village.Signer) (id string, ok bool) {
			draft := trial.Draft(kind, 1, signers[0])
			if numbered {
				draft = trial.Next(kind, signers[0])
			}
			signed := trial.Sign(draft, body, signers...)
			o := contract.Outcome{Code: contract.OK}
			if _, err := trial.Transact(by, "Submit", town.Batch(d, []act.Signed{signed})); err != nil {
				o = trial.Outcomes(signed)[0]
			}
			d.codes[o.Code]++
			acts, expected = append(acts, signed), append(expected, o)
			return hashOf(signed), o.Code == contract.OK
		})
	}
	for len(acts) > 0 {
		part := min(batch, len(acts))
		d.send(by, acts[:part], expected[:part])
		acts, expected = acts[part:], expected[part:]
	}
	for range 5 { // what anybody may send: nothing may have ended, nor be over
		h := d.histories[d.upTo(len(d.histories))]
		_, _ = d.Transact(by, points.TxExpire, d.ID, h.homes[0])
		_, _ = d.Transact(by, points.TxLapse, d.ID, one(d, h.vouchers, none))
	}
}

func (d *district) send(by village.User, acts []act.Signed, expected []contract.Outcome) {
	d.Helper()
	raw, err := d.Transact(by, "Submit", town.Batch(d, acts))
	outcomes, err := contract.ReadOutcomes(town.Must(d, raw, err))
	for i, o := range town.Must(d, outcomes, err) {
		if o.Code != expected[i].Code {
			d.Fatalf("%s: %s; want %s", acts[i].Text, town.Said(o), town.Said(expected[i]))
		}
	}
}

// try sends an act, numbered by its signer or by what it is about.
type try func(kind string, numbered bool, body any, signers ...*village.Signer) (id string, ok bool)

// step is one of all things that move points.
func (d *district) step(h *drawn, try try) {
	from, to, amount := d.upTo(3), d.upTo(3), act.Int(d.upTo(60))
	switch d.upTo(10) {
	case 0, 1, 2, 3:
		d.help(h, from, to, amount, try)
	case 4:
		try(points.TypePointsGift, true, points.PointsGift{Amount: amount, From: h.homes[from], To: h.homes[to]}, h.owners[from])
	case 5, 6:
		body := redemption(h.homes[from], int64(amount))
		if _, ok := try(points.TypePointsRedeem, true, body, h.owners[from]); ok {
			h.vouchers = append(h.vouchers, body.Voucher)
		}
	case 7:
		body := points.VoucherUse{At: act.Int(d.Now().Unix()), Code: codeOf(one(d, h.vouchers, none))}
		try(points.TypeVoucherUse, false, body, d.Convener())
	case 8:
		try(points.TypeVoucherReturn, true, points.VoucherReturn{Voucher: one(d, h.vouchers, none)}, h.owners[from])
	case 9:
		body := points.PointsReverse{Amount: amount * 5, Earning: one(d, h.earnings, none), Reason: d.Constitution.Net}
		try(points.TypePointsReverse, true, body, d.Two()...)
	}
}

// help is told and confirmed, now and then twice.
func (d *district) help(h *drawn, from, to int, minutes act.Int, try try) {
	rule := one(d, []string{"help", "help", "small"}, "")
	body := points.HelpDone{
		Day: act.Int(calendar.DayOf(d.Now().Unix())), Helped: h.homes[to], Helper: h.homes[from], Minutes: minutes * 18, Rule: rule,
	}
	by := h.owners[to]
	if d.upTo(4) == 0 {
		body.Helped, body.Rule, by = "", "garden", d.Convener()
	}
	id, ok := try(points.TypeHelpDone, true, body, h.owners[from])
	if !ok {
		return
	}
	confirmation := points.HelpConfirm{Help: id, Helper: body.Helper, Rule: body.Rule}
	if _, ok := try(points.TypeHelpConfirm, false, confirmation, by); !ok {
		return
	}
	h.earnings = append(h.earnings, id)
	if d.upTo(10) == 0 && body.Helped != "" { // by another act of the same
		d.Clock.Pass(time.Second)
		try(points.TypeHelpConfirm, false, confirmation, by)
		d.Clock.Pass(-time.Second)
	}
}
