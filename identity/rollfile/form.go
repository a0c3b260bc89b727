// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// A form is how numbers are shown (ECMA-376 part 1, 18.8.31): as they are, in digits with words around them, or as a date.
// What else there is, such as fractions and conditions, is known to be something else.
type form struct {
	general  bool
	date     bool
	sections []digits
	text     string // what a text is shown with, @ in its place; "" for as it is
	other    bool
}

// digits is one section of a form: words before and behind, and the places of digits.
type digits struct {
	before, behind string
	minimum        int // digits before the point
	places         int // decimals shown
	optional       int // of these, decimals that are shown only if they are not 0
	grouped        bool
	none           bool // only words
}

// built-in forms by number; 27–36 and 50–58 are dates in Chinese.
var builtIn = map[int]string{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00"}

func formOf(id int, code string) *form {
	switch {
	case code != "":
		return parseForm(code)
	case id <= 0 || id == 49:
		return &form{general: true}
	case builtIn[id] != "":
		return parseForm(builtIn[id])
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58:
		return &form{date: true}
	}
	return &form{other: true}
}

const maxForm = 255

func parseForm(code string) *form {
	f := &form{}
	if len(code) > 4*maxForm {
		return &form{other: true}
	}
	sections := splitForm(code)
	for i, section := range sections[:min(3, len(sections))] {
		f.section(section, i)
	}
	if len(sections) > 3 {
		f.text = words(sections[3])
		if f.text == "" {
			f.other = true
		}
	}
	if f.general {
		f.general = len(sections) == 1
		f.other = f.other || !f.general
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
func (f *form) section(code string, index int) {
	plain := strings.TrimSpace(code)
	if plain == "General" || plain == "G/通用格式" {
		f.general = true
		return
	}
	var d digits
	var pattern strings.Builder
	runes := []rune(code)
	for i := 0; i < len(runes); i++ {
		word := ""
		switch r := runes[i]; {
		case r == '"':
			end := slices.Index(runes[i+1:], '"')
			if end < 0 {
				f.other = true
				return
			}
			word = string(runes[i+1 : i+1+end])
			i += end + 1
		case r == '\\' && i+1 < len(runes):
			i++
			word = string(runes[i])
		case r == '_' || r == '*':
			i++
		case r == '[':
			end := slices.Index(runes[i:], ']')
			inside := ""
			if end > 0 {
				inside = string(runes[i+1 : i+end])
			}
			switch {
			case end < 0 || strings.HasPrefix(inside, "DBNum") || strings.ContainsAny(inside, "<>="):
				f.other = true
			case strings.Trim(strings.ToLower(inside), "hms") == "":
				f.date = true
			}
			i += max(end, 0)
		case strings.ContainsRune("0#?.,", r):
			if d.behind != "" {
				f.other = true
			}
			pattern.WriteRune(r)
		case r == '@':
			if index == 0 {
				f.text = words(code)
			}
			f.general = true
			return
		case strings.ContainsRune("ymdhsYMDHSeEbBgGaA", r):
			f.date = f.date || r != 'E' && r != 'e' && r != 'g' && r != 'G'
			f.other = true
		case strings.ContainsRune("%/", r):
			f.other = true
		default:
			word = string(r)
		}
		if pattern.Len() == 0 {
			d.before += word
		} else {
			d.behind += word
		}
	}
	d.places, d.minimum, d.none = 0, 0, pattern.Len() == 0
	f.other = f.other || !d.pattern(pattern.String())
	f.sections = append(f.sections, d)
}

// pattern reads the places of digits.
func (d *digits) pattern(pattern string) bool {
	whole, fraction, _ := strings.Cut(pattern, ".")
	if strings.HasSuffix(whole, ",") || strings.ContainsAny(fraction, ".,") {
		return false
	}
	d.grouped = strings.Contains(whole, ",")
	d.minimum = strings.Count(whole, "0")
	d.places = len(fraction)
	d.optional = strings.Count(fraction, "#") + strings.Count(fraction, "?")
	return true
}

// words is a section for texts, with @ in the place of the text.
func words(section string) string {
	return strings.NewReplacer(`"`, "", `\`, "").Replace(section)
}

// show is how a stored number is seen, and whether that is all of it.
func (f *form) show(stored string) (text string, exact bool) {
	if f.other || f.date {
		return stored, false
	}
	if f.general {
		whole, _, _ := strings.Cut(strings.TrimPrefix(stored, "-"), ".")
		text = stored
		if f.text != "" {
			text = strings.ReplaceAll(f.text, "@", stored)
		}
		return text, len(whole) <= 15
	}
	value, ok := new(big.Rat).SetString(stored)
	if !ok || len(f.sections) == 0 {
		return stored, false
	}
	d, sign := f.sections[0], ""
	switch {
	case value.Sign() < 0 && len(f.sections) > 1:
		return stored, false // its words may or may not say that it is negative
	case value.Sign() == 0 && len(f.sections) > 2:
		d = f.sections[2]
	case value.Sign() < 0:
		sign = "-"
	}
	if d.none {
		return d.before + d.behind, false
	}
	shown := new(big.Rat).Abs(value).FloatString(d.places)
	rounded, _ := new(big.Rat).SetString(sign + shown)
	return d.before + sign + d.arrange(shown) + d.behind, rounded.Cmp(value) == 0
}

// arrange writes a rounded number with the zeros and commas of the form.
func (d digits) arrange(shown string) string {
	whole, fraction, _ := strings.Cut(shown, ".")
	whole = strings.TrimLeft(whole, "0")
	if missing := d.minimum - len(whole); missing > 0 {
		whole = strings.Repeat("0", missing) + whole
	}
	if d.grouped {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "," + whole[i:]
		}
	}
	for range d.optional {
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
