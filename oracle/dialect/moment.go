// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"encoding/json"
	"math"
	"time"
)

// shanghai is the zone of a device that writes its local time without one. China has had no other since 1991.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// layouts are how devices write a time. Go reads fractions of a second after any of them.
var layouts = []string{
	time.RFC3339, "2006-01-02T15:04:05-0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "20060102150405",
}

// The milliseconds between which a clock can be right. One that was never set starts at 1970 or 2000, and so does not say when it is.
var (
	clocksSet = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	clocksEnd = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
)

// likely is a time in milliseconds of Unix time, or 0 if the clock was never set. ok is false for one that no clock shows.
func likely(ms float64) (at int64, ok bool) {
	if ms < float64(clocksSet) {
		return 0, true
	}
	return int64(math.Round(ms)), ms < float64(clocksEnd)
}

// written reads a time as text, in milliseconds of Unix time.
func written(text string) (at int64, ok bool) {
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, shanghai); err == nil {
			return likely(float64(t.UnixMilli()))
		}
	}
	return 0, false
}

// written is a member that is a time as text, 0 if there is none.
func (o object) written(name string) int64 {
	text := o.text(name)
	if text == "" {
		return 0
	}
	at, ok := written(text)
	if !ok {
		o.refuse(name)
	}
	return at
}

// seconds and millis are members that count Unix time.
func (o object) seconds(name string) int64 { return o.counted(name, 1000) }
func (o object) millis(name string) int64  { return o.counted(name, 1) }

func (o object) counted(name string, unit float64) int64 {
	n, ok := o.number(name)
	if !ok {
		return 0
	}
	f, _ := n.Float64()
	at, ok := likely(f * unit)
	if !ok {
		o.refuse(name)
	}
	return at
}

// digits is a member that counts milliseconds of Unix time in a text of digits.
func (o object) digits(name string) int64 {
	text := o.text(name)
	if text == "" {
		return 0
	}
	i, err := json.Number(text).Int64()
	at, ok := likely(float64(i))
	if err != nil || !ok {
		o.refuse(name)
		return 0
	}
	return at
}

// stamped is a time as a value: RFC 3339, in the zone of the community.
func stamped(at int64) string { return time.UnixMilli(at).In(shanghai).Format(time.RFC3339) }
