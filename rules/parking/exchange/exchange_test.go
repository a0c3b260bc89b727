// SPDX-License-Identifier: Apache-2.0

package exchange_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking/exchange"
	"github.com/linli-project/linli/rules/parking/tariff"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing them")

// golden compares what is written with a file.
func golden(t *testing.T, name string, v any) []byte {
	t.Helper()
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	raw, path := append(raw, '\n'), "testdata/"+name+".json"
	if *update {
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(raw, want) {
		t.Fatalf("%s is %s: %v", path, raw, err)
	}
	return raw
}

func beijing(t *testing.T, written string) int64 {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", written)
	if err != nil {
		t.Fatal(err)
	}
	return at.Unix() - calendar.Beijing
}

var garden = exchange.Place{ID: "garden-p", Name: "花园小区地库", Spaces: []exchange.Space{
	{ID: "a-001", Label: "A001", Level: "地下一层", Zone: exchange.Zone{{121.47, 31.23}, {121.470025, 31.23}, {121.470025, 31.23005}, {121.47, 31.23005}}},
	{ID: "a-002", Label: "A002", Level: "地下一层", Kind: "充电车位",
		Zone: exchange.Zone{{121.470025, 31.23}, {121.47005, 31.23}, {121.47005, 31.23005}, {121.470025, 31.23005}}},
	{ID: "b-001", Label: "B001", Level: "地下二层", Kind: "充电车位"},
	{ID: "b-002", Label: "B002", Level: "地下二层"},
	{ID: "v-1", Label: "访客1", Kind: "访客车位"},
	{ID: "garden-p.3", Label: "门口"}, // an id that a level would have got
}}

// offer has a night that begins on workdays, and days that do not.
func offer(t *testing.T) exchange.Offer {
	t.Helper()
	const workdays = 1<<5 - 1
	return exchange.Offer{
		ID: "offer-1", Name: "A001 工作日共享", Issuer: "h-0001", Places: []string{"a-001"},
		Windows: []exchange.Window{
			{Window: tariff.Window{Start: 8 * 60, End: 18 * 60}, Days: workdays},
			{Window: tariff.Window{Start: 22 * 60, End: 6 * 60}, Days: 1 << 4},
		},
		From: beijing(t, "2026-12-01 00:00"), Until: beijing(t, "2027-01-01 00:00"), Booked: 3 * 3600,
		Price: tariff.Offer{
			Flat: 1, NoShow: 5, Step: 900,
			Bands:    []tariff.Band{{Window: tariff.Window{Start: 22 * 60, End: 6 * 60}, Days: 1 << 4, PerHour: 1}, {PerHour: 2}},
			Overstay: []tariff.Overstay{{After: 900, PerHour: 8}},
		},
	}
}

func TestPlace(t *testing.T) {
	raw := golden(t, "place", garden.Elements(beijing(t, "2026-12-01 00:00")))
	back, err := exchange.ReadPlace(raw)
	if err != nil || !reflect.DeepEqual(back, garden) {
		t.Errorf("%+v: %v", back, err)
	}
}

func TestOffer(t *testing.T) {
	o := offer(t)
	right, err := o.Right()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "right", right)
	tables, err := o.Tables()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "rates", tables)
	for i, table := range tables {
		if right.Rates[i].Table.ID != table.ID {
			t.Errorf("the right has no rate table %s", table.ID)
		}
	}
	priced, err := o.Tariff()
	if err != nil {
		t.Fatal(err)
	}
	read, err := tariff.Read(golden(t, "tariff", priced))
	if err != nil || !reflect.DeepEqual(read, priced) {
		t.Fatalf("%+v: %v", read, err)
	}
	if back, err := tariff.OfferOf(read, o.Booked); err != nil || !reflect.DeepEqual(back, o.Price) {
		t.Errorf("%+v: %v", back, err)
	}
}

func TestBooking(t *testing.T) {
	b := exchange.Booking{ID: "booking-1", Offer: "offer-1", Commitment: "c1d2e3", At: beijing(t, "2026-11-30 12:00"),
		From: beijing(t, "2026-12-01 09:00"), Until: beijing(t, "2026-12-01 12:00")}
	given, err := b.Assigned()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "assigned", given)
	b.Cancelled, b.Commitment = beijing(t, "2026-11-30 13:00"), ""
	taken, err := b.Assigned()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "cancelled", taken)
	for name, bad := range map[string]exchange.Booking{
		"nothing":           {},
		"ends at its begin": {ID: "1", Offer: "1", At: 1, From: 2, Until: 2},
		"of no offer":       {ID: "1", At: 1, From: 2, Until: 3},
	} {
		if _, err := bad.Assigned(); err == nil {
			t.Errorf("%s is a booking", name)
		}
	}
}

// What cannot be said exactly is not written at all.
func TestNotSaid(t *testing.T) {
	for name, change := range map[string]func(*exchange.Offer){
		"no issuer":            func(o *exchange.Offer) { o.Issuer = "" },
		"nowhere":              func(o *exchange.Offer) { o.Places = nil },
		"ends at its begin":    func(o *exchange.Offer) { o.Until = o.From },
		"no time is booked":    func(o *exchange.Offer) { o.Booked = 0 },
		"a price of no offer":  func(o *exchange.Offer) { o.Price.Flat = -1 },
		"thirds of a point":    func(o *exchange.Offer) { o.Price.Step, o.Price.Bands[1].PerHour = 1200, 1 },
		"not in whole minutes": func(o *exchange.Offer) { o.Price.Overstay[0].After = 901 },
	} {
		o := offer(t)
		change(&o)
		if r, err := o.Right(); err == nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
	o := offer(t)
	o.Booked = 44 * 3600
	if tables, err := o.Tables(); err != nil || tables[1].Collections[0].Lines[2].Start != "01:20:15" {
		t.Errorf("%+v: %v", tables, err)
	}
	o.Until, o.Windows = 0, nil
	if r, err := o.Right(); err != nil || r.Validity.Period.End != "" || r.Validity.Period.Periods != nil {
		t.Errorf("%+v: %v", r, err)
	}
}
