// SPDX-License-Identifier: Apache-2.0

package tariff

import "github.com/linli-project/linli/rules/calendar"

const minute = 60

// An instant is a second of a stay or a reservation: since it began, and by the clock of the place.
type instant struct{ since, local int64 }

func (i instant) day() int64    { return floor(i.local, calendar.Day) }
func (i instant) second() int64 { return i.local - i.day()*calendar.Day }

// weekday counts from Monday; 1970-01-01 was a Thursday.
func (i instant) weekday() int64 { return i.day() + 3 - floor(i.day()+3, 7)*7 }

func floor(n, by int64) int64 {
	q := n / by
	if n%by < 0 {
		q--
	}
	return q
}

// holds tells whether it holds at an instant.
func (w When) holds(i instant) bool {
	day := i.day()
	return w.Window.holds(i.second()) &&
		(w.From == 0 || day >= w.From) && (w.Until == 0 || day < w.Until) &&
		i.since >= w.Least && (w.Most == 0 || i.since < w.Most) &&
		(w.Days == 0 || w.Days&(1<<i.weekday()) != 0)
}

func (w Window) holds(second int64) bool {
	start, end := w.Start*minute, w.End*minute
	if end <= start { // over midnight
		return second >= start || second < end
	}
	return second >= start && second < end
}

// steady is how many seconds after an instant it is the first time that it could hold no longer, or again: at most until midnight.
func (w When) steady(i instant) int64 {
	second := i.second()
	least := calendar.Day - second
	for _, next := range []int64{w.Window.Start*minute - second, w.Window.End*minute - second, w.Least - i.since, w.Most - i.since} {
		if next > 0 {
			least = min(least, next)
		}
	}
	return least
}
