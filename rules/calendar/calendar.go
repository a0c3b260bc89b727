// SPDX-License-Identifier: Apache-2.0

// Package calendar counts days as they are in Beijing, for all of China. There is no summer time, and no table of time zones is asked:
// machines whose tables differ have to come to the same.
package calendar

// Seconds of a day, and those by which Beijing's days begin before the days of UTC.
const (
	Day     = 24 * 3600
	Beijing = 8 * 3600
)

// DayOf is the day of a Unix time, in days since 1970-01-01.
func DayOf(at int64) int64 {
	days := (at + Beijing) / Day
	if (at+Beijing)%Day < 0 {
		days--
	}
	return days
}

// After is when so many days after the day of a Unix time are over, the first second that is not in them: the day itself is not counted
// (Civil Code, Art. 201).
func After(at, days int64) int64 { return (DayOf(at)+days+1)*Day - Beijing }
