// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"slices"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/linli-project/linli/act"
	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/rules/order"
)

// made is a Wednesday in China, a quarter past midnight, and a Tuesday in UTC.
var made = time.Date(2026, time.November, 24, 16, 15, 0, 0, time.UTC)

func workOf(shifts ...orders.Shift) Work {
	return Work{Community: garden, Worker: "w0", Grids: map[string]orders.Grid{
		"north": {GridSet: orders.GridSet{Grid: "north", Workers: []string{"w0", "w1"}, Shifts: shifts}},
		"south": {GridSet: orders.GridSet{Grid: "south", Workers: []string{"w1"}}},
	}}
}

func TestWorkCalendarOrders(t *testing.T) {
	work := workOf()
	raised, reason := order.Raise(made.Unix(), order.Report{Kind: order.RepairWater, Place: "3-2", Affected: []string{"unit-7"}},
		order.Duty{Grid: "north", Priority: order.Urgent}, order.Plan{Grid: "north", Called: []string{"w0"}})
	if reason != order.Allowed {
		t.Fatal(reason)
	}
	work.Orders = map[string]orders.Order{"a": {Order: raised, Text: "hash"}}
	for lang, said := range map[Language]string{Chinese: "工单接单期限（急）", English: "Accept an order by now (urgent)"} {
		file := work.Calendar(lang, "https://garden.example/c/garden/work", made)
		parsed, err := ics.ParseCalendar(strings.NewReader(file))
		must(t, err)
		event := parsed.Events()[0]
		start, err := event.GetStartAt()
		must(t, err)
		if at, _, _ := raised.Next(); len(parsed.Events()) != 1 || start.Unix() != at || event.Id() != "a.garden@linli" {
			t.Errorf("%s at %v\n%s", event.Id(), start, file)
		}
		if got := event.GetProperty(ics.ComponentPropertySummary).Value; got != said {
			t.Errorf("summary %q, want %q", got, said)
		}
		link := event.GetProperty(ics.ComponentPropertyUrl).Value
		if len(event.Alarms()) != 1 || link != "https://garden.example/c/garden/work#/order/a" {
			t.Errorf("the file is\n%s", file)
		}
		for _, private := range []string{"3-2", "unit-7", "repair", "水管", "hash"} {
			if strings.Contains(file, private) {
				t.Errorf("the calendar tells %q:\n%s", private, file)
			}
		}
	}
}

// What the file says of shifts is when the rules say that the worker is on duty: read here without the library that wrote it.
func TestWorkCalendarShifts(t *testing.T) {
	for name, s := range map[string]orders.Shift{
		"day":             {Days: []act.Int{1, 2, 5}, From: 9 * 60, To: 17*60 + 30},
		"early":           {Days: []act.Int{0, 3}, From: 30, To: 7 * 60},
		"over midnight":   {Days: []act.Int{6, 2, 2}, From: 22 * 60, To: 6 * 60},
		"over a UTC day":  {Days: []act.Int{4}, From: 7 * 60, To: 12 * 60},
		"whole":           {Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 24 * 60},
		"from eight on":   {Days: []act.Int{2}, From: 8 * 60, To: 8 * 60},
		"a day in a week": {Days: []act.Int{1}, From: 0, To: 24 * 60},
	} {
		t.Run(name, func(t *testing.T) {
			s.Worker = "w0"
			other := orders.Shift{Worker: "w1", Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 24 * 60}
			file := workOf(other, s).Calendar(Chinese, "https://garden.example", made)
			if strings.Count(file, "BEGIN:VEVENT") != 1 || !strings.Contains(file, "\r\nSUMMARY:值班：north\r\n") {
				t.Fatalf("the file is\n%s", file)
			}
			for at := made.Unix(); at < made.AddDate(0, 0, 15).Unix(); at += 15 * 60 {
				if says, want := runs(t, file, at), s.ForRules().On(at); says != want {
					t.Fatalf("%v: %v, want %v\n%s", time.Unix(at, 0).In(china), says, want, file)
				}
			}
		})
	}
}

// runs says whether the one weekly event of a file runs at a time.
func runs(t *testing.T, file string, at int64) bool {
	line := func(name string) string {
		_, rest, _ := strings.Cut(file, "\r\n"+name+":")
		value, _, _ := strings.Cut(rest, "\r\n")
		return value
	}
	moment := func(name string) time.Time {
		m, err := time.Parse("20060102T150405Z", line(name))
		must(t, err)
		return m
	}
	days, ok := strings.CutPrefix(line("RRULE"), "FREQ=WEEKLY;BYDAY=")
	if !ok {
		t.Fatalf("RRULE %q", line("RRULE"))
	}
	start := moment("DTSTART")
	lasts := moment("DTEND").Sub(start)
	named := func(at time.Time) bool {
		return slices.Contains(strings.Split(days, ","), strings.ToUpper(at.Weekday().String()[:2]))
	}
	if !named(start) {
		t.Fatalf("the first one, %v, is none of the days %s", start, days)
	}
	for ; start.Unix() <= at; start = start.AddDate(0, 0, 1) {
		if named(start) && at < start.Add(lasts).Unix() {
			return true
		}
	}
	return false
}

// Whatever a worker may wait for has words.
func TestDeadlineWords(t *testing.T) {
	for _, d := range order.Deadlines() {
		says := deadlineWords[d]
		if ofOthers := d == order.DeadlineTriage || d == order.DeadlineConfirm; ofOthers == (says[Chinese] != "" && says[English] != "") {
			t.Errorf("%s: %q", d, says)
		}
	}
}
