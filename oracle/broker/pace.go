// SPDX-License-Identifier: Apache-2.0

package broker

import "time"

// pace slows down a sender that is faster than it may be: it is not read from, and nothing of what it sends is lost.
type pace struct {
	every time.Duration // between two messages, on the average
	burst time.Duration // how far ahead it may be
	due   time.Time
}

// wait is how long the next message has to wait.
func (p *pace) wait(now time.Time) time.Duration {
	if p.due.Before(now) {
		p.due = now
	}
	ahead := p.due.Sub(now) - p.burst
	p.due = p.due.Add(p.every)
	return max(0, ahead)
}
