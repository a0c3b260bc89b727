// SPDX-License-Identifier: Apache-2.0

package parking_test

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/linli-project/linli/rules/parking"
)

// requests are some for the same time.
func requests(n int) (all []parking.Booking) {
	for i := range n {
		all = append(all, parking.Booking{ID: fmt.Sprintf("request-%d", i), Span: lunch})
	}
	return all
}

// Of so many who ask for the same, each has it about as often as any other, over many seeds.
func TestDrawIsFair(t *testing.T) {
	const n, draws = 10, 20_000
	won := map[string]int{}
	for i := range uint64(draws) {
		who := parking.Days{}.Draw(binary.BigEndian.AppendUint64(nil, i), requests(n))
		if len(who) != 1 {
			t.Fatalf("%v have one space", who)
		}
		won[who[0]]++
	}
	chi, mean := 0.0, float64(draws)/n
	for _, a := range requests(n) {
		off := float64(won[a.ID]) - mean
		chi += off * off / mean
	}
	if chi > 27.9 { // of nine degrees of freedom, a thousandth is above; the seeds are always the same
		t.Errorf("%v: %.1f", won, chi)
	}
}

// Who asks first has no better chance, and the same seed comes to the same.
func TestDrawHasNoOrder(t *testing.T) {
	asked := requests(6)
	for i := range asked { // three pairs of times, each of which overlaps the next one
		asked[i].Span = parking.Span{From: begin + int64(i/2)*hour, Until: begin + int64(i/2)*hour + 90*minute}
	}
	taken := parking.Days{}
	taken.Take(parking.Span{From: begin + 3*hour, Until: begin + 4*hour})
	want := maps.Clone(taken).Draw([]byte("seed"), asked)
	for order := range permutations([]int{0, 1, 2, 3, 4, 5}) {
		var again []parking.Booking
		for _, i := range order {
			again = append(again, asked[i])
		}
		was := slices.Clone(order)
		if got := maps.Clone(taken).Draw([]byte("seed"), again); !slices.Equal(got, want) {
			t.Fatalf("%v: %v, not %v", was, got, want)
		}
	}
	others := map[string]bool{}
	for i := range byte(20) {
		others[fmt.Sprint(maps.Clone(taken).Draw([]byte{i}, asked))] = true
	}
	if len(others) < 4 {
		t.Errorf("twenty seeds come to %v alone", others)
	}
}

// Nobody has what is taken, winners' times are taken, and who can have his time beside them has it.
func TestDrawTakes(t *testing.T) {
	days := parking.Days{}
	days.Take(parking.Span{From: begin, Until: begin + quarter})
	asked := append(requests(3), parking.Booking{ID: "later", Span: parking.Span{From: begin + quarter, Until: begin + day}})
	if won := days.Draw([]byte("seed"), asked); !slices.Equal(won, []string{"later"}) {
		t.Errorf("%v", won)
	}
	if days.Free(asked[3].Span) || !days.Free(parking.Span{From: begin + day, Until: begin + 2*day}) {
		t.Errorf("%v", days)
	}
	days.Leave(asked[3].Span)
	if !days.Free(asked[3].Span) || days.Free(lunch) {
		t.Errorf("%v", days)
	}
}

// A request waits for the draw of the day on which its window begins, and is over when it begins.
func TestDrawn(t *testing.T) {
	pending := requested(t)
	want := beijing(t, "2026-09-23 00:00") - 6*hour
	if pending.DrawAt != want || pending.State != parking.StatePending || pending.Held != 32 {
		t.Errorf("%+v", pending)
	}
	for _, c := range []struct {
		b    parking.Booking
		now  int64
		won  bool
		want parking.Reason
		to   parking.State
	}{
		{pending, pending.DrawAt - 1, true, parking.NotDrawn, parking.StatePending},
		{pending, pending.DrawAt, true, parking.Allowed, parking.StateReserved},
		{pending, pending.DrawAt, false, parking.Allowed, parking.StateRejected},
		{pending, begin - 1, true, parking.Allowed, parking.StateReserved},
		{pending, begin, true, parking.Closed, parking.StatePending},
		{booked(t), asked, true, parking.WrongState, parking.StateReserved},
	} {
		if after, reason := c.b.Drawn(c.now, c.won); reason != c.want || after.State != c.to || after.Due != 0 {
			t.Errorf("%d s after the draw: %q, %s", c.now-pending.DrawAt, reason, after.State)
		}
	}
	if late := ok(t)(lottery().Book(parking.Booking{}, pending.DrawAt, ask)); late.State != parking.StateReserved || late.DrawAt != 0 {
		t.Errorf("who asks after it: %+v", late)
	}
}

// Under a lot nobody has a part of a day that is not drawn yet: a booking is of one window, and no extension goes on into the next one.
func TestDrawKeepsToWindows(t *testing.T) {
	night := parking.Window{Days: []int64{5, 6}, From: 18 * 60, To: 8 * 60}
	friday := beijing(t, "2026-09-25 00:00") - 6*hour
	for _, c := range []struct {
		window      parking.Window
		from, until string
		want        parking.Reason
		at          int64
	}{
		{always, "2026-09-25 00:00", "2026-09-26 00:00", parking.Allowed, friday},
		{always, "2026-09-25 23:45", "2026-09-26 00:15", parking.NotOffered, 0},
		{night, "2026-09-25 18:00", "2026-09-26 08:00", parking.Allowed, friday},
		{night, "2026-09-26 02:00", "2026-09-26 08:00", parking.Allowed, friday}, // of friday's night
		{night, "2026-09-26 18:00", "2026-09-27 08:00", parking.Allowed, friday + day},
		{night, "2026-09-26 08:00", "2026-09-26 12:00", parking.NotOffered, 0},
	} {
		o, a := lottery(), ask
		o.Windows, a.Span = []parking.Window{c.window}, span(t, c.from, c.until)
		b, reason := o.Book(parking.Booking{}, asked-2*day, a)
		if reason != c.want || b.DrawAt != c.at {
			t.Errorf("%s to %s: %q, drawn at %d", c.from, c.until, reason, b.DrawAt-friday)
		}
	}
	pending := requested(t)
	b := ok(t)(pending.Drawn(pending.DrawAt, true))
	midnight := beijing(t, "2026-09-24 00:00")
	if _, reason := lottery().Extend(b, begin-hour, guest, midnight+quarter); reason != parking.NotOffered {
		t.Errorf("it goes on over midnight: %q", reason)
	}
	if _, reason := lottery().Extend(b, begin-hour, guest, midnight); reason != parking.Allowed {
		t.Errorf("to midnight: %q", reason)
	}
}
