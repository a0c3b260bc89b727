// SPDX-License-Identifier: Apache-2.0

package order_test

import (
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/internal/town"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/order"
)

// From a report to done, confirmed, reopened and rated.
func TestFromReportToRated(t *testing.T) {
	s := newSite(t)
	id := s.reported()
	o := s.is(id, rules.Assigned)
	if o.Priority != rules.Urgent || o.Grid != "north" || o.Called[0] != s.north[0].Key.ID() || o.Act != id || o.Text == "" {
		t.Errorf("%+v", o)
	}
	s.Clock.Pass(time.Minute)
	clock := s.at() - 1800 // without a connection, half an hour ago
	s.by(s.north[0], order.TypeOrderAccept, order.OrderAccept{At: clock, Order: id})
	s.by(s.north[0], order.TypeOrderDepart, s.depart(id))
	s.is(id, rules.EnRoute)
	s.by(s.north[0], order.TypeOrderHelp, order.OrderHelp{At: s.at(), Order: id})
	s.by(s.north[0], order.TypeOrderArrive, s.arrive(id))
	s.by(s.Bob, order.TypeOrderJoin, order.OrderJoin{Order: id, Unit: "1-102"})
	s.by(s.north[0], order.TypeOrderFinish, s.finish(id))
	o = s.is(id, rules.Done)
	if o.Accepted != s.Now().Unix() || o.Clock.Accepted != int64(clock) || o.Help[0] != "south" || o.Note == "" || o.Hands != 1 {
		t.Errorf("%+v", o)
	}
	s.by(s.Bob, order.TypeOrderConfirm, order.OrderConfirm{Order: id, Result: 5, Speed: 3, Unit: "1-102"})
	s.by(s.Ann, order.TypeOrderReopen, order.OrderReopen{Order: id, Reason: s.Constitution.Net, Unit: "1-101"})
	if o = s.is(id, rules.Assigned); o.Reopened() != 1 || len(o.Ratings) != 0 {
		t.Errorf("reopened: %+v", o)
	}
	s.by(s.north[0], order.TypeOrderAccept, s.accept(id))
	s.by(s.north[0], order.TypeOrderTransfer, s.handOn(id, s.north[2]))
	s.by(s.north[2], order.TypeOrderAccept, s.accept(id))
	s.by(s.first, order.TypeOrderAssign, order.OrderAssign{Order: id, Reason: s.Constitution.Net, Worker: s.north[1].Key.ID()})
	s.by(s.north[1], order.TypeOrderAccept, s.accept(id))
	s.by(s.north[1], order.TypeOrderArrive, s.arrive(id))
	s.by(s.north[1], order.TypeOrderFinish, s.finish(id))
	s.by(s.Ann, order.TypeOrderConfirm, order.OrderConfirm{Order: id, Result: 4, Speed: 2, Unit: "1-101"})
	s.by(s.Bob, order.TypeOrderConfirm, order.OrderConfirm{Order: id, Result: 1, Speed: 1, Unit: "1-102"})
	if o = s.is(id, rules.Confirmed); len(o.Ratings) != 2 || o.Hands != 3 || o.Transferred != 1 {
		t.Errorf("in the end: %+v", o)
	}
	at, hash := s.Now().Unix(), s.Constitution.Net
	want := []order.Reason{
		{At: at, By: s.Ann.Key.ID(), Step: rules.StepReopen, Text: hash},
		{At: at, By: s.north[0].Key.ID(), Step: rules.StepTransfer, Why: rules.WrongTrade},
		{At: at, By: s.first.Key.ID(), Step: rules.StepAssign, Text: hash},
	}
	if !slices.Equal(o.Reasons, want) {
		t.Errorf("%+v, not %+v", o.Reasons, want)
	}
}

// What no duty is for waits for an officer; what was raised twice is merged; what is not needed any more is taken back.
func TestDispatching(t *testing.T) {
	s := newSite(t)
	elsewhere := s.tap()
	elsewhere.Place = "9"
	first := s.by(s.Ann, order.TypeOrderReport, elsewhere)
	s.is(first, rules.Raised)
	second := s.by(s.second, order.TypeOrderTake, order.OrderTake{Kind: rules.Other, Photos: []string{}, Priority: "emergency"})
	if o := s.is(second, rules.Raised); o.Priority != rules.Emergency || o.Taken != s.second.Body {
		t.Errorf("%+v", o)
	}
	s.by(s.first, order.TypeOrderTriage, order.OrderTriage{
		Grid: "south", Kind: rules.RepairPower, Order: second, Priority: rules.Ordinary, Unit: "1-102",
	})
	if o := s.is(second, rules.Assigned); o.Called[0] != s.south[0].Key.ID() || o.Affected[0] != "1-102" {
		t.Errorf("%+v", o)
	}
	s.by(s.second, order.TypeOrderTriage, order.OrderTriage{
		Grid: "south", Kind: rules.RepairPower, Order: first, Priority: rules.Ordinary,
	})
	s.by(s.first, order.TypeOrderMerge, order.OrderMerge{Into: second, Order: first})
	s.is(first, rules.Joined)
	if o := s.is(second, rules.Assigned); len(o.Affected) != 2 {
		t.Errorf("%+v", o)
	}
	third := s.reported()
	s.by(s.Ann, order.TypeOrderWithdraw, order.OrderWithdraw{Order: third})
	s.is(third, rules.Withdrawn)
	taken := s.by(s.second, order.TypeOrderTake, order.OrderTake{Kind: rules.Noise, Photos: []string{}, Place: "3-1", Unit: "1-102"})
	s.by(s.second, order.TypeOrderWithdraw, order.OrderWithdraw{Order: taken})
	s.is(taken, rules.Withdrawn)
}

// An alarm becomes one order, however often it repeats and whoever raises it; and another one after that is closed.
func TestAlarms(t *testing.T) {
	s := newSite(t)
	alarm := s.smoke("smoke-1", 1)
	id := events.IDOf(alarm.Event).String()
	again := s.smoke("smoke-1", 2)
	raised := s.said(order.TypeOrderAlarm, alarm)
	s.OK(raised)
	s.Refused(contract.Already, raised)
	o := s.is(id, rules.Assigned)
	if o.Place != "3-2" || o.Kind != rules.Smoke || o.Priority != rules.Emergency || o.Alarm.Device != "smoke-1" {
		t.Errorf("%+v", o)
	}
	s.Refused(contract.Exists, s.said(order.TypeOrderAlarm, again))
	byOfficer := s.Sign(s.Draft(order.TypeOrderAlarm, 1, s.second), alarm, s.second)
	s.Refused(contract.Exists, byOfficer)
	other := s.smoke("smoke-2", 1)
	other.Unit = "1-101"
	s.OK(s.Sign(s.Draft(order.TypeOrderAlarm, 1, s.second), other, s.second))

	s.by(s.north[0], order.TypeOrderAccept, s.accept(id))
	s.by(s.north[0], order.TypeOrderArrive, s.arrive(id))
	s.by(s.north[0], order.TypeOrderFinish, s.finish(id))
	next := s.smoke("smoke-1", 3)
	s.Clock.Pass(time.Second)
	s.Refused(contract.Exists, s.said(order.TypeOrderAlarm, again)) // which was part of that order
	s.Refused(contract.Exists, s.said(order.TypeOrderAlarm, next))  // heard in the very second
	last := s.smoke("smoke-1", 4)
	s.OK(s.said(order.TypeOrderAlarm, last)) // though no household has confirmed that one
	s.is(id, rules.Done)
	s.Refused(contract.Exists, s.said(order.TypeOrderAlarm, alarm))
	late := s.smoke("smoke-1", 5)
	s.Clock.Pass((order.MaxAlarmAge + 1) * time.Second)
	s.Refused(contract.Expired, s.said(order.TypeOrderAlarm, late))
}

// An oracle's clock may be ahead: an alarm that it heard after its order was done, by that clock, raises no second order in its place.
func TestAlarmAheadOfItsOrder(t *testing.T) {
	s := newSite(t)
	s.Clock.Pass(10 * time.Minute)
	alarm := s.smoke("smoke-1", 1)
	s.Clock.Pass(-10 * time.Minute)
	s.OK(s.said(order.TypeOrderAlarm, alarm))
	id := events.IDOf(alarm.Event).String()
	s.by(s.north[0], order.TypeOrderAccept, s.accept(id))
	s.by(s.north[0], order.TypeOrderArrive, s.arrive(id))
	s.by(s.north[0], order.TypeOrderFinish, s.finish(id))
	s.Clock.Pass(time.Minute)
	s.Refused(contract.Exists, s.said(order.TypeOrderAlarm, alarm))
	s.is(id, rules.Done)
}

// Who lives alone is looked after by consent, once a silence, and no longer than he agrees.
func TestCare(t *testing.T) {
	s := newSite(t)
	since := s.at()
	silent := func(since act.Int) act.Signed {
		return s.said(order.TypeOrderCare, order.OrderCare{Person: "ann", Since: since})
	}
	s.Refused(order.NoConsent, silent(since))
	s.by(s.Ann, order.TypeCareConsent, s.consent())
	s.Clock.Pass(12*time.Hour - time.Second)
	s.Refused(contract.NotYet, silent(since))
	s.Clock.Pass(time.Second)
	raised := silent(since)
	s.OK(raised)
	s.Refused(contract.Already, raised)
	id := act.HashOf(raised.Text).String()
	if o := s.is(id, rules.Assigned); o.Priority != rules.Emergency || o.Grid != "north" || o.Affected[0] != "1-101" {
		t.Errorf("%+v", o)
	}
	s.Clock.Pass(13 * time.Hour)
	s.Refused(contract.Exists, silent(since+3600)) // that one is open
	s.by(s.north[0], order.TypeOrderAccept, s.accept(id))
	s.by(s.north[0], order.TypeOrderArrive, s.arrive(id))
	s.by(s.north[0], order.TypeOrderFinish, s.finish(id))
	s.by(s.Ann, order.TypeOrderConfirm, order.OrderConfirm{Order: id, Result: 5, Speed: 5, Unit: "1-101"})
	s.OK(silent(since + 7200))
	s.by(s.Ann, order.TypeCareWithdraw, order.CareWithdraw{Person: "ann"})
	s.Clock.Pass(24 * time.Hour)
	s.Refused(order.NoConsent, silent(since+3*3600))
	s.Refused(order.NoConsent, s.Make(order.TypeCareWithdraw, order.CareWithdraw{Person: "ann"}, s.Ann))
	s.by(s.Ann, order.TypeCareConsent, s.consent())
	s.OK(s.Make(order.TypeCareWithdraw, order.CareWithdraw{Person: "ann"}, s.Two()...))
}

// Time-outs that anybody sends, late or at once, are what a step finds.
func TestDue(t *testing.T) {
	s := newSite(t)
	s.OK(s.said(order.TypeOrderAlarm, s.smoke("smoke-1", 1)))
	id := s.history.IDs[0].String()
	town.Fails(t, s.due(id), contract.NoEffect)
	town.Fails(t, s.due(s.Constitution.Net), contract.NotFound)
	s.Clock.Pass(time.Minute)
	town.Done(t, s.due(id))
	if o := s.is(id, rules.Assigned); o.Level != rules.LevelNext || len(o.Called) != 3 {
		t.Errorf("after a minute: %+v", o)
	}
	town.Fails(t, s.due(id), contract.NoEffect)
	s.Clock.Pass(20 * time.Minute)
	town.Done(t, s.due(id))
	if o := s.is(id, rules.Assigned); o.Level != rules.LevelBreach || o.Again == 0 {
		t.Errorf("after the breach: %+v", o)
	}
	there := s.onSite()
	s.Clock.Pass(time.Duration(rules.Urgent.Limits().Done) * time.Second)
	town.Done(t, s.due(there))
	if o := s.is(there, rules.OnSite); o.Level != rules.LevelBreach {
		t.Errorf("not done in time: %+v", o)
	}
	done := s.done()
	s.Clock.Pass(time.Duration(rules.ConfirmWithin) * time.Second)
	town.Done(t, s.due(done))
	s.is(done, rules.Unanswered)
	town.Fails(t, s.due(done), contract.NoEffect)
	s.by(s.Ann, order.TypeOrderReopen, order.OrderReopen{Order: done, Reason: s.Constitution.Net, Unit: "1-101"})
	s.is(done, rules.Assigned)
}

// Whoever raises orders has so many that are open, and what is closed makes room.
func TestOpenOrdersAreBounded(t *testing.T) {
	s := newSite(t)
	var last string
	for range order.MaxOpen {
		last = s.reported()
		s.Clock.Pass(time.Second)
	}
	s.Refused(contract.TooMany, s.Make(order.TypeOrderReport, s.tap(), s.Ann))
	s.by(s.Bob, order.TypeOrderReport, func() order.OrderReport { r := s.tap(); r.Unit = "1-102"; return r }())
	s.by(s.Ann, order.TypeOrderWithdraw, order.OrderWithdraw{Order: last})
	s.reported()
	s.Clock.Pass(time.Second)
	s.Refused(contract.TooMany, s.Make(order.TypeOrderReport, s.tap(), s.Ann))
}
