// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/breach"
	"github.com/linli-project/linli/rules/device"
)

// Key is one that a rule's block has.
type Key struct {
	Name  string
	Least int64 // of a number; both are 0 for what is none
	Most  int64
}

// Keys are those of a rule's block.
func Keys() []Key {
	return []Key{
		{Name: "when"}, {Name: "trust"}, {"witnesses", 1, 9}, {Name: "ladder"},
		{"cure", breach.MinCure, breach.MaxCure}, {"appeal", breach.MinAppeal, breach.MaxAppeal}, {"decay", breach.MinDecay, breach.MaxDecay},
	}
}

// rule reads an article's rule from the lines of its block.
func (r *reader) rule(a *Article, lines []string) {
	all, refusals := pairs(lines, r.i+2)
	rule := &Rule{Line: r.i + 1}
	lineOf := map[string]int{}
	for _, p := range all {
		lineOf[p.key] = p.line
		refusals = append(refusals, rule.set(r.compiler, p)...)
	}
	for _, key := range []string{"when", "ladder", "cure", "appeal", "decay"} {
		if lineOf[key] == 0 && len(refusals) == 0 {
			refusals = append(refusals, refuse(KeyMissing, rule.Line, "key", key))
		}
	}
	if len(refusals) == 0 {
		refusals = rule.backed(lineOf)
	}
	if len(refusals) > 0 {
		rule.program = nil // what was refused is not judged
	}
	a.Rule = rule
	r.refusals = append(r.refusals, refusals...)
}

// Sound says whether a rule was read whole, and can be judged.
func (r *Rule) Sound() bool { return r.program != nil }

// set reads one line of the block.
func (r *Rule) set(compiler *Compiler, p pair) []Refusal {
	if p.key != "when" && strings.Contains(p.value, "\n") {
		return []Refusal{refuse(BadLine, p.line+1)}
	}
	switch p.key {
	case "when":
		condition, refusals := compiler.Compile(p.value)
		r.Condition = condition
		return placed(refusals, p)
	case "trust":
		r.Trust = device.Class(p.value)
		if !r.Trust.Known() {
			return []Refusal{refuse(BadValue, p.line, "key", p.key, "words", "T0, T1, T2, T3")}
		}
		return nil
	case "ladder":
		ladder, refusals := readLadder(p.value, p.line)
		r.Ladder = ladder
		return refusals
	}
	return r.number(p)
}

func (r *Rule) number(p pair) []Refusal {
	into := map[string]*int64{"witnesses": &r.Witnesses, "cure": &r.Cure, "appeal": &r.Appeal, "decay": &r.Decay}[p.key]
	for _, key := range Keys() {
		if into == nil || key.Name != p.key {
			continue
		}
		n, ok := whole(p.value, key.Least, key.Most)
		if *into = n; !ok {
			return []Refusal{refuse(BadValue, p.line, "key", p.key, "least", key.Least, "most", key.Most)}
		}
		return nil
	}
	if of := forbids(p.key); of != "" { // an effect as a key of its own
		return []Refusal{refuse(ForbiddenEffect, p.line, "of", of, "word", p.key)}
	}
	return []Refusal{refuse(UnknownKey, p.line, "key", p.key)}
}

// placed are the refusals of a condition at their lines of the text: the condition begins behind its key, and goes on behind two spaces.
func placed(refusals []Refusal, p pair) []Refusal {
	refusals = slices.Clone(refusals)
	for i := range refusals {
		if refusals[i].Column > 0 {
			refusals[i].Column += len("  ")
			if refusals[i].Line == 0 {
				refusals[i].Column += len(p.key+": ") - len("  ")
			}
		}
		refusals[i].Line += p.line
	}
	return refusals
}

// backed checks that the rule says how far it trusts what it asks, and that nobody is punished on one unproved word: a device that proves
// nothing, one household, or one grid worker. A notice, and a warning, may rest on one.
func (r *Rule) backed(lineOf map[string]int) []Refusal {
	asks := groupsOf(r.Root)
	for _, k := range []struct {
		key   string
		group Group
	}{{"trust", GroupDevice}, {"witnesses", GroupReport}} {
		switch line := lineOf[k.key]; {
		case slices.Contains(asks, k.group) && line == 0:
			return []Refusal{refuse(KeyMissing, r.Line, "key", k.key)}
		case !slices.Contains(asks, k.group) && line != 0:
			return []Refusal{refuse(KeyNeedless, line, "key", k.key)}
		}
	}
	if !slices.ContainsFunc(r.Ladder, func(rung breach.Rung) bool { return rung.Effect.Penalty() }) {
		return nil
	}
	needs := r.Needs()
	device, report, order := slices.Contains(needs, GroupDevice), slices.Contains(needs, GroupReport), slices.Contains(needs, GroupOrder)
	switch {
	case device && r.Trust != "T0", report && (r.Witnesses > 1 || device || order):
		return nil
	case device:
		return []Refusal{refuse(Alone, lineOf["trust"], "of", "device")}
	case report:
		return []Refusal{refuse(Alone, lineOf["witnesses"], "of", "witness")}
	}
	return []Refusal{refuse(Alone, lineOf["ladder"], "of", "order")}
}

// groupsOf are the groups of all facts that a condition names.
func groupsOf(root Node) groups {
	var all groups
	for _, name := range root.Facts() {
		fact, _ := FactOf(name)
		all = all.and(groups{fact.Group})
	}
	return all
}
