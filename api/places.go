// SPDX-License-Identifier: Apache-2.0

package api

import (
	"sync"

	"github.com/labstack/echo/v5"
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

// takePlace takes a place for a request, which the request's end has to leave; or says that there is none.
func (s *Server) takePlace(c *echo.Context, p *places, none text) (leave func(), err error) {
	caller := s.caller(c.Request())
	ok, hasAll := p.take(caller)
	switch {
	case ok:
		return func() { p.leave(caller) }, nil
	case hasAll:
		none = text{"来自您的网络的同类连接已达上限。" + none.zh, "Your network has as many of these as one may have. " + none.en}
	}
	return nil, refuse("too-many-requests", none.zh, none.en)
}
