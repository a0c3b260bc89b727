// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/device"
)

// Facts are what is known of something that happened, and of the household that it concerns. What is not known is nil.
type Facts struct {
	At      int64 // when it happened, in Unix seconds: what earlier breaches are counted from; 0 if that is not known
	Event   *Event
	Report  *Report
	Order   *Order
	Earlier []Earlier
}

// Event is what a device has said, by inclusion proof.
type Event struct {
	Kind, Device, Place, Class, Stream string
	At                                 int64
	Values                             map[string]int64
	Flags                              map[string]bool
}

// Report is what residents have signed.
type Report struct {
	Kind, Place string
	Households  int64 // how many different ones have reported it
	Confirmed   bool  // a grid worker was there and saw it
	At          int64
}

// Witnesses are how many say it: each household, and the grid worker.
func (r Report) Witnesses() int64 {
	if r.Confirmed {
		return r.Households + 1
	}
	return r.Households
}

// Order is a task that a grid worker has done.
type Order struct {
	Kind, Outcome, Place string
	At                   int64
}

// Earlier is a breach of the household that stands.
type Earlier struct {
	Article int64
	At      int64 // when it was found
}

// EventOf is an event of the device chapter as a rule sees it. Place is the device's, as the duties name places. Numbers lose what is below
// one: 60.9 is 60, and -0.5 is -1. What is no number and not yes or no is left out, but for what was put into a bin.
func EventOf(e device.Event, place string) Event {
	event := Event{
		Kind: string(e.Kind), Device: e.Device, Place: place, Class: string(e.Class), At: int64(e.Happened) / 1000,
		Values: map[string]int64{}, Flags: map[string]bool{},
	}
	event.Stream, _, _ = e.Dropped()
	for name, value := range e.Values {
		if !device.Plain(name, value) {
			continue
		}
		if value == "true" || value == "false" {
			event.Flags[name] = value == "true"
			continue
		}
		event.Values[name] = floor(value)
	}
	return event
}

// floor is the whole number at or below a plain one, which has at most three digits after its point.
func floor(value string) int64 {
	before, after, _ := strings.Cut(value, ".")
	n, _ := strconv.ParseInt(before, 10, 64) // it has six digits at most
	if strings.HasPrefix(before, "-") && strings.Trim(after, "0") != "" {
		n--
	}
	return n
}

// oversize says whether a text is longer than the cost of a condition was estimated for.
func (f Facts) oversize() bool {
	var texts []string
	if f.Event != nil {
		texts = append(texts, f.Event.Kind, f.Event.Device, f.Event.Place, f.Event.Class, f.Event.Stream)
	}
	if f.Report != nil {
		texts = append(texts, f.Report.Kind, f.Report.Place)
	}
	if f.Order != nil {
		texts = append(texts, f.Order.Kind, f.Order.Outcome, f.Order.Place)
	}
	return slices.ContainsFunc(texts, func(text string) bool { return len(text) > MaxTextFact })
}

// count is how many earlier breaches of an article there are in the days of Beijing before, as a breach decays.
func (f Facts) count(article, days int64) (n int) {
	for _, e := range f.Earlier {
		if e.Article == article && e.At <= f.At && f.At < calendar.After(e.At, days) {
			n++
		}
	}
	return n
}
