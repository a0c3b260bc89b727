// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/rules/calendar"
)

// MaxEarlier bounds the earlier breaches of an example, and MaxValue a number in one.
const (
	MaxEarlier = 20
	MaxValue   = 999_999
)

// builder makes the facts of an example.
type builder struct {
	facts   *Facts
	article int64
	earlier []Earlier // At counts days back
}

// set reads a line of an example.
func (b *builder) set(p pair) []Refusal {
	switch {
	case p.key == "at":
		return b.at(p)
	case p.key == "earlier" || strings.HasPrefix(p.key, "article"):
		return b.before(p)
	}
	fact, ok := FactOf(p.key)
	group, field, _ := strings.Cut(p.key, ".")
	if !ok || fact.Group == GroupEarlier || field == "at" || field == "hour" || field == "weekday" {
		return []Refusal{refuse(UnknownKey, p.line, "key", p.key)}
	}
	switch fact.Type {
	case Text:
		return b.text(fact, p)
	case Number:
		n, ok := whole(p.value, -MaxValue, MaxValue)
		if !ok {
			return []Refusal{refuse(BadValue, p.line, "key", p.key, "least", -MaxValue, "most", MaxValue)}
		}
		b.number(group, field, n)
	case YesNo:
		if p.value != "true" && p.value != "false" {
			return []Refusal{refuse(BadValue, p.line, "key", p.key, "words", "true, false")}
		}
		b.yesNo(group, field, p.value == "true")
	}
	return nil
}

func (b *builder) event() *Event {
	if b.facts.Event == nil {
		b.facts.Event = &Event{Values: map[string]int64{}, Flags: map[string]bool{}}
	}
	return b.facts.Event
}

func (b *builder) report() *Report {
	if b.facts.Report == nil {
		b.facts.Report = &Report{Households: 1}
	}
	return b.facts.Report
}

func (b *builder) order() *Order {
	if b.facts.Order == nil {
		b.facts.Order = &Order{}
	}
	return b.facts.Order
}

func (b *builder) text(fact Fact, p pair) []Refusal {
	if fact.Words != nil && !slices.Contains(fact.Words, p.value) {
		refusal := refuse(BadValue, p.line, "key", p.key)
		refusal.Args["words"] = strings.Join(fact.Words, ", ")
		return []Refusal{refusal}
	}
	if len(p.value) > MaxTextFact {
		return []Refusal{refuse(TooLong, p.line, "of", "word", "most", MaxTextFact)}
	}
	into := map[string]func() *string{
		"event.kind":    func() *string { return &b.event().Kind },
		"event.device":  func() *string { return &b.event().Device },
		"event.place":   func() *string { return &b.event().Place },
		"event.class":   func() *string { return &b.event().Class },
		"event.stream":  func() *string { return &b.event().Stream },
		"report.kind":   func() *string { return &b.report().Kind },
		"report.place":  func() *string { return &b.report().Place },
		"order.kind":    func() *string { return &b.order().Kind },
		"order.outcome": func() *string { return &b.order().Outcome },
		"order.place":   func() *string { return &b.order().Place },
	}[fact.Name]
	*into() = p.value
	return nil
}

func (b *builder) number(group, field string, n int64) {
	if group == "value" {
		b.event().Values[field] = n
		return
	}
	b.report().Households = n
}

func (b *builder) yesNo(group, field string, yes bool) {
	if group == "flag" {
		b.event().Flags[field] = yes
		return
	}
	b.report().Confirmed = yes
}

// at reads when it happened, in Beijing.
func (b *builder) at(p pair) []Refusal {
	t, err := time.Parse("2006-01-02 15:04", p.value)
	if err != nil || t.Year() < 2000 {
		return []Refusal{refuse(BadValue, p.line, "key", p.key, "words", "2026-05-01 21:30")}
	}
	b.facts.At = t.Unix() - calendar.Beijing
	return nil
}

// before reads how many days ago each earlier breach of an article was found.
func (b *builder) before(p pair) []Refusal {
	article := b.article
	if p.key != "earlier" {
		n, ok := whole(strings.TrimPrefix(p.key, "article"), 1, MaxNumber)
		if article = n; !ok {
			return []Refusal{refuse(UnknownKey, p.line, "key", p.key)}
		}
	}
	days := strings.Split(p.value, ", ")
	for _, d := range days {
		n, ok := whole(d, 0, MaxWithin)
		if !ok || len(days) > MaxEarlier {
			return []Refusal{refuse(BadValue, p.line, "key", p.key, "least", 0, "most", MaxWithin)}
		}
		b.earlier = append(b.earlier, Earlier{article, n})
	}
	return nil
}

// finish gives all facts their time. An event says what its device's word is worth.
func (b *builder) finish(line int) []Refusal {
	f := b.facts
	for _, e := range b.earlier {
		f.Earlier = append(f.Earlier, Earlier{e.Article, f.At - e.At*calendar.Day})
	}
	if f.Report != nil {
		f.Report.At = f.At
	}
	if f.Order != nil {
		f.Order.At = f.At
	}
	if f.Event != nil {
		f.Event.At = f.At
		if f.Event.Class == "" {
			return []Refusal{refuse(KeyMissing, line, "key", "event.class")}
		}
	}
	return nil
}
