// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
)

// Days are the days of one space of which something is taken.
type Days map[int64]Day

// Free says whether nothing of a span is taken.
func (d Days) Free(s Span) bool {
	return !slices.ContainsFunc(s.Pieces(), func(p Piece) bool { return !d[p.Day].Free(p) })
}

// Take takes a span.
func (d Days) Take(s Span) {
	for _, p := range s.Pieces() {
		d[p.Day] = d[p.Day].Take(p)
	}
}

// Leave gives a span back.
func (d Days) Leave(s Span) {
	for _, p := range s.Pieces() {
		d[p.Day] = d[p.Day].Leave(p)
	}
}

// Draw has the lot decide who of several has a space: they come in the order of SHA-256(seed, 0, id), and each has it whose time is free
// when his turn comes. It takes the winners' times of the days, and returns their ids in that order. Who asks sooner has no better chance
// than anybody else, and who asks more often has none if a household asks once for a draw.
func (d Days) Draw(seed []byte, asked []Booking) (won []string) {
	turn := func(b Booking) []byte {
		sum := sha256.Sum256(slices.Concat(seed, []byte{0}, []byte(b.ID)))
		return sum[:]
	}
	asked = slices.Clone(asked)
	slices.SortFunc(asked, func(a, b Booking) int { return cmp.Or(bytes.Compare(turn(a), turn(b)), cmp.Compare(a.ID, b.ID)) })
	for _, b := range asked {
		if d.Free(b.Span) {
			d.Take(b.Span)
			won = append(won, b.ID)
		}
	}
	return won
}

// Drawn is a pending booking once the lot has been drawn, before it begins. For the others it is over, and costs nothing.
func (b Booking) Drawn(now int64, won bool) (Booking, Reason) {
	after, reason := b.begin(StepDraw, now)
	switch {
	case reason != Allowed:
		return b, reason
	case now < b.DrawAt:
		return b, NotDrawn
	case !won:
		return after.close(StateRejected, 0), Allowed
	}
	after.State = StateReserved
	return after, Allowed
}
