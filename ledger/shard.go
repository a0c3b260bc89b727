// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"sync"
	"time"
)

// quiet is how long no act comes before a batch stops waiting for more.
const quiet = 8 * time.Millisecond

// shard is a queue of acts with one batch in flight.
type shard struct {
	relay *Relay
	wake  chan struct{} // holds a token when there is something to do

	mu     sync.Mutex
	queue  []*entry
	closed bool
}

func newShard(r *Relay) *shard { return &shard{relay: r, wake: make(chan struct{}, 1)} }

func (s *shard) put(e *entry) {
	s.mu.Lock()
	s.queue = append(s.queue, e)
	s.mu.Unlock()
	s.notify()
}

func (s *shard) close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.notify()
}

func (s *shard) notify() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// run sends batch after batch until the shard is closed and empty. A lone act goes at once; under load, which is when the
// last batch had more than one act, the next waits for those whose callers are just being answered.
func (s *shard) run() {
	loaded := false
	for s.await() {
		if loaded {
			s.gather()
		}
		batch := s.take()
		loaded = len(batch) > 1
		s.relay.carry(batch)
	}
}

// await returns true when an act is queued, false when none will be.
func (s *shard) await() bool {
	for {
		queued, _, closed := s.state()
		if queued > 0 || closed {
			return queued > 0
		}
		<-s.wake
	}
}

func (s *shard) state() (queued, bytes int, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.queue), size(s.queue), s.closed
}

// gather waits until a batch is full, or no more acts come, or MaxWait is over.
func (s *shard) gather() {
	o := s.relay.o
	before := 0
	for end := time.Now().Add(o.MaxWait); time.Now().Before(end); time.Sleep(quiet) {
		queued, bytes, closed := s.state()
		if closed || queued >= o.MaxBatch || bytes >= o.MaxBytes || queued == before {
			return
		}
		before = queued
	}
}

// take removes a batch from the queue, in order.
func (s *shard) take() []*entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := s.relay.o
	count, bytes := 0, 0
	for count < min(len(s.queue), o.MaxBatch) && bytes+len(s.queue[count].raw) <= o.MaxBytes {
		bytes += len(s.queue[count].raw)
		count++
	}
	batch := append([]*entry(nil), s.queue[:count]...)
	clear(s.queue[:count])
	s.queue = s.queue[count:]
	return batch
}
