// SPDX-License-Identifier: Apache-2.0

package town

import "time"

// A Clock stands until a test moves it. One of nil is the system's.
type Clock struct{ at time.Time }

// Now is what the clock shows.
func (c *Clock) Now() time.Time {
	if c == nil {
		return time.Now()
	}
	return c.at
}

// Pass lets time go by.
func (c *Clock) Pass(d time.Duration) { c.at = c.at.Add(d) }

// Reach moves the clock on to a second of Unix time.
func (c *Clock) Reach(second int64) { c.at = time.Unix(second, 0).UTC() }
