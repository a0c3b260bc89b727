// SPDX-License-Identifier: Apache-2.0

package act

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"
)

// foldCase gives names that differ by case alone one form, as encoding/json does: the Kelvin sign is a k to it.
func foldCase(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			least = min(least, next)
		}
		return least
	}, name)
}

// countMembers counts the members of the outermost object as they stand in the text, repeated ones included.
func countMembers(raw []byte) (int, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return 0, err
	}
	count := 0
	for d.More() {
		if _, err := d.Token(); err != nil {
			return 0, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return 0, err
		}
		count++
	}
	return count, nil
}
