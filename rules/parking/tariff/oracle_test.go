// SPDX-License-Identifier: Apache-2.0

package tariff_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/parking/tariff"
)

// What follows prices a visit in another way: it reads the tariff's JSON by itself, goes through the visit tick by tick on a clock of the
// place, and reckons in fractions.
type (
	paper struct {
		Tax      string      `json:"tax_included"`
		Min      *paperLimit `json:"min_price"`
		Max      *paperLimit `json:"max_price"`
		Elements []struct {
			Components []paperPrice `json:"price_components"`
			When       paperWhen    `json:"restrictions"`
		} `json:"elements"`
	}
	paperLimit struct {
		Before json.Number  `json:"before_taxes"`
		After  *json.Number `json:"after_taxes"`
	}
	paperPrice struct {
		Type  string       `json:"type"`
		Price json.Number  `json:"price"`
		VAT   *json.Number `json:"vat"`
		Step  int64        `json:"step_size"`
	}
	paperWhen struct {
		Start       string   `json:"start_time"`
		End         string   `json:"end_time"`
		From        string   `json:"start_date"`
		Until       string   `json:"end_date"`
		Least       *int64   `json:"min_duration"`
		Most        *int64   `json:"max_duration"`
		Days        []string `json:"day_of_week"`
		Reservation string   `json:"reservation"`
	}
)

// place is a component: of which element, and which of its.
type place [2]int

// stroke is the tally of a run of ticks.
type stroke struct {
	used, more map[place]int64 // measured, and added by the step
}

var weekdays = []string{"SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"}

// moment is a time as clock and calendar of the place show it, so many seconds after a course began.
type moment struct {
	clock, date, day string
	since            int64
}

func momentOf(now time.Time, since int64) moment {
	return moment{now.Format("15:04"), now.Format(time.DateOnly), weekdays[now.Weekday()], since}
}

func (w paperWhen) fits(now moment) bool {
	clock, date := now.clock, now.date
	if w.Least != nil && now.since < *w.Least || w.Most != nil && now.since >= *w.Most {
		return false
	}
	if w.From != "" && date < w.From || w.Until != "" && date >= w.Until {
		return false
	}
	if len(w.Days) > 0 && !slices.Contains(w.Days, now.day) {
		return false
	}
	start, end := w.Start, w.End
	if start == "" {
		start = "00:00"
	}
	if end == "" || end == "00:00" {
		end = "24:00"
	}
	if start < end {
		return start <= clock && clock < end
	}
	return start <= clock || clock < end
}

// first is the component of a type that counts at a moment.
func (p paper) first(of, reservation string, now moment) (place, bool) {
	for i, e := range p.Elements {
		for j, c := range e.Components {
			if c.Type == of && e.When.Reservation == reservation && e.When.fits(now) {
				return place{i, j}, true
			}
		}
	}
	return place{}, false
}

func (p paper) has(of, reservation string) bool {
	for _, e := range p.Elements {
		for _, c := range e.Components {
			if c.Type == of && e.When.Reservation == reservation {
				return true
			}
		}
	}
	return false
}

// A course is a stay or a reservation, in ticks.
type course struct {
	begin, ticks, tick int64
	zone               *time.Location
	reservation        func(of string) string
	what               func(n int64) []amount // that a tick is
}

// An amount is how much of a type is used.
type amount struct {
	of   string
	much int64
}

// run goes through a course. It returns what was used last of each type.
func (p paper) run(s stroke, c course) map[string]place {
	last, flat := map[string]place{}, false
	for n := int64(0); n < max(c.ticks, 1); n++ {
		now := momentOf(time.Unix(c.begin+n*c.tick, 0).In(c.zone), n*c.tick)
		if !flat {
			if at, ok := p.first("FLAT", c.reservation("FLAT"), now); ok {
				s.used[at], flat = 1, true
			}
		}
		if n >= c.ticks {
			break
		}
		for _, used := range c.what(n) {
			if at, ok := p.first(used.of, c.reservation(used.of), now); ok && used.much > 0 {
				s.used[at] += used.much
				last[used.of] = at
			}
		}
	}
	return last
}

// fill adds what is missing to whole steps.
func (p paper) fill(s stroke, of, reservation string, at place) {
	total := int64(0)
	for where, used := range s.used {
		if e := p.Elements[where[0]]; e.Components[where[1]].Type == of && e.When.Reservation == reservation {
			total += used
		}
	}
	for step := p.Elements[at[0]].Components[at[1]].Step; total%step != 0; total++ {
		s.more[at]++
	}
}

// measure is what of each component is used, and added.
func (p paper) measure(v tariff.Visit, tick int64, zone *time.Location) stroke {
	s := stroke{map[place]int64{}, map[place]int64{}}
	if v.Reserved != 0 || v.Expired {
		p.reserved(s, v, tick, zone)
	}
	if v.Expired {
		return s
	}
	taken := func(n int64) int64 { return v.Energy * n * tick / v.Charging }
	what := func(n int64) []amount {
		if n*tick < v.Charging {
			return []amount{{"TIME", tick}, {"ENERGY", taken(n+1) - taken(n)}}
		}
		return []amount{{"PARKING_TIME", tick}}
	}
	last := p.run(s, course{v.Start, (v.End - v.Start) / tick, tick, zone, func(string) string { return "" }, what})
	if at, ok := last["ENERGY"]; ok {
		p.fill(s, "ENERGY", "", at)
	}
	if at, ok := last["PARKING_TIME"]; ok {
		p.fill(s, "PARKING_TIME", "", at)
	} else if at, ok := last["TIME"]; ok {
		p.fill(s, "TIME", "", at)
	}
	return s
}

func (p paper) reserved(s stroke, v tariff.Visit, tick int64, zone *time.Location) {
	begin, end := v.Reserved, v.Start
	if begin == 0 {
		begin = v.Start
	}
	if v.Expired {
		end = v.End
	}
	kind := func(of string) string {
		if v.Expired && p.has(of, "RESERVATION_EXPIRES") {
			return "RESERVATION_EXPIRES"
		}
		return "RESERVATION"
	}
	what := func(int64) []amount { return []amount{{"TIME", tick}} }
	last := p.run(s, course{begin, (end - begin) / tick, tick, zone, kind, what})
	if at, ok := last["TIME"]; ok {
		p.fill(s, "TIME", kind("TIME"), at)
	}
}

func rat(n json.Number) *big.Rat {
	r, ok := new(big.Rat).SetString(string(n))
	if !ok {
		panic(n)
	}
	return r
}

// four rounds to ten-thousandths, a half up.
func four(r *big.Rat) tariff.Decimal {
	up := new(big.Rat).Add(new(big.Rat).Mul(r, big.NewRat(10_000, 1)), big.NewRat(1, 2))
	return tariff.Decimal(new(big.Int).Div(up.Num(), up.Denom()).Int64())
}

var size = map[string]int64{"TIME": 3600, "PARKING_TIME": 3600, "ENERGY": 1000, "FLAT": 1}

// cost is what is paid for a component, and which part of it is tax.
func (p paper) cost(s stroke, at place) (sum, tax *big.Rat) {
	c := p.Elements[at[0]].Components[at[1]]
	sum = new(big.Rat).Mul(rat(c.Price), big.NewRat(s.used[at]+s.more[at], size[c.Type]))
	part := new(big.Rat)
	if c.VAT != nil {
		part.Quo(rat(*c.VAT), big.NewRat(100, 1))
	}
	if p.Tax == "YES" {
		part.Quo(part, new(big.Rat).Add(part, big.NewRat(1, 1)))
	}
	return sum, new(big.Rat).Mul(sum, part)
}

// total is the whole bill before tax and with it.
func (p paper) total(s stroke) (before, after tariff.Decimal) {
	sum, taxes := new(big.Rat), map[string]*big.Rat{}
	for at := range s.used {
		cost, tax := p.cost(s, at)
		sum.Add(sum, cost)
		rate := "0"
		if vat := p.Elements[at[0]].Components[at[1]].VAT; vat != nil {
			rate = rat(*vat).RatString()
		}
		if taxes[rate] == nil {
			taxes[rate] = new(big.Rat)
		}
		taxes[rate].Add(taxes[rate], tax)
	}
	tax := tariff.Decimal(0)
	for _, one := range taxes {
		tax += four(one)
	}
	before, after = four(sum), four(sum)+tax
	if p.Tax == "YES" {
		before, after = four(sum)-tax, four(sum)
	}
	return p.bounded(before, after)
}

func (p paper) bounded(before, after tariff.Decimal) (tariff.Decimal, tariff.Decimal) {
	with := func(l *paperLimit) tariff.Decimal {
		if l.After != nil {
			return four(rat(*l.After))
		}
		return four(rat(l.Before))
	}
	if p.Min != nil {
		before, after = max(before, four(rat(p.Min.Before))), max(after, with(p.Min))
	}
	if p.Max != nil {
		before, after = min(before, four(rat(p.Max.Before))), min(after, with(p.Max))
	}
	return before, after
}

// compare says where a bill differs from what was reckoned on paper.
func compare(t *testing.T, raw []byte, v tariff.Visit, tick, offset int64, bill tariff.Bill) {
	t.Helper()
	var p paper
	if err := json.Unmarshal(raw, &p); err != nil {
		t.Fatal(err)
	}
	s := p.measure(v, tick, time.FixedZone("", int(offset)))
	before, after := p.total(s)
	if bill.Before != before || bill.After != after || bill.Tax != after-before || len(bill.Lines) != len(s.used) {
		t.Errorf("%s and %s in %d lines, want %s and %s in %d", bill.Before, bill.After, len(bill.Lines), before, after, len(s.used))
	}
	for _, line := range bill.Lines {
		e := p.Elements[line.Element]
		at := place{line.Element, slices.IndexFunc(e.Components, func(c paperPrice) bool { return c.Type == string(line.Type) })}
		cost, tax := p.cost(s, at)
		want := four(cost)
		if p.Tax == "YES" {
			want -= four(tax)
		}
		if line.Volume != s.used[at] || line.Billed != s.used[at]+s.more[at] || line.Before != want || line.Tax != four(tax) ||
			string(line.Reservation) != e.When.Reservation {
			t.Errorf("%+v, want %d used, %d added, %s and tax of %s", line, s.used[at], s.more[at], want, four(tax))
		}
	}
	if t.Failed() {
		t.Fatalf("%s\nprices %+v at a clock %d s ahead", raw, v, offset)
	}
}
