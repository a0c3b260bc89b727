// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/device"
)

// zigbee2MQTT reads what Zigbee2MQTT publishes: docs/devices/zigbee2mqtt.md.
func zigbee2MQTT(m Message) ([]device.Reading, error) {
	parts := segments(m.Topic)
	name := strings.Join(parts[min(1, len(parts)):], "/")
	if about, ok := strings.CutPrefix(name, "bridge/"); ok && about != "state" && about != "event" {
		return nil, nothing()
	}
	if word := strings.TrimSpace(string(m.Body)); word == "online" || word == "offline" {
		return zigbeeOnline(name, word)
	}
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	if o.has("data") && o.has("type") {
		return zigbeeBridge(o)
	}
	if about := last(m.Topic); about == "set" || about == "get" {
		return nil, nothing()
	}
	if state := o.text("state"); state == "online" || state == "offline" {
		return zigbeeOnline(name, state)
	}
	return zigbeeDevice(o, name)
}

// zigbeeOnline is the state of the bridge, or that a device can be reached.
func zigbeeOnline(name, word string) ([]device.Reading, error) {
	r := device.Reading{Kind: device.Bridge, State: true, Values: device.Values{"online": word == "online"}}
	if about, ok := strings.CutSuffix(name, "/availability"); ok {
		r.Kind, r.Device = device.Health, about
	} else if name != "" && name != "bridge/state" {
		return nil, unknown(name)
	}
	return []device.Reading{r}, nil
}

func zigbeeBridge(o object) ([]device.Reading, error) {
	kinds := map[string]device.Kind{"device_joined": device.Joined, "device_leave": device.Left}
	kind, ok := kinds[o.text("type")]
	if !ok {
		return nil, nothing()
	}
	about := o.object("data")
	r := device.Reading{Kind: kind, Device: about.text("friendly_name"), Values: device.Values{}}
	putText(r.Values, "address", about.text("ieee_address"))
	return []device.Reading{r}, o.fault()
}

// zigbeeMeasures are numbers that are no event, with the least and the most that they can be.
var zigbeeMeasures = map[string][2]float64{
	"battery": {0, 100}, "temperature": {-100, 200}, "humidity": {0, 100}, "illuminance": {0, maxNumber}, "pressure": {0, maxNumber},
	"voltage": {0, maxNumber}, "power": {-maxNumber, maxNumber}, "energy": {0, maxNumber}, "current": {-maxNumber, maxNumber},
	"smoke_density": {0, maxNumber}, "gas_density": {0, maxNumber}, "linkquality": {0, maxNumber},
}

// zigbeeStates are flags that say how something is.
var zigbeeStates = map[string]device.Kind{
	"smoke": device.Smoke, "gas": device.Gas, "carbon_monoxide": device.Gas, "water_leak": device.Water, "sos": device.SOS,
	"occupancy": device.Presence, "presence": device.Presence, "contact": device.Contact,
}

// The members that every reading of a device carries.
var zigbeeHealth = []string{"battery", "battery_low", "tamper"}

func zigbeeDevice(o object, name string) ([]device.Reading, error) {
	measures := device.Values{}
	for _, measure := range o.names() {
		if bounds, ok := zigbeeMeasures[measure]; ok {
			n, ok := o.within(measure, bounds[0], bounds[1])
			put(measures, measure, n, ok)
		}
	}
	health := device.Values{}
	for _, flag := range []string{"battery_low", "tamper"} {
		is, ok := o.flag(flag)
		put(health, flag, is, ok)
	}
	if battery, ok := measures["battery"]; ok {
		health["battery"] = battery
	}
	readings := append(zigbeePressed(o), zigbeeStanding(o)...)
	if len(readings) == 0 {
		readings = zigbeeMeasured(o, measures, health)
	}
	for i := range readings {
		readings[i].Device = name
		for _, about := range zigbeeHealth {
			value, ok := health[about]
			put(readings[i].Values, about, value, ok)
		}
	}
	return readings, o.fault()
}

// zigbeePressed is a button that was pressed. Zigbee2MQTT may say an empty action afterwards, which is none.
func zigbeePressed(o object) []device.Reading {
	action := o.text("action")
	switch action {
	case "":
		return nil
	case "emergency", "sos", "panic":
		return []device.Reading{{Kind: device.SOS, Values: device.Values{"active": true, "action": action}}}
	}
	return []device.Reading{{Kind: device.Button, Values: device.Values{"action": action}}}
}

// zigbeeStanding is what stands in some way, once for each kind: two sensors of one kind in a device raise one alarm. "contact" is true
// while a door is closed, and "gas" is a number at a meter.
func zigbeeStanding(o object) []device.Reading {
	active := map[device.Kind]bool{}
	for _, name := range o.names() {
		kind, ok := zigbeeStates[name]
		if _, metered := o.members[name].(json.Number); !ok || name == "gas" && metered {
			continue
		}
		if is, ok := o.flag(name); ok {
			active[kind] = active[kind] || is
		}
	}
	var readings []device.Reading
	for _, kind := range slices.Sorted(maps.Keys(active)) {
		values := device.Values{"active": active[kind]}
		if kind == device.Contact {
			values = device.Values{"open": !active[kind]}
		}
		readings = append(readings, device.Reading{Kind: kind, State: true, Values: values})
	}
	switch state := o.text("state"); state {
	case "ON", "OFF":
		readings = append(readings, device.Reading{Kind: device.Relay, State: true, Values: device.Values{"on": state == "ON"}})
	}
	slices.SortStableFunc(readings, urgentFirst)
	return readings
}

// urgentFirst puts alarms before what else a message says.
func urgentFirst(a, b device.Reading) int {
	switch {
	case a.Kind.Urgent() == b.Kind.Urgent():
		return 0
	case a.Kind.Urgent():
		return -1
	}
	return 1
}

// zigbeeMeasured is a message that holds no event: a meter's, a sensor's, or the device's own health alone.
func zigbeeMeasured(o object, measures, health device.Values) []device.Reading {
	gas, metered := o.number("gas")
	put(measures, "gas", gas, metered)
	_, energy := measures["energy"]
	switch {
	case metered || energy:
		return []device.Reading{{Kind: device.Metering, Values: measures}}
	case len(measures) > 1 || len(measures) == 1 && measures["battery"] == nil:
		return []device.Reading{{Kind: device.Measures, Values: measures}}
	case len(health) > 0:
		return []device.Reading{{Kind: device.Health, State: true, Values: device.Values{}}}
	}
	return nil
}
