// SPDX-License-Identifier: Apache-2.0

package order_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/order"
)

// A site is a bench with two grids, of the first body and of the second, and the duties that name them.
type site struct {
	*town.Bench
	north, south  []*village.Signer // workers, in the order in which they are called
	cat           *village.Signer
	first, second *village.Signer // officers of the two bodies
	history       *town.History   // of the first body's oracle
}

func newSite(t *testing.T) *site {
	t.Helper()
	b := town.NewBench(t)
	s := &site{Bench: b, cat: b.People["cat"], first: b.Two()[0], second: b.Two()[1]}
	for range 4 {
		s.north = append(s.north, b.Worker(s.first.Body))
	}
	s.south = []*village.Signer{b.Worker(s.second.Body)}
	s.OK(s.set(s.grid("north", s.first, s.north...)))
	s.OK(s.set(s.grid("south", s.second, s.south...)))
	north := s.grid("north", s.first, s.north...)
	north.Next = "south"
	s.OK(s.set(north))
	s.OK(s.Make(order.TypeDutiesAdopt, s.duties(), s.Two()...))
	s.history = &town.History{By: b.EnrolledOracle(s.first.Body)}
	now := act.Int(s.Now().Unix())
	for _, id := range []string{"smoke-1", "smoke-2"} {
		s.OK(s.Make(device.TypeDeviceEnrol, device.DeviceEnrol{
			Body: s.first.Body, Class: events.T1, Commands: []events.Command{}, Device: id, From: now, Kinds: []events.Kind{events.Smoke},
			Place: "3-2 楼道", Profile: "zigbee2mqtt", Transport: id, Until: now + 3600,
		}, s.Two()...))
	}
	return s
}

// grid is one as it may be set.
func (s *site) grid(id string, supervisor *village.Signer, workers ...*village.Signer) order.GridSet {
	g := order.GridSet{
		Body: supervisor.Body, Grid: id, Languages: []order.Speaker{}, Places: []string{"3-"}, Shifts: []order.Shift{},
		Supervisor: supervisor.Key.ID(), Workers: []string{},
	}
	for _, w := range workers {
		g.Workers = append(g.Workers, w.Key.ID())
	}
	return g
}

func (s *site) set(g order.GridSet) act.Signed {
	s.Helper()
	return s.Make(order.TypeGridSet, g, s.first, s.second)
}

// duties are those that are adopted first: smoke at once, all at 3-, for the north; what is elsewhere is nobody's.
func (s *site) duties() order.DutiesAdopt {
	return order.DutiesAdopt{Basis: s.Constitution.Net, Version: 1, Duties: []order.Duty{
		{Grid: "north", Hands: 2, Kind: "smoke", Place: "", Priority: rules.Emergency},
		{Grid: "north", Hands: 2, Kind: "", Place: "3-", Priority: rules.Urgent},
		{Grid: "south", Hands: 2, Kind: "cleaning", Place: "5-", Priority: rules.Ordinary},
	}}
}

// by has somebody do something, which must take effect, and returns its hash.
func (s *site) by(who *village.Signer, kind string, body any) string {
	s.Helper()
	signed := s.Make(kind, body, who)
	s.OK(signed)
	return act.HashOf(signed.Text).String()
}

// tap is ann's report of a leak at her home, from now.
func (s *site) tap() order.OrderReport {
	hash := s.Constitution.Net
	return order.OrderReport{Kind: rules.RepairWater, Photos: []string{hash}, Place: "3-2", Text: hash, Unit: "1-101"}
}

func (s *site) reported() string {
	s.Helper()
	return s.by(s.Ann, order.TypeOrderReport, s.tap())
}

func (s *site) at() act.Int { return act.Int(s.Now().Unix()) }

// The steps of a worker, now.
func (s *site) accept(id string) order.OrderAccept { return order.OrderAccept{At: s.at(), Order: id} }
func (s *site) depart(id string) order.OrderDepart { return order.OrderDepart{At: s.at(), Order: id} }
func (s *site) arrive(id string) order.OrderArrive { return order.OrderArrive{At: s.at(), Order: id} }
func (s *site) finish(id string) order.OrderFinish {
	return order.OrderFinish{At: s.at(), Note: s.Constitution.Net, Order: id, Outcome: rules.Solved, Photos: []string{}}
}

func (s *site) handOn(id string, to *village.Signer) order.OrderTransfer {
	return order.OrderTransfer{At: s.at(), Order: id, Why: rules.WrongTrade, Worker: to.Key.ID()}
}

// good is a household's word that it is done, and well.
func (s *site) good(id, unit string) order.OrderConfirm {
	return order.OrderConfirm{Order: id, Result: 5, Speed: 5, Unit: unit}
}

// onSite is an order with whose worker the first of the north is there.
func (s *site) onSite() string {
	s.Helper()
	id := s.reported()
	s.by(s.north[0], order.TypeOrderAccept, s.accept(id))
	s.by(s.north[0], order.TypeOrderArrive, s.arrive(id))
	return id
}

func (s *site) done() string {
	s.Helper()
	id := s.onSite()
	s.by(s.north[0], order.TypeOrderFinish, s.finish(id))
	return id
}

// is what has become of an order.
func (s *site) is(id string, state rules.State) order.Order {
	s.Helper()
	o, ok := town.Read(s.Town, order.Orders, s.ID, id)
	if !ok || o.State != state {
		s.Errorf("the order is %q, not %q: %+v", o.State, state, o)
	}
	return o
}

// due sends a time-out.
func (s *site) due(id string) error {
	_, err := s.Transact(s.Client(s.second.Body), order.Due, s.ID, id)
	return err
}

// smoke is an alarm that the oracle has logged.
func (s *site) smoke(deviceID string, counter int) order.OrderAlarm {
	s.Helper()
	now := act.Int(s.Now().UnixMilli())
	e := events.Event{
		Class: events.T1, Community: s.ID, Counter: act.Int(counter), Device: deviceID, Happened: now, Kind: events.Smoke,
		Raw: s.Constitution.Net, Received: now, V: events.Version, Values: map[string]string{"active": "true"},
	}
	text, err := e.Encode()
	town.Must(s, text, err)
	s.OK(s.history.Append(s.Town, events.IDOf(text)))
	size := len(s.history.IDs)
	p := s.history.Prove(s, s.ID, text, size-1, size)
	return order.OrderAlarm{Event: text, Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Size: p.Size}
}

// said is an act of the oracle.
func (s *site) said(kind string, body any) act.Signed {
	return s.history.By.Sign(s, s.history.By.Draft(s.Town, kind, 1), body)
}

// consent is ann's, to be looked after by what hears at her door.
func (s *site) consent() order.CareConsent {
	return order.CareConsent{
		Devices: []string{"smoke-1"}, Grid: "north", Hours: 12, Unit: "1-101", Until: act.Int(s.Now().Add(30 * 24 * time.Hour).Unix()),
	}
}
