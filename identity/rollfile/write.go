// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/linli-project/linli/rules/community"
)

// Write writes entries as CSV, which Read reads again: houses, areas and owners by name.
func Write(w io.Writer, entries []Entry) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // spreadsheets take it for GB 18030 otherwise
		return err
	}
	out := csv.NewWriter(w)
	rows := [][]string{{building, entrance, room, use, area + "(㎡)", owner, coOwners, delivery}}
	for _, entry := range entries {
		rows = append(rows, entry.row())
	}
	return out.WriteAll(rows)
}

// row writes an entry as a register does; the whole house number is the room.
func (e Entry) row() []string {
	var first, others string
	for i, name := range e.Owners {
		if name == community.Developer {
			name = builder
		}
		if i == 0 {
			first = name
		} else {
			others = joined(others, "、", name)
		}
	}
	u := e.Unit
	return []string{
		"", "", Harmless(u.ID), wordFor(uses, u.Kind), fmt.Sprintf("%d.%02d", u.AreaDm2/100, u.AreaDm2%100), Harmless(first),
		Harmless(others),
		wordFor(statuses, u.Status),
	}
}

// wordFor is the first word, in the order of their bytes, that means value.
func wordFor[V comparable](words map[string]V, value V) string {
	for _, word := range slices.Sorted(maps.Keys(words)) {
		if words[word] == value {
			return word
		}
	}
	return ""
}
