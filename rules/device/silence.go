// SPDX-License-Identifier: Apache-2.0

package device

// Silent reads that a device should have spoken and has not, or that it speaks again. Whoever hears it says that of it.
func Silent(is bool) Reading {
	return Reading{Kind: Silence, State: true, Values: Values{"active": is}}
}

// Silent says whether the device is known to be silent.
func (k Known) Silent() bool {
	return k.Last[string(Silence)].Said == Silent(true).Values.text()
}

// Overdue says whether a device that speaks every so many seconds should have spoken by a time (ms), once it has spoken at all.
func (k Known) Overdue(every, now int64) bool {
	return every > 0 && k.Heard > 0 && !k.Silent() && now-k.Heard > every*1000
}
