// SPDX-License-Identifier: Apache-2.0

package fold

import (
	"fmt"
	"strings"
	"unicode"
)

// notSeen are the characters that show nothing themselves: Unicode's Default_Ignorable_Code_Point (zero-width characters, marks and
// overrides of the writing direction, the soft hyphen, the byte order mark, fillers, variation selectors, tags), the blank of Braille
// and the marks of annotations.
var notSeen = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00ad, Hi: 0x00ad, Stride: 1},
		{Lo: 0x034f, Hi: 0x034f, Stride: 1},
		{Lo: 0x061c, Hi: 0x061c, Stride: 1},
		{Lo: 0x115f, Hi: 0x1160, Stride: 1},
		{Lo: 0x17b4, Hi: 0x17b5, Stride: 1},
		{Lo: 0x180b, Hi: 0x180f, Stride: 1},
		{Lo: 0x200b, Hi: 0x200f, Stride: 1},
		{Lo: 0x202a, Hi: 0x202e, Stride: 1},
		{Lo: 0x2060, Hi: 0x206f, Stride: 1},
		{Lo: 0x2800, Hi: 0x2800, Stride: 1},
		{Lo: 0x3164, Hi: 0x3164, Stride: 1},
		{Lo: 0xfe00, Hi: 0xfe0f, Stride: 1},
		{Lo: 0xfeff, Hi: 0xfeff, Stride: 1},
		{Lo: 0xffa0, Hi: 0xffa0, Stride: 1},
		{Lo: 0xfff0, Hi: 0xfffb, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1bca0, Hi: 0x1bca3, Stride: 1},
		{Lo: 0x1d173, Hi: 0x1d17a, Stride: 1},
		{Lo: 0xe0000, Hi: 0xe0fff, Stride: 1},
	},
	LatinOffset: 1,
}

func unseen(r rune) bool { return unicode.IsControl(r) || unicode.Is(notSeen, r) }

// Visible is a text without the characters that are not seen; line breaks and tabs stay.
func Visible(text string) string {
	return strings.Map(func(r rune) rune {
		if unseen(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// Unseen names the first character of a text that is not seen where it is shown in a line, such as U+200B, or is "" if
// all of them are. What is shown must be what is signed: a text to be signed has none.
func Unseen(text string) string {
	i := strings.IndexFunc(text, func(r rune) bool { return unseen(r) || r == '\u2028' || r == '\u2029' })
	if i < 0 {
		return ""
	}
	return fmt.Sprintf("%U", []rune(text[i:])[0])
}
