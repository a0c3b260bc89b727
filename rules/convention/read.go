// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/rules/calendar"
)

// markup is what begins a tag or a comment of HTML, in which another reader of such texts would hide what follows.
var markup = regexp.MustCompile(`<[A-Za-z!/?]`)

// reader goes through a text line by line.
type reader struct {
	compiler *Compiler
	lines    []string
	i        int // the line that is read, from 0
	c        Convention
	dated    bool // it has said from when on it is in force
	refusals []Refusal
}

// Read reads a text as it stands on the ballot. It is in force as it was read only if nothing is refused; with refusals the convention
// holds what could be read, for its author.
func (c *Compiler) Read(text string) (Convention, []Refusal) {
	if strings.TrimSpace(text) == "" {
		return Convention{}, []Refusal{refuse(NoTitle, 1), refuse(NoArticles, 1)}
	}
	if refusals := untidy(text); len(refusals) > 0 {
		return Convention{}, few(refusals)
	}
	r := reader{compiler: c, lines: strings.Split(strings.TrimSuffix(text, "\n"), "\n"), c: Convention{Hash: Hash(text)}}
	r.title()
	for r.i < len(r.lines) {
		r.line()
	}
	r.finish()
	slices.SortStableFunc(r.refusals, func(a, b Refusal) int { return cmp.Compare(a.Line, b.Line) })
	return r.c, few(r.refusals)
}

// few are as many refusals as are told.
func few(refusals []Refusal) []Refusal { return refusals[:min(len(refusals), MaxRefusals)] }

func (r *reader) refuse(code Code, pairs ...any) {
	r.refusals = append(r.refusals, refuse(code, r.i+1, pairs...))
}

func (r *reader) title() {
	title, ok := strings.CutPrefix(r.lines[0], "# ")
	if !ok || title == "" {
		r.refuse(NoTitle)
		return
	}
	if len(title) > MaxHeading {
		r.refuse(TooLong, "of", "heading", "most", MaxHeading)
	}
	r.c.Title = title
	r.i++
}

// article is the one that is being read, nil before the first.
func (r *reader) article() *Article {
	if len(r.c.Articles) == 0 {
		return nil
	}
	return &r.c.Articles[len(r.c.Articles)-1]
}

func (r *reader) line() {
	line := r.lines[r.i]
	switch {
	case strings.HasPrefix(line, "## "):
		r.heading(strings.TrimPrefix(line, "## "))
	case strings.HasPrefix(line, "```"):
		r.block(strings.TrimPrefix(line, "```"))
		return
	case strings.Contains(line, "```"), strings.Contains(line, "~~~"):
		r.refuse(UnknownBlock, "block", line) // which other readers of such texts would take for a block
	case markup.MatchString(line):
		r.refuse(Markup)
	case strings.HasPrefix(line, "#"):
		r.refuse(BadHeading)
	default:
		r.keep(line)
	}
	r.i++
}

// keep adds lines to the article, or to the opening.
func (r *reader) keep(lines ...string) {
	if a := r.article(); a != nil {
		a.Lines = append(a.Lines, lines...)
		return
	}
	r.c.Opening = append(r.c.Opening, lines...)
}

// heading reads "7. The heading".
func (r *reader) heading(text string) {
	digits, heading, ok := strings.Cut(text, ". ")
	number, whole := whole(digits, 1, MaxNumber)
	switch last := r.article(); {
	case !ok || !whole || strings.TrimSpace(heading) == "":
		r.refuse(BadHeading)
		return
	case len(heading) > MaxHeading:
		r.refuse(TooLong, "of", "heading", "most", MaxHeading)
	case len(r.c.Articles) == MaxArticles:
		r.refuse(TooLong, "of", "articles", "most", MaxArticles)
	case last != nil && number <= last.Number:
		r.refuse(ArticleOrder, "number", number, "last", last.Number)
	}
	if len(r.c.Articles) < MaxArticles {
		r.c.Articles = append(r.c.Articles, Article{Number: number, Heading: heading, Line: r.i + 1})
	}
}

// block reads from ``` to ```.
func (r *reader) block(opening string) {
	start := r.i
	end := start + 1
	for end < len(r.lines) && r.lines[end] != "```" {
		end++
	}
	if end == len(r.lines) {
		r.refuse(OpenBlock)
		r.i = end
		return
	}
	r.keep(r.lines[start : end+1]...)
	kind, name, _ := strings.Cut(opening, " ")
	a := r.article()
	switch {
	case kind == "convention" && name == "" && (a != nil || r.dated):
		r.refuse(BlockPlace, "block", kind)
	case kind == "convention" && name == "":
		r.from(r.lines[start+1 : end])
	case kind == "rule" && name == "" && a == nil, kind == "example" && (a == nil || a.Rule == nil):
		r.refuse(BlockPlace, "block", kind)
	case kind == "rule" && name == "" && a.Rule != nil:
		r.refuse(RuleTwice, "number", a.Number)
	case kind == "rule" && name == "":
		r.rule(a, r.lines[start+1:end])
	case kind == "example" && len(a.Examples) == MaxExamples:
		r.refuse(TooLong, "of", "examples", "most", MaxExamples)
	case kind == "example":
		r.example(a, name, r.lines[start+1:end])
	default:
		r.refuse(UnknownBlock, "block", opening)
	}
	r.i = end + 1
}

// from reads the day from which on the convention is in force.
func (r *reader) from(lines []string) {
	r.dated = true
	all, refusals := pairs(lines, r.i+2)
	for _, p := range all {
		if p.key != "from" {
			refusals = append(refusals, refuse(UnknownKey, p.line, "key", p.key))
			continue
		}
		begins, err := time.Parse(time.DateOnly, p.value)
		if r.c.From = begins.Unix() - calendar.Beijing; err != nil || begins.Year() < 2000 {
			refusals = append(refusals, refuse(BadValue, p.line, "key", p.key, "words", "2027-01-01, 2027-01-02, …"))
		}
	}
	if len(all) == 0 && len(refusals) == 0 {
		refusals = []Refusal{refuse(KeyMissing, r.i+1, "key", "from")}
	}
	r.refusals = append(r.refusals, refusals...)
}

// finish checks what can be known at the end alone.
func (r *reader) finish() {
	if len(r.c.Articles) == 0 {
		r.refuse(NoArticles)
	}
	r.c.Opening = trimmed(r.c.Opening)
	for i := range r.c.Articles {
		a := &r.c.Articles[i]
		a.Lines = trimmed(a.Lines)
		if a.Rule != nil && a.Rule.Sound() {
			r.refusals = append(r.refusals, a.tried()...)
		}
	}
}

// trimmed are lines without the empty ones at both ends.
func trimmed(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// pair is a line "key: value" of a block, with those that go on with its value.
type pair struct {
	key, value string
	line       int // from 1
}

// pairs reads the lines of a block, of which the first is at a line from 1. A line that begins with two spaces goes on with the one before.
func pairs(lines []string, first int) ([]pair, []Refusal) {
	var all []pair
	var refusals []Refusal
	seen := map[string]bool{}
	for i, line := range lines {
		if more, ok := strings.CutPrefix(line, "  "); ok && len(all) > 0 {
			all[len(all)-1].value += "\n" + more
			continue
		}
		key, value, ok := strings.Cut(line, ": ")
		switch {
		case !ok || key == "" || value == "" || strings.TrimSpace(value) != value || strings.TrimSpace(key) != key:
			refusals = append(refusals, refuse(BadLine, first+i))
			continue
		case seen[key]:
			refusals = append(refusals, refuse(KeyTwice, first+i, "key", key))
			continue
		}
		seen[key] = true
		all = append(all, pair{key, value, first + i})
	}
	return all, refusals
}
