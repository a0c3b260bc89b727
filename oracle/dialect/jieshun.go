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
	from, until := about.written("beginDate"), about.written("endDate")
	put(r.Values, "from", stamped(from), from != 0)
	put(r.Values, "until", stamped(until), until != 0)
	return []device.Reading{r}, o.fault()
}
