// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"slices"
)

// A Span is how many heads came in from From until before To: Unix seconds, or seconds of the day.
type Span struct {
	From  int64 `json:"from"`
	To    int64 `json:"to"`
	Heads int64 `json:"heads"`
}

const (
	hour int64 = 60 * 60
	day  int64 = 24 * hour
	// China is what is added to UTC for the clocks of the communities.
	China int64 = 8 * hour
)

// midnight is when the day of a time began in China.
func midnight(at int64) int64 { return at - (at+China)%day }

// A line of time is a sorted list of heads' times, and the cuts by which every table divides it.
type line struct{ times, cuts []int64 }

// cut divides the line from first to last at those of the places, in the order of their importance, where it leaves none or enough heads
// on each side. All tables of one line use its cuts alone: so what they differ by is a sum of spans, each of which is enough.
func cut(times []int64, first, last int64, places ...int64) line {
	l := line{slices.Sorted(slices.Values(times)), []int64{first, last}}
	for _, place := range places {
		i, there := slices.BinarySearch(l.cuts, place)
		if there || i == 0 || i == len(l.cuts) {
			continue
		}
		if many(l.between(l.cuts[i-1], place)) && many(l.between(place, l.cuts[i])) {
			l.cuts = slices.Insert(l.cuts, i, place)
		}
	}
	return l
}

func (l line) between(from, to int64) int64 {
	first, _ := slices.BinarySearch(l.times, from)
	last, _ := slices.BinarySearch(l.times, to)
	return int64(last - first)
}

// spans are the spans between those of the places at which the line is cut.
func (l line) spans(places []int64) []Span {
	cuts := slices.DeleteFunc(slices.Clone(places), func(place int64) bool { return !slices.Contains(l.cuts, place) })
	spans := []Span{}
	for i := 1; i < len(cuts); i++ {
		spans = append(spans, Span{From: cuts[i-1], To: cuts[i], Heads: l.between(cuts[i-1], cuts[i])})
	}
	return spans
}

// days are the midnights from the one before first to the one after last.
func days(first, last int64) []int64 {
	all := []int64{midnight(first)}
	for all[len(all)-1] <= last {
		all = append(all, all[len(all)-1]+day)
	}
	return all
}

// hoursOfDay is at which hours of the day heads came, whatever the day.
func hoursOfDay(times []int64) []Span {
	var clock, hours []int64
	for _, at := range times {
		clock = append(clock, (at+China)%day)
	}
	for h := range day/hour + 1 {
		hours = append(hours, h*hour)
	}
	return cut(clock, 0, day, hours...).spans(hours)
}

// before and after are how long around a round of reminders is looked at.
const before = day

var after = []int64{0, hour, 6 * hour, day}

// around are the places at which a round divides time.
func around(at int64) []int64 {
	places := []int64{at - before}
	for _, later := range after {
		places = append(places, at+later)
	}
	return places
}
