// SPDX-License-Identifier: Apache-2.0

package device

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Times of what devices say, in milliseconds.
const (
	MaxAhead = 5 * 60_000         // how far in the future a device's time may be, by the receiver's clock
	MaxLate  = 31 * 24 * 3600_000 // how long a device may have kept what it did not get rid of
)

// Known is what is remembered of a device between its messages.
type Known struct {
	Window  Window          `json:"window"`  // of its counter
	Session string          `json:"session"` // within which the counter counts
	Past    []string        `json:"past"`    // sessions before, in which nothing is new any more
	Clock   int64           `json:"clock"`   // by how much its clock was ahead when it last spoke of now, milliseconds
	Heard   int64           `json:"heard"`   // when it last spoke, Unix time in milliseconds
	Last    map[string]Last `json:"last"`    // by kind and channel
}

// MaxLast bounds what is remembered of one device: kinds and channels.
const MaxLast = 256

// Last is the last thing that a device said of one kind, on one channel.
type Last struct {
	Said  string `json:"said"`  // its values
	At    int64  `json:"at"`    // when it happened, Unix time in milliseconds
	Ref   string `json:"ref"`   // the vendor's id, which repetitions share
	Event string `json:"event"` // id of the event that it was, or ""
}

// Verdict is what a reading is, after what was known.
type Verdict int

// What a reading may be.
const (
	News       Verdict = iota // an event
	Correction                // an event that replaces the one before
	Repetition                // said before
	Baseline                  // how something was when it was first looked at: no event
	Forged                    // its time cannot be right
)

// repeats is for how long (ms) the same words of a kind are the same thing seen again.
var repeats = map[Kind]int64{Plate: 10_000, Button: 500, Motion: 1000, Object: 10_000, VehicleZone: 10_000}

// maxPast is how many sessions are remembered. A device that has been through more has been replaced, or is being played with.
const maxPast = 64

// Count takes the counter of a message's readings, and says whether it is new. A message without one is.
func (k Known) Count(r Reading) (after Known, n Newness) {
	if r.Counter == 0 {
		return k, Fresh
	}
	if r.Session != k.Session {
		if slices.Contains(k.Past, r.Session) || len(k.Past) >= maxPast {
			return k, TooOld
		}
		k.Past = append(slices.Clone(k.Past), k.Session)
		k.Session, k.Window = r.Session, Window{}
	}
	k.Window, n = k.Window.Take(r.Counter)
	return k, n
}

// Take says what a reading is that came at a time (ms), and what is known of the device afterwards. What it says of the event before is
// for a Correction only.
func (k Known) Take(r Reading, received int64) (v Verdict, after Known, before string) {
	after = k
	if !after.hear(r, received) {
		return Forged, k, ""
	}
	slot, now := r.slot(), Last{Said: r.what().text(), At: r.Happened(received), Ref: r.Ref}
	last, known := k.Last[slot]
	v, before = r.after(last, known, now)
	if v == Repetition || !known && len(k.Last) >= MaxLast {
		return v, after, ""
	}
	if after.Last = maps.Clone(k.Last); after.Last == nil {
		after.Last = map[string]Last{}
	}
	after.Last[slot] = now
	return v, after, before
}

// Was notes which event the last reading became.
func (k Known) Was(r Reading, event string) Known {
	last, ok := k.Last[r.slot()]
	if !ok {
		return k
	}
	last.Event = event
	k.Last = maps.Clone(k.Last)
	k.Last[r.slot()] = last
	return k
}

// hear notes that the device spoke, and what its clock showed; it says whether its time can be right.
func (k *Known) hear(r Reading, received int64) bool {
	if r.At != 0 && (r.At-received > MaxAhead || received-r.At > MaxLate) {
		return false
	}
	if !r.Retained && r.Kind != Silence { // which others say of it
		k.Heard = max(k.Heard, received)
	}
	if r.At != 0 && !r.Replayed && !r.Retained {
		k.Clock = r.At - received
	}
	return true
}

// Happened is when it happened, as far as that is known.
func (r Reading) Happened(received int64) int64 {
	if r.At != 0 {
		return r.At
	}
	return received
}

// after compares a reading with the last one of its slot.
func (r Reading) after(last Last, known bool, now Last) (Verdict, string) {
	switch {
	case r.State:
		return r.edge(last, known, now), ""
	case r.Retained:
		return Baseline, ""
	case known && r.Ref != "" && r.Ref == last.Ref && now.Said == last.Said:
		return Repetition, ""
	case known && r.Ref != "" && r.Ref == last.Ref:
		return Correction, last.Event
	case known && r.Ref == "" && now.Said == last.Said && r.Counter == 0 && abs(now.At-last.At) < repeats[r.Kind]:
		return Repetition, ""
	}
	return News, ""
}

// edge is what a state is after another: news only if it differs. An alarm that is active when it is first seen is news.
func (r Reading) edge(last Last, known bool, now Last) Verdict {
	switch {
	case known && (last.Said == now.Said || now.At < last.At):
		return Repetition
	case r.Retained, !known && (!r.Kind.Alarm() || r.Values["active"] != true):
		return Baseline
	}
	return News
}

// standing are the values that say how something is. Others stand beside them, as a battery's does, and change without news.
var standing = []string{"active", "open", "on", "online", "percent", "tamper"}

// what is compared of a reading: of a state how it is, of a plate the plate.
func (r Reading) what() Values {
	compared := standing
	if r.Kind == Plate {
		compared = []string{"plate"}
	}
	what := maps.Clone(r.Values)
	maps.DeleteFunc(what, func(name string, _ any) bool { return !slices.Contains(compared, name) })
	if len(what) == 0 || !r.State && r.Kind != Plate {
		return r.Values
	}
	return what
}

// slot is the kind and the channel of a reading. A device tells one thing of its health at a time, and each is apart.
func (r Reading) slot() string {
	slot := string(r.Kind)
	if channel, ok := r.Values["channel"]; ok {
		slot = fmt.Sprintf("%s/%v", slot, channel)
	}
	if r.Kind == Health {
		slot += "/" + strings.Join(slices.Sorted(maps.Keys(r.what())), "+")
	}
	return slot
}

// text is the values in one order.
func (v Values) text() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(v)) {
		fmt.Fprintf(&b, "%s=%s\n", name, Word(v[name]))
	}
	return b.String()
}

// Word writes a value as it stands in an event.
func Word(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case json.Number:
		return v.String()
	}
	raw, _ := json.Marshal(value)
	return string(raw)
}

func abs(n int64) int64 { return max(n, -n) }
