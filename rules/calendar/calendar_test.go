// SPDX-License-Identifier: Apache-2.0

package calendar_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/rules/calendar"
)

var zone = time.FixedZone("Beijing", calendar.Beijing)

func at(s string) int64 {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, zone)
	if err != nil {
		panic(err)
	}
	return t.Unix()
}

// A day is one of Beijing, and the one from which it is counted is not among them.
func TestAfter(t *testing.T) {
	for _, c := range []struct {
		at   string
		days int64
		want string
	}{
		{"2026-11-29 00:00:00", 0, "2026-11-30 00:00:00"},
		{"2026-11-29 23:59:59", 0, "2026-11-30 00:00:00"},
		{"2026-11-29 07:59:59", 1, "2026-12-01 00:00:00"}, // still the 28th in UTC
		{"2026-11-29 12:00:00", 7, "2026-12-07 00:00:00"},
		{"1969-12-31 23:00:00", 1, "1970-01-02 00:00:00"},
		{"2028-02-28 10:00:00", 1, "2028-03-01 00:00:00"},
	} {
		if got := calendar.After(at(c.at), c.days); got != at(c.want) {
			t.Errorf("%d days after %s are over at %s", c.days, c.at, time.Unix(got, 0).In(zone))
		}
	}
}
