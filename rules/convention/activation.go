// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"math"
	"strings"

	"cel.dev/cel-go/cel"

	"github.com/linli-project/linli/rules/calendar"
)

// activation gives facts to CEL by their names, and remembers the first that nobody has said.
type activation struct {
	article int64
	facts   Facts
	unsaid  string
}

// Parent implements cel.Activation.
func (a *activation) Parent() cel.Activation { return nil }

// ResolveName implements cel.Activation.
func (a *activation) ResolveName(name string) (any, bool) {
	group, field, _ := strings.Cut(name, ".")
	value, ok := a.resolve(group, field)
	if !ok && a.unsaid == "" {
		a.unsaid = name
	}
	return value, ok
}

func (a *activation) resolve(group, field string) (any, bool) {
	switch group {
	case "event":
		return a.facts.Event.field(field)
	case "report":
		return a.facts.Report.field(field)
	case "order":
		return a.facts.Order.field(field)
	case "value":
		if a.facts.Event == nil {
			return nil, false
		}
		value, ok := a.facts.Event.Values[field]
		return value, ok
	case "flag":
		if a.facts.Event == nil {
			return nil, false
		}
		flag, ok := a.facts.Event.Flags[field]
		return flag, ok
	}
	article, days, ok := Within(group + "." + field)
	if article == 0 {
		article = a.article
	}
	return int64(a.facts.count(article, days)), ok
}

func (e *Event) field(name string) (any, bool) {
	if e == nil {
		return nil, false
	}
	switch name {
	case "kind":
		return spoken(e.Kind)
	case "device":
		return spoken(e.Device)
	case "place":
		return spoken(e.Place)
	case "class":
		return spoken(e.Class)
	case "stream":
		return spoken(e.Stream)
	}
	return clock(name, e.At)
}

func (r *Report) field(name string) (any, bool) {
	if r == nil {
		return nil, false
	}
	switch name {
	case "kind":
		return spoken(r.Kind)
	case "place":
		return spoken(r.Place)
	case "households":
		return r.Households, true
	case "confirmed":
		return r.Confirmed, true
	}
	return clock(name, r.At)
}

func (o *Order) field(name string) (any, bool) {
	if o == nil {
		return nil, false
	}
	switch name {
	case "kind":
		return spoken(o.Kind)
	case "outcome":
		return spoken(o.Outcome)
	case "place":
		return spoken(o.Place)
	}
	return clock(name, o.At)
}

// spoken is a text, if there is one.
func spoken(text string) (any, bool) { return text, text != "" }

// clock is a time in Unix seconds, its hour from 0 to 23, or its day of the week from 1, Monday, to 7, in Beijing.
func clock(name string, at int64) (any, bool) {
	if at <= 0 || at > math.MaxInt32*64 {
		return nil, false
	}
	switch name {
	case "at":
		return at, true
	case "hour":
		return (at + calendar.Beijing) % calendar.Day / 3600, true
	case "weekday":
		return (calendar.DayOf(at)+3)%7 + 1, true // 1970-01-01 was a Thursday
	}
	return nil, false
}
