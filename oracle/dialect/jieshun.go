// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/linli-project/linli/rules/device"
)

// jieshun reads the parameter p of a call of the 捷顺 car park interface: docs/devices/jieshun.md.
func jieshun(m Message) ([]device.Reading, error) {
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	o.need("serviceId")
	if service := o.text("serviceId"); service != "3c.park.queryparkout" {
		return nil, unknown(service)
	}
	about := o.object("attributes")
	r := device.Reading{Kind: device.PollExits, Device: about.text("parkCode"), Values: device.Values{}}
	if about.has("carNo") {
		about.plate(r.Values, "carNo")
	}
	for name, member := range map[string]string{"from": "beginDate", "until": "endDate"} {
		at := about.written(member)
		put(r.Values, name, stamped(at), at != 0)
	}
	return []device.Reading{r}, o.fault()
}
