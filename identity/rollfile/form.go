// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// A form is how a cell is shown (ECMA-376 part 1, 18.8.31): as it is, in digits with words around them, or as a date.
// What else there is, such as fractions and conditions, is known to be something else.
type form struct {
	date     bool
	sections []section // of numbers: the positive, negative, and zero
	text     *section  // of texts, if they are not shown as they are
	other    bool
}

// A section is words before and behind, and between them a number as it is, its places of digits, a text, or nothing.
type section struct {
	before, behind string
	general        bool
	text           bool
	minimum        int // digits before the point
	places         int // decimals shown
	optional       int // of these, decimals that are shown only if they are not 0
	grouped        bool
	digits         bool // it has places of digits
}

// builtIn are forms by number; 27–36 and 50–58 are dates in Chinese.
var builtIn = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 43: "#,##0.00",
}

func formOf(id int, code string) *form {
	switch {
	case code != "":
		return parseForm(code)
	case id <= 0 || id == 49:
		return asItIs
	case builtIn[id] != "":
		return parseForm(builtIn[id])
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return &form{date: true}
	}
	return &form{other: true}
}

var asItIs = &form{sections: []section{{general: true}}}

const (
	maxForm     = 255
	maxSections = 4
)

// parseForm reads a form. Its last section is that of texts if it has a place for one, and the fourth always is.
func parseForm(code string) *form {
	f := &form{}
	codes := splitForm(code)
	if len(code) > 4*maxForm || len(codes) > maxSections {
		return &form{other: true}
	}
	for _, code := range codes {
		f.sections = append(f.sections, f.section(code))
	}
	last := len(codes) - 1
	if s := f.sections[last]; s.text || last == maxSections-1 {
		f.text = &s
		f.sections = f.sections[:max(1, last)]
	}
	return f
}

// splitForm cuts a form at the ; that stand outside of quotes and brackets.
func splitForm(code string) []string {
	var sections []string
	var current strings.Builder
	quoted, escaped := false, false
	for _, r := range code {
		switch {
		case escaped:
			escaped = false
		case r == '\\':
			escaped = true
		case r == '"':
			quoted = !quoted
		case r == ';' && !quoted:
			sections = append(sections, current.String())
			current.Reset()
			continue
		}
		current.WriteRune(r)
	}
	return append(sections, current.String())
}

// section reads one section.
func (f *form) section(code string) section {
	var s section
	var pattern strings.Builder
	for code != "" {
		var m mark
		m, code = nextMark(code)
		value := pattern.Len() > 0 || s.general
		switch m.kind {
		case markWord:
			if value {
				s.behind += m.word
			} else {
				s.before += m.word
			}
		case markPlace:
			f.other = f.other || s.general || s.behind != ""
			pattern.WriteString(m.word)
		case markGeneral, markText:
			f.other = f.other || value
			s.general, s.text = true, m.kind == markText
		case markDate:
			f.date = true
		case markOther:
			f.other = true
		}
	}
	f.other = f.other || !s.pattern(pattern.String())
	return s
}

// pattern reads the places of digits.
func (s *section) pattern(pattern string) bool {
	whole, fraction, _ := strings.Cut(pattern, ".")
	if strings.HasSuffix(whole, ",") || strings.ContainsAny(fraction, ".,") {
		return false
	}
	s.grouped = strings.Contains(whole, ",")
	s.minimum = strings.Count(whole, "0")
	s.places = len(fraction)
	s.optional = strings.Count(fraction, "#") + strings.Count(fraction, "?")
	s.digits = pattern != ""
	return true
}

// show is how a stored number is seen, and whether that is all of it.
func (f *form) show(stored string) (text string, exact bool) {
	if f.other || f.date {
		return stored, false
	}
	if len(f.sections) == 1 && f.sections[0].general {
		return f.sections[0].around(stored), true
	}
	value, ok := new(big.Rat).SetString(stored)
	if !ok {
		return stored, false
	}
	s, sign := f.sections[0], ""
	switch {
	case value.Sign() < 0 && len(f.sections) > 1:
		return stored, false // its words may or may not say that it is negative
	case value.Sign() == 0 && len(f.sections) > 2:
		s = f.sections[2]
	case value.Sign() < 0:
		sign = "-"
	}
	switch {
	case s.general:
		return s.around(stored), true
	case !s.digits: // a 0 that is not shown is none
		text = s.around("")
		return text, text == "" && value.Sign() == 0
	}
	shown := new(big.Rat).Abs(value).FloatString(s.places)
	rounded, _ := new(big.Rat).SetString(sign + shown)
	return s.around(sign + s.arrange(shown)), rounded.Cmp(value) == 0
}

func (s section) around(value string) string { return s.before + value + s.behind }

// showText is how a text is seen, and whether it is.
func (f *form) showText(text string) (string, bool) {
	switch {
	case f.text == nil:
		return text, true
	case f.text.text:
		return f.text.around(text), true
	}
	return text, false
}

// arrange writes a rounded number with the zeros and commas of the form.
func (s section) arrange(shown string) string {
	whole, fraction, _ := strings.Cut(shown, ".")
	whole = strings.TrimLeft(whole, "0")
	if missing := s.minimum - len(whole); missing > 0 {
		whole = strings.Repeat("0", missing) + whole
	}
	if s.grouped {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	for range s.optional {
		fraction = strings.TrimSuffix(fraction, "0")
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return whole
}

// stored is a number of a file in decimal digits, cut to the 15 that a spreadsheet shows: 88.350000000000009 is 88.35.
func stored(text string) (string, bool) {
	value, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(value) || math.Abs(value) > 1e21 {
		return "", false
	}
	value, err = strconv.ParseFloat(strconv.FormatFloat(value, 'g', 15, 64), 64)
	return strconv.FormatFloat(value, 'f', -1, 64), err == nil
}
