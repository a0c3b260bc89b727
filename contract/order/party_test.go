// SPDX-License-Identifier: Apache-2.0

package order_test

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/order"
)

// One worker signs nothing but the steps of orders; he closes none, and when he is revoked nothing at all. What he had is given to another.
func TestOneWorker(t *testing.T) {
	s := newSite(t)
	id, worker := s.reported(), s.north[0]
	s.by(worker, order.TypeOrderAccept, s.accept(id))
	tried := 0
	for _, declared := range chapters.Current().Acts() {
		own := declared.SignedBy().Name == contract.ByWorker.Name
		if own || declared.SignedBy().Name == contract.ByOracle.Name || declared.SignedBy().Name == contract.ByAnyone.Name {
			continue
		}
		body := emptyLists(declared.Example())
		if o := s.Outcomes(s.Make(declared.Name(), body, worker))[0]; !slices.Contains([]act.Code{
			contract.NotOfficer, contract.NotOwner, contract.TwoBodies, contract.NotParties,
		}, o.Code) {
			t.Errorf("%s: %s", declared.Name(), town.Said(o))
		}
		tried++
	}
	if tried < 30 {
		t.Errorf("%d acts were tried", tried)
	}
	s.Refused(order.OrderState, s.Make(order.TypeOrderFinish, s.finish(id), worker))
	s.by(s.first, order.TypeWorkerRevoke, order.WorkerRevoke{Reason: s.Constitution.Net, Worker: worker.Key.ID()})
	s.Refused(contract.Revoked, s.Make(order.TypeOrderArrive, s.arrive(id), worker))
	s.by(s.first, order.TypeOrderAssign, order.OrderAssign{Order: id, Worker: s.north[1].Key.ID()})
	s.by(s.north[1], order.TypeOrderAccept, s.accept(id))
	s.Clock.Pass(time.Second)
	if o := s.is(s.reported(), rules.Assigned); slices.Contains(append(o.Called, o.Waiting...), worker.Key.ID()) {
		t.Error("who was revoked is called")
	}
}

// emptyLists is a body all of whose lists are empty ones, as canonical texts hold no null.
func emptyLists(example any) any {
	body := reflect.New(reflect.TypeOf(example)).Elem()
	fillLists(body)
	return body.Interface()
}

func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	case reflect.Struct:
		for _, field := range v.Fields() {
			fillLists(field)
		}
	default:
	}
}

// One officer moves orders about under his name, and ends none as done. He adds no household to those that say so, and gives nothing to
// another body's workers.
func TestOneOfficer(t *testing.T) {
	s := newSite(t)
	done := s.done()
	s.Refused(contract.NotOwner, s.Make(order.TypeOrderConfirm, s.good(done, "1-101"), s.first))
	s.Refused(order.OrderState, s.Make(order.TypeOrderMerge, order.OrderMerge{Into: s.reported2(), Order: done}, s.first))
	s.Refused(order.NotReporter, s.Make(order.TypeOrderWithdraw, order.OrderWithdraw{Order: s.reported2()}, s.first))
	open := s.reported2()
	s.Refused(contract.Exists, s.Make(order.TypeOrderTriage, order.OrderTriage{
		Grid: "north", Kind: rules.Noise, Order: open, Priority: rules.Ordinary, Unit: "1-102"}, s.first))
	s.Refused(device.OtherBody, s.Make(order.TypeOrderAssign, order.OrderAssign{Order: open, Worker: s.south[0].Key.ID()}, s.second))

	// Less haste does not undo what was missed.
	s.Clock.Pass(16 * time.Minute)
	s.by(s.first, order.TypeOrderTriage, order.OrderTriage{Grid: "north", Kind: rules.Noise, Order: open, Priority: rules.Ordinary})
	if o := s.is(open, rules.Assigned); len(o.Missed) != 1 || o.Level != rules.LevelNext {
		t.Errorf("%+v", o)
	}
	for i := range s.north[:3] { // and many hands are seen
		reason := ""
		if i == 2 {
			reason = s.Constitution.Net
			s.Refused(order.HandsSpent, s.Make(order.TypeOrderAssign, order.OrderAssign{Order: open, Worker: s.north[i].Key.ID()}, s.first))
		}
		s.by(s.first, order.TypeOrderAssign, order.OrderAssign{Order: open, Reason: reason, Worker: s.north[i].Key.ID()})
		s.by(s.north[i], order.TypeOrderAccept, s.accept(open))
	}

	// So are many reasons, of which the last ones are kept.
	for i := range order.MaxReasons {
		reason := strings.Repeat(strconv.Itoa(i%10), 64)
		s.by(s.first, order.TypeOrderAssign, order.OrderAssign{Order: open, Reason: reason, Worker: s.north[i%2].Key.ID()})
	}
	kept := s.is(open, rules.Assigned).Reasons
	if len(kept) != order.MaxReasons || kept[0].Text != strings.Repeat("0", 64) {
		t.Errorf("%d reasons are kept, the first is %+v", len(kept), kept[0])
	}
}

// One oracle raises what it has logged, once a device and kind; of persons it says nothing without their agreement.
func TestOneOracle(t *testing.T) {
	s := newSite(t)
	for i := range 5 {
		signed := s.said(order.TypeOrderAlarm, s.smoke("smoke-1", i+1))
		if i == 0 {
			s.OK(signed)
			continue
		}
		s.Refused(contract.Exists, signed)
	}
	s.Refused(order.NoConsent, s.said(order.TypeOrderCare, order.OrderCare{Person: "ann", Since: s.at()}))
	s.Refused(contract.NotOfficer, s.Make(order.TypeOrderAlarm, s.smoke("smoke-2", 1), s.Ann))
	for _, kind := range []string{order.TypeOrderReport, order.TypeOrderTake, order.TypeOrderAccept} {
		bodies := map[string]any{
			order.TypeOrderReport: s.tap(), order.TypeOrderTake: order.OrderTake{Kind: rules.Other, Photos: []string{}},
			order.TypeOrderAccept: s.accept(s.history.IDs[0].String()),
		}
		s.Refused(contract.NotEnrolled, s.said(kind, bodies[kind]))
	}
}

// One resident has so many open reports, and a word on what affects his own home alone. Who joins another one's order to confirm it is
// contradicted.
func TestOneResident(t *testing.T) {
	s := newSite(t)
	id := s.onSite()
	s.Refused(contract.WrongPerson, s.Make(order.TypeOrderJoin, order.OrderJoin{Order: id, Unit: "1-103"}, s.Bob))
	s.by(s.Bob, order.TypeOrderJoin, order.OrderJoin{Order: id, Unit: "1-102"})
	s.by(s.north[0], order.TypeOrderFinish, s.finish(id))
	s.by(s.Bob, order.TypeOrderConfirm, order.OrderConfirm{Order: id, Result: 5, Speed: 5, Unit: "1-102"})
	for range rules.MaxReopened {
		s.by(s.Ann, order.TypeOrderReopen, order.OrderReopen{Order: id, Reason: s.Constitution.Net, Unit: "1-101"})
		s.by(s.north[0], order.TypeOrderAccept, s.accept(id))
		s.by(s.north[0], order.TypeOrderArrive, s.arrive(id))
		s.by(s.north[0], order.TypeOrderFinish, s.finish(id))
	}
	s.Refused(order.TooOften, s.Make(order.TypeOrderReopen, order.OrderReopen{Order: id, Reason: s.Constitution.Net, Unit: "1-101"}, s.Ann))
	s.Refused(order.NotAffected, s.Make(order.TypeOrderConfirm, s.good(id, "1-103"), s.cat))
	s.Clock.Pass(time.Duration(rules.ReopenWithin+1) * time.Second)
	s.Refused(order.OrderClosed, s.Make(order.TypeOrderConfirm, order.OrderConfirm{Order: id, Result: 5, Speed: 5, Unit: "1-101"}, s.Ann))
}

// Whoever sends time-outs, however often, or not at all: what becomes of the order is the same.
func TestOneSenderOfDue(t *testing.T) {
	s := newSite(t)
	often, never := s.reported(), s.reported2()
	for range 50 {
		s.Clock.Pass(11 * time.Minute)
		if err := s.due(often); err != nil && act.CodeOf(err) != contract.NoEffect {
			t.Fatal(err)
		}
	}
	town.Done(t, s.due(never))
	if err := s.due(often); err != nil {
		town.Fails(t, err, contract.NoEffect)
	}
	a, b := s.is(often, rules.Assigned), s.is(never, rules.Assigned)
	if a.Level != b.Level || a.Again != b.Again || len(a.Missed) != len(b.Missed) {
		t.Errorf("%+v\n%+v", a, b)
	}
	for i, missed := range a.Missed {
		if missed.What != b.Missed[i].What || missed.At+1 != b.Missed[i].At {
			t.Errorf("%+v, %+v", missed, b.Missed[i])
		}
	}
	var nobody village.User
	if _, err := s.Transact(nobody, order.Due, s.ID, "\x00order"); act.CodeOf(err) != contract.NotFound {
		t.Errorf("%v", err)
	}
}
