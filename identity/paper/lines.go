// SPDX-License-Identifier: Apache-2.0

package paper

import "strings"

// Characters that no line may begin or end with (GB/T 15834).
const (
	notFirst = "，。、；：？！）》〉」』】”’%％,.;:?!)"
	notLast  = "（《〈「『【“‘("
)

// Wrap breaks text into lines of at most width mm in the current font. Chinese breaks anywhere but before closing and after
// opening punctuation; Latin words and numbers stay whole, unless one is wider than a line.
func (p *Pages) Wrap(text string, width float64) []string {
	var lines []string
	var line strings.Builder
	used := 0.0
	for _, piece := range p.narrow(pieces(text), width) {
		w := p.GetStringWidth(piece)
		if used+w > width && used > 0 {
			lines = append(lines, strings.TrimRight(line.String(), " "))
			line.Reset()
			used = 0
			if piece = strings.TrimLeft(piece, " "); piece == "" {
				continue
			}
			w = p.GetStringWidth(piece)
		}
		line.WriteString(piece)
		used += w
	}
	return append(lines, line.String())
}

// narrow cuts what is wider than a line into its characters.
func (p *Pages) narrow(pieces []string, width float64) []string {
	var all []string
	for _, piece := range pieces {
		if p.GetStringWidth(piece) > width {
			all = append(all, strings.Split(piece, "")...)
		} else {
			all = append(all, piece)
		}
	}
	return all
}

// pieces cuts text where lines may break.
func pieces(text string) []string {
	runes := []rune(text)
	var cut []string
	start := 0
	for i := 1; i < len(runes); i++ {
		if mayBreak(runes[i-1], runes[i]) {
			cut = append(cut, string(runes[start:i]))
			start = i
		}
	}
	return append(cut, string(runes[start:]))
}

func mayBreak(before, after rune) bool {
	if strings.ContainsRune(notLast, before) || strings.ContainsRune(notFirst, after) {
		return false
	}
	return before > 0x7f || after > 0x7f || (before == ' ' && after != ' ')
}
