// SPDX-License-Identifier: Apache-2.0

package tariff

import (
	"slices"
	"time"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking/strict"
)

// weekdays are OCPI's names, in the order of Days.
var weekdays = []string{"MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"}

// unmeasured are restrictions by what only a charger knows. They would change the price, so they are not passed over.
var unmeasured = []string{"min_kwh", "max_kwh", "min_current", "max_current", "min_power", "max_power"}

func when(v strict.Value) When {
	v = v.Object(append([]string{"start_time", "end_time", "start_date", "end_date", "min_duration", "max_duration", "day_of_week",
		"reservation"}, unmeasured...)...)
	for _, name := range unmeasured {
		if v.Has(name) {
			v.Get(name).Refuse("is not supported: how a car charges is not known here. Leave it out, or price this stay elsewhere")
		}
	}
	var w When
	w.Window = Window{clock(v, "start_time"), clock(v, "end_time")}
	w.From, w.Until = date(v, "start_date"), date(v, "end_date")
	if w.From != 0 && w.Until != 0 && w.Until <= w.From {
		v.Get("end_date").Refuse("has to be after start_date")
	}
	if v.Has("min_duration") {
		w.Least = v.Get("min_duration").Int(0, MaxStay)
	}
	if v.Has("max_duration") {
		w.Most = v.Get("max_duration").Int(w.Least+1, MaxStay+1)
	}
	if v.Has("day_of_week") {
		for _, day := range v.Get("day_of_week").List(0, len(weekdays)) {
			w.Days |= 1 << max(0, slices.Index(weekdays, day.OneOf(weekdays...)))
		}
	}
	if v.Has("reservation") {
		w.Reservation = Reservation(v.Get("reservation").OneOf(string(Reserved), string(Expired)))
	}
	return w
}

// clock is a time of day in minutes; midnight if it is not there, which is the start or the end of the day.
func clock(v strict.Value, name string) int64 {
	if !v.Has(name) {
		return 0
	}
	v = v.Get(name)
	at, err := time.Parse("15:04", v.Text(5, 5))
	if err != nil {
		v.Refuse("is no time of day; write 00:00 to 23:59")
		return 0
	}
	return int64(at.Hour()*60 + at.Minute())
}

// date is a day in days since 1970-01-01, 0 if it is not there.
func date(v strict.Value, name string) int64 {
	if !v.Has(name) {
		return 0
	}
	v = v.Get(name)
	at, err := time.Parse(time.DateOnly, v.Text(10, 10))
	if err != nil || at.Unix() < calendar.Day {
		v.Refuse("is no day; write it as 2028-02-29")
		return 0
	}
	return at.Unix() / calendar.Day
}
