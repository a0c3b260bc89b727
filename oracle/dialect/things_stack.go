// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"cmp"
	"strings"

	"github.com/linli-project/linli/rules/device"
)

// thingsStack reads the upstream messages of The Things Stack 3: docs/devices/things-stack.md.
func thingsStack(m Message) ([]device.Reading, error) {
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	about := o.object("end_device_ids")
	about.need("device_id")
	r := device.Reading{
		Device: strings.ToLower(cmp.Or(about.text("dev_eui"), about.text("device_id"))), At: o.written("received_at"),
		Ref: thingsStackRef(o), Values: device.Values{},
	}
	simulated, _ := o.flag("simulated")
	switch up := o.object("uplink_message"); {
	case simulated:
		return nil, nothing()
	case o.has("uplink_message"):
		r.At = cmp.Or(up.written("received_at"), r.At)
		r.Session = up.text("session_key_id")
		loraUplink(&r, up, "frm_payload", "f_port", "f_cnt")
		battery, ok := up.object("last_battery_percentage").within("value", 0, 100)
		put(r.Values, "battery", battery, ok)
	case o.has("join_accept"):
		r.Kind, r.Session = device.Joined, o.object("join_accept").text("session_key_id")
	case strings.Contains(m.Topic, "/down/") || strings.HasSuffix(m.Topic, "/location/solved"):
		return nil, nothing()
	default:
		return nil, unknown(m.Topic)
	}
	return []device.Reading{r}, o.fault()
}

// thingsStackRef is what the application server calls the message, which is the same in each delivery of it.
func thingsStackRef(o object) string {
	for _, id := range o.list("correlation_ids") {
		if text, ok := id.(string); ok && strings.HasPrefix(text, "as:up:") {
			return text
		}
	}
	return ""
}
