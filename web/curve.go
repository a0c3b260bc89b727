// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"

	"github.com/linli-project/linli/rules/analysis"
)

// curve is a picture of when heads came: a column a span, as wide as the span and as high as the heads that came in one hour of it, so
// that spans that had to be joined look no fuller than others.
type curve struct {
	Columns []column
	Marks   []int64 // where reminders were sent
	Ticks   []string
}

type column struct{ X, Y, Width, Height int64 }

// The size of a curve's picture.
const (
	curveWidth  = 600
	curveHeight = 120
)

// curveOf draws spans that follow each other.
func curveOf(spans []analysis.Span, ticks []string, marks ...int64) *curve {
	c := &curve{Ticks: ticks}
	if len(spans) == 0 {
		return c
	}
	from, to := spans[0].From, spans[len(spans)-1].To
	place := func(at int64) int64 { return (at - from) * curveWidth / max(to-from, 1) }
	most := int64(1)
	for _, s := range spans {
		most = max(most, density(s))
	}
	for _, s := range spans {
		height := density(s) * curveHeight / most
		x := place(s.From)
		c.Columns = append(c.Columns, column{X: x, Y: curveHeight - height, Width: max(place(s.To)-x-1, 1), Height: height})
	}
	for _, mark := range marks {
		if mark >= from && mark < to {
			c.Marks = append(c.Marks, place(mark))
		}
	}
	return c
}

// density is how many heads came in a thousand hours like the span's.
func density(s analysis.Span) int64 { return s.Heads * 3_600_000 / max(s.To-s.From, 1) }

func (c charts) days() chart {
	spans := c.Turnout.Days
	ch := c.titled("days", c.say("analysis.days.note"))
	ch.Columns = []string{c.say("analysis.day"), c.say("analysis.voted")}
	var marks []int64
	for _, r := range c.Turnout.Rounds {
		marks = append(marks, r.At)
	}
	var ticks []string
	for _, s := range spans {
		name := c.dayName(s)
		if len(ticks) == 0 || s.To == spans[len(spans)-1].To {
			ticks = append(ticks, name)
		}
		ch.Rows = append(ch.Rows, chartRow{Name: name, Cells: []string{grouped(s.Heads)}})
	}
	ch.Curve = curveOf(spans, ticks, marks...)
	return ch
}

// dayName is a day, or the first and the last of several.
func (c charts) dayName(s analysis.Span) string {
	first, last := c.date(s.From), c.date(s.To-1)
	if first == last {
		return first
	}
	return c.say("analysis.until", first, last)
}

func (c charts) hours() chart {
	ch := c.titled("hours", c.say("analysis.hours.note"))
	ch.Columns = []string{c.say("analysis.hour"), c.say("analysis.voted")}
	for _, s := range c.Turnout.Hours {
		name := fmt.Sprintf("%02d:00–%02d:00", s.From/3600, s.To/3600)
		ch.Rows = append(ch.Rows, chartRow{Name: name, Cells: []string{grouped(s.Heads)}})
	}
	ch.Curve = curveOf(c.Turnout.Hours, []string{"0", "6", "12", "18", "24"})
	return ch
}

func (c charts) rounds() chart {
	ch := c.titled("rounds", c.say("analysis.rounds.note", c.body))
	if len(c.Turnout.Rounds) == 0 {
		ch.Notes = []string{c.say("analysis.rounds.none", c.body)}
		return ch
	}
	ch.Columns = []string{c.say("analysis.round"), c.say("analysis.span"), c.say("analysis.voted"), c.say("analysis.perhour")}
	most := int64(1)
	for _, r := range c.Turnout.Rounds {
		for _, s := range r.Spans {
			most = max(most, density(s))
		}
	}
	for _, r := range c.Turnout.Rounds {
		name := c.say("round." + r.Kind)
		for _, s := range r.Spans {
			when := c.around(s, r.At)
			ch.Rows = append(ch.Rows, chartRow{
				Name: name, Label: name + " · " + when, Cells: []string{when, grouped(s.Heads), perHour(s)},
				Bars: []bar{{Name: "analysis.perhour", Part: density(s), Whole: most}},
			})
		}
		people := c.say("analysis.round.few")
		if r.People > 0 {
			people = c.say("analysis.round.people", grouped(r.People))
		}
		ch.Notes = append(ch.Notes, c.say("analysis.round.sent", name, moment(c.lang, r.At))+people)
	}
	return ch
}

// around is a span as hours before or after a round.
func (c charts) around(s analysis.Span, at int64) string {
	from, to := (s.From-at)/3600, (s.To-at)/3600
	switch {
	case to <= 0:
		return c.say("analysis.before", -from)
	case from >= 0:
		return c.say("analysis.after", from, to)
	}
	return c.say("analysis.across", -from, to)
}
