// SPDX-License-Identifier: Apache-2.0

package order

import "slices"

// Plan is who is called for an order, from the grid as it was when the order came to it.
type Plan struct {
	Grid       string   `json:"grid"`
	Called     []string `json:"called,omitempty"`  // workers, in the order in which they were called
	Waiting    []string `json:"waiting,omitempty"` // the others of the grid, in the order in which they will be
	Supervisor string   `json:"supervisor"`        // an officer
}

func (p Plan) size() int { return len(p.Called) + len(p.Waiting) }

// has says whether a worker is called, or on the grid.
func (p Plan) has(worker string) bool {
	return slices.Contains(p.Called, worker) || slices.Contains(p.Waiting, worker)
}

// first is the plan with a worker called and all others waiting.
func (p Plan) first(worker string) Plan {
	others := slices.DeleteFunc(slices.Concat(p.Called, p.Waiting), func(w string) bool { return w == worker })
	p.Called, p.Waiting = []string{worker}, others
	return p
}

// without is the plan with a worker being the last of all. If he was the only one called the next is.
func (p Plan) without(worker string) Plan {
	if !p.has(worker) {
		return p
	}
	all := slices.DeleteFunc(slices.Concat(p.Called, p.Waiting), func(w string) bool { return w == worker })
	called := len(p.Called)
	if slices.Contains(p.Called, worker) {
		called = min(max(called-1, 1), len(all))
	}
	p.Called, p.Waiting = all[:called:called], slices.Concat(all[called:], []string{worker})
	return p
}

// next is the plan with the next ones called too.
func (p Plan) next() Plan {
	more := p.Waiting[:min(NextCalled, len(p.Waiting))]
	p.Called, p.Waiting = slices.Concat(p.Called, more), slices.Clone(p.Waiting[len(more):])
	return p
}

// Shift is when a worker is on duty, every week in China's time: on the days, 0 for Sunday to 6, from a minute of the day until before
// another. If that is not after the first, the shift ends on the next day.
type Shift struct {
	Worker string `json:"worker"`
	Days   []int  `json:"days"`
	From   int    `json:"from"`
	To     int    `json:"to"`
}

const (
	china      = 8 * hour
	minutesDay = 24 * 60
)

// Valid says whether the days and minutes are some.
func (s Shift) Valid() bool {
	ofDay := func(m int) bool { return m >= 0 && m <= minutesDay }
	return len(s.Days) > 0 && ofDay(s.From) && s.From < minutesDay && ofDay(s.To) &&
		!slices.ContainsFunc(s.Days, func(d int) bool { return d < 0 || d > 6 })
}

// On says whether a time, in Unix seconds from 1970 on, is in the shift.
func (s Shift) On(at int64) bool {
	local := at + china
	today := int(local/day+4) % 7 // the first of January 1970 was a Thursday
	now := int(local % day / minute)
	if s.From < s.To {
		return slices.Contains(s.Days, today) && now >= s.From && now < s.To
	}
	return slices.Contains(s.Days, today) && now >= s.From || slices.Contains(s.Days, (today+6)%7) && now < s.To
}

// OnDuty says whether a worker of a grid with these shifts is on duty at a time, in Unix seconds from 1970 on. Without shifts everybody
// always is.
func OnDuty(at int64, worker string, shifts []Shift) bool {
	return len(shifts) == 0 || slices.ContainsFunc(shifts, func(s Shift) bool { return s.Worker == worker && s.On(at) })
}

// PlanOf is who is called for a grid at a time: the first of its workers, in the order of calling, who is on duty; then the others on
// duty, then all others. If nobody is on duty the first of all is called.
func PlanOf(at int64, grid, supervisor string, workers []string, shifts []Shift) Plan {
	var first, later []string
	for _, w := range workers {
		if OnDuty(at, w, shifts) {
			first = append(first, w)
		} else {
			later = append(later, w)
		}
	}
	all := slices.Concat(first, later)
	called := min(1, len(all))
	return Plan{Grid: grid, Called: all[:called:called], Waiting: all[called:], Supervisor: supervisor}
}
