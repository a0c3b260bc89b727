// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"cmp"
	"strings"

	"github.com/linli-project/linli/rules/device"
)

// surePlate is how sure Frigate has to be of a plate, in thousandths, before the vehicle has gone.
const surePlate = 900

// frigate reads what Frigate publishes: docs/devices/frigate.md. The names of people whom it recognises are left out.
func frigate(m Message) ([]device.Reading, error) {
	parts := segments(m.Topic)
	word := strings.TrimSpace(string(m.Body))
	switch {
	case word == "online" || word == "offline":
		return []device.Reading{{Kind: device.Bridge, State: true, Values: device.Values{"online": word == "online"}}}, nil
	case len(parts) == 3 && parts[2] == "motion" && (word == "ON" || word == "OFF"):
		values := device.Values{"active": word == "ON"}
		return []device.Reading{{Kind: device.Motion, Device: parts[1], State: true, Values: values}}, nil
	case len(parts) > 1 && parts[1] == "stats":
		return nil, nothing()
	}
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	phase := o.text("type")
	if phase != "new" && phase != "update" && phase != "end" {
		return nil, unknown(m.Topic)
	}
	now := o.object("after")
	now.need("id")
	r := device.Reading{
		Device: now.text("camera"), Ref: now.text("id"),
		At:     cmp.Or(now.seconds("end_time"), now.seconds("frame_time"), now.seconds("start_time")),
		Values: device.Values{"phase": phase},
	}
	told := true
	if severity := now.text("severity"); severity != "" {
		r.Kind, r.Values["severity"] = device.Review, severity
	} else {
		told = frigateObject(now, &r)
	}
	if !told && o.fault() == nil {
		return nil, nothing()
	}
	return []device.Reading{r}, o.fault()
}

// frigateObject is something that Frigate follows. Many messages have its id; told says whether this one is to be acted on: its plate
// is sure, or it has gone.
func frigateObject(now object, r *device.Reading) (told bool) {
	r.Kind = device.Object
	now.need("label")
	putText(r.Values, "label", now.text("label"))
	if mistaken, _ := now.flag("false_positive"); mistaken {
		return false
	}
	told = r.Values["phase"] == "end"
	if !now.has("recognized_license_plate") {
		return told
	}
	now.plate(r.Values, "recognized_license_plate")
	score, ok := now.within("recognized_license_plate_score", 0, 1)
	if !ok {
		return told
	}
	r.Values["score"], r.Values["confidence_permille"] = score, thousandths(score, 1)
	return told || thousandths(score, 1) >= surePlate
}
