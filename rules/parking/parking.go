// SPDX-License-Identifier: Apache-2.0

// Package parking is the law of shared parking spaces (共享停车): a space is offered at times that come again, booked by the quarter of an
// hour, driven into and out of as a gate has seen it, and paid in points, which are held from when it is asked for until what was seen has
// been open to dispute for a day. The model is that of APDS (ISO/TS 5206-1: a place, a right, an assigned right, a session), the states are
// those of OCPI's bookings. A step takes the one document by value and returns the next one, or the reason why it changed nothing. All
// times are Unix seconds; days and hours are those of Beijing.
package parking

import (
	"strings"

	"github.com/linli-project/linli/rules/calendar"
)

// Quarter is what a space is booked by, in seconds; a day has so many of them.
const (
	Quarter  = 15 * 60
	Quarters = calendar.Day / Quarter
)

// Bounds of a booking.
const (
	MaxLength   = 7 * calendar.Day  // from its begin to its end
	MaxAhead    = 60 * calendar.Day // from when it is asked for to its end
	MaxExcept   = 100               // days on which an offer does not hold
	MaxWindows  = 28                // times of the week
	MaxBands    = 28                // prices by the time of the week
	MaxRate     = 10_000            // points for an hour
	MaxRequests = 200               // of one space for one day that is drawn by lot
)

// Party is a household or a body, one of the two.
type Party struct {
	Home string `json:"home"` // as the roll names it
	Body string `json:"body"`
}

// ofBody begins the name of a body's account, as that of no home begins.
const ofBody = "body:"

// Name is what a party is called among accounts.
func (p Party) Name() string {
	if p.Body != "" {
		return ofBody + p.Body
	}
	return p.Home
}

// OfBody says whether an account is a body's, and no household's.
func OfBody(account string) bool { return strings.HasPrefix(account, ofBody) }

// Complete says whether it is one party.
func (p Party) Complete() bool { return (p.Home == "") != (p.Body == "") }

// Span is a time from one Unix time to another one, which is not in it any more.
type Span struct {
	From  int64 `json:"from"`
	Until int64 `json:"until"`
}

// Piece is the part of a span that is in one day: which quarters of it.
type Piece struct {
	Day  int64 // as calendar.DayOf counts
	From int   // the first quarter
	To   int   // not in it any more; Quarters at the most
}

// whole says whether a span begins and ends with a quarter, and is no longer than one may be.
func (s Span) whole() bool {
	return s.From%Quarter == 0 && s.Until%Quarter == 0 && s.From < s.Until && s.Until-s.From <= MaxLength
}

// Pieces are the span's parts, a day each. A span over midnight has two.
func (s Span) Pieces() (pieces []Piece) {
	for at := s.From; at < s.Until; {
		day := calendar.DayOf(at)
		midnight := day*calendar.Day - calendar.Beijing
		next := min(s.Until, midnight+calendar.Day)
		pieces = append(pieces, Piece{Day: day, From: int((at - midnight) / Quarter), To: int((next - midnight) / Quarter)})
		at = next
	}
	return pieces
}
