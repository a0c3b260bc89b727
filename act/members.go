// SPDX-License-Identifier: Apache-2.0

package act

import (
	"bytes"
	"encoding/json"
	"strings"
)

func foldASCII(name string) string { return strings.ToLower(name) }

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
