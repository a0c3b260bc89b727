// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"testing"
	"time"

	"github.com/linli-project/linli/contract/parking"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/parking"
)

// A booking is told the first that it has not had and that changes it. What it has by now, from whomever, it is not told; a car that turned
// back has not come, however often it was read; and that the gate was silent is told shortly before it is settled.
func TestWhatABookingIsTold(t *testing.T) {
	d := newDoorman(t)
	p := &passing{Oracle: d.Oracle}
	now := d.at.Unix()
	saw := func(event string, way events.Way, at int64) sighting {
		passage := events.Passage{At: now + at, Plate: "car", Way: way}
		return sighting{parking.Sighting{Passage: passage, Device: "gate", Event: event}, false}
	}
	had := saw("in", events.WayIn, 10)
	had.had = true
	reserved := rules.Booking{
		ID: "b", Plate: "car", State: rules.StateReserved, Span: rules.Span{From: now, Until: now + 7200}, Terms: rules.Terms{Deposit: 8},
	}
	entered := reserved
	entered.State, entered.Entered = rules.StateEntered, rules.Passage{At: now + 10, Device: "gate", Event: "in"}
	missed := reserved
	missed.State, missed.Terms.NoShow = rules.StateNoShow, 900
	for name, is := range map[string]struct {
		booking rules.Booking
		seen    []sighting
		at      time.Duration // when it is looked at
		want    string
		later   int64 // seconds from now
	}{
		"came":           {booking: reserved, seen: []sighting{saw("in", events.WayIn, 10), saw("out", events.WayOut, 20)}, want: "in"},
		"went":           {booking: entered, seen: []sighting{saw("in", events.WayIn, 10), saw("out", events.WayOut, 20)}, want: "out"},
		"had it":         {booking: reserved, seen: []sighting{had}},
		"too early":      {booking: reserved, seen: []sighting{saw("in", events.WayIn, -10)}},
		"turned back":    {booking: reserved, seen: []sighting{saw("in", events.WayIn, 10), saw("in again", events.WayIn, 11), saw("back", events.WayBack, 12)}},
		"in, and turned": {booking: entered, seen: []sighting{had, saw("in again", events.WayIn, 11), saw("back", events.WayBack, 12)}, want: "back"},
		"came again":     {booking: reserved, seen: []sighting{had, saw("back", events.WayBack, 12), saw("again", events.WayIn, 13)}, want: "again"},
		"silent, and may be heard yet": {
			booking: missed, seen: []sighting{saw("silent", events.WayNowhere, 10)}, at: time.Hour, later: 900 + rules.Wait - excuseBefore,
		},
		"silent": {booking: missed, seen: []sighting{saw("silent", events.WayNowhere, 10)}, at: 20 * time.Hour, want: "silent"},
	} {
		d.at = time.Unix(now, 0).Add(max(is.at, time.Minute))
		next, later, err := p.first(t.Context(), is.booking, is.seen)
		if err != nil || next.Event != is.want || is.later == 0 && !later.IsZero() || is.later > 0 && later.Unix() != now+is.later {
			t.Errorf("%s: it is told %q, then at %s; not %q, %d: %v", name, next.Event, later, is.want, is.later, err)
		}
	}
}

// A car that no gate saw go from one booking, and that came for another one since, is seen going from that one.
func TestWhichBookingACarWentFrom(t *testing.T) {
	now := int64(1_800_000_000)
	came := func(id string, at int64) rules.Booking {
		b := rules.Booking{ID: id, Space: "s1", Plate: "car", State: rules.StateEntered, Span: rules.Span{From: now, Until: now + 7200}}
		b.Entered = rules.Passage{At: at, Device: "gate", Event: "in to " + id}
		return b
	}
	gone := came("b", now+600)
	gone.Exited = rules.Passage{At: now + 900, Device: "gate", Event: "earlier"}
	for name, is := range map[string]struct {
		a, b rules.Booking
		want []bool // whether it went from the other one
	}{
		"from the later one":        {came("a", now), came("b", now+600), []bool{true, false}},
		"it had gone from that one": {came("a", now), gone, []bool{false, false}},
		"before it came there":      {came("a", now), came("b", now+2000), []bool{false, false}},
	} {
		d := newDoorman(t)
		put(d, parking.Bookings, "a", is.a)
		put(d, parking.Bookings, "b", is.b)
		d.block()
		p := &passing{Oracle: d.Oracle}
		passage := events.Passage{At: now + 1200, Plate: "car", Way: events.WayOut}
		out := sighting{parking.Sighting{Passage: passage, Device: "gate", Event: "out"}, false}
		for i, b := range []rules.Booking{is.a, is.b} {
			if elsewhere, err := p.elsewhere(t.Context(), b, out); err != nil || elsewhere != is.want[i] {
				t.Errorf("%s: %s: %t, %v", name, b.ID, elsewhere, err)
			}
		}
	}
}
