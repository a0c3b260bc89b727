// SPDX-License-Identifier: Apache-2.0

package tariff_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking/tariff"
)

// garden is an offer: 2 points an hour in the day, 1 otherwise, 3 on weekends; 6 and then 12 for who overstays.
var garden = tariff.Offer{
	Flat: 1,
	Bands: []tariff.Band{
		{Days: 1<<5 | 1<<6, PerHour: 3},
		{Window: tariff.Window{Start: 8 * 60, End: 20 * 60}, PerHour: 2},
		{PerHour: 1},
	},
	Overstay: []tariff.Overstay{{After: 900, PerHour: 6}, {After: 4500, PerHour: 12}},
	NoShow:   5,
	Step:     900,
}

func TestOffer(t *testing.T) {
	for name, c := range map[string]struct {
		from, until string
		booked      int64 // hours
		expired     bool
		want        int64
	}{
		"in the day":                    {"2026-11-30 09:00", "2026-11-30 12:00", 3, false, 1 + 6},
		"into the evening":              {"2026-11-30 19:00", "2026-11-30 22:00", 3, false, 1 + 2 + 2},
		"a weekend":                     {"2026-12-05 09:00", "2026-12-05 12:00", 3, false, 1 + 9},
		"by the quarter":                {"2026-11-30 09:00", "2026-11-30 09:16", 3, false, 1 + 1},         // half an hour
		"late, and forgiven":            {"2026-11-30 09:00", "2026-11-30 12:15", 3, false, 1 + 7},         // 3.25 hours at 2: 6.5
		"late by 45 minutes":            {"2026-11-30 09:00", "2026-11-30 12:45", 3, false, 1 + 7 + 3},     // 6.5, and half an hour at 6
		"late by two hours":             {"2026-11-30 09:00", "2026-11-30 14:00", 3, false, 1 + 7 + 6 + 9}, // 6.5, an hour at 6, 0.75 at 12
		"nobody came":                   {"2026-11-30 09:00", "2026-11-30 12:00", 3, true, 5},
		"came and left at once":         {"2026-11-30 09:00", "2026-11-30 09:00", 3, false, 1},
		"from Friday to Saturday night": {"2026-12-04 23:00", "2026-12-05 01:00", 2, false, 1 + 1 + 3},
	} {
		made, err := garden.Tariff("garden", c.booked*3600)
		if err != nil {
			t.Fatal(err)
		}
		bill, err := made.Price(tariff.Visit{Start: beijing(t, c.from), End: beijing(t, c.until), Expired: c.expired}, calendar.Beijing)
		if got := tariff.InPoints(bill); err != nil || got != c.want || bill.Currency != tariff.Points {
			t.Errorf("%s: %d points, want %d: %v %+v", name, got, c.want, err, bill)
		}
	}
}

// offer is one that is in bounds, and whose times are whole minutes.
func (d draw) offer() tariff.Offer {
	o := tariff.Offer{Flat: d.Int64N(9), NoShow: d.Int64N(9), Step: pick(d, int64(1), 60, 900, 3600)}
	for range 1 + d.IntN(5) {
		o.Bands = append(o.Bands, tariff.Band{Window: tariff.Window{Start: d.Int64N(24 * 60), End: d.Int64N(24 * 60)},
			Days: tariff.Days(d.IntN(128)), PerHour: d.Int64N(20)})
	}
	after := int64(-60)
	for range d.IntN(4) {
		after += 60 * (1 + d.Int64N(120))
		o.Overstay = append(o.Overstay, tariff.Overstay{After: after, PerHour: d.Int64N(50)})
	}
	return o
}

// An offer is the tariff that it makes, also after others have read it, and it costs what another calculation says.
func TestOfferAgain(t *testing.T) {
	cases := uint64(4000)
	if testing.Short() {
		cases = 400
	}
	for seed := range cases {
		d := draw{rand.New(rand.NewPCG(seed, 2))}
		o, booked := d.offer(), 60*(1+d.Int64N(600))
		made, err := o.Tariff("1", booked)
		if err != nil {
			t.Fatalf("%v: %+v", err, o)
		}
		raw, err := json.Marshal(made)
		if err != nil {
			t.Fatal(err)
		}
		back, err := tariff.OfferOf(must(t, string(raw)), booked)
		if err != nil || !reflect.DeepEqual(o, back) {
			t.Fatalf("%+v comes back as %+v: %v", o, back, err)
		}
		v := d.visit(60)
		v.Charging, v.Energy = 0, 0
		bill, err := made.Price(v, calendar.Beijing)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := tariff.InPoints(bill), onPaper(o, v, booked); got != want {
			t.Fatalf("%+v costs %d points for %d s, want %d: %+v\n%+v", v, got, booked, want, o, bill)
		}
	}
}

// onPaper prices a visit by an offer itself, minute by minute. Windows are those that begin on a day, seen from that day.
func onPaper(o tariff.Offer, v tariff.Visit, booked int64) int64 {
	if v.Expired {
		return o.NoShow
	}
	sum, last, minutes := int64(0), int64(0), (v.End-v.Start)/60
	for n := range minutes {
		if rate, priced := rateAt(o, v.Start, n*60, booked); priced {
			last = rate
			sum += rate * 60
		}
	}
	parked := pricedMinutes(o, v, booked) * 60
	sum += last * ((parked+o.Step-1)/o.Step*o.Step - parked)
	return (o.Flat*3600 + sum + 3599) / 3600
}

func pricedMinutes(o tariff.Offer, v tariff.Visit, booked int64) (n int64) {
	for minute := range (v.End - v.Start) / 60 {
		if _, priced := rateAt(o, v.Start, minute*60, booked); priced {
			n++
		}
	}
	return n
}

func rateAt(o tariff.Offer, start, since, booked int64) (int64, bool) {
	for _, s := range slices.Backward(o.Overstay) {
		if since >= booked+s.After {
			return s.PerHour, true
		}
	}
	now := time.Unix(start+since, 0).In(time.FixedZone("", calendar.Beijing))
	of := func(b tariff.Band, ago int) bool { // in the window that began so many days ago
		day := now.AddDate(0, 0, -ago)
		begin := time.Date(day.Year(), day.Month(), day.Day(), 0, int(b.Window.Start), 0, 0, day.Location())
		end := time.Date(day.Year(), day.Month(), day.Day(), 0, int(b.Window.End), 0, 0, day.Location())
		if !end.After(begin) {
			end = end.AddDate(0, 0, 1)
		}
		monday := (int(day.Weekday()) + 6) % 7
		return (b.Days == 0 || b.Days&(1<<monday) != 0) && !now.Before(begin) && now.Before(end)
	}
	for _, b := range o.Bands {
		if of(b, 0) || of(b, 1) {
			return b.PerHour, true
		}
	}
	return 0, false
}

// A morning is the rest of the evening before only if it costs as much; otherwise there are two bands.
func TestEveningAndMorning(t *testing.T) {
	for morning, bands := range map[int64]int{1: 1, 2: 2} {
		o := tariff.Offer{Step: 900, Bands: []tariff.Band{
			{Window: tariff.Window{Start: 22 * 60}, Days: 1 << 6, PerHour: 1},
			{Window: tariff.Window{End: 6 * 60}, Days: 1 << 0, PerHour: morning},
		}}
		made, err := o.Tariff("1", 3600)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := tariff.OfferOf(made, 3600); err != nil || len(back.Bands) != bands {
			t.Errorf("%+v: %v", back, err)
		}
	}
}

func TestNoOffer(t *testing.T) {
	with := func(change func(*tariff.Offer)) tariff.Offer {
		o := garden
		change(&o)
		return o
	}
	for want, o := range map[string]tariff.Offer{
		"bands has 0 items":                 with(func(o *tariff.Offer) { o.Bands = nil }),
		"bands has 33 items":                with(func(o *tariff.Offer) { o.Bands = make([]tariff.Band, 33) }),
		"overstay has 9 items":              with(func(o *tariff.Offer) { o.Overstay = make([]tariff.Overstay, 9) }),
		"step has to be 1":                  with(func(o *tariff.Offer) { o.Step = 0 }),
		"flat has to be 0 to 2000000":       with(func(o *tariff.Offer) { o.Flat = -1 }),
		"noShow has to be 0 to 2000000":     with(func(o *tariff.Offer) { o.NoShow = 2_000_001 }),
		"bands[0] has a window":             with(func(o *tariff.Offer) { o.Bands = []tariff.Band{{Window: tariff.Window{End: 1440}}} }),
		"bands[0].perHour has to":           with(func(o *tariff.Offer) { o.Bands = []tariff.Band{{PerHour: -1}} }),
		"overstay[1].after has to be later": with(func(o *tariff.Offer) { o.Overstay = []tariff.Overstay{{After: 5}, {After: 5}} }),
		"overstay[0].perHour has to":        with(func(o *tariff.Offer) { o.Overstay = []tariff.Overstay{{PerHour: -1}} }),
	} {
		if _, err := o.Tariff("1", 3600); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for _, booked := range []int64{0, -1, tariff.MaxStay} {
		if _, err := garden.Tariff("1", booked); err == nil {
			t.Errorf("a stay of %d seconds was booked", booked)
		}
	}
	made, err := garden.Tariff("1", 3600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tariff.OfferOf(made, 7200); err == nil {
		t.Error("it is the offer of a stay that was booked for another time") // it would overstay from before the end
	}
	for _, text := range []string{of(rest, ""), of(freeHour, ""), of(prices(startEnergy), ""), of(prices(`{"type":"FLAT","price":0.5,"step_size":1}`), "")} {
		if o, err := tariff.OfferOf(must(t, text), 3600); err == nil {
			t.Errorf("%s is an offer: %+v", text, o)
		}
	}
}
