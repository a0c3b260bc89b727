// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/oracle/fleet"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

// step is what happens to a car, and where its booking stands then.
type step struct {
	is     rules.State
	do     func(*car)
	signed bool // by somebody, which is done one after the other
}

func passage(is rules.State, do func(*car)) step { return step{is: is, do: do} }

func person(is rules.State, do func(*car)) step { return step{is: is, do: do, signed: true} }

func comes(is rules.State) step {
	return passage(is, func(c *car) { c.moves(fleet.Comes, "") })
}

func goes(is rules.State) step {
	return passage(is, func(c *car) { c.moves(fleet.Twice, "") })
}

func missed(is rules.State) step {
	return passage(is, func(c *car) { c.moves(fleet.Missed, "") })
}

func wrong(is rules.State, camera string) step {
	return passage(is, func(c *car) { c.corrects(camera) })
}

func through(is rules.State, id string, kind events.Kind) step {
	return passage(is, func(c *car) { c.passes(id, kind) })
}

func settles(is rules.State) step { return passage(is, (*car).settles) }

func displaces(at func(*car) time.Time) step {
	return person(rules.StateDisplaced, func(c *car) {
		c.signs(at(c), parking.TypeDisplaced, parking.Displaced{Booking: c.id}, c.person)
	})
}

func now(*car) time.Time { return time.Time{} }

func disputes() step {
	return person(rules.StateDisputed, func(c *car) {
		c.signs(time.Time{}, parking.TypeDispute, parking.Dispute{Booking: c.id, Text: c.id}, c.person)
	})
}

func resolves() step {
	return person(rules.StateResolved, func(c *car) {
		c.signs(time.Time{}, parking.TypeResolve, parking.Resolve{Booking: c.id, Due: 1, Reason: c.id}, c.village.Two()...)
	})
}

func cancels() step {
	return person(rules.StateCancelled, func(c *car) {
		c.signs(time.Time{}, parking.TypeCancel, parking.Cancel{Booking: c.id}, c.person)
	})
}

func retracts(is rules.State) step {
	return person(is, func(c *car) {
		c.signs(time.Time{}, parking.TypeRetract, parking.Retract{Booking: c.id, Reason: c.id}, c.village.People["p3"])
	})
}

func extends(is rules.State) step {
	return person(is, func(c *car) {
		c.until = c.until.Add(quarter)
		c.signs(time.Time{}, parking.TypeExtend, parking.Extend{Booking: c.id, Until: act.Int(c.until.Unix())}, c.person)
	})
}

// waits is a step that the oracle takes by itself.
func waits(is rules.State) step { return passage(is, func(*car) {}) }

// scenario is what becomes of one booking.
type scenario struct {
	name  string
	steps []step
	of    func(*car) // what is otherwise than with most; nil: nothing
	lot   string     // "": east
	terms func(*parking.Terms)
}

// when has a booking be of another time: asked for, from and until so long after the quarter.
func when(asked, from, until time.Duration) func(*car) {
	return func(c *car) {
		c.from, c.until = c.quarter.Add(from), c.quarter.Add(until)
		if asked != 0 {
			c.asked = c.quarter.Add(asked)
		}
	}
}

func byLot(t *parking.Terms) { t.Draw = 3600 }

const inTwoDays = 48 * time.Hour

var (
	reserved, entered, overstay, exited = rules.StateReserved, rules.StateEntered, rules.StateOverstay, rules.StateExited
	noShow, displaced, missing          = rules.StateNoShow, rules.StateDisplaced, rules.StateMissing
	disputed, settled, resolved         = rules.StateDisputed, rules.StateSettled, rules.StateResolved
)

// scenarios take every way that rules.Transitions knows.
var scenarios = []scenario{
	{name: "paid", steps: []step{comes(entered), goes(exited), settles(settled)}},
	{name: "longer", steps: []step{
		extends(reserved), comes(entered), extends(entered), settles(overstay), goes(exited), disputes(), wrong(disputed, "cam-out"),
		resolves(),
	}},
	{name: "never came", steps: []step{settles(noShow), settles(settled)}},
	{name: "late record", steps: []step{
		settles(noShow), through(entered, "gate-e", events.GateEntry), settles(overstay), settles(missing), goes(exited),
	}},
	{name: "gone unseen", steps: []step{passage(entered, func(c *car) { c.moves(fleet.Astray, "") }), settles(overstay), settles(missing),
		settles(settled)}},
	{name: "missing disputed", steps: []step{comes(entered), settles(overstay), settles(missing), disputes(), settles(resolved)}},
	{name: "overstay disputed", steps: []step{comes(entered), settles(overstay), disputes(), settles(resolved)}},
	{name: "late exit", steps: []step{settles(noShow), through(exited, "gate-e", events.GateExit)}},
	{name: "no-show disputed", steps: []step{settles(noShow), disputes(), comes(disputed), goes(disputed), resolves()}},
	{name: "entered disputed", steps: []step{comes(entered), disputes()}},
	{name: "in between", steps: []step{goes(exited), missed(exited), comes(entered)}},
	{name: "turned", steps: []step{
		comes(entered), passage(reserved, func(c *car) { c.moves(fleet.Turns, "") }), cancels(),
	}},
	{name: "misread", steps: []step{comes(entered), wrong(reserved, "cam-in")}},
	{name: "misread late", steps: []step{comes(entered), settles(overstay), wrong(reserved, "cam-in")}},
	{name: "entry misread", steps: []step{comes(entered), goes(exited), wrong(exited, "cam-in")}},
	{name: "exit misread", steps: []step{comes(entered), goes(exited), wrong(entered, "cam-out")}},
	{name: "only exit misread", steps: []step{goes(exited), wrong(reserved, "cam-out")}},
	{name: "displaced", steps: []step{comes(entered), displaces(now), goes(displaced), settles(settled)}},
	{name: "displaced disputed", steps: []step{displaces(now), disputes()}},
	{name: "taken back late", of: when(0, quarter, 2*time.Hour), steps: []step{retracts(displaced), comes(displaced)}},
	{name: "displaced, and stays", of: when(-3*time.Hour, -2*time.Hour, 2*time.Hour), steps: []step{
		displaces(func(c *car) time.Time { return c.quarter.Add(-time.Hour) }), goes(exited),
	}},
	{name: "taken back", of: when(0, inTwoDays, inTwoDays+time.Hour), steps: []step{retracts(rules.StateCancelled)}},
	{name: "pending cancelled", of: when(0, inTwoDays, inTwoDays+quarter), terms: byLot, steps: []step{cancels()}},
	{name: "pending taken back", of: when(0, inTwoDays, inTwoDays+quarter), terms: byLot, steps: []step{retracts(rules.StateCancelled)}},
	{name: "excused", lot: "west", of: when(-25*time.Hour, -24*time.Hour, time.Hour), terms: func(t *parking.Terms) { t.NoShow = 900 },
		steps: []step{settles(noShow), waits(settled)}},
	{name: "gone unseen at a silent gate", lot: "west", steps: []step{
		through(entered, "gate-w", events.GateEntry), settles(overstay), settles(missing), passage(settled, (*car).excuses),
	}},
}

// cars are the bookings of all scenarios, which are asked for. Two more ask for one space, of which one has it.
func (g *garage) cars() (cars []*car, lot []*car) {
	g.Helper()
	var places, offers, books []act.Signed
	add := func(s scenario, space string, i int) *car {
		home := 1 + i%2
		c := &car{
			garage: g, name: s.name, plate: fmt.Sprintf("粤B01%02dX", i), space: space, home: fmt.Sprint("1-10", home),
			person: g.village.People[fmt.Sprint("p", home)], channel: int64(i + 1), ref: int64(i+1) << 40, refs: map[string]int64{},
			from: g.quarter, until: g.quarter.Add(2 * time.Hour),
		}
		if s.of != nil {
			s.of(c)
		}
		return c
	}
	open := func(s scenario, space string) {
		terms := parking.Terms{Hour: 4, Overstay: 1, Deposit: 2, Early: 3600, Cancel: 3600, Late: 50, Notice: 86400}
		if s.terms != nil {
			s.terms(&terms)
		}
		if s.lot == "" {
			s.lot = "east"
		}
		set, offer := g.offered(s.lot, space, terms)
		places, offers = append(places, set), append(offers, offer)
	}
	for i, s := range scenarios {
		space := fmt.Sprintf("s-%02d", i)
		open(s, space)
		cars = append(cars, add(s, space, i))
	}
	// A quarter, which is never of two days: what is drawn has to be of one, and this test runs at any hour.
	drawn := scenario{name: "drawn", of: when(0, inTwoDays+24*time.Hour, inTwoDays+24*time.Hour+quarter), terms: byLot}
	open(drawn, "s-lot")
	lot = []*car{add(drawn, "s-lot", len(scenarios)), add(drawn, "s-lot", len(scenarios)+1)}
	g.must(g.ledger.Must(g.Context(), places...))
	g.must(g.ledger.Must(g.Context(), offers...))
	for _, c := range slices.Concat(cars, lot) {
		if signed := c.books(); c.asked.IsZero() {
			books = append(books, signed)
		} else {
			c.booksAt(signed)
		}
	}
	g.must(g.ledger.Must(g.Context(), books...))
	for _, c := range slices.Concat(cars, lot) {
		c.before = c.booking()
	}
	return cars, lot
}

// All that can become of a booking becomes of one, by what gates say through the broker, what people sign, and time. The oracle is killed
// in the middle, after it has taken what gates said. A stranger's recount finds nothing wrong.
func TestParking(t *testing.T) {
	g := newGarage(t)
	g.start()
	cars, lot := g.cars()
	for _, id := range []string{"cam-in", "cam-out", "gate-e"} {
		g.must(g.listen(id, g.gates[id]))
	}
	g.letsIn("cam-in", cars[0].plate, cars[0].until)
	for i := 0; ; i++ {
		var moving []*car
		for k, s := range scenarios {
			if i < len(s.steps) {
				moving = append(moving, cars[k])
			}
		}
		if len(moving) == 0 {
			break
		}
		of := func(c *car) step {
			k := slices.Index(cars, c)
			return scenarios[k].steps[i]
		}
		for _, c := range moving {
			if of(c).signed {
				of(c).do(c)
			}
		}
		together(moving, func(c *car) {
			if !of(c).signed {
				of(c).do(c)
			}
		})
		if i == 1 { // what gates said is acknowledged, and little of it is on the ledger
			g.kill()
			g.start()
		}
		for _, c := range moving {
			c.becomes(of(c).is)
		}
		t.Logf("step %d of %d cars", i+1, len(moving))
	}
	lot[0].drawn()
	won := map[rules.State]int{}
	for _, c := range lot {
		c.transact(time.Unix(c.before.DrawAt, 0), parking.TxSettle, c.Community, c.id)
		won[c.booking().State]++
	}
	if won[rules.StateReserved] != 1 || won[rules.StateRejected] != 1 {
		t.Errorf("the lot fell as %v", won)
	}
	for i, s := range scenarios {
		if strings.HasPrefix(s.name, "turned") { // and was cancelled in its time
			g.letsIn("cam-in", cars[i].plate, time.Time{})
		}
	}
	g.stop()
	g.saw(rules.Transitions())
	g.must(g.ledger.Accepted(t.Context()))
}
