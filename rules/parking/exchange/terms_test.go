// SPDX-License-Identifier: Apache-2.0

package exchange_test

import (
	"math/rand/v2"
	"testing"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking"
	"github.com/linli-project/linli/rules/parking/exchange"
	"github.com/linli-project/linli/rules/parking/tariff"
)

// terms are some that an offer may have.
func terms(d *rand.Rand) parking.Terms {
	t := parking.Terms{Hour: d.Int64N(20), Overstay: d.Int64N(20), Deposit: d.Int64N(9), Late: d.Int64N(101)}
	for range d.IntN(6) {
		w := parking.Window{From: 15 * d.Int64N(96), To: 15 * d.Int64N(97)}
		for day := range int64(7) {
			if d.IntN(2) == 0 {
				w.Days = append(w.Days, day)
			}
		}
		if len(w.Days) > 0 {
			t.Bands = append(t.Bands, parking.Band{Window: w, Hour: d.Int64N(40)})
		}
	}
	return t
}

// What the ledger takes for a booking is what its tariff says to anybody who has one of OCPI.
func TestTermsAreTheirTariff(t *testing.T) {
	cases := uint64(20_000)
	if testing.Short() {
		cases = 2000
	}
	for seed := range cases {
		d := rand.New(rand.NewPCG(seed, 4))
		agreed := terms(d)
		from := beijing(t, "2028-02-24 00:00") + parking.Quarter*d.Int64N(96*7)
		s := parking.Span{From: from, Until: from + parking.Quarter*(1+d.Int64N(96*3))}
		left := s.Until + d.Int64N(4*3600) - 3600
		late := int64(0)
		if left > s.Until {
			late = min((left-s.Until+parking.Quarter-1)/parking.Quarter, agreed.Deposit) * agreed.Overstay
		}
		made, err := exchange.PriceOf(agreed, s).Tariff("1", s.Until-s.From)
		if err != nil {
			t.Fatalf("%v: %+v", err, agreed)
		}
		visit := tariff.Visit{Start: s.From, End: max(left, s.Until)}
		bill, err := made.Price(visit, calendar.Beijing)
		if got, want := tariff.InPoints(bill), agreed.Price(s)+late; err != nil || got != want {
			t.Fatalf("%+v\nfor %+v until %d is %d points by its tariff, and %d: %v", agreed, s, left, got, want, err)
		}
		visit.Expired, visit.End = true, s.Until
		if bill, err := made.Price(visit, calendar.Beijing); err != nil || tariff.InPoints(bill) != agreed.Price(s)*agreed.Late/100 {
			t.Fatalf("nobody came: %+v %v", bill, err)
		}
	}
}

func TestWindowOf(t *testing.T) {
	w := exchange.WindowOf(parking.Window{Days: []int64{0, 1, 6}, From: 22 * 60, To: 24 * 60})
	if w.Days != 1<<6|1<<0|1<<5 || w.Window != (tariff.Window{Start: 22 * 60}) {
		t.Errorf("%+v", w)
	}
}
