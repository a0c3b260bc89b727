// SPDX-License-Identifier: Apache-2.0

package analysis

import (
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/parking"
)

// Hours of a week, which begins on Monday in Beijing.
const weekHours = 7 * 24

// Occupancy is how full shared parking spaces are, by the hour and the day of the week.
type Occupancy struct {
	span   parking.Span
	cells  [weekHours]OccupancyCell
	of     [weekHours]map[string]bool // spaces
	spaces map[string]bool
}

// OccupancyCell is one hour of the week. What it counts are quarters of an hour of spaces.
type OccupancyCell struct {
	Offered, Booked int64
	Used            int64 // with a car, as gates have seen it
	Merged          bool  // of fewer than five spaces: nothing is told of it
}

// NewOccupancy is that of a time, of which nothing is known yet.
func NewOccupancy(s parking.Span) *Occupancy {
	o := &Occupancy{span: s, spaces: map[string]bool{}}
	for i := range o.of {
		o.of[i] = map[string]bool{}
	}
	return o
}

// monday is the weekday of the first day that calendar.DayOf counts, from Monday on.
const monday = 3

// cell is the hour of the week of a time.
func cell(at int64) int {
	day := calendar.DayOf(at)
	hour := (at - (day*calendar.Day - calendar.Beijing)) / 3600
	return int((day+monday)%7*24 + hour)
}

// each says which quarters of the occupancy's time are in a span.
func (o *Occupancy) each(s parking.Span, do func(at int64)) {
	first := max(s.From, o.span.From)
	first -= first % parking.Quarter
	for at := first; at < min(s.Until, o.span.Until); at += parking.Quarter {
		do(at)
	}
}

// Offered counts when a space is to be had.
func (o *Occupancy) Offered(space string, offer parking.Offer) {
	o.each(o.span, func(at int64) {
		if offer.Covers(parking.Span{From: at, Until: at + parking.Quarter}) {
			o.cells[cell(at)].Offered++
			o.note(space, at)
		}
	})
}

// Booked counts a booking that held a space, and when a car was there.
func (o *Occupancy) Booked(b parking.Booking) {
	if b.State == parking.StatePending || b.State == parking.StateRejected || b.State == parking.StateCancelled {
		return
	}
	o.each(b.Span, func(at int64) {
		o.cells[cell(at)].Booked++
		o.note(b.Space, at)
	})
	if b.Entered.At == 0 {
		return
	}
	left := b.Exited.At
	if left == 0 {
		left = b.Until
	}
	o.each(parking.Span{From: b.Entered.At, Until: left}, func(at int64) { o.cells[cell(at)].Used++ })
}

func (o *Occupancy) note(space string, at int64) {
	o.spaces[space] = true
	o.of[cell(at)][space] = true
}

// Spaces is how many were to be had, or booked.
func (o *Occupancy) Spaces() int { return len(o.spaces) }

// Cells are the hours from Monday's first on. Of one in which fewer spaces were to be had or booked than Fewest is said nothing: whoever
// knows whose they are would read somebody's habits out of it.
func (o *Occupancy) Cells() []OccupancyCell {
	cells := make([]OccupancyCell, weekHours)
	for i, c := range o.cells {
		if n := len(o.of[i]); n > 0 && n < Fewest {
			c = OccupancyCell{Merged: true}
		}
		cells[i] = c
	}
	return cells
}
