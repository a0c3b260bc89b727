// SPDX-License-Identifier: Apache-2.0

package device

import (
	"strconv"
	"strings"
)

// Battery is the last that a device said of its battery in a message of its own, in per cent.
func (k Known) Battery() (percent int, said bool) {
	var at int64
	for slot, last := range k.Last {
		if !strings.HasPrefix(slot, string(Health)+"/") || said && last.At < at {
			continue
		}
		if n, ok := last.percent(); ok {
			percent, at, said = n, last.At, true
		}
	}
	return percent, said
}

func (l Last) percent() (int, bool) {
	for line := range strings.Lines(l.Said) {
		if text, ok := strings.CutPrefix(strings.TrimSpace(line), "battery="); ok {
			n, err := strconv.Atoi(text)
			return n, err == nil
		}
	}
	return 0, false
}
