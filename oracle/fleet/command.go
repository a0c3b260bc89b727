// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// obey is what a device says to a command: that it has acknowledged it, its connection has said before.
func (d *Device) obey(i int, topic string, body []byte, now time.Time) []Said {
	switch {
	case d.Profile == "vzenith":
		return d.obeyVzenith(i, topic, body)
	case d.Thing == Lock:
		return d.obeyLinli(i, body, now)
	}
	return nil
}

// vzenithPulse is the value that switches an output on for a while.
const vzenithPulse = 2

// obeyVzenith says that the barrier, which an output of the camera moves, is up and down again: a contact of it is the input of the same
// number.
func (d *Device) obeyVzenith(i int, topic string, body []byte) []Said {
	var told struct{ IO, Value int64 }
	if !strings.HasSuffix(topic, "/gpio_out") || json.Unmarshal(body, &told) != nil || told.Value != vzenithPulse {
		return nil
	}
	up := func(is bool) Said {
		return Said{Device: i, Kind: device.IO, Values: device.Values{"channel": told.IO, "active": is}}
	}
	return []Said{up(true), up(false)}
}

// obeyLinli says how a lock stands after it was told to rise or to sink. What has expired it does not do.
func (d *Device) obeyLinli(i int, body []byte, now time.Time) []Said {
	var told struct {
		Command device.Command
		Expires act.Int
	}
	if json.Unmarshal(body, &told) != nil || now.UnixMilli() > int64(told.Expires) {
		return nil
	}
	if told.Command != device.Raise && told.Command != device.Lower {
		return nil
	}
	return []Said{{Device: i, Kind: device.Relay, Values: device.Values{"on": told.Command == device.Raise}}}
}
