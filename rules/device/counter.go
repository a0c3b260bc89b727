// SPDX-License-Identifier: Apache-2.0

package device

// WindowSize is how many numbers behind its highest a device's counter may still be, as messages overtake each other on their way.
const WindowSize = 64

// Window remembers which numbers of a device's counter were seen, so that none counts twice. The zero value has seen none.
type Window struct {
	Highest uint64 `json:"highest"`
	Seen    uint64 `json:"seen"` // bit i: Highest-i was seen
}

// Take says whether a number is new, and the window after it. Repeated is one that was seen; what is too far behind to tell is refused.
func (w Window) Take(number uint64) (Window, Newness) {
	if number > w.Highest {
		ahead := number - w.Highest
		if ahead >= WindowSize {
			return Window{number, 1}, Fresh
		}
		return Window{number, w.Seen<<ahead | 1}, Fresh
	}
	behind := w.Highest - number
	switch {
	case behind >= WindowSize:
		return w, TooOld
	case w.Seen>>behind&1 == 1:
		return w, Repeated
	}
	w.Seen |= 1 << behind
	return w, Fresh
}

// Newness is what a number is to a window.
type Newness int

// What a number may be.
const (
	Fresh Newness = iota
	Repeated
	TooOld
)
