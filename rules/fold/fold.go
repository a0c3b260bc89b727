// SPDX-License-Identifier: Apache-2.0

// Package fold compares what people typed: names, ID numbers, house numbers, options, titles. Each kind has a folded key;
// texts with one key mean one thing, however they were typed. A key is for comparing and never for printing: what is printed
// stays as it was given.
//
// What is not seen, and what looks alike, is listed here rather than asked of the Unicode tables of a Go release: chaincode and
// recounts refuse by it, and all of them have to refuse alike.
package fold

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Name is the key of a person's name. One person are 王五, 王 五 and a 王五 with characters that are not seen; 阿依·古丽 with any of
// the characters that are typed for the dot; JOHN SMITH, John  Smith and Ｊｏｈｎ Ｓｍｉｔｈ. What is left apart: 张伟 and 张伟(2), which is how
// an office tells namesakes apart, and simplified and traditional characters.
func Name(text string) string {
	if settled(text) {
		return text
	}
	return dotted(norm.NFKC.String(spaced(plain(text))))
}

// settled says that a text is its own key: small letters, digits and the commonest Chinese characters, as most texts are.
func settled(text string) bool {
	for _, r := range text {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < '\u4e00' || r > '\u9fff') {
			return false
		}
	}
	return true
}

// IDNumber is the key of the number of a person's document: neither case nor width nor spaces matter.
func IDNumber(text string) string { return unspaced(plain(text)) }

// Text is the key of what is shown to be chosen from: options and titles. It is coarser than Name: spaces never matter, and
// letters of the Latin, Cyrillic and Greek scripts that look the same are one.
func Text(text string) string {
	return norm.NFKC.String(strings.Map(alike, dotted(unspaced(plain(text)))))
}

// plain is a text without what is not seen, in compatibility form (full-width letters, ligatures, radicals typed for
// characters), in small letters, with one sort of space, one in a row and none at the ends, and one sort of hyphen.
func plain(text string) string {
	if settled(text) {
		return text
	}
	text = strings.Map(seen, norm.NFKD.String(text))
	text = strings.Map(small, strings.Map(small, text)) // twice: the small letter of a few is none of the first time's
	return strings.Join(strings.Fields(norm.NFKC.String(text)), " ")
}

// seen drops a character that is not seen, and makes one of those that only look different.
func seen(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case unseen(r):
		return -1
	case r >= '\u2010' && r <= '\u2015', r == '\u2212': // hyphens, dashes, the minus sign
		return '-'
	}
	return r
}

// small makes capital and small letters one, also those that have two small forms, such as σ and ς.
func small(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }

// dot is how the dot inside a name is written: the only right way for names of Uyghurs, Kazakhs and others in Chinese (GB/T 15834).
const dot = '·'

// dots are the characters that are typed for it and mean nothing else inside a text, in compatibility form.
const dots = "·•‧∙⋅・ꞏ⸱●\u119e"

// dotted writes the dot of names in one way. The full stops, Western and Chinese, are dots between two letters of which one is
// Chinese, as in 阿依.古丽; not in J. Smith.
func dotted(text string) string {
	runes := []rune(text)
	dotted := make([]rune, len(runes))
	for i, r := range runes {
		inside := i > 0 && i < len(runes)-1 && unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1]) &&
			(unicode.Is(unicode.Han, runes[i-1]) || unicode.Is(unicode.Han, runes[i+1]))
		if strings.ContainsRune(dots, r) || inside && (r == '.' || r == '。') {
			r = dot
		}
		dotted[i] = r
	}
	return string(dotted)
}

// spaced keeps the spaces that divide words, as in John Smith, and drops the others, as in 王 五 or around a bracket or a dot.
func spaced(text string) string {
	runes := []rune(text)
	var spaced strings.Builder
	for i, r := range runes {
		if r != ' ' || dividing(runes[i-1]) && dividing(runes[i+1]) { // plain leaves none at the ends
			spaced.WriteRune(r)
		}
	}
	return spaced.String()
}

// unspaced drops all spaces. What stood apart may then be one character, such as a letter and its mark.
func unspaced(text string) string { return norm.NFKC.String(strings.ReplaceAll(text, " ", "")) }

// dividing says that words with this character are divided by spaces.
func dividing(r rune) bool {
	chinese := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo)
	return !chinese && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r))
}
