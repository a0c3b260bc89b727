// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/rules/fold"
)

// Tidy is a text in the form in which a convention is read: Unicode form NFC, lines that end with a line feed and nothing before it, no two
// empty lines in a row and none at the ends. It changes no word. What is not UTF-8 stays.
func Tidy(text string) string {
	if !utf8.ValidString(text) {
		return text
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(strings.TrimPrefix(norm.NFC.String(text), "\ufeff"))
	var tidy []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \u00a0\u3000")
		if line != "" || len(tidy) > 0 && tidy[len(tidy)-1] != "" {
			tidy = append(tidy, line)
		}
	}
	return strings.TrimRight(strings.Join(tidy, "\n"), "\n") + "\n"
}

// untidy is what keeps a text from being read as it is.
func untidy(text string) []Refusal {
	switch {
	case len(text) > MaxText:
		return []Refusal{refuse(TooLong, 1, "of", "text", "most", MaxText)}
	case !utf8.ValidString(text):
		valid, _, _ := strings.Cut(strings.ToValidUTF8(text, "\uFFFD"), "\uFFFD")
		return []Refusal{refuse(NotUTF8, 1+strings.Count(valid, "\n"))}
	}
	var refused []Refusal
	lines := strings.Split(text, "\n")
	for i := range lines {
		if r := untidyLine(lines, i); r.Code != "" {
			refused = append(refused, r)
		}
	}
	if n := len(lines); n < 2 || lines[n-1] != "" || lines[n-2] == "" {
		refused = append(refused, refuse(Untidy, n))
	}
	return refused
}

// untidyLine is what is untidy in one line, if anything is.
func untidyLine(lines []string, i int) Refusal {
	line, char := lines[i], fold.Unseen(lines[i])
	switch {
	case !norm.NFC.IsNormalString(line):
		return refuse(NotNFC, i+1)
	case strings.ContainsAny(line, "\r\t"), strings.TrimRight(line, " \u00a0\u3000") != line:
		return refuse(Untidy, i+1)
	case line == "" && i < len(lines)-1 && (i == 0 || lines[i-1] == ""):
		return refuse(Untidy, i+1)
	case char != "":
		return refuse(Unseen, i+1, "char", char)
	case len(line) > MaxLine:
		return refuse(TooLong, i+1, "of", "line", "most", MaxLine)
	}
	return Refusal{}
}
