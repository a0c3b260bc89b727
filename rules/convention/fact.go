// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/rules/order"
)

// Group is whose word a fact is.
type Group string

// The groups.
const (
	GroupDevice  Group = "device"  // an event that a device proves
	GroupReport  Group = "report"  // what residents report, signed
	GroupOrder   Group = "order"   // an order that was done
	GroupEarlier Group = "earlier" // breaches of the household that stand
)

// Type is what a fact is: a text, a whole number, or yes or no.
type Type string

// The types.
const (
	Text   Type = "text"
	Number Type = "number"
	YesNo  Type = "yes-no"
)

// Fact is one that a condition can ask for.
type Fact struct {
	Name  string
	Group Group
	Type  Type
	Words []string // those that the fact can be, if they are a closed list
}

// MaxTextFact bounds a fact that is a text, in bytes.
const MaxTextFact = 64

// MaxWithin bounds for how many days earlier breaches can be asked for.
const MaxWithin = 1095

// reports are what residents can report that a convention may be about.
var reports = []string{"bins", "bulky", "corridor", "dog", "e-bike", "falling-object", "noise", "parking", "smoke", "other"}

// Reports are the kinds of reports.
func Reports() []string { return slices.Clone(reports) }

// fixed are the facts with names of their own.
var fixed = []Fact{
	{"event.kind", GroupDevice, Text, words(device.Kinds())},
	{"event.device", GroupDevice, Text, nil},
	{"event.place", GroupDevice, Text, nil},
	{"event.class", GroupDevice, Text, words([]device.Class{device.T0, device.T1, device.T2, device.T3})},
	{"event.stream", GroupDevice, Text, device.Streams()},
	{"event.at", GroupDevice, Number, nil},
	{"event.hour", GroupDevice, Number, nil},
	{"event.weekday", GroupDevice, Number, nil},
	{"report.kind", GroupReport, Text, reports},
	{"report.place", GroupReport, Text, nil},
	{"report.households", GroupReport, Number, nil},
	{"report.confirmed", GroupReport, YesNo, nil},
	{"report.at", GroupReport, Number, nil},
	{"report.hour", GroupReport, Number, nil},
	{"report.weekday", GroupReport, Number, nil},
	{"order.kind", GroupOrder, Text, words(order.Kinds())},
	{"order.outcome", GroupOrder, Text, words(order.Outcomes())},
	{"order.place", GroupOrder, Text, nil},
	{"order.at", GroupOrder, Number, nil},
	{"order.hour", GroupOrder, Number, nil},
	{"order.weekday", GroupOrder, Number, nil},
}

func words[T ~string](all []T) []string {
	texts := make([]string, len(all))
	for i, w := range all {
		texts[i] = string(w)
	}
	return texts
}

// FixedFacts are the facts with names of their own. There are families besides: value.NAME and flag.NAME are what a device says, by the
// names that its dialect gives, and earlier.daysN and articleM.daysN count the household's earlier breaches.
func FixedFacts() []Fact { return slices.Clone(fixed) }

var (
	said    = regexp.MustCompile(`^(value|flag)\.[a-z][a-z_]{0,31}$`)
	counted = regexp.MustCompile(`^(?:earlier|article([1-9][0-9]{0,2}))\.days([1-9][0-9]{0,3})$`)
)

// FactOf is the fact with a name.
func FactOf(name string) (Fact, bool) {
	for _, f := range fixed {
		if f.Name == name {
			return f, true
		}
	}
	switch {
	case said.MatchString(name) && strings.HasPrefix(name, "value."):
		return Fact{name, GroupDevice, Number, nil}, true
	case said.MatchString(name):
		return Fact{name, GroupDevice, YesNo, nil}, true
	}
	if _, days, ok := Within(name); ok && days <= MaxWithin {
		return Fact{name, GroupEarlier, Number, nil}, true
	}
	return Fact{}, false
}

// Within is what a fact counts: breaches of an article, 0 for the rule's own, in so many days. ok is false for another fact.
func Within(name string) (article, days int64, ok bool) {
	parts := counted.FindStringSubmatch(name)
	if parts == nil {
		return 0, 0, false
	}
	article, _ = strconv.ParseInt("0"+parts[1], 10, 64) // both have the digits that the expression asks for
	days, _ = strconv.ParseInt(parts[2], 10, 64)
	return article, days, true
}
