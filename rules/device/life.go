// SPDX-License-Identifier: Apache-2.0

package device

import "strings"

// Life says whether events of this kind are signs of somebody's life: he moved, or opened or pressed something.
func (k Kind) Life() bool {
	switch k {
	case Contact, Motion, Presence, Button, SOS, Switch:
		return true
	default:
		return false
	}
}

// Life is when a device last said something that is a sign of somebody's life, in Unix milliseconds; 0: never. That it works is none.
func (k Known) Life() (at int64) {
	for slot, last := range k.Last {
		kind, _, _ := strings.Cut(slot, "/")
		if Kind(kind).Life() {
			at = max(at, last.At)
		}
	}
	return at
}
