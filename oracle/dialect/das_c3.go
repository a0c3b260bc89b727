// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/linli-project/linli/rules/device"
)

// dasC3 reads the heartbeat and the clock's messages of the DAS C3 car park protocol: docs/devices/das-c3.md.
func dasC3(m Message) ([]device.Reading, error) {
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	r := device.Reading{Ref: o.text("id"), Values: device.Values{}}
	switch {
	case o.has("deviceSendTime"):
		r.Kind, r.At = device.ClockSync, o.millis("deviceSendTime")
		dasC3Clock(o, r.Values)
	case o.has("interval"):
		r.Kind, r.At = device.Heartbeat, o.millis("time")
		interval, ok := o.whole("interval")
		put(r.Values, "interval_s", interval, ok)
	default:
		return nil, unknown(m.Topic)
	}
	return []device.Reading{r}, o.fault()
}

// dasC3Clock says by how much the server's clock is ahead of the device's, in milliseconds. With the time at which the device got the
// answer that is the offset, as NTP has it; without, what the way there took is in it, and it is the most that it can be.
func dasC3Clock(o object, values device.Values) {
	o.need("serverRecvTime", "serverSendTime")
	sent, arrived, answered := o.millis("deviceSendTime"), o.millis("serverRecvTime"), o.millis("serverSendTime")
	if o.has("deviceRecvTime") {
		values["offset_ms"] = ((arrived - sent) + (answered - o.millis("deviceRecvTime"))) / 2
		return
	}
	values["offset_most_ms"] = arrived - sent
}
