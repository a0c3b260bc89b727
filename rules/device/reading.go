// SPDX-License-Identifier: Apache-2.0

package device

// Reading is one thing that a message says, in the terms of all vendors. It is no event yet: it may repeat what was said before, and
// it names its device in words that anybody can use.
type Reading struct {
	Kind     Kind
	Device   string // whom the message names; who spoke is known from the connection only
	At       int64  // milliseconds of Unix time by the device's clock, 0 if it does not say
	Ref      string // the vendor's id of what was seen, which repetitions and corrections share; "" if there is none
	Counter  uint64 // of the device, 0 if it has none
	Replayed bool   // from the device's own store: At is when it happened, and that is not now
	State    bool   // it says how something is, and is an event only if that was otherwise before
	Values   Values
}

// Values are what a reading says, by names that all vendors share, as "plate" or "active". A value is a string, a bool, an int64, a
// json.Number where the device gives fractions, or a list of int64.
type Values map[string]any
