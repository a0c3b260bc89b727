// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
)

const day = 24 * time.Hour

// Help is told by one household and confirmed by the other; what it earns can be given on, taken back, and ends.
func TestHelpEarns(t *testing.T) {
	s := newSite(t)
	told := s.told(90)
	s.has("1-101", 0)
	confirm := s.once(points.TypeHelpConfirm, told, s.Bob)
	s.OK(confirm)
	s.has("1-101", 90)
	s.Refused(contract.Already, confirm)
	s.Clock.Pass(time.Second)
	s.Refused(points.Paid, s.once(points.TypeHelpConfirm, told, s.Bob))

	s.by(points.TypePointsGift, points.PointsGift{Amount: 30, From: "1-101", To: "1-103"}, s.Ann)
	s.by(points.TypePointsReverse, points.PointsReverse{Amount: 50, Earning: told.Help, Reason: s.Constitution.Net}, s.Two()...)
	s.has("1-101", 10)
	s.has("1-103", 30)

	town.Fails(t, s.expires("1-103"), contract.NoEffect)
	s.Clock.Pass(100 * day)
	s.has("1-103", 0)
	town.Done(t, s.expires("1-103"))
	town.Fails(t, s.expires("1-103"), contract.NoEffect)
	town.Fails(t, s.expires("9-909"), contract.NotFound)
}

// expires sends the transaction that takes the ended lots.
func (s *site) expires(unit string) error {
	_, err := s.Transact(s.Client(s.second.Body), points.TxExpire, s.ID, unit)
	return err
}

// Work for the community is confirmed by an officer, who is no owner of the household's, and shares no office with one.
func TestWorkForTheCommunity(t *testing.T) {
	s := newSite(t)
	work := points.HelpDone{Day: s.today(), Helper: "1-102", Minutes: 60, Rule: "garden"}
	c := confirmation(s.by(points.TypeHelpDone, work, s.Bob), work)
	s.Refused("OWN_UNIT", s.once(points.TypeHelpConfirm, c, s.Resident)) // who is bob
	s.Refused(contract.NotOfficer, s.once(points.TypeHelpConfirm, c, s.Ann))
	s.OK(s.once(points.TypeHelpConfirm, c, s.first))
	s.has("1-102", 60)
}

// A voucher holds its points until a counter takes it, its household gives it back, or it is over; each of them happens once.
func TestVouchers(t *testing.T) {
	s := newSite(t)
	s.serves()
	s.earned(200)
	used, returned, over := s.redeemed(1), s.redeemed(1), s.redeemed(1, s.Two()...)
	s.has("1-101", 140)
	s.left(0)
	s.Refused(points.SoldOut, s.Make(points.TypePointsRedeem, redemption(1), s.Ann))

	s.OK(s.once(points.TypeVoucherUse, s.use(used), s.first))
	s.by(points.TypeVoucherReturn, points.VoucherReturn{Voucher: returned}, s.Ann)
	s.has("1-101", 160)
	s.left(1)
	for _, voucher := range []string{used, returned} {
		s.Refused(points.VoucherOver, s.once(points.TypeVoucherUse, s.use(voucher), s.first))
		s.Refused(points.VoucherOver, s.Make(points.TypeVoucherReturn, points.VoucherReturn{Voucher: voucher}, s.Ann))
		town.Fails(t, s.lapses(voucher), contract.NoEffect)
	}

	// A counter that had no network tells of it within two days after the voucher's end.
	late := s.use(over)
	s.Clock.Pass(8 * day)
	s.Refused(points.VoucherOver, s.once(points.TypeVoucherUse, s.use(over), s.first))
	if o := s.Outcomes(s.once(points.TypeVoucherUse, late, s.first))[0]; o.Code != contract.OK {
		t.Errorf("told late: %s", town.Said(o))
	}
	town.Fails(t, s.lapses(over), contract.NoEffect)
	s.Clock.Pass(day + time.Hour)
	s.Refused(points.VoucherOver, s.once(points.TypeVoucherUse, late, s.first))
	town.Done(t, s.lapses(over))
	town.Fails(t, s.lapses(over), contract.NoEffect)
	s.has("1-101", 180)
	s.left(2)
}

// A plan is in force only by a vote whose result is published and stands.
func TestPlanNeedsItsResult(t *testing.T) {
	s := bare(t)
	hash, err := plan().Hash()
	question := town.Question("c0")
	question.Text = town.Must(t, hash, err)
	v := s.DraftVote("plan", town.Rules(), question).Drilled().Open()
	body := points.PointsAdopt{Contest: "c0", Election: "plan", Plan: plan()}
	refused := func(when string) {
		t.Helper()
		o := s.Outcomes(s.Make(points.TypePointsAdopt, body, s.Two()...))[0]
		if o.Code != vote.NotAdopted || o.Args["of"] != "stage" {
			t.Errorf("%s: %s", when, town.Said(o))
		}
	}
	refused("while it is open")
	for _, who := range []string{"ann", "bob", "cat"} {
		s.OK(v.Cast(s.People[who], town.Right(who), 1, town.Agree()))
	}
	v.Published()
	if o := s.Outcomes(s.Make(points.TypePointsAdopt, body, s.Two()...))[0]; o.Code != contract.OK {
		t.Errorf("once it is published: %s", town.Said(o))
	}
	s.OK(v.Step(vote.TypeElectionAnnul))
	refused("when it is annulled")
}
