// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// beijing reads a time of Beijing.
func beijing(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(time.DateTime, text, time.FixedZone("", 8*3600))
	return town.Must(t, at, err)
}

// at asks what would become of an act at a time; nothing comes of it.
func (s *site) at(at time.Time, want act.Code, kind string, body any, by *village.Signer) {
	s.Helper()
	now := s.Now()
	s.Clock.Reach(at.Unix())
	signed := s.Make(kind, body, by)
	if kind == points.TypeHelpConfirm || kind == points.TypeVoucherUse {
		signed = s.once(kind, body, by)
	}
	o := s.Outcomes(signed)[0]
	if o.Code != want {
		s.Errorf("%s at %s: %s; want %s", kind, at, town.Said(o), want)
	}
	s.Clock.Reach(now.Unix())
}

// A service is redeemed from the second of Beijing at which its hours begin until before that at which they end; a day begins at midnight.
func TestHoursToTheSecond(t *testing.T) {
	s := newSite(t) // on a Monday, at 17:00
	s.serves()
	always := s.haircut()
	always.Service, always.Hours, always.From, always.Until = "always", []points.Hours{}, always.From+3600, always.From+7200
	s.by(points.TypeServiceSet, always, s.Two()...)
	s.earned(300)
	for text, want := range map[string]act.Code{
		"2027-03-02 07:59:59": points.ServiceShut, "2027-03-02 08:00:00": contract.OK, // on weekdays from 8 to 18
		"2027-03-02 17:59:59": contract.OK, "2027-03-02 18:00:00": points.ServiceShut,
		"2027-03-05 23:59:59": points.ServiceShut, "2027-03-06 00:00:00": contract.OK, // all of Saturday
		"2027-03-06 23:59:59": contract.OK, "2027-03-07 00:00:00": points.ServiceShut, "2027-03-07 12:00:00": points.ServiceShut,
	} {
		s.at(beijing(t, text), want, points.TypePointsRedeem, redemption(1), s.Ann)
	}
	b := redemption(1)
	b.Service = "always"
	for second, want := range map[act.Int]act.Code{
		always.From - 1: points.ServiceShut, always.From: contract.OK, always.Until - 1: contract.OK, always.Until: points.ServiceShut,
	} {
		s.at(time.Unix(int64(second), 0), want, points.TypePointsRedeem, b, s.Ann)
	}
}

// What a household may earn in a day it may earn again at midnight of Beijing.
func TestCapAtMidnight(t *testing.T) {
	s := newSite(t)
	s.Clock.Reach(beijing(t, "2027-03-01 23:59:50").Unix())
	s.earned(799) // of 800
	last, over := s.told(1), s.told(2)
	s.at(beijing(t, "2027-03-01 23:59:59"), points.OverDayCap, points.TypeHelpConfirm, over, s.Bob)
	s.at(beijing(t, "2027-03-01 23:59:59"), contract.OK, points.TypeHelpConfirm, last, s.Bob)
	s.at(beijing(t, "2027-03-02 00:00:00"), contract.OK, points.TypeHelpConfirm, over, s.Bob)
}

// A cap is a household's, and not that of the lease which its points come out of: what it earned by one body's relay counts by another's.
func TestCapInTwoLeases(t *testing.T) {
	s := newSite(t)
	first, second := s.told(500), s.told(301)
	_, err := s.Transact(s.Client(s.first.Body), "Submit", town.Batch(t, []act.Signed{s.once(points.TypeHelpConfirm, first, s.Bob)}))
	town.Done(t, err)
	over := []act.Signed{s.once(points.TypeHelpConfirm, second, s.Bob)}
	_, err = s.Transact(s.Client(s.second.Body), "Submit", town.Batch(t, over))
	town.Fails(t, err, contract.NoEffect)
	s.Refused(points.OverDayCap, over[0])
	both := []act.Signed{s.once(points.TypeHelpConfirm, s.told(300), s.Bob), s.once(points.TypeHelpConfirm, s.told(1), s.Bob)}
	if o := s.Submit(both...); o[0].Code != contract.OK || o[1].Code != points.OverDayCap {
		t.Errorf("in one batch: %v", o)
	}
}

// A budget is issued to its last point.
func TestLastPointOfABudget(t *testing.T) {
	s := newSite(t)
	trial := func(minutes act.Int) act.Signed {
		told := points.HelpDone{Day: s.today(), Helped: "1-102", Helper: "1-101", Minutes: minutes, Rule: "small"}
		return s.once(points.TypeHelpConfirm, s.tells(s.Ann, told), s.Bob)
	}
	s.OK(trial(59)) // of 60
	s.Refused(points.OverBudget, trial(2))
	s.OK(trial(1))
	s.Refused(points.OverBudget, trial(1))
}

// Points end to the second, as do deeds and the days in which they are told.
func TestEndsToTheSecond(t *testing.T) {
	s := newSite(t)
	s.earned(40)
	end := s.Now().Add(100 * day)
	gift := points.PointsGift{Amount: 40, From: "1-101", To: "1-103"}
	s.at(end.Add(-time.Second), contract.OK, points.TypePointsGift, gift, s.Ann)
	s.at(end, points.NoBalance, points.TypePointsGift, gift, s.Ann)

	last := beijing(t, "2027-03-31 23:59:59") // the thirtieth day after it
	s.at(last, contract.OK, points.TypeHelpDone, s.hours(60), s.Ann)
	s.at(last.Add(time.Second), points.DeedOver, points.TypeHelpDone, s.hours(60), s.Ann)
	told := s.told(60)
	s.at(last, contract.OK, points.TypeHelpConfirm, told, s.Bob)
	s.at(last.Add(time.Second), points.DeedOver, points.TypeHelpConfirm, told, s.Bob)

	s.Clock.Reach(end.Unix() - 1)
	town.Fails(t, s.expires("1-101"), contract.NoEffect)
	s.Clock.Pass(time.Second)
	town.Done(t, s.expires("1-101"))
}

// A voucher is good to the last second of its seven days, and can be told of to the last second of the two days after them.
func TestVoucherToTheSecond(t *testing.T) {
	s := newSite(t)
	s.serves()
	s.earned(100)
	id := s.redeemed(1)
	ends := s.Now().Unix() + points.VoucherTime
	until := ends + points.Grace
	for _, edge := range []struct {
		taken, told int64
		want        act.Code
	}{
		{ends - 1, ends - 1, contract.OK}, {ends, ends, points.VoucherOver}, {ends - 1, until - 1, contract.OK},
		{ends, until - 1, points.VoucherOver}, {ends - 1, until, points.VoucherOver},
	} {
		use := s.use(id)
		use.At = act.Int(edge.taken)
		s.at(time.Unix(edge.told, 0), edge.want, points.TypeVoucherUse, use, s.first)
	}
	s.Clock.Reach(until - 1)
	town.Fails(t, s.lapses(id), contract.NoEffect)
	s.Clock.Pass(time.Second)
	town.Done(t, s.lapses(id))
}

// A card is one household's: whose it is now, and not whose it was. What it has paid for stays paid, whoever has it next.
func TestCardThatChangesHands(t *testing.T) {
	s := newSite(t)
	y := newYard(s)
	paid, open := y.drop(asItIs), y.drop(asItIs)
	s.OK(s.once(points.TypePointsBin, paid, s.Ann))
	s.Clock.Pass(time.Second)
	s.by(points.TypeBinCard, points.BinCard{Card: card("a"), Unit: "1-102"}, s.Two()...)
	s.Refused(points.OtherCard, s.once(points.TypePointsBin, open, s.Ann))
	paid.Unit, open.Unit = "1-102", "1-102"
	s.Refused(points.Paid, s.once(points.TypePointsBin, paid, s.Bob))
	s.OK(s.once(points.TypePointsBin, open, s.Bob))
	s.Clock.Pass(time.Second) // so that it is another act
	s.Refused(points.Paid, s.once(points.TypePointsBin, open, s.Bob))
}

// A body has a bounded number of services, those that have ended among them; of the other bodies each has its own.
func TestServicesAreBounded(t *testing.T) {
	s := newSite(t)
	one := func(i int, id string, by ...*village.Signer) act.Signed {
		b, draft := s.haircut(), s.Next(points.TypeServiceSet, by[0])
		b.Body, b.Service, draft.Seq = by[0].Body, id, draft.Seq+act.Int(i)
		return s.Sign(draft, b, by...)
	}
	s.by(points.TypeServiceSet, s.haircut(), s.Two()...)
	s.by(points.TypeServiceRetire, points.ServiceRetire{Reason: s.Constitution.Net, Service: "haircut"}, s.Two()...)
	var all []act.Signed
	for i := range points.MaxServices - 1 {
		all = append(all, one(i, fmt.Sprint("service-", i), s.Two()...))
	}
	s.OK(all...)
	s.Refused(contract.TooMany, one(0, "more", s.Two()...))
	s.OK(one(0, "more", s.second, s.first))
}
