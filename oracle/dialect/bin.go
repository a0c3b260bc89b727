// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"regexp"
	"slices"

	"github.com/linli-project/linli/rules/device"
)

// binCard is the id of a card that opens bins. It is drawn at random: hashes of what a short number is in could be tried out.
var binCard = regexp.MustCompile(`^[0-9a-f]{32}$`)

// bin reads what waste bins say, in a plain form that any maker can write: docs/devices/bin.md.
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
		if !slices.Contains(device.Streams(), stream) {
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
		if card := o.text("card"); card != "" {
			if !binCard.MatchString(card) {
				o.refuse("card")
			}
			r.Values["card"] = card
		}
		r.Kind = device.Drop
	case "":
	default:
		return nil, unknown(kind)
	}
	return []device.Reading{r}, o.fault()
}
