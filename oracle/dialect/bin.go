// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"slices"

	"github.com/linli-project/linli/rules/device"
)

// binStreams are what waste is sorted into: 可回收物, 有害垃圾, 厨余垃圾, 其他垃圾.
var binStreams = []string{"recyclable", "hazardous", "kitchen", "other"}

// bin reads what waste bins say, in a plain form that any maker can write: docs/devices/bin.md. Nothing in it says whose waste it is.
func bin(m Message) ([]device.Reading, error) {
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	o.need("bin", "kind")
	r := device.Reading{
		Device: o.text("bin"), At: o.written("at"), Ref: o.text("ref"), Counter: o.count("counter"), Values: device.Values{},
	}
	if stream := o.text("stream"); stream != "" {
		if !slices.Contains(binStreams, stream) {
			o.refuse("stream")
		}
		r.Values["stream"] = stream
	}
	battery, ok := o.within("battery", 0, 100)
	put(r.Values, "battery", battery, ok)
	switch kind := o.text("kind"); kind {
	case "fill":
		o.need("percent")
		percent, ok := o.within("percent", 0, 100)
		put(r.Values, "percent", percent, ok)
		r.Kind, r.State = device.Fill, true
	case "drop":
		grams, ok := o.whole("grams")
		put(r.Values, "grams", grams, ok)
		r.Kind = device.Drop
	case "":
	default:
		return nil, unknown(kind)
	}
	return []device.Reading{r}, o.fault()
}
