// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/rules/points"
)

func TestHours(t *testing.T) {
	sunday := points.Hours{Days: []int64{0, 3}, From: 9 * 60, To: 12 * 60}
	for text, on := range map[string]bool{
		"2026-11-29T09:00:00+08:00": true, "2026-11-29T08:59:59+08:00": false, "2026-11-29T11:59:59+08:00": true,
		"2026-11-29T12:00:00+08:00": false, "2026-11-28T10:00:00+08:00": false, "2026-12-02T10:00:00+08:00": true,
		"2026-11-29T01:30:00Z": true, "2026-11-29T09:30:00Z": false,
	} {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		if sunday.On(at.Unix()) != on {
			t.Errorf("%s: %v", text, !on)
		}
	}
}
