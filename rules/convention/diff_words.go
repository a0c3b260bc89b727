// SPDX-License-Identifier: Apache-2.0

package convention

import "unicode"

// MarkedLine is a line of a difference, in parts: what a reworded line shares with the one that it is instead of, and what it does not.
type MarkedLine struct {
	Sign  string `json:"sign"` // as that of a LineChange
	Parts []Part `json:"parts"`
}

// Part is a piece of a line. Changed is what the other version's line does not have; all of a line that has no counterpart is.
type Part struct {
	Text    string `json:"text"`
	Changed bool   `json:"changed"`
}

// Marked are the lines of a difference, with what differs within them: the first line that goes is held against the first that comes in
// its place, and so on.
func (d Difference) Marked() []MarkedLine {
	var all []MarkedLine
	for i := 0; i < len(d.Lines); {
		if d.Lines[i].Sign == " " {
			all = append(all, MarkedLine{" ", []Part{{Text: d.Lines[i].Line}}})
			i++
			continue
		}
		gone := run(d.Lines[i:], "-")
		come := run(d.Lines[i+len(gone):], "+")
		i += len(gone) + len(come)
		all = append(all, reworded(gone, come)...)
	}
	return all
}

// run are the lines with a sign that stand first.
func run(lines []LineChange, sign string) []LineChange {
	n := 0
	for n < len(lines) && lines[n].Sign == sign {
		n++
	}
	return lines[:n]
}

func reworded(gone, come []LineChange) []MarkedLine {
	was, is := make([]MarkedLine, len(gone)), make([]MarkedLine, len(come))
	for i, line := range gone {
		was[i] = MarkedLine{"-", []Part{{line.Line, true}}}
	}
	for i, line := range come {
		is[i] = MarkedLine{"+", []Part{{line.Line, true}}}
	}
	for i := range min(len(gone), len(come)) {
		if before, after, ok := apart(gone[i].Line, come[i].Line); ok {
			was[i].Parts, is[i].Parts = before, after
		}
	}
	return append(was, is...)
}

// mostWords bounds the words that are compared one by one.
const mostWords = 400

// apart are the parts of two lines of which half is the same at least: of others, the marks would be confetti.
func apart(before, after string) (was, is []Part, ok bool) {
	old, now := wordsOf(before), wordsOf(after)
	if len(old) > mostWords || len(now) > mostWords {
		return nil, nil, false
	}
	same := 0
	for _, word := range changes(old, now) {
		switch word.Sign {
		case " ":
			same++
			was, is = put(was, word.Line, false), put(is, word.Line, false)
		case "-":
			was = put(was, word.Line, true)
		default:
			is = put(is, word.Line, true)
		}
	}
	return was, is, 2*same >= max(len(old), len(now))
}

// put adds a word to parts; neighbours of one kind are one part.
func put(parts []Part, word string, changed bool) []Part {
	if last := len(parts) - 1; last >= 0 && parts[last].Changed == changed {
		parts[last].Text += word
		return parts
	}
	return append(parts, Part{word, changed})
}

// wordsOf cuts a line into Latin words and numbers, and all else into its characters.
func wordsOf(line string) []string {
	var all []string
	whole := false
	for _, r := range line {
		within := r < unicode.MaxLatin1 && (unicode.IsLetter(r) || unicode.IsDigit(r))
		if within && whole {
			all[len(all)-1] += string(r)
		} else {
			all = append(all, string(r))
		}
		whole = within
	}
	return all
}
