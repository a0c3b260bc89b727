// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking"
)

// beijing is a time that is written as people there write it.
func beijing(t testing.TB, text string) int64 {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", text, time.FixedZone("", calendar.Beijing))
	if err != nil {
		t.Fatal(err)
	}
	return when.Unix()
}

func span(t testing.TB, from, until string) parking.Span {
	t.Helper()
	return parking.Span{From: beijing(t, from), Until: beijing(t, until)}
}

// A span has a piece in each day that it touches, and none in the day at whose midnight it ends; so also on a leap day.
func TestPieces(t *testing.T) {
	eve := calendar.DayOf(beijing(t, "2028-02-28 12:00"))
	for _, c := range []struct {
		from, until string
		want        []parking.Piece
	}{
		{"2028-02-28 22:00", "2028-02-29 06:00", []parking.Piece{{Day: eve, From: 88, To: 96}, {Day: eve + 1, From: 0, To: 24}}},
		{"2028-02-29 00:00", "2028-03-01 00:00", []parking.Piece{{Day: eve + 1, From: 0, To: 96}}},
		{
			"2028-02-28 23:45", "2028-03-01 00:15",
			[]parking.Piece{{Day: eve, From: 95, To: 96}, {Day: eve + 1, From: 0, To: 96}, {Day: eve + 2, From: 0, To: 1}},
		},
		{"2028-02-29 12:00", "2028-02-29 12:15", []parking.Piece{{Day: eve + 1, From: 48, To: 49}}},
	} {
		if diff := cmp.Diff(c.want, span(t, c.from, c.until).Pieces()); diff != "" {
			t.Errorf("%s to %s: %s", c.from, c.until, diff)
		}
	}
}

// What is taken of a day is taken once, given back, and written as it is read.
func TestDay(t *testing.T) {
	noon, all := parking.Piece{From: 48, To: 52}, parking.Piece{To: parking.Quarters}
	d := parking.Day{}.Take(noon)
	before, later := parking.Piece{From: 40, To: 48}, parking.Piece{From: 52, To: 96}
	if d.Free(noon) || !d.Free(before) || !d.Free(later) || d.Free(all) || d.Taken() != 4 {
		t.Errorf("%v", d)
	}
	if d.Leave(noon) != (parking.Day{}) || d.Take(all).Taken() != parking.Quarters || d.Take(all).Leave(all) != (parking.Day{}) {
		t.Errorf("%v is not given back", d)
	}
	raw, err := json.Marshal(parking.Days{7: d})
	if want := `{"7":"0000000000000f0000000000"}`; err != nil || string(raw) != want {
		t.Errorf("%s, %v", raw, err)
	}
	var again parking.Days
	if err := json.Unmarshal(raw, &again); err != nil || again[7] != d {
		t.Errorf("%v, %v", again, err)
	}
	for _, bad := range []string{`{"7":"00"}`, `{"7":"zz000000000000000000000f"}`} {
		if err := json.Unmarshal([]byte(bad), &again); err == nil {
			t.Errorf("%s is a day", bad)
		}
	}
}

// Windows hold on their days of the week, over midnight and over the week's end; what is excepted is the day of each quarter.
func TestCovers(t *testing.T) {
	nights := parking.Window{Days: []int64{6}, From: 22 * 60, To: 6 * 60}
	work := parking.Window{Days: []int64{1, 2, 3, 4, 5}, From: 8 * 60, To: 18 * 60}
	evening := parking.Window{Days: []int64{1, 2, 3, 4, 5}, From: 18 * 60, To: 24 * 60}
	leap := calendar.DayOf(beijing(t, "2028-02-29 12:00"))
	saturday := calendar.DayOf(beijing(t, "2026-09-26 12:00"))
	from, until := beijing(t, "2026-09-01 00:00"), beijing(t, "2029-01-01 00:00")
	for _, c := range []struct {
		name        string
		windows     []parking.Window
		except      []int64
		from, until string
		want        bool
	}{
		{"saturday's night", []parking.Window{nights}, nil, "2026-09-26 22:00", "2026-09-27 06:00", true},
		{"a quarter before", []parking.Window{nights}, nil, "2026-09-26 21:45", "2026-09-27 06:00", false},
		{"a quarter after", []parking.Window{nights}, nil, "2026-09-26 22:00", "2026-09-27 06:15", false},
		{"its last quarters", []parking.Window{nights}, nil, "2026-09-27 05:00", "2026-09-27 06:00", true},
		{"sunday's night", []parking.Window{nights}, nil, "2026-09-27 22:00", "2026-09-27 23:00", false},
		{"friday's morning after", []parking.Window{nights}, nil, "2026-09-26 02:00", "2026-09-26 03:00", false},
		{"before an excepted day", []parking.Window{nights}, []int64{saturday + 1}, "2026-09-26 22:00", "2026-09-27 00:00", true},
		{"into an excepted day", []parking.Window{nights}, []int64{saturday + 1}, "2026-09-26 22:00", "2026-09-27 00:15", false},
		{"the morning after an excepted day", []parking.Window{nights}, []int64{saturday}, "2026-09-27 00:00", "2026-09-27 06:00", true},
		{"the evening of an excepted day", []parking.Window{nights}, []int64{saturday}, "2026-09-26 22:00", "2026-09-27 06:00", false},
		{"a day's work", []parking.Window{work}, nil, "2026-09-25 08:00", "2026-09-25 18:00", true},
		{"from one window into another", []parking.Window{work, evening}, nil, "2026-09-25 08:00", "2026-09-26 00:00", true},
		{"and into none", []parking.Window{work, evening}, nil, "2026-09-25 08:00", "2026-09-26 00:15", false},
		{"a leap day", []parking.Window{work}, nil, "2028-02-29 08:00", "2028-02-29 18:00", true},
		{"an excepted leap day", []parking.Window{always}, []int64{leap}, "2028-02-28 23:00", "2028-02-29 01:00", false},
		{"the day after it", []parking.Window{always}, []int64{leap}, "2028-03-01 00:00", "2028-03-02 00:00", true},
		{"the first quarter", []parking.Window{always}, nil, "2026-09-01 00:00", "2026-09-01 00:15", true},
		{"before the offer", []parking.Window{always}, nil, "2026-08-31 23:45", "2026-09-01 00:15", false},
		{"the last quarter", []parking.Window{always}, nil, "2028-12-31 23:45", "2029-01-01 00:00", true},
		{"after the offer", []parking.Window{always}, nil, "2028-12-31 23:45", "2029-01-01 00:15", false},
	} {
		o := parking.Offer{Windows: c.windows, Except: c.except, From: from, Until: until}
		if got := o.Covers(span(t, c.from, c.until)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		a := ask
		a.Span = span(t, c.from, c.until)
		want := parking.Allowed
		if !c.want {
			want = parking.NotOffered
		}
		if _, reason := o.Book(parking.Booking{}, a.Span.From-day, a); reason != want {
			t.Errorf("%s is booked: %q", c.name, reason)
		}
	}
}

// Each quarter costs what its band says, the sum is rounded up once, and a band over midnight is of the day on which it begins.
func TestPrice(t *testing.T) {
	night := parking.Band{Window: parking.Window{Days: []int64{6}, From: 22 * 60, To: 6 * 60}, Hour: 1}
	rush := parking.Band{Window: parking.Window{Days: []int64{1, 2, 3, 4, 5}, From: 8 * 60, To: 9*60 + 30}, Hour: 10}
	first := parking.Band{Window: parking.Window{Days: []int64{1, 2, 3, 4, 5}, From: 9 * 60, To: 10 * 60}, Hour: 7}
	terms := parking.Terms{Hour: 4, Bands: []parking.Band{night, rush, first}}
	for _, c := range []struct {
		from, until string
		want        int64
	}{
		{"2026-09-23 12:00", "2026-09-23 13:00", 4},
		{"2026-09-23 12:00", "2026-09-23 12:15", 1},
		{"2026-09-26 22:00", "2026-09-27 06:00", 8},  // 8 hours of saturday's night
		{"2026-09-26 22:00", "2026-09-26 22:15", 1},  // a quarter of a point
		{"2026-09-26 21:45", "2026-09-27 06:15", 10}, // and a quarter on both sides
		{"2026-09-27 22:00", "2026-09-28 06:00", 32}, // no band on sunday
		{"2026-09-26 00:00", "2026-09-26 06:00", 24}, // nor on friday's night
		{"2026-09-23 08:00", "2026-09-23 10:00", 19}, // 15 of the rush, and half an hour of the other, which begins within it
		{"2028-02-29 08:00", "2028-02-29 09:00", 10}, // a tuesday
		{"2026-09-23 09:15", "2026-09-23 10:15", 7},  // 2.5 + 3.5 + 1
	} {
		if got := terms.Price(span(t, c.from, c.until)); got != c.want {
			t.Errorf("%s to %s: %d", c.from, c.until, got)
		}
	}
	if got := (parking.Terms{Hour: parking.MaxRate}).Price(parking.Span{Until: parking.MaxLength}); got != 7*24*parking.MaxRate {
		t.Errorf("the most is %d", got)
	}
}

func TestCheck(t *testing.T) {
	window := func(days []int64, from, to int64) func(*parking.Offer) {
		return func(o *parking.Offer) { o.Windows = []parking.Window{{Days: days, From: from, To: to}} }
	}
	priced := func(b parking.Band) func(*parking.Offer) {
		return func(o *parking.Offer) { o.Terms.Bands = []parking.Band{b} }
	}
	of := func(say func(*parking.Terms)) func(*parking.Offer) { return func(o *parking.Offer) { say(&o.Terms) } }
	weekdays := []int64{1, 2, 3, 4, 5}
	for name, c := range map[string]struct {
		say  func(*parking.Offer)
		want parking.Reason
	}{
		"good":                   {func(*parking.Offer) {}, parking.Allowed},
		"over midnight":          {window(weekdays, 22*60, 6*60), parking.Allowed},
		"to midnight":            {window(weekdays, 0, 1440), parking.Allowed},
		"over before it begins":  {func(o *parking.Offer) { o.Until = o.From }, parking.BadWindow},
		"at no time":             {func(o *parking.Offer) { o.Windows = nil }, parking.BadWindow},
		"at too many times":      {func(o *parking.Offer) { o.Windows = slices.Repeat(o.Windows, 29) }, parking.BadWindow},
		"on no day":              {window(nil, 0, 60), parking.BadWindow},
		"on an eighth day":       {window([]int64{7}, 0, 60), parking.BadWindow},
		"before sunday":          {window([]int64{-1}, 0, 60), parking.BadWindow},
		"twice on a day":         {window([]int64{1, 1}, 0, 60), parking.BadWindow},
		"from within a quarter":  {window(weekdays, 10, 60), parking.BadWindow},
		"to within a quarter":    {window(weekdays, 0, 50), parking.BadWindow},
		"from the next midnight": {window(weekdays, 1440, 60), parking.BadWindow},
		"to the next day":        {window(weekdays, 0, 1455), parking.BadWindow},
		"from before":            {window(weekdays, -15, 60), parking.BadWindow},
		"to before":              {window(weekdays, 0, -15), parking.BadWindow},
		"an exception twice":     {func(o *parking.Offer) { o.Except = []int64{9, 9} }, parking.BadWindow},
		"an exception of 1969":   {func(o *parking.Offer) { o.Except = []int64{-1} }, parking.BadWindow},
		"too many exceptions":    {func(o *parking.Offer) { o.Except = make([]int64, 101) }, parking.BadWindow},
		"dear":                   {of(func(t *parking.Terms) { t.Hour = parking.MaxRate + 1 }), parking.BadPrice},
		"paid to come":           {of(func(t *parking.Terms) { t.Hour = -1 }), parking.BadPrice},
		"dear to stay":           {of(func(t *parking.Terms) { t.Overstay = parking.MaxRate + 1 }), parking.BadPrice},
		"a dear band":            {priced(parking.Band{Window: always, Hour: parking.MaxRate + 1}), parking.BadPrice},
		"a band on no day":       {priced(parking.Band{Hour: 1}), parking.BadPrice},
		"too many bands": {of(func(t *parking.Terms) {
			t.Bands = slices.Repeat([]parking.Band{{Window: always}}, 29)
		}), parking.BadPrice},
		"early":         {of(func(t *parking.Terms) { t.Early = 3601 }), parking.BadTerms},
		"no-show":       {of(func(t *parking.Terms) { t.NoShow = -1 }), parking.BadTerms},
		"cancel":        {of(func(t *parking.Terms) { t.Cancel = parking.MaxNotice + 1 }), parking.BadTerms},
		"late":          {of(func(t *parking.Terms) { t.Late = 101 }), parking.BadTerms},
		"notice":        {of(func(t *parking.Terms) { t.Notice = parking.MaxNotice + 1 }), parking.BadTerms},
		"draw":          {of(func(t *parking.Terms) { t.Draw = parking.MaxDraw + 1 }), parking.BadTerms},
		"deposit":       {of(func(t *parking.Terms) { t.Deposit = parking.MaxDeposit + 1 }), parking.BadTerms},
		"all at bounds": {of(func(t *parking.Terms) { *t = most }), parking.Allowed},
	} {
		o := offer
		c.say(&o)
		if got := o.Check(); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
	}
}

// most are the largest terms.
var most = parking.Terms{
	Hour: parking.MaxRate, Overstay: parking.MaxRate, Deposit: parking.MaxDeposit, Early: parking.MaxEarly, NoShow: parking.MaxLength,
	Cancel: parking.MaxNotice, Late: 100, Notice: parking.MaxNotice, Draw: parking.MaxDraw, Others: true,
}
