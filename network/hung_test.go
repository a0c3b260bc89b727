// SPDX-License-Identifier: Apache-2.0

package network

import (
	"slices"
	"testing"
	"time"
)

// TestHang looks every second at an orderer that orders, has nothing to order, lacks others, or hangs.
func TestHang(t *testing.T) {
	for name, c := range map[string]struct {
		now  func(second int) (blocks uint64, could bool)
		ends []int
	}{
		"orders":                    {func(second int) (uint64, bool) { return uint64(second) / 50, true }, nil},
		"has nothing to order":      {func(int) (uint64, bool) { return 7, false }, nil},
		"lacks others half of it":   {func(second int) (uint64, bool) { return 7, second%100 < 50 }, nil},
		"hangs":                     {func(int) (uint64, bool) { return 7, true }, []int{60, 180, 420, 900}},
		"hangs beside one that did": {func(second int) (uint64, bool) { return 7, second < 50 || second >= 58 }, []int{76, 196, 436}},
		"hangs after an outage":     {func(second int) (uint64, bool) { return 7, second < 50 || second >= 300 }, []int{359, 479, 719}},
	} {
		if ends := ends(c.now); !slices.Equal(ends, c.ends) {
			t.Errorf("an orderer that %s is ended after %v s, not %v", name, ends, c.ends)
		}
	}
}

// ends are the seconds of a quarter of an hour at which it is found to hang.
func ends(now func(second int) (blocks uint64, could bool)) (seconds []int) {
	var h hang
	for second := range 901 {
		blocks, could := now(second)
		if h.sees(time.Second, blocks, could) {
			seconds = append(seconds, second)
		}
	}
	return seconds
}
