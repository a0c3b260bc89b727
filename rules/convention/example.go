// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/breach"
)

// Example is a worked example of a rule: what happened, and what is to come of it. It is part of the text.
type Example struct {
	Name   string `json:"name,omitempty"`
	Line   int    `json:"line"`
	Facts  Facts  `json:"-"`
	Expect string `json:"expect"` // "none", or "breach, " and a rung as the ladder has it
	Comes  string `json:"comes,omitempty"`

	Outcome Outcome `json:"outcome"`
}

// None is what an example expects that is no breach.
const None = "none"

// Passes says whether an example comes out as it expects.
func (e Example) Passes() bool { return e.Comes == e.Expect }

// RungText is a rung as a ladder has it.
func RungText(r breach.Rung) string {
	text := string(r.Effect)
	if r.Service != "" {
		text += " " + r.Service
	}
	if n := r.Points + r.Days; n > 0 { // it has one of them at most
		text += " " + strconv.FormatInt(n, 10)
	}
	return text
}

// example reads the lines of a block.
func (r *reader) example(a *Article, name string, lines []string) {
	all, refusals := pairs(lines, r.i+2)
	e := Example{Name: name, Line: r.i + 1}
	b := builder{facts: &e.Facts, article: a.Number}
	for _, p := range all {
		switch {
		case strings.Contains(p.value, "\n"):
			refusals = append(refusals, refuse(BadLine, p.line+1))
		case p.key == "expect":
			e.Expect = p.value
			refusals = append(refusals, a.Rule.expectable(p)...)
		default:
			refusals = append(refusals, b.set(p)...)
		}
	}
	refusals = append(refusals, b.finish(e.Line)...)
	if e.Expect == "" && len(refusals) == 0 {
		refusals = append(refusals, refuse(KeyMissing, e.Line, "key", "expect"))
	}
	r.refusals = append(r.refusals, refusals...)
	if a.unread = a.unread || len(refusals) > 0; len(refusals) == 0 {
		a.Examples = append(a.Examples, e)
	}
}

// expectable checks that what an example expects can come of the rule.
func (r *Rule) expectable(p pair) []Refusal {
	if p.value == None || len(r.Ladder) == 0 { // the ladder was refused
		return nil
	}
	can := []string{None}
	for _, rung := range r.Ladder {
		text := "breach, " + RungText(rung)
		if p.value == text {
			return nil
		}
		can = append(can, text)
	}
	refusal := refuse(BadValue, p.line, "key", p.key)
	refusal.Args["words"] = strings.Join(can, "; ")
	return []Refusal{refusal}
}

// tried tries the examples of an article with a sound rule, and checks that they show both what is a breach and what is none.
func (a *Article) tried() []Refusal {
	var refusals []Refusal
	before := map[string]Example{}
	shown := map[bool]bool{}
	for i := range a.Examples {
		e := &a.Examples[i]
		e.Outcome = a.Rule.Judge(a.Number, e.Facts)
		e.Comes = None
		if e.Outcome.Breach {
			e.Comes = "breach, " + RungText(breach.RungFor(a.Rule.Ladder, e.Outcome.Earlier))
		}
		shown[e.Expect != None] = true
		key := e.Facts.key()
		if other, ok := before[key]; ok && other.Expect != e.Expect {
			refusals = append(refusals, refuse(Contradiction, e.Line, "first", other.Line))
		} else if !e.Passes() {
			refusals = append(refusals,
				refuse(ExampleFails, e.Line, "comes", e.Comes, "expected", e.Expect, "why", e.Outcome.Why, "fact", e.Outcome.Fact))
		}
		before[key] = *e
	}
	if !shown[true] && !a.unread {
		refusals = append(refusals, refuse(ExampleMissing, a.Rule.Line, "of", "breach"))
	}
	if !shown[false] && !a.unread {
		refusals = append(refusals, refuse(ExampleMissing, a.Rule.Line, "of", None))
	}
	return refusals
}

// key is the same for the same facts.
func (f Facts) key() string {
	raw, err := json.Marshal(f)
	if err != nil { // which no facts give
		return ""
	}
	return string(raw)
}
