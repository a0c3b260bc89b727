// SPDX-License-Identifier: Apache-2.0

package tariff_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/parking/tariff"
)

// A draw makes tariffs and visits.
type draw struct{ *rand.Rand }

func (d draw) yes(oneIn int) bool { return d.IntN(oneIn) == 0 }

func pick[T any](d draw, of ...T) T { return of[d.IntN(len(of))] }

// money is a price, or a rate.
func (d draw) money() json.Number {
	return json.Number(pick(d, "0", "1", "2.5", "0.0001", "3.3333", strconv.Itoa(d.IntN(50)), fmt.Sprintf("%d.%02d", d.IntN(9), d.IntN(100))))
}

func (d draw) vat() json.Number { return json.Number(pick(d, "0", "6", "9.0", "13", "5.25")) }

// days on which something happens to a calendar: midnight into a leap day, the end of a year, of a week.
var days = []string{"2028-02-28", "2028-02-29", "2027-12-31", "2026-11-29", "2026-12-04", "2027-02-28"}

// tariff is one that may have any of what is understood; tick divides all of its times.
func (d draw) tariff(tick int64) []byte {
	tax := pick(d, "NO", "YES", "N/A")
	elements := make([]any, 1+d.IntN(6))
	for i := range elements {
		elements[i] = d.element(tax, tick)
	}
	doc := map[string]any{"id": "1", "currency": "CNY", "elements": elements, "tax_included": tax}
	if d.yes(4) {
		doc["min_price"] = map[string]any{"before_taxes": 5, "after_taxes": json.Number(pick(d, "5", "5.5"))}
	}
	if d.yes(4) {
		doc["max_price"] = map[string]any{"before_taxes": 40, "after_taxes": json.Number(pick(d, "40", "43.21"))}
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return raw
}

func (d draw) element(tax string, tick int64) map[string]any {
	when := d.when(tick)
	types := []string{"FLAT", "TIME", "PARKING_TIME", "ENERGY"}
	if when["reservation"] != nil {
		types = types[:2]
	}
	d.Shuffle(len(types), func(i, j int) { types[i], types[j] = types[j], types[i] })
	var components []any
	for _, of := range types[:1+d.IntN(len(types))] {
		c := map[string]any{"type": of, "price": d.money(), "step_size": pick(d, 1, 60, 300, 900, 3600, 7)}
		if tax == "YES" || tax == "NO" && !d.yes(3) {
			c["vat"] = d.vat()
		}
		components = append(components, c)
	}
	return map[string]any{"price_components": components, "restrictions": when}
}

func (d draw) when(tick int64) map[string]any {
	when := map[string]any{}
	clock := func() string { return fmt.Sprintf("%02d:%02d", d.IntN(24), pick(d, 0, 0, 30, 59)) }
	if d.yes(2) {
		when["start_time"] = clock()
	}
	if d.yes(2) {
		when["end_time"] = pick(d, clock(), "00:00")
	}
	if d.yes(6) {
		when["start_date"] = pick(d, days...)
	}
	if d.yes(6) && when["start_date"] == nil {
		when["end_date"] = pick(d, "2028-03-01", "2028-01-01", "2026-11-30")
	}
	if d.yes(4) {
		when["min_duration"] = tick * int64(d.IntN(300))
	}
	if d.yes(4) && when["min_duration"] == nil {
		when["max_duration"] = tick * int64(1+d.IntN(600))
	}
	if d.yes(4) {
		when["day_of_week"] = pick(d, []string{"SATURDAY", "SUNDAY"}, []string{"MONDAY"}, []string{"TUESDAY", "FRIDAY"}, []string{})
	}
	if d.yes(4) {
		when["reservation"] = pick(d, "RESERVATION", "RESERVATION_EXPIRES")
	}
	return when
}

// visit is one of up to four days, in ticks.
func (d draw) visit(tick int64) tariff.Visit {
	day, err := time.Parse(time.DateOnly, pick(d, days...))
	if err != nil {
		panic(err)
	}
	v := tariff.Visit{Start: day.Unix() + tick*int64(d.IntN(int(24*3600/tick)))}
	length := tick * pick(d, int64(0), 1, int64(d.IntN(90)), int64(d.IntN(1440)), int64(d.IntN(4*1440)))
	v.End = v.Start + length
	if d.yes(3) {
		v.Reserved = v.Start - tick*int64(d.IntN(300))
	}
	switch {
	case d.yes(6):
		v.Expired = true
	case length > 0 && d.yes(2):
		v.Charging = tick * (1 + int64(d.IntN(int(length/tick))))
		v.Energy = int64(d.IntN(90_000))
	}
	return v
}

// Tariffs and visits that were drawn cost what another calculation says: by the minute, and some by the second.
func TestPaper(t *testing.T) {
	cases := uint64(24_000)
	if testing.Short() {
		cases = 1_500
	}
	for seed := range cases {
		d := draw{rand.New(rand.NewPCG(seed, 1))}
		tick := int64(60)
		if seed%8 == 0 {
			tick = 1
		}
		offset := pick(d, int64(8*3600), 8*3600, 0, -3*3600-1800, 5*3600+2700, 14*3600)
		raw, v := d.tariff(tick), d.visit(tick)
		read, err := tariff.Read(raw)
		if err != nil {
			t.Fatalf("%v: %s", err, raw)
		}
		bill, err := read.Price(v, offset)
		if err != nil {
			t.Fatalf("%v: %+v", err, v)
		}
		compare(t, raw, v, tick, offset, bill)
	}
}
