// SPDX-License-Identifier: Apache-2.0

package points

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	rules "github.com/linli-project/linli/rules/points"
)

// Whatever the rules do not allow has a code of its own, but for numbers that no step can have, and what acts ask before the rules do.
func TestReasonsHaveCodes(t *testing.T) {
	asBadField := []rules.Reason{rules.BadAmount, rules.BadUntil, rules.Nothing, rules.NoSuchEarn}
	for _, reason := range rules.Reasons() {
		code := act.CodeOf(refuse(reason, Plan{}, Rule{}))
		if code == "" || (code == act.BadField) != slices.Contains(asBadField, reason) {
			t.Errorf("%s: %q", reason, code)
		}
	}
}
