// SPDX-License-Identifier: Apache-2.0

package act

import "strings"

// What texts of an act are made of. An act is read too often for regular expressions.
const (
	small   = "abcdefghijklmnopqrstuvwxyz"
	digits  = "0123456789"
	letters = small + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// madeOf says whether a text has no other characters than these.
func madeOf(text, characters string) bool { return strings.TrimLeft(text, characters) == "" }

// IsHex says whether a text is so many hex digits, in small letters.
func IsHex(text string, many int) bool { return len(text) == many && madeOf(text, digits+"abcdef") }

// isCommunity says whether a text can be a community's id.
func isCommunity(text string) bool {
	return len(text) >= 2 && len(text) <= 63 && text[0] != '-' && madeOf(text, small+digits+"-")
}

// isType says whether a text can be the type of an act: words with a dot between each and the next.
func isType(text string) bool {
	return strings.Contains(text, ".") && !strings.Contains("."+text+".", "..") && madeOf(text, small+".")
}

// isCredential says whether a text can be a credential's id.
func isCredential(text string) bool {
	return len(text) >= 16 && len(text) <= 512 && madeOf(text, letters+digits+"-_")
}
