// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"cmp"
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/linli-project/linli/rules/device"
)

// What started a reading, and in which direction a vehicle moves in the picture.
var (
	vzenithTriggers = map[int64]string{
		1: "auto", 2: "external IO", 4: "software", 8: "virtual loop",
		vehicleStuck: "vehicle stuck", stuckCleared: "stuck cleared", turnedBack: "vehicle turned back",
	}
	vzenithDirections = map[int64]string{0: "unknown", 1: "left", 2: "right", 3: "up", 4: "down"}
)

// The triggers that are no plate that was read.
const (
	vehicleStuck = 64
	stuckCleared = 65
	turnedBack   = 66
)

// vzenith reads what 臻识 cameras and their relatives say: docs/devices/vzenith.md. Over MQTT it stands in an envelope and a plate is
// base64; over HTTP there is neither.
func vzenith(m Message) ([]device.Reading, error) {
	if topic := strings.Trim(m.Topic, "/"); strings.Contains(topic, "/message/down/") {
		return nil, nothing()
	}
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	var r device.Reading
	if o.has("payload") {
		r, err = vzenithEnvelope(o)
	} else {
		r, err = vzenithPushed(o)
	}
	if err == nil {
		err = o.fault()
	}
	if err != nil {
		return nil, err
	}
	return []device.Reading{r}, nil
}

// vzenithEnvelope reads what came over MQTT. The envelope's time counts seconds.
func vzenithEnvelope(o object) (device.Reading, error) {
	payload := o.object("payload")
	if payload.has("body") {
		payload = payload.object("body")
	}
	var r device.Reading
	switch name := o.text("name"); name {
	case "ivs_result":
		r = vzenithPlate(payload.object("AlarmInfoPlate"), fromBase64)
	case "gpio_in":
		r = vzenithInput(payload.object("AlarmGioIn"))
	case "keep_alive":
		r = device.Reading{Kind: device.Heartbeat}
	default:
		return r, unknown(name)
	}
	r.Device = cmp.Or(o.text("sn"), r.Device)
	r.At = cmp.Or(r.At, o.seconds("timestamp"))
	return r, nil
}

func vzenithPushed(o object) (device.Reading, error) {
	switch {
	case o.has("AlarmInfoPlate"):
		return vzenithPlate(o.object("AlarmInfoPlate"), plain), nil
	case o.has("AlarmGioIn"):
		return vzenithInput(o.object("AlarmGioIn")), nil
	case o.has("heartbeat"):
		return device.Reading{Kind: device.Heartbeat}, nil
	}
	return device.Reading{}, unknown("")
}

func plain(text string) (string, bool) { return text, true }

func fromBase64(text string) (string, bool) {
	plate, err := base64.StdEncoding.DecodeString(text)
	return string(plate), err == nil && utf8.Valid(plate)
}

// vzenithPlate reads a result. One from the camera's store keeps the time at which it was captured.
func vzenithPlate(o object, written func(string) (string, bool)) device.Reading {
	o.need("result")
	result := o.object("result").object("PlateResult")
	result.need("license")
	r := device.Reading{Kind: device.Plate, Device: o.text("serialno"), Ref: vzenithRef(result), Values: device.Values{}}
	r.At = cmp.Or(result.millis("start_time"), result.object("timeStamp").object("Timeval").seconds("sec"))
	if plate, ok := written(result.text("license")); !ok || !putPlate(r.Values, plate) {
		result.refuse("license")
	}
	confidence, ok := result.within("confidence", 0, 100)
	put(r.Values, "confidence", confidence, ok)
	put(r.Values, "confidence_permille", thousandths(confidence, 100), ok)
	direction, ok := result.whole("direction")
	put(r.Values, "direction", cmp.Or(vzenithDirections[direction], "unknown"), ok)
	channel, ok := o.whole("channel")
	put(r.Values, "channel", channel, ok)
	if offline, ok := result.whole("isoffline"); ok {
		r.Replayed = offline != 0
		r.Values["offline"] = r.Replayed
		if r.Replayed && r.At == 0 {
			result.refuse("start_time")
		}
	}
	vzenithTriggered(&r, result)
	return r
}

// vzenithTriggered says what started a result. A vehicle that turned back takes back what its plate began.
func vzenithTriggered(r *device.Reading, result object) {
	trigger, ok := result.whole("triggerType")
	if !ok {
		return
	}
	switch trigger {
	case turnedBack:
		r.Kind = device.VehicleTurned
	case vehicleStuck, stuckCleared:
		r.Kind, r.State, r.Values["active"] = device.VehicleStuck, true, trigger == vehicleStuck
	}
	putText(r.Values, "trigger", vzenithTriggers[trigger])
}

// vzenithRef is the camera's number of the passage, where its firmware has one.
func vzenithRef(result object) string {
	if n, ok := result.members["plateid"]; ok && n != nil {
		number, _ := result.number("plateid")
		return number.String()
	}
	return ""
}

func vzenithInput(o object) device.Reading {
	result := o.object("result").object("TriggerResult")
	if !o.has("result") {
		result = o.object("TriggerResult")
	}
	result.need("source", "value")
	source, _ := result.whole("source")
	value, _ := result.whole("value")
	return device.Reading{
		Kind: device.IO, Device: o.text("serialno"), State: true, Values: device.Values{"channel": source, "active": value != 0},
	}
}
