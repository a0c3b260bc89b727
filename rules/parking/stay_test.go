// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"testing"

	"github.com/linli-project/linli/rules/parking"
)

// next is a booking of the same car and space that begins as the other one ends.
func next(t *testing.T) parking.Booking {
	a := ask
	a.ID, a.Span = "next", parking.Span{From: lunch.Until, Until: lunch.Until + hour}
	return ok(t)(offer.Book(parking.Booking{}, asked, a))
}

// A car that came for one booking and has not gone is there for the next one: it pays both, and nothing for staying between them.
func TestStayOn(t *testing.T) {
	end := lunch.Until
	changed := func(b parking.Booking, change func(*parking.Booking)) parking.Booking {
		change(&b)
		return b
	}
	late := ok(t)(came(t).Leave(end+hour, at("out", end+hour)))
	for name, c := range map[string]struct {
		b, next parking.Booking
		now     int64
		want    parking.Reason
	}{
		"as one ends":              {came(t), next(t), end, parking.Allowed},
		"before":                   {came(t), next(t), end - 1, parking.OtherTime},
		"told late":                {came(t), next(t), end + day, parking.Allowed},
		"seen going from the next": {late, next(t), end + hour, parking.Allowed},
		"it has gone":              {went(t), next(t), end, parking.Known},
		"it has not come":          {booked(t), next(t), end, parking.WrongState},
		"another car":              {came(t), changed(next(t), func(b *parking.Booking) { b.Plate = "q" }), end, parking.OtherCar},
		"another space":            {came(t), changed(next(t), func(b *parking.Booking) { b.Space = "r" }), end, parking.OtherTime},
		"later":                    {came(t), changed(next(t), func(b *parking.Booking) { b.From += quarter }), end, parking.OtherTime},
		"cancelled":                {came(t), ok(t)(next(t).Cancel(begin, guest)), end, parking.Closed},
	} {
		left, went, reason := c.b.StayOn(c.now, c.next)
		if reason != c.want {
			t.Errorf("%s: %q", name, reason)
		}
		if reason != parking.Allowed {
			continue
		}
		if !left.Stays("next") || left.Owed() != left.Price || went.Entered.At != end || went.Entered.Event != left.ID ||
			went.State != parking.StateEntered {
			t.Errorf("%s: %+v, %+v", name, left, went)
		}
		if gone := ok(t)(left.Leave(max(c.now, end), at("early", end-minute))); gone.StayedTo() != "" || gone.Exited.At != end-minute {
			t.Errorf("%s, and it had gone: %+v", name, gone)
		}
	}
}
