// SPDX-License-Identifier: Apache-2.0

package parking

import "github.com/linli-project/linli/rules/calendar"

// Quarters are those of a day in which a space is to be had, booked or not.
func (o Offer) Quarters(day int64) (d Day) {
	midnight := day*calendar.Day - calendar.Beijing
	for q := range Quarters {
		at := midnight + int64(q)*Quarter
		if o.Covers(Span{at, at + Quarter}) {
			d = d.Take(Piece{From: q, To: q + 1})
		}
	}
	return d
}

// Whole says whether a span begins and ends with a quarter, and is no longer than one may be.
func (s Span) Whole() bool { return s.whole() }

// Hold is how many points are held for a price.
func (t Terms) Hold(price int64) int64 { return t.hold(price) }
