// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/parking"
	"github.com/linli-project/linli/rules/parking/tariff"
)

// tariffOf are the terms of a booking as a tariff in the elements of OCPI. What begins after the end is an element of its own:
// each quarter, as far as the deposit goes.
func tariffOf(b rules.Booking) tariff.Tariff {
	t := tariff.Tariff{ID: b.ID, Currency: tariff.Points, Tax: tariff.Untaxed}
	add := func(hour int64, when tariff.When) {
		component := tariff.Component{Type: tariff.ParkingTime, Price: tariff.Decimal(hour) * tariff.One, Step: rules.Quarter}
		t.Elements = append(t.Elements, tariff.Element{Components: []tariff.Component{component}, When: when})
	}
	add(b.Terms.Overstay*(3600/rules.Quarter), tariff.When{Least: b.Until - b.From})
	for _, band := range b.Terms.Bands {
		for _, when := range whenOf(band.Window) {
			add(band.Hour, when)
		}
	}
	add(b.Terms.Hour, tariff.When{})
	return t
}

// whenOf is a time of the week as OCPI restricts one: what goes on over midnight is of two days.
func whenOf(w rules.Window) []tariff.When {
	const midnight = calendar.Day / 60
	var on, next tariff.Days
	for _, day := range w.Days { // Sunday is 0 there, and the highest bit here
		on |= 1 << ((day + 6) % 7)
		next |= 1 << (day % 7)
	}
	if w.From < w.To {
		return []tariff.When{{Days: on, Window: tariff.Window{Start: w.From, End: w.To % midnight}}}
	}
	pieces := []tariff.When{{Days: on, Window: tariff.Window{Start: w.From}}}
	if w.To > 0 {
		pieces = append(pieces, tariff.When{Days: next, Window: tariff.Window{End: w.To}})
	}
	return pieces
}

// priceUntil is what the space costs from the begin of a booking to a time, in whole points, rounded up. Nothing is paid after the quarters
// of the deposit.
func priceUntil(b rules.Booking, end int64) (int64, error) {
	end = min(max(b.Until, end), b.Until+b.Terms.Deposit*rules.Quarter)
	bill, err := tariffOf(b).Price(tariff.Visit{Start: b.From, End: end}, calendar.Beijing)
	return int64((bill.After + tariff.One - 1) / tariff.One), err
}
