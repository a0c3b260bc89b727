// SPDX-License-Identifier: Apache-2.0

package api

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger"
	rules "github.com/linli-project/linli/rules/order"
)

// lives are what happens to some orders, each step with the state that it leads to. Together they go every way that the table of steps
// has, but for those that are out of reach.
var lives = []string{
	"raise/raised triage/assigned accept/accepted depart/en-route arrive/on-site join/on-site help/on-site finish/done " +
		"confirm/confirmed confirm/confirmed reopen/assigned accept/accepted arrive/on-site finish/done reopen/assigned",
	"raise/triaged join/triaged triage/triaged assign/assigned triage/triaged triage/assigned merge/joined",
	"raise/assigned triage/assigned assign/assigned accept/accepted join/accepted help/accepted transfer/assigned accept/accepted " +
		"assign/assigned accept/accepted merge/joined",
	"raise/raised join/raised triage/triaged merge/joined",
	"raise/assigned join/assigned accept/accepted depart/en-route help/en-route transfer/assigned accept/accepted depart/en-route " +
		"assign/assigned accept/accepted depart/en-route merge/joined",
	"raise/assigned accept/accepted depart/en-route join/en-route arrive/on-site transfer/assigned accept/accepted arrive/on-site " +
		"assign/assigned accept/accepted arrive/on-site merge/joined",
	"raise/raised merge/joined",
	"raise/raised escalate/raised withdraw/withdrawn",
	"raise/triaged escalate/triaged withdraw/withdrawn",
	"raise/assigned escalate/assigned withdraw/withdrawn",
	"raise/assigned accept/accepted escalate/accepted withdraw/withdrawn",
	"raise/assigned accept/accepted depart/en-route escalate/en-route withdraw/withdrawn",
}

// way is a step from a state to one; from "" when it begins an order.
type way struct {
	step     rules.Step
	from, to rules.State
}

// tooFar are the ways that no test on a network goes, each with the seconds that have to pass first. A book's clock passes them
// (contract/order, TestDue).
var tooFar = map[way]int64{
	{rules.StepEscalate, rules.OnSite, rules.OnSite}:     rules.Emergency.Limits().Done,
	{rules.StepLapse, rules.Done, rules.Unanswered}:      rules.ConfirmWithin,
	{rules.StepReopen, rules.Unanswered, rules.Assigned}: rules.ConfirmWithin,
}

// ways are all that the table has.
func ways() map[way]bool {
	all := map[way]bool{}
	for _, tr := range rules.Transitions() {
		from := tr.From
		if from == nil {
			from = []rules.State{""}
		}
		for _, from := range from {
			to := tr.To
			if to == nil {
				to = []rules.State{from}
			}
			for _, to := range to {
				all[way{tr.Step, from, to}] = true
			}
		}
	}
	return all
}

// Everything that the rules let happen to an order happens on the network, as people do it on their pages. A step that is new in the table
// has to be here too.
func TestEveryStep(t *testing.T) {
	tw := townOf(t)
	lift(tw)
	s := tw.stage(t, "api-steps")
	for _, life := range lives {
		s.play(life)
	}
	for w, after := range tooFar {
		if after <= int64(reach.Seconds()) {
			t.Errorf("%+v is not too far: it takes %d s", w, after)
		}
		s.gone[w] = true
	}
	if table := ways(); !maps.Equal(s.gone, table) {
		for w := range table {
			if !s.gone[w] {
				t.Errorf("nobody has gone %+v", w)
			}
		}
		t.Errorf("%d ways were gone, and the table has %d", len(s.gone), len(table))
	}
	sound(t, tw.Ledger.Accepted(t.Context()))
}

// stage is a community in which an order can go every way: there is a grid with two workers, one beside it that helps, and one in which
// nobody works; and two households.
type stage struct {
	*orderly
	hands     []hand // of the grid; the first is who is called next, or has the order
	neighbour hand
	home      string // the neighbour's
	target    string // an order that others are duplicates of
	gone      map[way]bool

	id string // of the order that is played
}

type hand struct {
	page *client
	key  *device
}

// placeFor is where an order is raised into a state.
var placeFor = map[rules.State]string{rules.Assigned: "3-2", rules.Triaged: "4-2", rules.Raised: "5-2"}

// gridFor is the grid whose order it is in a state.
var gridFor = map[rules.State]string{rules.Assigned: grid, rules.Triaged: "vacant"}

func (tw *town) stage(t *testing.T, id string) *stage {
	t.Helper()
	s := &stage{orderly: tw.orderly(t, id), gone: map[way]bool{}}
	s.hands = []hand{{s.worker, s.workerKey}, {}}
	s.hands[1].page, s.hands[1].key = s.hire("工人乙")
	_, helper := s.hire("工人丙")
	s.neighbour.page, s.neighbour.key, _ = s.staffed.resident(s.letterFor(s.find(s.zhang, "业主0013")[0].Person).Issue)
	s.home = decode[OrderChoices](t, must(t, 200, s.neighbour.page.get("/me/orders/choices"))).Units[0].Unit
	s.grid("vacant", "")
	s.grid("north", "", helper)
	s.grid(grid, "north", s.hands[0].key, s.hands[1].key)
	must(t, 201, s.two(order.TypeDutiesAdopt, order.DutiesAdopt{
		Basis: strings.Repeat("a", 64), Version: 2, Duties: []order.Duty{
			{Grid: gridFor[rules.Assigned], Hands: order.MaxHands, Place: "3-", Priority: rules.Emergency},
			{Grid: gridFor[rules.Triaged], Hands: order.MaxHands, Place: "4-", Priority: rules.Emergency},
		},
	}))
	s.raise(rules.Assigned, time.Now())
	s.target = s.id
	return s
}

func (s *stage) grid(id, next string, workers ...*device) {
	s.Helper()
	keys := []string{}
	for _, w := range workers {
		keys = append(keys, w.ID())
	}
	must(s, 201, s.two(order.TypeGridSet, order.GridSet{
		Body: "owners", Grid: id, Languages: []order.Speaker{}, Next: next, Places: []string{}, Shifts: []order.Shift{},
		Supervisor: s.zhangKey.ID(), Workers: keys,
	}))
}

// play has an order live, and demands that each step leads to where it should.
func (s *stage) play(life string) {
	s.Helper()
	s.id = ""
	at := time.Now()
	if strings.Contains(life, string(rules.StepEscalate)) {
		at = at.Add(-wrong) // so that there is time that can pass
	}
	for name := range strings.FieldsSeq(life) {
		step, to, _ := strings.Cut(name, "/")
		w := way{rules.Step(step), s.state(), rules.State(to)}
		if s.step(w, at); s.state() != w.to {
			s.Fatalf("%+v led to %s in %s", w, s.state(), life)
		}
		s.gone[w] = true
	}
}

func (s *stage) state() rules.State {
	s.Helper()
	if s.id == "" {
		return ""
	}
	return s.stands().State
}

// stands is the order on the ledger.
func (s *stage) stands() order.Order {
	s.Helper()
	o, err := ledger.Read(s.Context(), s.Ledger.Client, order.Orders, s.v.ID, s.id)
	sound(s, err)
	return o
}

// step has whoever takes it take a step. at is when the order is raised.
func (s *stage) step(w way, at time.Time) {
	s.Helper()
	switch w.step {
	case rules.StepRaise:
		s.raise(w.to, at)
	case rules.StepTriage:
		s.officer(order.TypeOrderTriage, order.OrderTriage{
			Grid: gridFor[w.to], Kind: rules.Smoke, Order: s.id, Priority: rules.Emergency,
		})
	case rules.StepAssign:
		slices.Reverse(s.hands)
		s.officer(order.TypeOrderAssign, order.OrderAssign{Order: s.id, Worker: s.hands[0].key.ID()})
	case rules.StepMerge:
		s.officer(order.TypeOrderMerge, order.OrderMerge{Into: s.target, Order: s.id})
	case rules.StepConfirm, rules.StepReopen, rules.StepJoin, rules.StepWithdraw:
		s.household(w)
	case rules.StepEscalate:
		s.late()
	case rules.StepLapse:
		s.Fatal("the days until an order lapses do not pass here")
	default:
		s.work(w.step)
	}
}

// raise has the resident report something at a time, where it is raised into a state.
func (s *stage) raise(into rules.State, at time.Time) {
	s.Helper()
	signed := s.actAt(at, s.residentKey, order.TypeOrderReport, order.OrderReport{
		Kind: rules.Smoke, Photos: []string{}, Place: placeFor[into], Unit: s.unit,
	})
	s.id = act.HashOf(signed.Text).String()
	if time.Since(at) < time.Minute {
		must(s, 201, s.resident.post(signed))
		return
	}
	batch, err := json.Marshal([]act.Signed{signed})
	sound(s, err)
	s.server.hub.await(s.Context(), s.sendAt(s, at, "Submit", string(batch)))
}

func (s *stage) officer(kind string, body any) {
	s.Helper()
	must(s, 201, s.zhang.post(s.act(s.zhangKey, kind, body)))
}

// work has the worker who is called, or has the order, take a step.
func (s *stage) work(step rules.Step) {
	s.Helper()
	h, at := s.hands[0], byClock()
	kind, body := "", any(nil)
	switch step {
	case rules.StepAccept:
		kind, body = order.TypeOrderAccept, order.OrderAccept{At: at, Order: s.id}
	case rules.StepDepart:
		kind, body = order.TypeOrderDepart, order.OrderDepart{At: at, Order: s.id}
	case rules.StepArrive:
		kind, body = order.TypeOrderArrive, order.OrderArrive{At: at, Order: s.id}
	case rules.StepFinish:
		kind, body = order.TypeOrderFinish, order.OrderFinish{At: at, Order: s.id, Outcome: rules.Solved, Photos: []string{}}
	case rules.StepHelp:
		kind, body = order.TypeOrderHelp, order.OrderHelp{At: at, Order: s.id}
	case rules.StepTransfer:
		slices.Reverse(s.hands)
		kind, body = order.TypeOrderTransfer, order.OrderTransfer{At: at, Order: s.id, Why: rules.WrongTrade, Worker: s.hands[0].key.ID()}
	default:
		s.Fatalf("nobody here knows how to %s", step)
	}
	must(s, 201, h.page.post(s.act(h.key, kind, body)))
}

// household has who reported it take a step, or his neighbour who waits for it too: he joins it, and confirms what is confirmed.
func (s *stage) household(w way) {
	s.Helper()
	who, unit := hand{s.resident, s.residentKey}, s.unit
	if w.step == rules.StepJoin || w.step == rules.StepConfirm && w.from == rules.Confirmed {
		who, unit = s.neighbour, s.home
	}
	kind, body := "", any(nil)
	switch w.step {
	case rules.StepConfirm:
		kind, body = order.TypeOrderConfirm, order.OrderConfirm{Order: s.id, Result: 4, Speed: 4, Unit: unit}
	case rules.StepReopen:
		kind, body = order.TypeOrderReopen, order.OrderReopen{Order: s.id, Reason: strings.Repeat("b", 64), Unit: unit}
	case rules.StepJoin:
		kind, body = order.TypeOrderJoin, order.OrderJoin{Order: s.id, Unit: unit}
	default:
		kind, body = order.TypeOrderWithdraw, order.OrderWithdraw{Order: s.id}
	}
	must(s, 201, who.page.post(s.act(who.key, kind, body)))
}

// late has somebody whose clock is ahead say that a deadline is over, which is missed at its own time.
func (s *stage) late() {
	s.Helper()
	at, before := time.Now().Add(wrong), s.stands().Order
	s.server.hub.await(s.Context(), s.sendAt(s, at, order.Due, s.v.ID, s.id))
	after, want := s.stands().Order, before.Due(at.Unix())
	if diff := cmp.Diff(want, after, cmpopts.EquateEmpty()); diff != "" || len(after.Missed) == len(before.Missed) {
		s.Errorf("%+v became (-want +got)\n%s", before, diff)
	}
}
