// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"container/heap"
	"time"
)

// name is what falls due: a document of the ledger.
type name struct{ kind, community, id string }

// entry is when something is asked for next.
type entry struct {
	name
	at    time.Time
	tries int // since the ledger last said how it stands
	place int // in the heap
}

// schedule has the next time of everything that falls due.
type schedule struct {
	of   map[name]*entry
	heap entries
}

func newSchedule() schedule { return schedule{of: map[name]*entry{}} }

// put says when something falls due next, as the ledger has it.
func (s *schedule) put(of name, at time.Time) {
	e, ok := s.of[of]
	if !ok {
		e = &entry{name: of, at: at}
		s.of[of] = e
		heap.Push(&s.heap, e)
		return
	}
	e.at, e.tries = at, 0
	heap.Fix(&s.heap, e.place)
}

func (s *schedule) drop(of name) {
	if e, ok := s.of[of]; ok {
		heap.Remove(&s.heap, e.place)
		delete(s.of, of)
	}
}

// next is the first time.
func (s *schedule) next() (at time.Time, ok bool) {
	if len(s.heap) == 0 {
		return time.Time{}, false
	}
	return s.heap[0].at, true
}

// asked is something that is asked for, for the n-th time since the ledger last said how it stands.
type asked struct {
	name
	n int
}

// take is that of which the time is reached.
func (s *schedule) take(now time.Time) []asked {
	var reached []asked
	for at, ok := s.next(); ok && !at.After(now); at, ok = s.next() {
		e := s.heap[0]
		e.tries++
		reached = append(reached, asked{e.name, e.tries})
		e.at = now.Add(sendWithin + longest)
		heap.Fix(&s.heap, 0)
	}
	return reached
}

// again has something be asked for after a while, and a longer one each time, unless the ledger has said meanwhile how it stands.
func (s *schedule) again(of asked, now time.Time) {
	e, ok := s.of[of.name]
	if !ok || e.tries != of.n {
		return
	}
	e.at = now.Add(min(firstTry<<min(of.n-1, maxShift), longest))
	heap.Fix(&s.heap, e.place)
}

const maxShift = 10 // beyond which it is longest anyway

// entries are a heap, the first time on top.
type entries []*entry

func (h entries) Len() int           { return len(h) }
func (h entries) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h entries) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}

// Push implements heap.Interface.
func (h *entries) Push(e any) {
	last := e.(*entry) //nolint:forcetypeassert // the schedule pushes nothing else
	last.place = len(*h)
	*h = append(*h, last)
}

// Pop implements heap.Interface.
func (h *entries) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
