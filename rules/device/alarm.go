// SPDX-License-Identifier: Apache-2.0

package device

import "slices"

// When what nobody answers is told to others, and when what was answered and forgotten comes back, in milliseconds.
const (
	EscalateAfter = 60_000      // of an alarm that nobody acknowledged: the next ones are told
	SupervisorAt  = 5 * 60_000  // and then the supervisor
	BackAfter     = 30 * 60_000 // an alarm that is still active comes back after it was acknowledged
	FlapWithin    = 10 * 60_000 // a device that raises FlapCount alarms within this time is muted
	FlapCount     = 5
	MuteFor       = 30 * 60_000
)

// Alarm is what a device says of one kind of danger. There is one a device and kind, however often it is raised.
type Alarm struct {
	Device  string  `json:"device"`
	Kind    Kind    `json:"kind"`
	Active  bool    `json:"active"`
	Event   string  `json:"event"`   // id of the event that raised it
	Raised  int64   `json:"raised"`  // Unix times in milliseconds; 0: not yet
	Cleared int64   `json:"cleared"` //
	Acked   int64   `json:"acked"`   //
	AckedBy string  `json:"ackedBy"` // who acknowledged it: a person, never "all"
	Told    int     `json:"told"`    // 0: who is on duty; 1: the next ones; 2: the supervisor
	Muted   int64   `json:"muted"`   // until when it makes no sound, as it flaps
	Raises  []int64 `json:"raises"`  // when it was raised lately
	Order   bool    `json:"order"`   // an order on the ledger takes it up
}

// Raise has the alarm be active from a time on, by an event. It says whether that is new: raised again it stays as it is.
func (a Alarm) Raise(at int64, event string) (after Alarm, changed bool) {
	if a.Active {
		return a, false
	}
	a.Raises = slices.DeleteFunc(append(slices.Clone(a.Raises), at), func(t int64) bool { return at-t > FlapWithin })
	if len(a.Raises) >= FlapCount {
		a.Muted = at + MuteFor
	}
	a.Active, a.Event, a.Raised, a.Cleared, a.Acked, a.AckedBy, a.Told, a.Order = true, event, at, 0, 0, "", 0, false
	return a, true
}

// Clear has the alarm be over. It stays on the list until somebody has acknowledged it.
func (a Alarm) Clear(at int64) (after Alarm, changed bool) {
	if !a.Active {
		return a, false
	}
	a.Active, a.Cleared = false, at
	return a, true
}

// Acknowledge notes who has seen it, and when. A call for help is over with that, as most buttons never end one: pressed again it is a
// new one.
func (a Alarm) Acknowledge(at int64, by string) (after Alarm, changed bool) {
	if a.Raised == 0 || a.Acked != 0 || by == "" {
		return a, false
	}
	a.Acked, a.AckedBy = at, by
	if a.Kind == SOS && a.Active {
		a.Active, a.Cleared = false, at
	}
	return a, true
}

// Before says whether an acknowledgement at a time was one of the alarm as it was before it came back. It has the same event, and what
// has come back did so a whole BackAfter later; half of that leaves room for clocks that differ.
func (a Alarm) Before(acknowledged int64) bool { return acknowledged <= a.Raised-BackAfter/2 }

// Due is the alarm as it is at a later time, if nobody did anything: told to others, or back again.
func (a Alarm) Due(now int64) (after Alarm, changed bool) {
	if a.Active && a.Acked != 0 && now-a.Acked >= BackAfter {
		a.Raised, a.Acked, a.AckedBy, a.Told = now, 0, "", 0
		return a, true
	}
	told := a.Told
	switch waited := now - a.Raised; {
	case !a.Open() || a.Acked != 0:
	case waited >= SupervisorAt:
		told = 2
	case waited >= EscalateAfter:
		told = max(told, 1)
	}
	changed = told != a.Told
	a.Told = told
	return a, changed
}

// Open says whether the alarm is on the list: it is active, or nobody has acknowledged it.
func (a Alarm) Open() bool { return a.Raised != 0 && (a.Active || a.Acked == 0) }
