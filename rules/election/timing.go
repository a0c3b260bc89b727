// SPDX-License-Identifier: Apache-2.0

package election

import "errors"

const day int64 = 24 * 60 * 60

// Timing is the days a place asks for, each of 24 hours.
type Timing struct {
	NoticeDays    int64 `json:"noticeDays"`
	WindowMinDays int64 `json:"windowMinDays"`
	WindowMaxDays int64 `json:"windowMaxDays"`
	ResultDays    int64 `json:"resultDays"` // from close to publication; a lateness is shown, not forbidden
	ObjectionDays int64 `json:"objectionDays"`
	EndsEarly     bool  `json:"endsEarly,omitempty"` // whether the vote may be closed before the announced time, as rehearsals may
}

// The errors of a step out of time, and of a notice that no time makes good.
var (
	ErrTooEarly    = errors.New("too early")
	ErrBadWindow   = errors.New("voting window not allowed")
	ErrShortNotice = errors.New("notice too short")
)

// MayOpen returns nil when the notice has been up long enough, or ErrTooEarly.
// Times here and below are unix seconds.
func (t Timing) MayOpen(noticeAt, now int64) error {
	if left := t.OpensFrom(noticeAt) - now; left > 0 {
		return breach(ErrTooEarly, "notice", "left", left)
	}
	return nil
}

// OpensFrom returns from when on a vote may open whose notice was given then.
func (t Timing) OpensFrom(noticeAt int64) int64 { return noticeAt + t.NoticeDays*day }

// CheckNotice returns nil if a notice given now may announce that ballots are cast
// between those times: ErrBadWindow for a window shorter or longer than allowed,
// ErrShortNotice for an opening that leaves the notice less than its days.
//
// Where a place asks for no days, as a rehearsal does, the opening may be announced
// for a time that has passed, by a day at most: officers who open at once choose the
// time before the second of them signs, and an act waits for him that long.
func (t Timing) CheckNotice(now, opensAt, closesAt int64) error {
	window := closesAt - opensAt
	if window <= 0 || window < t.WindowMinDays*day || window > t.WindowMaxDays*day {
		return breach(ErrBadWindow, "window", "least", t.WindowMinDays, "most", t.WindowMaxDays)
	}
	earliest := t.OpensFrom(now)
	if t.NoticeDays == 0 {
		earliest -= day
	}
	if opensAt < earliest {
		return breach(ErrShortNotice, "notice-days", "days", t.NoticeDays)
	}
	return nil
}

// CheckRest returns nil if the vote may open now, as what is left until the announced
// end is not less than the shortest window, or ErrBadWindow. What was announced stays
// true: the end is not moved, a vote that comes too late needs a new notice.
func (t Timing) CheckRest(now, closesAt int64) error {
	if now >= closesAt || now > t.OpensUntil(closesAt) {
		return breach(ErrBadWindow, "rest", "least", t.WindowMinDays)
	}
	return nil
}

// OpensUntil returns until when a vote may open whose end was announced for then.
func (t Timing) OpensUntil(closesAt int64) int64 { return closesAt - t.WindowMinDays*day }

// MayClose returns nil once the announced closing time has come, or ErrTooEarly.
func (t Timing) MayClose(closesAt, now int64) error {
	if left := closesAt - now; left > 0 && !t.EndsEarly {
		return breach(ErrTooEarly, "voting", "left", left)
	}
	return nil
}

// ResultDue returns when the result of a vote closed then has to be published.
func (t Timing) ResultDue(closedAt int64) int64 { return closedAt + t.ResultDays*day }

// MayFinalise returns nil when objections have had their days, or ErrTooEarly.
func (t Timing) MayFinalise(heardFrom, now int64) error {
	if left := heardFrom + t.ObjectionDays*day - now; left > 0 {
		return breach(ErrTooEarly, "objections", "left", left)
	}
	return nil
}
