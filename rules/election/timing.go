// SPDX-License-Identifier: Apache-2.0

package election

import (
	"errors"
	"fmt"
)

const day int64 = 24 * 60 * 60

// Timing is the days a place asks for, each of 24 hours. An election keeps the
// Timing it was drafted under.
type Timing struct {
	NoticeDays    int64 `json:"noticeDays"`
	WindowMinDays int64 `json:"windowMinDays"`
	WindowMaxDays int64 `json:"windowMaxDays"`
	ResultDays    int64 `json:"resultDays"` // from close to publication; a lateness is shown, not forbidden
	ObjectionDays int64 `json:"objectionDays"`
	EndsEarly     bool  `json:"endsEarly,omitempty"` // whether the vote may be closed before the announced time, as rehearsals may
}

// The errors of a step out of time.
var (
	ErrTooEarly  = errors.New("too early")
	ErrBadWindow = errors.New("voting window not allowed")
)

// MayOpen returns nil when the notice has been up long enough, or ErrTooEarly.
// Times here and below are unix seconds.
func (t Timing) MayOpen(noticeAt, now int64) error {
	return passed("notice", t.NoticeDays, noticeAt, now)
}

// CheckWindow returns ErrBadWindow for a window shorter or longer than allowed.
func (t Timing) CheckWindow(opensAt, closesAt int64) error {
	window := closesAt - opensAt
	if window <= 0 || window < t.WindowMinDays*day || window > t.WindowMaxDays*day {
		return fmt.Errorf("%w: %d s is not %d to %d days", ErrBadWindow, window, t.WindowMinDays, t.WindowMaxDays)
	}
	return nil
}

// MayClose returns nil once the announced closing time has come, or ErrTooEarly.
func (t Timing) MayClose(closesAt, now int64) error {
	if t.EndsEarly {
		return nil
	}
	return passed("voting", 0, closesAt, now)
}

// ResultDue returns when the result of a vote closed then has to be published.
func (t Timing) ResultDue(closedAt int64) int64 { return closedAt + t.ResultDays*day }

// MayFinalise returns nil when objections have had their days, or ErrTooEarly.
func (t Timing) MayFinalise(heardFrom, now int64) error {
	return passed("objections", t.ObjectionDays, heardFrom, now)
}

func passed(what string, days, since, now int64) error {
	if due := since + days*day; now < due {
		return fmt.Errorf("%w: %s runs for %d s more", ErrTooEarly, what, due-now)
	}
	return nil
}
