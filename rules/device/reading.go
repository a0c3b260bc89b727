// SPDX-License-Identifier: Apache-2.0

package device

import (
	"encoding/json"
	"maps"
	"strconv"
)

// Reading is one thing that a message says, in the terms of all vendors. It is no event yet: it may repeat what was said before, and
// it names its device in words that anybody can use.
type Reading struct {
	Kind     Kind
	Device   string // whom the message names; who spoke is known from the connection only
	At       int64  // milliseconds of Unix time by the device's clock, 0 if it does not say
	Ref      string // the vendor's id of what was seen, which repetitions and corrections share; "" if there is none
	Counter  uint64 // of the device, 0 if it has none
	Session  string // within which the counter counts up; "" if it never begins anew
	Replayed bool   // from the device's own store: At is when it happened, and that is not now
	Retained bool   // a broker or the device had kept it for who comes later: it is no news
	State    bool   // it says how something is, and is an event only if that was otherwise before
	Values   Values
}

// Values are what a reading says, by names that all vendors share, as "plate" or "active". A value is a string, a bool, an int64, a
// json.Number where the device gives fractions, or a list of int64.
type Values map[string]any

// Personal says that a value of this name points to a person: it stands in no event but as a commitment.
func Personal(name string) bool { return name == "plate" || name == "card" }

// Flat is a reading as one object of JSON: its kind, its values, and what else it says of itself. "at" counts seconds.
func (r Reading) Flat() map[string]any {
	flat := map[string]any{"kind": r.Kind}
	for name, said := range map[string]string{"dev": r.Device, "ref": r.Ref, "session": r.Session} {
		if said != "" {
			flat[name] = said
		}
	}
	for name, is := range map[string]bool{"replayed": r.Replayed, "retained": r.Retained, "state": r.State} {
		if is {
			flat[name] = true
		}
	}
	if r.At != 0 {
		flat["at"] = json.Number(strconv.FormatFloat(float64(r.At)/1000, 'f', -1, 64))
	}
	if r.Counter != 0 {
		flat["counter"] = r.Counter
	}
	maps.Copy(flat, r.Values)
	return flat
}
