// SPDX-License-Identifier: Apache-2.0

package api

import (
	"sync"
)

// places are what only so many requests may have at once, and one caller only some of.
type places struct {
	all, each int

	mu    sync.Mutex
	taken map[string]int // by caller
	total int
}

func newPlaces(all, each int) *places { return &places{all: all, each: each, taken: map[string]int{}} }

// take takes a place. It says whether there was one, and if not, whether the caller has all that one may have.
func (p *places) take(caller string) (ok, hasAll bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.taken[caller] >= p.each:
		return false, true
	case p.total >= p.all:
		return false, false
	}
	p.taken[caller]++
	p.total++
	return true, false
}

func (p *places) leave(caller string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total--
	if p.taken[caller]--; p.taken[caller] == 0 {
		delete(p.taken, caller)
	}
}
