// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"slices"

	"github.com/linli-project/linli/rules/calendar"
)

// Window is a time of the week in Beijing. One whose end is not after its begin goes on over midnight into the next day.
type Window struct {
	Days []int64 `json:"days"` // on which it begins: 0 for Sunday to 6, ascending
	From int64   `json:"from"` // minute of the day, a whole quarter
	To   int64   `json:"to"`   // not in it any more; 1440 is midnight
}

// thursday is the first day that calendar.DayOf counts.
const thursday = 4

func weekday(day int64) int64 { return ((day+thursday)%7 + 7) % 7 }

const dayMinutes = calendar.Day / 60

// has says whether a minute of a day is in it.
func (w Window) has(day, minute int64) bool {
	if w.From < w.To {
		return slices.Contains(w.Days, weekday(day)) && minute >= w.From && minute < w.To
	}
	return slices.Contains(w.Days, weekday(day)) && minute >= w.From || slices.Contains(w.Days, weekday(day-1)) && minute < w.To
}

func (w Window) wellFormed() bool {
	const quarter = Quarter / 60
	if len(w.Days) == 0 || w.From < 0 || w.From >= dayMinutes || w.To < 0 || w.To > dayMinutes || w.From%quarter != 0 || w.To%quarter != 0 {
		return false
	}
	for i, day := range w.Days {
		if day < 0 || day > 6 || i > 0 && w.Days[i-1] >= day {
			return false
		}
	}
	return true
}

// Band is a price by the time of the week.
type Band struct {
	Window
	Hour int64 `json:"hour"` // points for an hour
}

// Terms are what both sides of a booking agree to. A booking has a copy: what an offer says later changes nothing in it.
type Terms struct {
	Hour     int64  `json:"hour"`            // points for an hour in no band
	Bands    []Band `json:"bands,omitempty"` // the first that has a quarter says its price
	Overstay int64  `json:"overstay"`        // points for each quarter begun after the end
	Deposit  int64  `json:"deposit"`         // quarters of overstay that are held beside the price, and paid at most
	Early    int64  `json:"early"`           // seconds before the begin from which on the gate lets in
	NoShow   int64  `json:"noShow"`          // seconds after the begin until when one has to have come; 0: to the end
	Cancel   int64  `json:"cancel"`          // seconds before the begin until when it costs nothing not to come
	Late     int64  `json:"late"`            // percent of the price for who cancels later, or does not come
	Notice   int64  `json:"notice"`          // seconds before the begin until when the host can take it back and displaces nobody
	Draw     int64  `json:"draw"`            // seconds before the day of a window when requests are drawn by lot; 0: who comes first has it
	Others   bool   `json:"others"`          // whether bodies may book for their people, as the community has adopted
}

// Offer is when a space is to be had, and on which terms.
type Offer struct {
	Windows []Window `json:"windows"`
	Except  []int64  `json:"except"` // days on which it is not, as calendar.DayOf counts, ascending
	From    int64    `json:"from"`   // Unix time
	Until   int64    `json:"until"`
	Terms   Terms    `json:"terms"`
}

// Bounds of terms, in seconds and quarters.
const (
	MaxEarly   = 3600
	MaxNotice  = 14 * calendar.Day
	MaxDraw    = 7 * calendar.Day
	MaxDeposit = 2 * Quarters
)

// Check says why an offer is none: BadWindow, BadPrice, BadTerms.
func (o Offer) Check() Reason {
	switch {
	case o.From >= o.Until || len(o.Windows) == 0 || len(o.Windows) > MaxWindows || len(o.Except) > MaxExcept:
		return BadWindow
	case slices.ContainsFunc(o.Windows, func(w Window) bool { return !w.wellFormed() }):
		return BadWindow
	}
	for i, day := range o.Except {
		if day < 0 || i > 0 && o.Except[i-1] >= day {
			return BadWindow
		}
	}
	return o.Terms.check()
}

func within(n, most int64) bool { return n >= 0 && n <= most }

func (t Terms) check() Reason {
	bad := func(b Band) bool { return !b.wellFormed() || !within(b.Hour, MaxRate) }
	switch {
	case !within(t.Hour, MaxRate) || !within(t.Overstay, MaxRate) || len(t.Bands) > MaxBands || slices.ContainsFunc(t.Bands, bad):
		return BadPrice
	case !within(t.Early, MaxEarly) || !within(t.NoShow, MaxLength) || !within(t.Cancel, MaxNotice) || !within(t.Late, 100) ||
		!within(t.Notice, MaxNotice) || !within(t.Draw, MaxDraw) || !within(t.Deposit, MaxDeposit):
		return BadTerms
	}
	return Allowed
}

// Covers says whether a space is to be had for all of a span.
func (o Offer) Covers(s Span) bool {
	if s.From < o.From || s.Until > o.Until {
		return false
	}
	for at := s.From; at < s.Until; at += Quarter {
		if day, minute := split(at); o.excepts(day) || !slices.ContainsFunc(o.Windows, func(w Window) bool { return w.has(day, minute) }) {
			return false
		}
	}
	return true
}

// allows says whether a span may be booked. Where the lot decides it is of one window: one that went on into the next would have what is
// not drawn yet.
func (o Offer) allows(s Span) bool {
	if o.Terms.Draw == 0 {
		return o.Covers(s)
	}
	_, ok := o.windowDay(s)
	return ok && o.Covers(s)
}

// DrawAt is when requests for a span are drawn by lot, so long before the day on which its window begins; 0: they are not.
func (o Offer) DrawAt(s Span) int64 {
	day, ok := o.windowDay(s)
	if o.Terms.Draw == 0 || !ok {
		return 0
	}
	return day*calendar.Day - calendar.Beijing - o.Terms.Draw
}

// windowDay is the day on which the window begins that has all of a span. One over midnight is of the day before.
func (o Offer) windowDay(s Span) (day int64, ok bool) {
	today, minute := split(s.From)
	length := (s.Until - s.From) / 60
	for _, w := range o.Windows {
		for day := today; day >= today-1; day-- {
			from := minute + (today-day)*dayMinutes
			if slices.Contains(w.Days, weekday(day)) && from >= w.From && from+length <= w.end() {
				return day, true
			}
		}
	}
	return 0, false
}

// end is its last minute, counted from the midnight before it begins.
func (w Window) end() int64 {
	if w.From < w.To {
		return w.To
	}
	return w.To + dayMinutes
}

func (o Offer) excepts(day int64) bool {
	_, found := slices.BinarySearch(o.Except, day)
	return found
}

// split is the day of a time, and its minute.
func split(at int64) (day, minute int64) {
	day = calendar.DayOf(at)
	return day, (at - (day*calendar.Day - calendar.Beijing)) / 60
}
