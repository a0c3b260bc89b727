// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Harmless is a text that no spreadsheet takes for a formula: many run what begins with one of these characters, whatever
// the quotation marks, also behind spaces and in their wide forms.
func Harmless(cell string) string {
	begins := strings.TrimLeftFunc(norm.NFKC.String(cell), unicode.IsSpace)
	if begins != "" && strings.ContainsRune("=+-@|%", rune(begins[0])) || strings.ContainsAny(cell, "\t\r\n") {
		return "'" + cell
	}
	return cell
}

// harmful is what Harmless was given, so that an exported roll reads as it was.
func harmful(cell string) string {
	if text := strings.TrimPrefix(cell, "'"); Harmless(text) == cell {
		return text
	}
	return cell
}
