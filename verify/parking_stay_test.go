// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

type run = func(contract.State, contract.Tx, []string) ([]byte, error)

// changed has a transaction change bookings, whatever the rules say.
func changed(change func(a []string, of func(id string, change func(*rules.Booking)))) run {
	return func(s contract.State, _ contract.Tx, a []string) ([]byte, error) {
		v := contract.NewView(s)
		var wrong error
		change(a, func(id string, change func(*rules.Booking)) {
			b, _, err := parking.Bookings.Get(v, a[0], id)
			if change(&b); err == nil {
				err = parking.Bookings.Put(v, b, a[0], id)
			}
			wrong = err
		})
		if wrong != nil {
			return nil, wrong
		}
		return nil, v.Commit()
	}
}

// That a car stayed on, which had not come, is found, whoever has endorsed it.
func TestForgedStaysAreFound(t *testing.T) {
	g := newGarage(t)
	offer := g.offers("a-1", func(*parking.Terms) {})
	from := g.quarter(8)
	first := g.books(g.Ann, "1-101", offer, "a-1", from, 8)
	second := g.books(g.Ann, "1-101", offer, "a-1", from+8*rules.Quarter, 8)
	stays := changed(func(a []string, of func(string, func(*rules.Booking))) {
		of(a[1], func(b *rules.Booking) {
			b.State, b.Exited = rules.StateExited, rules.Passage{At: b.Until, Device: rules.NoGate, Event: a[2]}
		})
		of(a[2], func(b *rules.Booking) {
			b.State, b.Entered = rules.StateEntered, rules.Passage{At: b.From, Device: rules.NoGate, Event: a[1]}
		})
	})
	for name, came := range map[string]bool{"it had come": true, "it had not": false} {
		w := g.under(lying(parking.TxStay, stays))
		if came {
			w.until(from + 60)
			w.passes(first, events.GateEntry, asSaid)
		}
		w.until(from + 8*rules.Quarter + 1)
		_, err := w.Transact(w.Client(w.Two()[0].Body), parking.TxStay, w.ID, first, second)
		if err != nil {
			t.Fatal(err)
		}
		if keys := w.accused(); slices.Contains(keys, parking.Bookings.Key(w.ID, first)) == came {
			t.Errorf("%s: %q is accused", name, keys)
		}
	}
}

// That one passage counts for two bookings of a car is found, whoever has endorsed it.
func TestPassagesThatCountTwiceAreFound(t *testing.T) {
	g := newGarage(t)
	from := g.quarter(8)
	first := g.books(g.Ann, "1-101", g.offers("a-1", func(*parking.Terms) {}), "a-1", from, 8)
	second := g.books(g.Ann, "1-101", g.offers("a-2", func(*parking.Terms) {}), "a-2", from, 8)
	passes := changed(func(a []string, of func(string, func(*rules.Booking))) {
		var p device.Proof
		if err := act.Strict([]byte(a[2]), &p); err != nil {
			panic(err)
		}
		of(a[1], func(b *rules.Booking) {
			b.State, b.Entered = rules.StateEntered, rules.Passage{At: from + 60, Device: gate, Event: events.IDOf(p.Event).String()}
		})
	})
	for name, to := range map[string][]string{"once": {first}, "twice": {first, second}} {
		w := &drive{
			garage: g.under(lying(parking.TxPass, passes)), rand: rand.New(rand.NewPCG(1, 1)), bookings: []string{first},
			proofs: map[string][]string{}, counts: map[string]int{},
		}
		w.until(from + 60)
		w.tells(first, w.event(events.GateEntry, w.Now()))
		for _, id := range to {
			w.shows(id, w.proofs[first][0])
		}
		if keys := w.accused(); slices.Contains(keys, parking.Bookings.Key(w.ID, second)) != (len(to) > 1) {
			t.Errorf("%s: %q is accused", name, keys)
		}
	}
}
