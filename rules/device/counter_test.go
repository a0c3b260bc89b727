// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/linli-project/linli/rules/device"
)

// However numbers arrive, each counts once, unless it comes so late that nobody can tell.
func TestEachNumberCountsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w device.Window
		counted, highest := map[uint64]bool{}, uint64(0)
		for _, number := range rapid.SliceOf(rapid.Uint64Range(1, 300)).Draw(t, "numbers") {
			after, newness := w.Take(number)
			want := device.Fresh
			switch {
			case number+device.WindowSize <= highest:
				want = device.TooOld
			case counted[number]:
				want = device.Repeated
			}
			if newness != want {
				t.Fatalf("%d after %v (highest %d): %v, not %v", number, counted, highest, newness, want)
			}
			if want == device.Fresh {
				counted[number], highest = true, max(highest, number)
			} else if after != w {
				t.Fatalf("%d is %v, and changes the window", number, newness)
			}
			w = after
		}
	})
}
