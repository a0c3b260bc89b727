// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/device"
)

// onvif reads ONVIF's events as JSON over MQTT: docs/devices/onvif.md.
func onvif(m Message) ([]device.Reading, error) {
	parts := segments(m.Topic)
	at := slices.Index(parts, "onvif-ej")
	if at < 0 {
		return nil, unknown(m.Topic)
	}
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	operation := o.text("PropertyOperation")
	if operation == "Deleted" {
		return nil, nothing()
	}
	o.need("UtcTime", "Data")
	r := device.Reading{
		Device: strings.Join(parts[:at], "/"), At: o.written("UtcTime"), Retained: operation == "Initialized", Values: device.Values{},
	}
	if rule, ok := loose(o.object("Source"), "Rule"); ok {
		putText(r.Values, "rule", rule)
	}
	if err := onvifEvent(&r, onvifTopic(parts[at+1:]), o.object("Source"), o.object("Data")); err != nil {
		return nil, err
	}
	return []device.Reading{r}, o.fault()
}

// onvifTopic is the event's topic: the parts up to the one that begins with & and names the source, without their namespaces.
func onvifTopic(parts []string) string {
	if source := slices.IndexFunc(parts, func(part string) bool { return strings.HasPrefix(part, "&") }); source >= 0 {
		parts = parts[:source]
	}
	return axisTopic(strings.Join(parts, "/"))
}

func onvifEvent(r *device.Reading, topic string, source, data object) error {
	switch topic {
	case "VideoSource/MotionAlarm", "RuleEngine/CellMotionDetector/Motion", "VideoAnalytics/MotionDetection":
		onvifState(r, device.Motion, data, "State", "IsMotion")
	case "Device/Trigger/DigitalInput":
		onvifState(r, device.IO, data, "LogicalState", "State")
		token, _ := loose(source, "InputToken", "Source")
		if n, err := strconv.ParseInt(token, 10, 32); err == nil {
			r.Values["channel"] = n
		}
	case "Device/Trigger/Relay":
		onvifState(r, device.Relay, data, "LogicalState")
		r.Values["on"] = r.Values["active"]
	case "RuleEngine/FieldDetector/ObjectsInside":
		onvifState(r, device.Object, data, "IsInside")
		onvifObject(r, data)
	case "RuleEngine/LineDetector/Crossed", "RuleEngine/ObjectTrack/Aggregation":
		r.Kind = device.Object
		onvifObject(r, data)
	case "RuleEngine/CountAggregation/Counter", "RuleEngine/CountAgregation/Counter": // as some firmware spells it
		r.Kind = device.Measures
		count, ok := data.whole("Count")
		put(r.Values, "count", count, ok)
	case "RuleEngine/Recognition/LicensePlate":
		onvifPlate(r, data)
	default:
		return unknown(topic)
	}
	return nil
}

func onvifState(r *device.Reading, kind device.Kind, data object, names ...string) {
	is, ok := truth(data, names...)
	if !ok {
		data.refuse(names[0])
	}
	r.Kind, r.State, r.Values["active"] = kind, true, is
}

// onvifObject says what kind of object it is, if the camera tells.
func onvifObject(r *device.Reading, data object) {
	label, _ := onvifLikely(data.object("Object").object("Appearance").object("Class"), "Type")
	if isVehicle(label) {
		r.Kind = device.VehicleZone
	}
	putText(r.Values, "label", strings.ToLower(label))
	if id, ok := loose(data, "ObjectId"); ok {
		r.Ref = id
	}
}

func onvifPlate(r *device.Reading, data object) {
	r.Kind = device.Plate
	plate, sure := onvifLikely(data.object("Object").object("Appearance").object("LicensePlateInfo"), "PlateNumber")
	if !putPlate(r.Values, plate) {
		data.refuse("Object.Appearance.LicensePlateInfo.PlateNumber")
	}
	put(r.Values, "confidence_permille", sure, sure > 0)
}

// onvifLikely is a member's text, which is an object of a text and its likelihood if the camera says how sure it is.
func onvifLikely(o object, name string) (text string, permille int64) {
	if _, nested := o.members[name].(map[string]any); !nested {
		return o.text(name), 0
	}
	likely := o.object(name)
	if sure, ok := likely.within("@Likelihood", 0, 1); ok {
		permille = thousandths(sure, 1)
	}
	return likely.text("#text"), permille
}
