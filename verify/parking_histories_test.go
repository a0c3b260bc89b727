// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	events "github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/rules/election"
	rules "github.com/linli-project/linli/rules/parking"
	"github.com/linli-project/linli/verify"
)

// fork is a garage that goes its own way, and at its own time, from where this one is.
func (g *garage) fork() *garage {
	bench, w, clock, book := *g.Bench, g.Under(g), *g.Clock, g.Book().Clone()
	book.Now = clock.Now
	v := *g.Village
	v.Now = clock.Now
	w.Village, w.Ledger, w.Clock = &v, book, &clock
	bench.Town = w
	return &garage{Bench: &bench, history: g.history.Fork(), shown: g.shown}
}

// accused are the keys of whom the recount accuses.
func (g *garage) accused() (keys []string) {
	g.Helper()
	state, err := g.Book().Recounted()
	verify.Contract{}.Recount(town.Must(g, state, err), g.Constitution.Net, func(key string, err error) {
		g.Logf("%q: %v", key, err)
		keys = append(keys, key)
	})
	return keys
}

// A drive is a garage in which things happen at random.
type drive struct {
	*garage
	rand     *rand.Rand
	offer    string
	bookings []string
	proofs   map[string][]string // by booking: what gates have said, to be shown once more
	counts   map[string]int
}

func (d *drive) upTo(n int) int { return d.rand.IntN(n) }

// try sends an act, and says whether it took effect.
func (d *drive) try(signed act.Signed) bool {
	code := d.Outcomes(signed)[0].Code
	d.counts[string(code)]++
	if code != contract.OK {
		return false
	}
	d.OK(signed)
	return true
}

// step is one of all things that happen to bookings, or time.
func (d *drive) step() {
	d.Clock.Pass(time.Second)
	switch {
	case len(d.bookings) == 0 || d.upTo(5) == 0:
		d.asks(d.quarter(int64(d.upTo(30))))
		return
	case d.upTo(15) == 0:
		d.staysOver()
		return
	}
	id := d.bookings[d.upTo(len(d.bookings))]
	b := d.read(id)
	switch d.upTo(12) {
	case 0:
		d.try(d.Make(parking.TypeExtend, parking.Extend{Booking: id, Until: act.Int(b.Until + rules.Quarter)}, d.Ann))
	case 1:
		if d.upTo(4) == 0 {
			d.try(d.Make(parking.TypeCancel, parking.Cancel{Booking: id}, d.Ann))
		}
	case 2:
		if d.upTo(4) == 0 {
			d.try(d.Make(parking.TypeRetract, parking.Retract{Booking: id, Reason: plateOf("x")}, d.Bob))
		}
	case 3:
		d.try(d.Make(parking.TypeDisplaced, parking.Displaced{Booking: id}, d.Ann))
	case 4:
		by := []*village.Signer{d.Ann, d.Bob}[d.upTo(2)]
		if d.upTo(3) == 0 {
			d.try(d.Make(parking.TypeDispute, parking.Dispute{Booking: id, Text: plateOf("x")}, by))
		}
	case 5:
		due := act.Int(d.upTo(int(b.Held) + 2))
		d.try(d.Make(parking.TypeResolve, parking.Resolve{Booking: id, Due: due, Reason: plateOf("y")}, d.Two()...))
	case 6:
		_, err := d.Transact(d.Client(d.Two()[0].Body), parking.TxSettle, d.ID, id)
		d.counts["settle "+string(act.CodeOf(err))]++
		d.stays(b)
	case 7:
		d.Clock.Pass(time.Duration(d.upTo(1+d.upTo(90))) * time.Hour)
	case 8:
		d.until(max(d.Now().Unix(), b.Until+int64(d.upTo(300))))
		d.stays(b)
	case 9:
		d.until(max(d.Now().Unix(), b.From+int64(d.upTo(int(b.Until-b.From)+4*rules.Quarter))-rules.Quarter/2))
		d.sees(id, b)
	default:
		d.sees(id, b)
	}
}

// stays has a car stay on from one booking to the others.
func (d *drive) stays(b rules.Booking) {
	for _, next := range d.bookings {
		if d.read(next).From == b.Until || d.upTo(20) == 0 {
			_, err := d.Transact(d.Client(d.Two()[0].Body), parking.TxStay, d.ID, b.ID, next)
			d.counts["stay "+string(act.CodeOf(err))]++
		}
	}
}

// staysOver has the car come for one of two bookings that adjoin, and stay for the other one.
func (d *drive) staysOver() {
	if !d.asks(d.quarter(0)) {
		return
	}
	first := d.read(d.bookings[len(d.bookings)-1])
	if !d.asks(first.Until) {
		return
	}
	d.until(first.From + int64(d.upTo(1500)))
	said := d.event(events.GateEntry, d.Now())
	d.tells(first.ID, said)
	d.until(first.Until + int64(d.upTo(600)))
	d.stays(first)
	if d.upTo(2) == 0 {
		d.sees(d.bookings[len(d.bookings)-1-d.upTo(2)], first)
	}
}

func (d *drive) asks(from int64) bool {
	body := parking.Book{
		From: act.Int(from), Home: "1-101", Offer: d.offer, Plate: plateOf("1-101"), Space: "a-1",
		Until: act.Int(from + int64(1+d.upTo(12))*rules.Quarter),
	}
	signed := d.Sign(d.Draft(parking.TypeBook, 1, d.Ann), body, d.Ann)
	ok := d.try(signed)
	if ok {
		d.bookings = append(d.bookings, act.HashOf(signed.Text).String())
	}
	return ok
}

// sees has the gate say something of a booking, now or of some time ago, or shows something once more.
func (d *drive) sees(id string, b rules.Booking) {
	if said := d.proofs[d.bookings[d.upTo(len(d.bookings))]]; len(said) > 0 && d.upTo(4) == 0 {
		d.shows(id, said[d.upTo(len(said))])
		return
	}
	happened := d.Now().Add(-time.Duration(d.upTo(2)*d.upTo(7200)) * time.Second)
	kinds := []events.Kind{events.GateEntry, events.GateEntry, events.GateExit, events.GateExit, events.VehicleTurned, events.Silence}
	e := d.event(kinds[d.upTo(len(kinds))], happened)
	if e.Kind == events.Silence {
		e.Values = map[string]string{"active": "true"}
		if d.upTo(2) == 0 {
			e.Values = map[string]string{"active": "false", "seconds": strconv.Itoa(d.upTo(9000))}
		}
	}
	if before := []string{b.Entered.Event, b.Again.Event, b.Exited.Event}[d.upTo(3)]; before != "" && d.upTo(5) == 0 {
		e.Replaces = before
		e.Values["plate"] = plateOf([]string{"1-101", "another"}[d.upTo(2)])
	}
	d.tells(id, e)
}

// event is what the gate says of ann's car.
func (d *drive) event(kind events.Kind, happened time.Time) events.Event {
	d.shown++
	return events.Event{
		Class: events.T1, Community: d.ID, Counter: act.Int(d.shown), Device: gate, Happened: act.Int(happened.UnixMilli()),
		Kind: kind, Raw: d.Constitution.Net, Received: act.Int(d.Now().UnixMilli()), V: events.Version,
		Values: map[string]string{"plate": plateOf("1-101")},
	}
}

// tells has an event be logged, and shown for a booking; for another one too now and then.
func (d *drive) tells(id string, e events.Event) {
	text, err := e.Encode()
	town.Must(d, text, err)
	d.OK(d.history.Append(d.Town, events.IDOf(text)))
	size := len(d.history.IDs)
	p := d.history.Prove(d, d.ID, text, size-1, size)
	proof, err := json.Marshal(device.Proof{Event: text, Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Size: p.Size})
	d.proofs[id] = append(d.proofs[id], string(town.Must(d, proof, err)))
	d.shows(id, string(proof))
	if d.upTo(3) == 0 {
		d.shows(d.bookings[max(0, len(d.bookings)-1-d.upTo(3))], string(proof))
	}
}

func (d *drive) shows(id, proof string) {
	_, err := d.Transact(d.Client(d.Two()[1].Body), parking.TxPass, d.ID, id, proof)
	d.counts["pass "+string(act.CodeOf(err))]++
}

// Whatever happens, in whatever order and however often it is told: what the contract has paid is what the second path works out.
func TestParkingHistoriesAreNotAccused(t *testing.T) {
	g := newGarage(t)
	offer := g.offers("a-1", func(*parking.Terms) {})
	histories, counts, ends := town.Histories(t, 60), map[string]int{}, map[rules.State]int{}
	for i := range histories {
		d := &drive{
			garage: g.fork(), rand: rand.New(rand.NewPCG(uint64(i), 41)), offer: offer, proofs: map[string][]string{}, counts: counts,
		}
		for range 20 + d.upTo(60) {
			d.step()
		}
		if keys := d.accused(); len(keys) > 0 {
			t.Fatalf("history %d: %q is accused", i, keys)
		}
		for _, id := range d.bookings {
			ends[d.read(id).State]++
		}
	}
	t.Log(counts, ends)
	for _, code := range []string{"stay ", "stay OTHER_TIME", "pass PASSAGE_USED", "pass "} {
		if counts[code] < histories/20 {
			t.Errorf("%q happened %d times", code, counts[code])
		}
	}
	for _, state := range []rules.State{rules.StateSettled, rules.StateResolved, rules.StateCancelled} {
		if ends[state] < histories/20 {
			t.Errorf("%d bookings are %s: %v", ends[state], state, ends)
		}
	}
}

// lying are rules by which a transaction does something else than it should. All bodies endorse by them.
func lying(function string, run func(contract.State, contract.Tx, []string) ([]byte, error)) *contract.Rules {
	places, garages := election.FirstProfiles(), parking.Chapter()
	lie := garages.Transactions[function]
	lie.Run = run
	garages.Transactions[function] = lie
	return contract.NewRules("2", people.Chapter(places), vote.Chapter(places), device.Chapter(), order.Chapter(), points.Chapter(),
		convention.Chapter(), mediation.Chapter(), garages, witness.Chapter())
}

// under has the rest of a garage's history happen under other rules, of which a recount knows as well.
func (g *garage) under(r *contract.Rules) *garage {
	forked := g.fork()
	book := forked.Book()
	book.Version, book.Versions = "2", func(name string) (*contract.Rules, error) {
		if name == "2" {
			return r, nil
		}
		return chapters.Version(name)
	}
	return forked
}

// Histories that everybody has endorsed, and that no document contradicts, are found by what gates and terms say.
func TestForgedParkingHistoriesAreFound(t *testing.T) {
	g := newGarage(t)
	offer := g.offers("a-1", func(*parking.Terms) {})
	from := g.quarter(8)
	id := g.books(g.Ann, "1-101", offer, "a-1", from, 12)
	closes := func(change func(*rules.Booking)) func(contract.State, contract.Tx, []string) ([]byte, error) {
		return func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
			v := contract.NewView(s)
			b, _, err := parking.Bookings.Get(v, a[0], a[1])
			if err != nil {
				return nil, err
			}
			b.State, b.Closed = rules.StateSettled, tx.Time
			change(&b)
			if err := (points.Escrow{Viewer: v, Tx: tx, Community: a[0]}).Pay(b.ID, b.Host.Name(), b.Due); err != nil {
				return nil, err
			}
			if err := parking.Bookings.Put(v, b, a[0], a[1]); err != nil {
				return nil, err
			}
			return nil, v.Commit()
		}
	}
	for name, forged := range map[string]struct {
		at    int64
		lie   func(*rules.Booking)
		found bool
	}{
		"nothing is forged":           {from + 4*86400, func(b *rules.Booking) { b.Due = b.Price / 2 }, false},
		"the host has all":            {from + 4*86400, func(b *rules.Booking) { b.Due = b.Held }, true},
		"the guest has all":           {from + 4*86400, func(*rules.Booking) {}, true},
		"paid at once":                {from + 3600, func(b *rules.Booking) { b.Due = b.Price / 2 }, true},
		"it never came, and went":     {from + 4*86400, func(b *rules.Booking) { b.Exited.At, b.Due = b.Until, b.Price }, true},
		"cancelled in time, and late": {from + 4*86400, func(b *rules.Booking) { b.State, b.Closed = rules.StateCancelled, b.From }, true},
	} {
		w := g.under(lying(parking.TxSettle, closes(forged.lie)))
		w.until(forged.at)
		w.settles(id)
		key := parking.Bookings.Key(w.ID, id)
		if keys := w.accused(); slices.Contains(keys, key) != forged.found {
			t.Errorf("%s: %q is accused", name, keys)
		}
	}
}
