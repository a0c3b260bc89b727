// SPDX-License-Identifier: Apache-2.0

package device

// Silent reads that a device should have spoken and has not, or that it does. Whoever hears it says that of it.
func Silent(is bool) Reading {
	return Reading{Kind: Silence, State: true, Values: Values{"active": is}}
}

// MaxSilent is for how many seconds a silence says that it was, at most.
const MaxSilent = 999_999

// Spoken reads that a device speaks again at a time (ms), and for how many seconds it had not.
func (k Known) Spoken(now int64) Reading {
	r := Silent(false)
	r.Values["seconds"] = min(MaxSilent, max(0, now-k.Heard)/1000)
	return r
}

// Silent says whether the device is known to be silent.
func (k Known) Silent() bool {
	return k.Last[string(Silence)].Said == Silent(true).Values.text()
}

// Overdue says whether a device that speaks every so many seconds should have spoken by a time (ms), once it has spoken at all.
func (k Known) Overdue(every, now int64) bool {
	return every > 0 && k.Heard > 0 && !k.Silent() && now-k.Heard > every*1000
}
