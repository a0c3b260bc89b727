// SPDX-License-Identifier: Apache-2.0

package act_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// topNames are the names of an object's members, in order and with repetitions.
func topNames(t testing.TB, object string) []string {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(object))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	var names []string
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, name.(string))
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
	}
	return names
}
