// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
	ledger "github.com/linli-project/linli/rules/points"
)

// A chronicle is a site on which things happen at random.
type chronicle struct {
	*site
	rand   *rand.Rand
	owners []*village.Signer
	units  []string // theirs
	ids    []string // bookings
	proofs []string // what gates have seen, which is sent again later
	seen   []string // events
	heads  uint64
	codes  map[act.Code]int
}

// fork is a chronicle that goes its own way from where the site is.
func (s *site) fork(seed uint64, codes map[act.Code]int) *chronicle {
	bench, w, people := *s.Bench, s.Under(s), *s.Village
	w.Ledger, w.Clock, w.Village = s.Book().Clone(), &town.Clock{}, &people
	w.Clock.Reach(tuesday)
	people.Now, w.Book().Now = w.Clock.Now, w.Clock.Now
	bench.Town = w
	forked := *s
	forked.Bench, forked.oracle = &bench, s.oracle.Fork()
	return &chronicle{
		site: &forked, rand: rand.New(rand.NewPCG(seed, 42)), owners: []*village.Signer{s.Ann, s.Bob, s.cat},
		units: []string{"1-101", "1-102", "1-103"}, heads: 10, codes: codes,
	}
}

func (c *chronicle) upTo(n int) int { return c.rand.IntN(n) }

func one[T any](c *chronicle, of []T) (t T) {
	if len(of) == 0 {
		return t
	}
	return of[c.upTo(len(of))]
}

// try sends an act, and says whether it took effect.
func (c *chronicle) try(signed act.Signed) bool {
	code := c.Outcomes(signed)[0].Code
	if c.codes[code]++; code == contract.OK {
		c.OK(signed)
	}
	return code == contract.OK
}

// tell sends a transaction, which may say nothing new.
func (c *chronicle) tell(err error) {
	code := act.CodeOf(err)
	if err == nil {
		code = "TOLD"
	} else if code == "" {
		c.Fatal(err)
	}
	c.codes[code]++
}

// step is one of all things that move a booking, or time.
func (c *chronicle) step() {
	c.Clock.Pass(time.Second)
	who, id := c.upTo(3), plate("none")
	if len(c.ids) > 0 {
		id = one(c, c.ids[max(0, len(c.ids)-5):])
		if guest := slices.Index(c.units, c.booking(id).Guest.Home); c.upTo(4) != 0 {
			who = guest
		}
	}
	switch c.upTo(13) {
	case 0, 1, 2:
		c.asks(who)
	case 12:
		c.staysOver(who)
	case 3:
		c.try(c.Make(parking.TypeCancel, parking.Cancel{Booking: id}, c.owners[who]))
	case 4:
		until := act.Int((c.Now().Unix()/quarter + int64(c.upTo(40))) * quarter)
		c.try(c.Make(parking.TypeExtend, parking.Extend{Booking: id, Until: until}, c.owners[who]))
	case 5:
		c.says(id, who)
	case 6, 7, 8:
		c.gate(id)
	case 9:
		c.tell(c.settles(id))
		c.staysOn(id)
	case 10:
		c.offersAnew()
	case 11:
		c.Clock.Pass(time.Duration(c.upTo(90)) * time.Minute)
		if c.upTo(6) == 0 {
			c.Clock.Pass(time.Duration(c.upTo(40)) * time.Hour)
		}
		c.drawsAll()
	}
}

// asks has somebody ask for a time of the next hours, of one of two spaces.
func (c *chronicle) asks(who int) {
	space := one(c, []string{"a-017", "a-021"})
	offer, _ := town.Read(c.Town, parking.Offers, c.ID, space)
	b := wants(offer.Act, c.units[who], 0, 0)
	ahead := int64(c.upTo(8))
	if c.upTo(3) == 0 {
		ahead = int64(c.upTo(150))
	}
	from := (c.Now().Unix()/quarter + ahead) * quarter
	if last := one(c, c.ids); last != "" && c.upTo(3) == 0 { // right after another one
		if before := c.booking(last); before.Until > c.Now().Unix() && before.Until < c.Now().Unix()+8*hour {
			from, space, b.Plate = before.Until, before.Space, before.Plate
		}
	}
	b.Space, b.From, b.Until = space, act.Int(from), act.Int(from+int64(1+c.upTo(24))*quarter)
	if signed := c.once(parking.TypeBook, b, c.owners[who]); c.try(signed) {
		c.ids = append(c.ids, hashOf(signed))
	}
}

// staysOver has a car come for one of two bookings that adjoin, and stay for the other one.
func (c *chronicle) staysOver(who int) {
	offer, _ := town.Read(c.Town, parking.Offers, c.ID, "a-017")
	from := (c.Now().Unix()/quarter + 1) * quarter
	for i := range int64(2) {
		signed := c.once(parking.TypeBook, wants(offer.Act, c.units[who], from+i*hour, from+i*hour+hour), c.owners[who])
		if !c.try(signed) {
			return
		}
		c.ids = append(c.ids, hashOf(signed))
	}
	first := c.ids[len(c.ids)-2]
	c.Clock.Reach(from + int64(c.upTo(1200)))
	proof, event := c.saw("gate-in", events.GateEntry, c.Now().Unix(), ofCar(c.units[who]))
	c.proofs, c.seen = append(c.proofs, proof), append(c.seen, event)
	c.tell(c.passes(first, proof))
	c.Clock.Reach(from + hour + int64(c.upTo(600)))
	if c.upTo(2) == 0 {
		c.staysOn(first)
	}
	out, event := c.saw("gate-out", events.GateExit, c.Now().Unix()-int64(c.upTo(900)), ofCar(c.units[who]))
	c.proofs, c.seen = append(c.proofs, out), append(c.seen, event)
	for _, id := range c.ids[len(c.ids)-2:] {
		c.tell(c.passes(id, out))
	}
}

// staysOn has a car stay on from one booking to the others.
func (c *chronicle) staysOn(id string) {
	if len(c.ids) == 0 {
		return
	}
	b := c.booking(id)
	for _, next := range c.ids {
		if c.booking(next).From == b.Until {
			c.tell(c.stays(id, next))
		}
	}
}

// says has a side, or two bodies, say what was otherwise.
func (c *chronicle) says(id string, who int) {
	switch c.upTo(4) {
	case 0:
		c.try(c.Make(parking.TypeRetract, parking.Retract{Booking: id, Reason: plate("x")}, c.owners[who]))
	case 1:
		c.try(c.Make(parking.TypeDisplaced, parking.Displaced{Booking: id}, c.owners[who]))
	case 2:
		c.try(c.Make(parking.TypeDispute, parking.Dispute{Booking: id, Text: plate("x")}, c.owners[who]))
	case 3:
		c.try(c.Make(parking.TypeResolve, parking.Resolve{Booking: id, Due: act.Int(c.upTo(20)), Reason: plate("x")}, c.Two()...))
	}
}

// gate has a gate see something, which is told now or later, or tells once more what it has seen.
func (c *chronicle) gate(id string) {
	if c.upTo(4) == 0 && len(c.proofs) > 0 {
		c.tell(c.passes(id, one(c, c.proofs)))
		return
	}
	b, _ := town.Read(c.Town, parking.Bookings, c.ID, id)
	when := c.Now().Unix() - int64(c.upTo(3600))
	if since := c.Now().Unix() - b.From; since > 0 && c.upTo(4) != 0 {
		when = b.From + c.rand.Int64N(min(since, b.Until-b.From+7200))
	}
	values := ofCar(cmp.Or(b.Guest.Home, "1-101"))
	if b.Entered.At != 0 && c.upTo(2) == 0 {
		c.goesAt(id, when, values)
		return
	}
	kind, way := events.GateEntry, "gate-in"
	switch c.upTo(8) {
	case 0, 1:
		kind, way = events.GateExit, "gate-out"
	case 3:
		kind = events.VehicleTurned
	case 4:
		kind, values = events.Silence, map[string]string{"active": "true"}
	case 5:
		values = ofCar("another")
	}
	change := func(*events.Event) {}
	if event := one(c, c.seen); event != "" && c.upTo(5) == 0 {
		change = replaces(event)
	}
	proof, event := c.saw(way, kind, when, values, change)
	c.proofs, c.seen = append(c.proofs, proof), append(c.seen, event)
	if c.upTo(4) != 0 {
		c.tell(c.passes(id, proof))
	}
}

// goesAt has a gate see a car go out.
func (c *chronicle) goesAt(id string, when int64, values map[string]string) {
	proof, event := c.saw("gate-out", events.GateExit, when, values)
	c.proofs, c.seen = append(c.proofs, proof), append(c.seen, event)
	c.tell(c.passes(id, proof))
}

// offersAnew has a host share his space on other terms.
func (c *chronicle) offersAnew() {
	t := terms()
	t.Hour, t.Deposit, t.NoShow = act.Int(c.upTo(9)), act.Int(c.upTo(4)), act.Int(int64(c.upTo(3))*hour)
	if c.upTo(2) == 0 {
		t.Draw = act.Int(int64(1+c.upTo(12)) * hour)
	}
	if c.upTo(2) == 0 {
		c.try(c.Make(parking.TypeOfferSet, always("a-017", t), c.Bob))
		return
	}
	c.try(c.Make(parking.TypeOfferSet, always("a-021", t), c.cat))
}

// drawsAll draws every lot whose time has come.
func (c *chronicle) drawsAll() {
	c.heads++
	c.cosigned(c.heads, "head", c.Constitution.Bodies[:3]...)
	for _, id := range c.ids {
		if b := c.booking(id); b.State == rules.StatePending {
			c.tell(c.draws(b))
		}
	}
}

// time of a booking is the time that it has of its space, after the lot.
func (c *chronicle) time(b rules.Booking) (from, until int64) {
	lot, _ := town.Read(c.Town, parking.Drawings, c.ID, b.Space, parking.DrawName(b))
	switch b.State {
	case rules.StateRejected, rules.StateCancelled:
		return 0, 0
	case rules.StatePending:
		if !slices.Contains(lot.Won, b.ID) {
			return 0, 0
		}
	}
	return b.From, cmp.Or(b.Freed, b.Until)
}

// holds demands that nobody has what another one has, that the days of the spaces say just that, and that what is held is what is open.
func (c *chronicle) holds() {
	c.Helper()
	type at struct {
		space   string
		quarter int64
	}
	by, held := map[at]string{}, map[string]int64{}
	for _, id := range c.ids {
		b := c.booking(id)
		from, until := c.time(b)
		for q := from; q < until; q += quarter {
			if other := by[at{b.Space, q}]; other != "" {
				c.Fatalf("%s and %s both have %s at %d", other, id, b.Space, q)
			}
			by[at{b.Space, q}] = id
		}
		escrow, _ := town.Read(c.Town, points.Escrows, c.ID, id)
		open := b.Held
		if b.State.Closed() {
			open = 0
		}
		if escrow.Amount() != open {
			c.Fatalf("%d points are held for %+v", escrow.Amount(), b)
		}
		held[b.Guest.Name()] += open
	}
	taken := 0
	for key, value := range c.Book().State() {
		if kind, _, _ := contract.SplitKey(key); kind == parking.Days.Kind() {
			d, err := parking.Days.Decode(value)
			town.Done(c, err)
			taken += d.Day.Taken()
		}
	}
	if taken != len(by) {
		c.Fatalf("%d quarters are taken, and bookings have %d", taken, len(by))
	}
	c.balanced(held)
}

// balanced demands that all points are with somebody, and that what accounts say is held for them is.
func (c *chronicle) balanced(held map[string]int64) {
	c.Helper()
	all := int64(0)
	for key, value := range c.Book().State() {
		switch kind, names, _ := contract.SplitKey(key); kind {
		case points.Accounts.Kind():
			a, err := points.Accounts.Decode(value)
			town.Done(c, err)
			if all += a.Balance(); a.Held != held[names[1]] {
				c.Fatalf("%d points of %s are held, and its bookings hold %d", a.Held, a.ID, held[names[1]])
			}
		case points.Transfers.Kind():
			t, err := points.Transfers.Decode(value)
			town.Done(c, err)
			for _, m := range t.Moves {
				if m.To == ledger.Spent {
					c.Fatalf("points were spent: %+v", t)
				}
			}
		}
	}
	if all != 2000 {
		c.Fatalf("there are %d points", all)
	}
}

// Whatever happens, in whatever order and however late gates tell it, no two have a space at once, what is held is what open bookings hold,
// and no point is made or lost; and the recount finds the same.
func TestHistories(t *testing.T) {
	s := newSite(t)
	s.by(parking.TypeSpaceSet, parking.SpaceSet{Host: home("1-103"), Label: "A-021", Lot: "north", Space: "a-021"}, s.Two()...)
	s.offers(terms())
	s.by(parking.TypeOfferSet, always("a-021", terms()), s.cat)
	s.witnessed()
	histories, codes := town.Histories(t, 60), map[act.Code]int{}
	for i := range histories {
		c := s.fork(uint64(i), codes)
		for range 20 + c.upTo(60) {
			c.step()
			c.holds()
		}
		if i%10 == 0 {
			town.Done(t, c.Book().Accepted())
		}
		if t.Failed() {
			t.Fatalf("history %d", i)
		}
	}
	for _, code := range []act.Code{
		contract.OK, "TOLD", parking.SpaceTaken, parking.BookingState, parking.BookingClosed, parking.NotDrawn, parking.OtherCar,
		parking.OtherTime, parking.OwnSpace, parking.PassageUsed, contract.WrongPerson, contract.Already,
	} {
		if codes[code] < histories/20 {
			t.Errorf("%s happened %d times", code, codes[code])
		}
	}
}
