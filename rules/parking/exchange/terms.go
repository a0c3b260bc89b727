// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"github.com/linli-project/linli/rules/parking"
	"github.com/linli-project/linli/rules/parking/tariff"
)

// quarters are those of an hour.
const quarters = 3600 / parking.Quarter

// PriceOf is what a booking costs under its terms, as an offer in points: the tariff that it makes for the booked time comes to the
// same for a stay from the booked begin to the booked end, or to when the car left if that is later. Nobody has to have come to pay for
// that; where that costs less, it is the price of a reservation that nobody used.
func PriceOf(t parking.Terms, s parking.Span) tariff.Offer {
	o := tariff.Offer{NoShow: t.Price(s) * t.Late / 100, Step: parking.Quarter}
	for _, b := range t.Bands {
		o.Bands = append(o.Bands, tariff.Band{Window: window(b.Window), Days: daysOf(b.Days), PerHour: b.Hour})
	}
	o.Bands = append(o.Bands, tariff.Band{PerHour: t.Hour})
	if t.Deposit > 0 {
		o.Overstay = []tariff.Overstay{{PerHour: t.Overstay * quarters}}
	}
	o.Overstay = append(o.Overstay, tariff.Overstay{After: t.Deposit * parking.Quarter}) // what is not held is not paid
	return o
}

// window is a time of the day in which midnight at the end is 0.
func window(w parking.Window) tariff.Window {
	return tariff.Window{Start: w.From, End: w.To % (24 * 60)}
}

// daysOf are the same days, counted from Monday.
func daysOf(days []int64) (of tariff.Days) {
	for _, day := range days {
		of |= 1 << ((day + 6) % 7)
	}
	return of
}

// WindowOf is when an offer holds.
func WindowOf(w parking.Window) Window { return Window{window(w), daysOf(w.Days)} }
