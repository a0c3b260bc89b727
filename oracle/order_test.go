// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger"
	rules "github.com/linli-project/linli/rules/device"
	orders "github.com/linli-project/linli/rules/order"
)

// adoptDuties has the community adopt whose its orders are: of a grid in which nobody works yet.
func (s *site) adoptDuties() {
	s.Helper()
	s.act(order.TypeGridSet, order.GridSet{
		Body: s.Body, Grid: "east", Languages: []order.Speaker{}, Places: []string{}, Shifts: []order.Shift{},
		Supervisor: s.village.Convener().Key.ID(), Workers: []string{},
	})
	s.act(order.TypeDutiesAdopt, order.DutiesAdopt{
		Basis: strings.Repeat("0", 64), Duties: []order.Duty{{Grid: "east", Hands: 3, Priority: orders.Emergency}}, Version: 1,
	})
}

// press has somebody press a button until the oracle has it.
func (s *site) press(id string) {
	s.Helper()
	g, waiting := gate{site: s, id: id}, [][]byte{s.signed(id, 1, rules.SOS, map[string]string{"active": "true"})}
	for len(waiting) > 0 {
		s.must(s.Context().Err())
		waiting = g.send(waiting)
	}
}

// ordered waits until the calls for help of buttons are orders on the ledger.
func (s *site) ordered(buttons ...string) {
	s.Helper()
	for _, id := range buttons {
		for {
			alarm, err := s.store.Alarm(s.Context(), s.Community, id, rules.SOS)
			s.must(err)
			o, err := ledger.Read(s.Context(), s.ledger.Client, order.Orders, s.Community, alarm.Event)
			if err == nil && alarm.Order {
				if o.Kind != orders.SOS || o.State != orders.Triaged || o.Alarm == nil || o.Alarm.Device != id {
					s.Errorf("%s became %+v", id, o)
				}
				break
			}
			s.must(s.Context().Err())
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// Where nobody has adopted whose orders are, an alarm is none; it is one as soon as somebody has.
func TestAlarmBecomesAnOrder(t *testing.T) {
	s := newSite(t, "ordering")
	s.enrol("button-1", rules.SOS)
	s.start()
	s.press("button-1")
	s.onLedger(1)
	alarm, err := s.store.Alarm(t.Context(), s.Community, "button-1", rules.SOS)
	s.must(err)
	if alarm.Event == "" || alarm.Order {
		t.Errorf("the alarm is %+v", alarm)
	}
	s.adoptDuties()
	s.ordered("button-1")
	s.stop()
}
