// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/device"
)

// axis reads the events that Axis devices publish over MQTT: docs/devices/axis.md. All values in them are texts.
func axis(m Message) ([]device.Reading, error) {
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	if o.has("start_time") && o.has("id") {
		return axisTrack(o)
	}
	o.need("topic", "message")
	message := o.object("message")
	r := device.Reading{Device: o.text("serial"), At: o.millis("timestamp"), Values: device.Values{}}
	if parts := segments(m.Topic); r.Device == "" && len(parts) > 1 && parts[0] == "axis" {
		r.Device = parts[1]
	}
	if err := axisEvent(&r, axisTopic(o.text("topic")), message.object("source"), message.object("data")); err != nil {
		return nil, err
	}
	return []device.Reading{r}, o.fault()
}

// axisTrack is an object that a camera followed until it left the picture, of its scene metadata.
func axisTrack(o object) ([]device.Reading, error) {
	r := device.Reading{
		Kind: device.Object, Ref: o.text("id"), At: cmp.Or(o.written("end_time"), o.written("start_time")), Values: device.Values{},
	}
	channel, ok := o.whole("channel_id")
	put(r.Values, "channel", channel, ok)
	for _, class := range o.objects("classes")[:min(1, len(o.list("classes")))] { // the likeliest stands first
		label := class.text("type")
		if isVehicle(label) {
			r.Kind = device.VehicleZone
		}
		putText(r.Values, "label", strings.ToLower(label))
		score, ok := class.within("score", 0, 1)
		put(r.Values, "confidence_permille", thousandths(score, 1), ok)
	}
	return []device.Reading{r}, o.fault()
}

// axisTopic is a topic without the namespaces of its parts: "onvif:Device/axis:IO/Port" is "Device/IO/Port".
func axisTopic(topic string) string {
	parts := segments(topic)
	for i, part := range parts {
		parts[i] = part[strings.LastIndex(part, ":")+1:]
	}
	return strings.Join(parts, "/")
}

func axisEvent(r *device.Reading, topic string, source, data object) error {
	under := func(parent string) bool { return topic == parent || strings.HasPrefix(topic, parent+"/") }
	switch {
	case under("CameraApplicationPlatform/ObjectAnalytics"):
		return axisAnalytics(r, topic, data)
	case under("CameraApplicationPlatform/VMD"), under("VideoSource/MotionAlarm"), under("Device/Sensor/PIR"):
		r.Kind = device.Motion
		axisState(r, "active", data)
	case under("Device/IO"), under("Device/Trigger/DigitalInput"):
		r.Kind = device.IO
		axisState(r, "active", data)
		port, ok := loose(source, "port", "InputToken")
		if n, err := strconv.ParseInt(port, 10, 32); ok && err == nil {
			r.Values["channel"] = n
		}
	case under("VideoSource/Tampering"), under("Device/Casing/Open"):
		r.Kind = device.Health
		axisState(r, "tamper", data)
	default:
		return unknown(topic)
	}
	return nil
}

// axisAnalytics is a scenario of AXIS Object Analytics: one that counts says sums, another which class of object is there.
func axisAnalytics(r *device.Reading, topic string, data object) error {
	r.Values["rule"] = last(topic)
	if total, ok := loose(data, "total"); ok {
		count, err := strconv.ParseInt(total, 10, 64)
		if err != nil || count < 0 {
			return badField("message.data.total")
		}
		r.Kind, r.Values["count"] = device.Measures, count
		return nil
	}
	label := data.text("classTypes")
	r.Kind = device.Object
	if isVehicle(label) {
		r.Kind = device.VehicleZone
	}
	putText(r.Values, "label", label)
	putText(r.Values, "object", data.text("objectId"))
	axisState(r, "active", data)
	return nil
}

// isVehicle says whether a camera's class is one of vehicles.
func isVehicle(class string) bool {
	switch strings.ToLower(class) {
	case "car", "truck", "bus", "vehicle", "other_vehicle", "othervehicle", "motorcycle":
		return true
	}
	return false
}

// axisState says how something stands, whichever of its names the state has.
func axisState(r *device.Reading, as string, data object) {
	is, ok := truth(data, "active", "state", "State", "LogicalState", "tampering", "Open")
	if !ok {
		data.refuse("active")
	}
	r.State, r.Values[as] = true, is
}

// loose is the first of some members as text, be it a text, a number or a flag.
func loose(o object, names ...string) (text string, ok bool) {
	for _, name := range names {
		switch value := o.members[name].(type) {
		case string:
			return value, true
		case bool:
			return strconv.FormatBool(value), true
		case interface{ String() string }:
			return value.String(), true
		}
	}
	return "", false
}

// truth is the first of some members that is there, which has to be one of the words for yes and no.
func truth(o object, names ...string) (is, ok bool) {
	text, ok := loose(o, names...)
	if !ok {
		return false, false
	}
	switch strings.ToLower(text) {
	case "1", "true", "active":
		return true, true
	case "0", "false", "inactive":
		return false, true
	}
	return false, false
}
