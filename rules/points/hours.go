// SPDX-License-Identifier: Apache-2.0

package points

import (
	"slices"

	"github.com/linli-project/linli/rules/calendar"
)

// Hours are a time of the week, in Beijing.
type Hours struct {
	Days []int64 // 0 for Sunday to 6
	From int64   // minute of the day
	To   int64   // not in it any more
}

// thursday is the first day that calendar.DayOf counts.
const thursday = 4

// On says whether a time, in Unix seconds after 1970, is in them.
func (h Hours) On(at int64) bool {
	minute := (at + calendar.Beijing) % calendar.Day / 60
	return slices.Contains(h.Days, (calendar.DayOf(at)+thursday)%7) && minute >= h.From && minute < h.To
}
