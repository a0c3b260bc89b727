// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	events "github.com/linli-project/linli/rules/device"
)

// moves are the documents that say where points are.
func (s *site) moves() map[string][]byte {
	kinds := []string{points.Accounts.Kind(), points.Transfers.Kind(), points.Leases.Kind(), points.Pools.Kind(), points.Vouchers.Kind()}
	state := s.Book().State()
	maps.DeleteFunc(state, func(key string, _ []byte) bool {
		kind, _, _ := contract.SplitKey(key)
		return !slices.Contains(kinds, kind)
	})
	return state
}

// alone demands that nothing that somebody signs by himself makes, moves or ends a point. done are acts by which he may have his say.
func (s *site) alone(who string, acts ...act.Signed) {
	s.Helper()
	before := s.moves()
	for _, signed := range acts {
		_, _ = s.TrySubmit(signed) // refused, or without points in it
	}
	if !maps.EqualFunc(before, s.moves(), bytes.Equal) {
		s.Errorf("%s alone moves points", who)
	}
}

// One officer, of a body or a counter, has no points, gives none and takes none: he confirms what owners tell, and takes what they bring.
func TestOneOfficer(t *testing.T) {
	s := newSite(t)
	s.serves()
	earning := s.earned(100)
	voucher := s.redeemed(1)
	var acts []act.Signed
	for kind, body := range map[string]any{
		points.TypeHelpDone: s.hours(60), points.TypePointsGift: points.PointsGift{Amount: 10, From: "1-101", To: "1-102"},
		points.TypePointsReverse: points.PointsReverse{Amount: 10, Earning: earning, Reason: s.Constitution.Net},
		points.TypePointsRedeem:  redemption(1), points.TypeVoucherReturn: points.VoucherReturn{Voucher: voucher},
		points.TypeServiceSet: s.haircut(), points.TypeBinCard: points.BinCard{Card: card("a"), Unit: "1-102"},
		points.TypePointsAdopt: points.PointsAdopt{Contest: "c0", Election: "plan", Plan: plan()},
	} {
		acts = append(acts, s.Make(kind, body, s.first), s.Make(kind, body, s.first, s.Colleague))
	}
	guess := s.use(voucher)
	guess.Code, _ = newCode()
	told := s.told(60)
	acts = append(acts, s.once(points.TypeVoucherUse, guess, s.first), s.once(points.TypeVoucherUse, s.use(voucher), s.second),
		s.once(points.TypeHelpConfirm, told, s.first))
	s.alone("an officer", acts...)
}

// One resident tells what he did, and earns nothing by it: not by his own word, nor with another one's card or points.
func TestOneResident(t *testing.T) {
	s := newSite(t)
	y := newYard(s)
	told := s.told(60)
	work := points.HelpDone{Day: s.today(), Helper: "1-101", Minutes: 60, Rule: "garden"}
	community := s.tells(s.Ann, work)
	drop := y.drop(with("card", card("d")))
	s.alone("a resident",
		s.once(points.TypeHelpConfirm, told, s.Ann),
		s.once(points.TypeHelpConfirm, community, s.Ann), s.once(points.TypePointsBin, drop, s.Ann),
		s.Make(points.TypePointsGift, points.PointsGift{Amount: 1, From: "1-102", To: "1-101"}, s.Ann),
		s.Make(points.TypeBinCard, points.BinCard{Card: card("d"), Unit: "1-101"}, s.Ann),
	)
}

// Who owns two homes does not help himself.
func TestOnePersonWithTwoHomes(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(append(slices.Clone(town.Garden[:2]), town.Garden[5:7]...)) // hal has two
	s := &site{Bench: &town.Bench{Town: w, Ann: w.People["ann"], Bob: w.People["bob"]}, first: w.Two()[0], second: w.Two()[1]}
	s.People["cat"] = w.People["hal"] // for the vote
	hash, err := plan().Hash()
	question := town.Question("c0")
	question.Text = town.Must(t, hash, err)
	v := w.DraftVote("plan", town.Rules(), question).Drilled().Open()
	for _, who := range []string{"ann", "bob", "hal"} {
		w.OK(v.Cast(w.People[who], town.Right(who), 1, town.Agree()))
	}
	v.Published()
	s.by(points.TypePointsAdopt, points.PointsAdopt{Contest: "c0", Election: "plan", Plan: plan()}, w.Two()...)
	own := points.HelpDone{Day: s.today(), Helped: "1-202", Helper: "1-201", Minutes: 60, Rule: "help"}
	w.Refused(points.OwnDeed, w.Make(points.TypeHelpDone, own, w.People["hal"]))
	own.Helped = "1-101"
	told := s.tells(w.People["hal"], own)
	w.Refused(points.OwnDeed, s.once(points.TypeHelpConfirm, told, w.People["hal"]))
	w.OK(s.once(points.TypeHelpConfirm, told, w.People["ann"]))
}

// One oracle, and the devices of one body, say what they like: without an owner's signature, and a card that two bodies have put on record,
// it is worth nothing. A device that proves nothing is worth nothing in any case.
func TestOneOracle(t *testing.T) {
	y := newYard(newSite(t))
	drops := []points.PointsBin{y.drop(asItIs), y.drop(func(e *events.Event) { e.Device, e.Class = "bin-0", events.T0 })}
	var acts []act.Signed
	for _, drop := range drops {
		acts = append(acts, y.history.By.Sign(y, y.history.By.Draft(y.Town, points.TypePointsBin, 1), drop))
		acts = append(acts, y.once(points.TypePointsBin, drop, y.first))
	}
	acts = append(acts, y.once(points.TypePointsBin, drops[1], y.Ann))
	y.alone("an oracle", acts...)
}

// One body, with all its officers, its oracle and its relays, dates its transactions minutes off and leases what it can: it makes no point
// more than the plan has.
func TestOneBody(t *testing.T) {
	s := newSite(t)
	third := s.Officers[s.Constitution.Bodies[2].ID]
	s.Refused(contract.TwoBodies, s.Make(points.TypePointsAdopt, points.PointsAdopt{Plan: plan()}, s.first, s.Colleague))
	s.Refused(device.OtherBody, s.Make(points.TypeServiceSet, s.haircut(), s.second, third))
	trial := points.HelpDone{Day: s.today(), Helped: "1-102", Helper: "1-101", Minutes: 30, Rule: "small"}
	for i := range 3 { // the budget is 60
		s.Clock.Pass(time.Second)
		told := s.tells(s.Ann, trial)
		confirm := s.once(points.TypeHelpConfirm, told, s.Bob)
		body := s.Constitution.Bodies[i%2].ID
		_, err := s.Transact(s.Client(body), "Submit", town.Batch(t, []act.Signed{confirm}))
		if i < 2 {
			town.Done(t, err)
			continue
		}
		s.Refused(points.OverBudget, confirm)
	}
	s.has("1-101", 60)
}

// What anybody may send says nothing of his own: it ends what is over, and gives back what was not used.
func TestAnybody(t *testing.T) {
	s := newSite(t)
	s.serves()
	s.earned(100)
	voucher := s.redeemed(1)
	before := s.moves()
	stranger := village.User{MSP: "StrangerMSP"}
	for _, args := range [][]string{{s.ID, "1-101"}, {s.ID, ""}, {"garden-9", "1-101"}, {s.ID, "1-101\x00"}, {s.ID + "\x00", "1-101"}} {
		if _, err := s.Transact(stranger, points.TxExpire, args...); err == nil {
			t.Errorf("Expire %q is accepted", args)
		}
	}
	for _, args := range [][]string{{s.ID, voucher}, {s.ID, strings.ToUpper(voucher)}, {s.ID, ""}, {"", voucher}} {
		if _, err := s.Transact(stranger, points.TxLapse, args...); err == nil {
			t.Errorf("Lapse %q is accepted", args)
		}
	}
	if !maps.EqualFunc(before, s.moves(), bytes.Equal) {
		t.Error("anybody moves points before their time")
	}
}
