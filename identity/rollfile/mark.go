// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"strings"
	"unicode/utf8"
)

// A mark is one element of a form's section.
type mark struct {
	kind int
	word string
}

const (
	markWord    = iota // words, or nothing: a space as wide as something, a filling, a colour
	markPlace          // of a digit, the point, the comma
	markGeneral        // the number as it is
	markText           // the text
	markDate
	markOther
)

// general is what stands for the number as it is, in files and in the windows of Chinese spreadsheets.
var general = []string{"General", "G/通用格式"}

// nextMark takes the first mark of a section, and gives the rest.
func nextMark(code string) (mark, string) {
	for _, word := range general {
		if len(code) >= len(word) && strings.EqualFold(code[:len(word)], word) {
			return mark{kind: markGeneral}, code[len(word):]
		}
	}
	first, size := utf8.DecodeRuneInString(code)
	rest := code[size:]
	switch {
	case first == '"':
		word, rest, closed := strings.Cut(rest, `"`)
		return wordIf(closed, word), rest
	case first == '\\':
		_, size := utf8.DecodeRuneInString(rest)
		return wordIf(rest != "", rest[:size]), rest[size:]
	case first == '_' || first == '*':
		_, size := utf8.DecodeRuneInString(rest)
		return mark{}, rest[size:]
	case first == '[':
		inside, rest, closed := strings.Cut(rest, "]")
		if !closed {
			return mark{kind: markOther}, rest
		}
		return bracketed(inside), rest
	case first == '@':
		return mark{kind: markText}, rest
	case strings.ContainsRune("0#?.,", first):
		return mark{markPlace, code[:size]}, rest
	case strings.ContainsRune("ymdhsYMDHSbBaA", first):
		return mark{kind: markDate}, rest
	case strings.ContainsRune("eEgG%/", first):
		return mark{kind: markOther}, rest
	}
	return mark{word: code[:size]}, rest
}

func wordIf(whole bool, word string) mark {
	if !whole {
		return mark{kind: markOther}
	}
	return mark{word: word}
}

// bracketed reads what stands in brackets: times that run on, digits of a script, conditions, words with their language, colours.
func bracketed(inside string) mark {
	word, _, _ := strings.Cut(inside, "-")
	switch {
	case strings.HasPrefix(inside, "$"):
		return mark{word: word[1:]}
	case strings.HasPrefix(inside, "DBNum"), strings.ContainsAny(inside, "<>="):
		return mark{kind: markOther}
	case strings.Trim(strings.ToLower(inside), "hms") == "":
		return mark{kind: markDate}
	}
	return mark{}
}
