// SPDX-License-Identifier: Apache-2.0

package network

import (
	"testing"
	"time"
)

// TestHang has an orderer be looked at, second by second, as one is that orders, has nothing to order, lacks others, or hangs.
func TestHang(t *testing.T) {
	for name, now := range map[string]func(second int) (blocks uint64, waits bool){
		"orders":                func(second int) (uint64, bool) { return uint64(second) / 50, true },
		"has nothing":           func(int) (uint64, bool) { return 7, false },
		"lacks others at times": func(second int) (uint64, bool) { return 7, second%50 != 0 },
	} {
		if at := ends(now); len(at) > 0 {
			t.Errorf("an orderer that %s is ended after %v s", name, at)
		}
	}
	hangs := ends(func(int) (uint64, bool) { return 7, true })
	if want := []int{60, 181, 422}; len(hangs) != len(want) || hangs[0] != want[0] || hangs[1] != want[1] || hangs[2] != want[2] {
		t.Errorf("one that hangs is ended after %v s, not %v", hangs, want)
	}
	helped := ends(func(second int) (uint64, bool) { return 7 + uint64(second/100), true }) // by being started again
	if len(helped) != 9 {
		t.Errorf("one that hangs again and again is ended after %v s", helped)
	}
}

// ends are the seconds of a quarter of an hour in which it is found to hang.
func ends(now func(second int) (blocks uint64, waits bool)) (seconds []int) {
	var h hang
	began := time.Now()
	for second := range 900 {
		blocks, waits := now(second)
		if h.sees(began.Add(time.Duration(second)*time.Second), blocks, waits) {
			seconds = append(seconds, second)
		}
	}
	return seconds
}
