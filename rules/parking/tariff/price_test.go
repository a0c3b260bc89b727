// SPDX-License-Identifier: Apache-2.0

package tariff_test

import (
	"errors"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking/tariff"
)

func must(t *testing.T, text string) tariff.Tariff {
	t.Helper()
	read, err := tariff.Read([]byte(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return read
}

// beijing is a time there.
func beijing(t *testing.T, written string) int64 { return at(t, written) - calendar.Beijing }

const (
	night = `{"price_components":[{"type":"PARKING_TIME","price":1,"step_size":1}],"restrictions":{"start_time":"22:00","end_time":"06:00"}}`
	rest  = `{"price_components":[{"type":"PARKING_TIME","price":4,"step_size":1}]}`
)

// What a calendar does at its corners, in hours of Beijing and prices by hand.
func TestCalendar(t *testing.T) {
	on := func(restriction string) string {
		return `{"price_components":[{"type":"PARKING_TIME","price":10,"step_size":1}],"restrictions":{` + restriction + `}}`
	}
	for name, c := range map[string]struct {
		elements, from, until string
		want                  tariff.Decimal
	}{
		"over midnight":              {night + "," + rest, "2026-11-30 21:00", "2026-12-01 07:00", 4_0000 + 8_0000 + 4_0000},
		"ends at midnight":           {night + "," + rest, "2026-11-30 22:00", "2026-12-01 00:00", 2_0000},
		"begins at midnight":         {night + "," + rest, "2026-12-01 00:00", "2026-12-01 06:00", 6_0000},
		"ends as the window begins":  {night + "," + rest, "2026-11-30 20:00", "2026-11-30 22:00", 8_0000},
		"three days":                 {night + "," + rest, "2026-11-30 12:00", "2026-12-03 12:00", 3 * (16*4_0000 + 8*1_0000)},
		"into the leap day":          {on(`"start_date":"2028-02-29","end_date":"2028-03-01"`), "2028-02-28 12:00", "2028-03-02 12:00", 24 * 10_0000},
		"no leap day":                {on(`"start_date":"2027-03-01"`), "2027-02-28 22:00", "2027-03-01 02:00", 2 * 10_0000},
		"the year's end":             {on(`"end_date":"2028-01-01"`), "2027-12-31 23:00", "2028-01-01 05:00", 1 * 10_0000},
		"the week's end":             {on(`"day_of_week":["SATURDAY","SUNDAY"]`), "2026-12-04 20:00", "2026-12-07 20:00", 48 * 10_0000},
		"the leap day is a Tuesday":  {on(`"day_of_week":["TUESDAY"]`), "2028-02-27 00:00", "2028-03-05 00:00", 24 * 10_0000},
		"Friday's night is two ends": {on(`"day_of_week":["FRIDAY"],"start_time":"22:00","end_time":"06:00"`), "2026-12-03 12:00", "2026-12-05 12:00", 8 * 10_0000},
		"a window that is all day":   {on(`"start_time":"08:00","end_time":"08:00"`), "2026-12-03 00:00", "2026-12-04 00:00", 24 * 10_0000},
		"from a time to midnight":    {on(`"start_time":"20:00"`), "2026-12-03 00:00", "2026-12-05 00:00", 8 * 10_0000},
		"from midnight to a time":    {on(`"end_time":"02:00"`), "2026-12-03 00:00", "2026-12-05 00:00", 4 * 10_0000},
		"no time at all":             {rest, "2026-12-03 00:00", "2026-12-03 00:00", 0},
	} {
		start, end := beijing(t, c.from), beijing(t, c.until)
		bill, err := must(t, of(c.elements, "")).Price(tariff.Visit{Start: start, End: end}, calendar.Beijing)
		if err != nil || bill.Before != c.want {
			t.Errorf("%s costs %s, want %s: %v %+v", name, bill.Before, c.want, err, bill.Lines)
		}
	}
}

// The same clock elsewhere is another price; a place's clock does not change within a stay.
func TestOffset(t *testing.T) {
	start := at(t, "2026-11-30 21:00")
	for offset, want := range map[int64]tariff.Decimal{
		0:              4_0000 + 2_0000, // 21:00 to 24:00
		8 * 3600:       1_0000 + 8_0000, // 05:00 to 08:00
		-9*3600 - 1800: 3 * 4_0000,      // 11:30 to 14:30
		5*3600 + 45*60: 3_0000,          // 02:45 to 05:45
		-14 * 3600:     3 * 4_0000,      // 07:00
	} {
		bill, err := must(t, of(night+","+rest, "")).Price(tariff.Visit{Start: start, End: start + 3*3600}, offset)
		if err != nil || bill.Before != want {
			t.Errorf("%d s ahead it costs %s, want %s: %v", offset, bill.Before, want, err)
		}
	}
}

// What is not a visit has no price.
func TestNoVisit(t *testing.T) {
	priced := must(t, of(rest, `,"start_date_time":"2026-11-30T00:00:00Z","end_date_time":"2026-12-01T00:00:00Z"`))
	day := at(t, "2026-11-30 00:00")
	for name, c := range map[string]struct {
		visit  tariff.Visit
		offset int64
		want   error
	}{
		"ends before it starts":    {tariff.Visit{Start: day + 1, End: day}, 0, tariff.ErrOrder},
		"no start":                 {tariff.Visit{End: day}, 0, tariff.ErrOrder},
		"reserved after the start": {tariff.Visit{Reserved: day + 1, Start: day, End: day + 9}, 0, tariff.ErrOrder},
		"more than a year":         {tariff.Visit{Start: day, End: day + tariff.MaxStay + 1}, 0, tariff.ErrTooLong},
		"a year, and reserved":     {tariff.Visit{Reserved: day - 1, Start: day, End: day + tariff.MaxStay}, 0, tariff.ErrTooLong},
		"charges too long":         {tariff.Visit{Start: day, End: day + 9, Charging: 10}, 0, tariff.ErrCharging},
		"energy out of nothing":    {tariff.Visit{Start: day, End: day + 9, Energy: 10}, 0, tariff.ErrCharging},
		"energy below nothing":     {tariff.Visit{Start: day, End: day + 9, Charging: 9, Energy: -1}, 0, tariff.ErrEnergy},
		"charged, and never came":  {tariff.Visit{Start: day, End: day + 9, Charging: 9, Expired: true}, 0, tariff.ErrExpired},
		"before the tariff":        {tariff.Visit{Start: day - 1, End: day + 9}, 0, tariff.ErrNotValid},
		"after the tariff":         {tariff.Visit{Start: day + 24*3600, End: day + 25*3600}, 0, tariff.ErrNotValid},
		"a clock of no place":      {tariff.Visit{Start: day, End: day + 9}, 14*3600 + 1, tariff.ErrOffset},
		"begins in it, ends later": {tariff.Visit{Start: day, End: day + 99*3600}, 0, nil},
	} {
		if _, err := priced.Price(c.visit, c.offset); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// The longest stay in the dearest tariff is far from where numbers end.
func TestLargest(t *testing.T) {
	dear := must(t, of(prices(`{"type":"FLAT","price":10000000,"vat":100,"step_size":1},{"type":"PARKING_TIME","price":10000000,"vat":100,"step_size":31622400}`), ""))
	start := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	bill, err := dear.Price(tariff.Visit{Start: start, End: start + tariff.MaxStay}, 0)
	if want := tariff.Decimal(10_000_000 * (1 + 366*24) * 10_000); err != nil || bill.Before != want || bill.Tax != want {
		t.Errorf("%+v, want %s twice: %v", bill, want, err)
	}
}

// A whole bill is rounded once: three lines that are shown as 0.3333, 0.3333 and 0.3333 are one point.
func TestInPoints(t *testing.T) {
	thirds := must(t, `{"id":"1","currency":"XXX","tax_included":"N/A","elements":[
		{"price_components":[{"type":"PARKING_TIME","price":1,"step_size":1}],"restrictions":{"end_time":"08:20"}},
		{"price_components":[{"type":"PARKING_TIME","price":1,"step_size":1}],"restrictions":{"end_time":"08:40"}},
		{"price_components":[{"type":"PARKING_TIME","price":1,"step_size":1}]}]}`)
	start := at(t, "2026-11-30 08:00")
	for seconds, want := range map[int64]int64{0: 0, 1: 1, 3599: 1, 3600: 1, 3601: 2, 7200: 2} {
		bill, err := thirds.Price(tariff.Visit{Start: start, End: start + seconds}, 0)
		if got := tariff.InPoints(bill); err != nil || got != want {
			t.Errorf("%d seconds are %d points, want %d: %+v", seconds, got, want, bill)
		}
	}
}
