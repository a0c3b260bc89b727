// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"testing"
	"time"
)

// Who listens from the height on misses nothing and is not told to load everything again; who comes back too late is.
func TestHub(t *testing.T) {
	h := newHub()
	h.start(7)
	all := func(Event) bool { return true }
	next := h.height()
	if n := h.since(next, all); !n.complete || len(n.events) != 0 || n.next != 7 {
		t.Errorf("at first: %+v", n)
	}
	for block := range uint64(3) {
		h.publish(7+block, []Event{{Event: "act", Block: int64(7 + block)}, {Event: "block", Block: int64(7 + block)}})
	}
	for from, events := range map[uint64]int{7: 6, 8: 4, 9: 2, 10: 0} {
		if n := h.since(from, all); !n.complete || len(n.events) != events || n.next != 10 ||
			events > 0 && n.events[0].Block != int64(from) {
			t.Errorf("from %d: %+v", from, n)
		}
	}
	if n := h.since(8, func(e Event) bool { return e.Event == "act" }); len(n.events) != 2 {
		t.Errorf("acts alone: %+v", n)
	}
	for _, from := range []uint64{6, 11} { // forgotten, or not there yet
		if n := h.since(from, all); n.complete {
			t.Errorf("from %d: %+v", from, n)
		}
	}
	h.publish(10+remembered, []Event{{Event: "block", Block: 10 + remembered}})
	if n := h.since(9, all); n.complete {
		t.Errorf("what is forgotten: %+v", n)
	}
	h.await(t.Context(), 10+remembered)
	gone, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	h.await(gone, 11+remembered)
	if gone.Err() == nil {
		t.Error("a block that is not there yet was not waited for")
	}
}
