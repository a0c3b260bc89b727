// SPDX-License-Identifier: Apache-2.0

package convention

import "unicode"

// Bounds of a condition's shape.
const (
	MaxNesting = 8  // brackets within brackets
	MaxList    = 32 // words or numbers of a list
)

// scanner looks at a condition character by character before CEL does, so that what CEL reads has one spelling of texts and numbers, hides
// nothing in comments, and is not nested deeply.
type scanner struct {
	runes    []rune
	i        int
	depth    int
	line     int // of the condition, from 0
	column   int // from 0
	refusals []Refusal
}

// scan is what is not to be seen in a condition at all. Lines count from 0 and columns from 1.
func scan(when string) []Refusal {
	s := scanner{runes: []rune(when)}
	for s.i < len(s.runes) && len(s.refusals) == 0 {
		s.token()
	}
	return s.refusals
}

func (s *scanner) refuse(code Code, pairs ...any) {
	s.refusals = append(s.refusals, refuse(code, s.line, pairs...).at(s.column+1))
}

func (s *scanner) peek(ahead int) rune {
	if s.i+ahead < len(s.runes) {
		return s.runes[s.i+ahead]
	}
	return 0
}

func (s *scanner) step() {
	s.column++
	if s.runes[s.i] == '\n' {
		s.line, s.column = s.line+1, 0
	}
	s.i++
}

func (s *scanner) token() {
	c := s.peek(0)
	switch {
	case c == '"':
		s.text()
		return
	case c >= '0' && c <= '9', c == '.' && digit(s.peek(1)):
		s.number()
		return
	case letter(c):
		s.word()
		return
	case c > unicode.MaxASCII:
		s.refuse(Foreign, "char", string(c))
	case c == '\'', c == '\\', c == '`':
		s.refuse(TextForm)
	case c == '/' && s.peek(1) == '/':
		s.refuse(Comment)
	case c == '?' && s.i > 0 && (s.runes[s.i-1] == '.' || s.runes[s.i-1] == '['):
		s.refuse(Optional)
	case c == '(' || c == '[' || c == '{':
		if s.depth++; s.depth > MaxNesting {
			s.refuse(Nested, "most", MaxNesting)
		}
	case c == ')' || c == ']' || c == '}':
		s.depth--
	}
	s.step()
}

// text passes what is between two quotation marks.
func (s *scanner) text() {
	s.step()
	for s.peek(0) != '"' {
		if c := s.peek(0); c == 0 || c == '\n' || c == '\\' {
			s.refuse(TextForm)
			return
		}
		s.step()
	}
	if s.step(); s.peek(0) == '"' { // three of them are another form
		s.refuse(TextForm)
	}
}

// number passes digits. What follows them makes a fraction, a power, or a number of another form.
func (s *scanner) number() {
	first, column, n := s.peek(0), s.column, 0
	for digit(s.peek(0)) {
		s.step()
		n++
	}
	if letter(s.peek(0)) || s.peek(0) == '.' || n > 1 && first == '0' {
		s.column = column
		s.refuse(NumberForm)
	}
}

// word passes a name; a letter right before a text gives it another form.
func (s *scanner) word() {
	for letter(s.peek(0)) || digit(s.peek(0)) {
		s.step()
	}
	if c := s.peek(0); c == '"' || c == '\'' {
		s.refuse(TextForm)
	}
}

func digit(c rune) bool { return c >= '0' && c <= '9' }

func letter(c rune) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' }
