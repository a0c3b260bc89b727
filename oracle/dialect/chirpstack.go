// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"strings"

	"github.com/linli-project/linli/rules/device"
)

// chirpStack reads the events of ChirpStack 4: docs/devices/chirpstack.md.
func chirpStack(m Message) ([]device.Reading, error) {
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	about := o.object("deviceInfo")
	about.need("devEui")
	r := device.Reading{
		Device: strings.ToLower(about.text("devEui")), At: o.written("time"), Ref: o.text("deduplicationId"), Values: device.Values{},
	}
	switch event := cmp.Or(chirpStackEvent(m.Topic), chirpStackShape(o)); event {
	case "up":
		r.Session = o.text("devAddr")
		loraUplink(&r, o, "data", "fPort", "fCnt")
	case "status":
		r.Kind, r.State = device.Health, true
		battery, ok := o.within("batteryLevel", 0, 100)
		put(r.Values, "battery", battery, ok)
		margin, ok := o.number("margin")
		put(r.Values, "margin", margin, ok)
	case "join":
		r.Kind, r.Session = device.Joined, o.text("devAddr")
	case "log":
		r.Kind = device.Health
		putText(r.Values, "level", o.text("level"))
		putText(r.Values, "code", o.text("code"))
	case "ack", "txack", "location", "integration":
		return nil, nothing()
	default:
		return nil, unknown(event)
	}
	return []device.Reading{r}, o.fault()
}

func chirpStackEvent(topic string) string {
	_, event, _ := strings.Cut(topic, "/event/")
	return event
}

// chirpStackShape tells an event by its members, where no topic does.
func chirpStackShape(o object) string {
	switch {
	case o.has("rxInfo") || o.has("data"):
		return "up"
	case o.has("batteryLevel") || o.has("margin"):
		return "status"
	}
	return ""
}

// loraUplink reads an uplink. Protobuf's JSON leaves out what is zero: no port is 0, and no counter is the first one.
func loraUplink(r *device.Reading, o object, data, port, counter string) {
	r.Kind = device.Uplink
	payload, err := base64.StdEncoding.DecodeString(o.text(data))
	if err != nil || len(payload) > maxText/2 {
		o.refuse(data)
		return
	}
	fPort, _ := o.whole(port)
	fCnt, _ := o.whole(counter)
	r.Counter = o.count(counter) + 1
	r.Values["bytes_hex"], r.Values["fport"], r.Values["fcnt"] = hex.EncodeToString(payload), fPort, fCnt
}
