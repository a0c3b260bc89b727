// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/device"
)

// tasmota reads what Tasmota publishes: docs/devices/tasmota.md.
func tasmota(m Message) ([]device.Reading, error) {
	parts := segments(m.Topic)
	if parts[0] == "cmnd" {
		return nil, nothing()
	}
	name := ""
	if len(parts) > 1 {
		name = strings.Join(parts[1:len(parts)-1], "/")
	}
	readings, err := tasmotaSaid(last(m.Topic), m.Body)
	for i := range readings {
		readings[i].Device = name
	}
	return readings, err
}

func tasmotaSaid(about string, body []byte) ([]device.Reading, error) {
	switch word := strings.TrimSpace(string(body)); word {
	case "ON", "OFF":
		channel, ok := numbered(about, "POWER")
		if about == "" {
			channel, ok = 1, true
		}
		if !ok {
			return nil, unknown(about)
		}
		return []device.Reading{tasmotaSwitched(device.Relay, channel, word == "ON")}, nil
	case "Online", "Offline":
		return []device.Reading{{Kind: device.Health, State: true, Values: device.Values{"online": word == "Online"}}}, nil
	}
	o, err := parse(body)
	if err != nil {
		return nil, err
	}
	var readings []device.Reading
	measured := false
	for _, name := range o.names() {
		r, ok := tasmotaMember(o, name)
		if ok {
			readings = append(readings, r)
		}
		_, sensor := o.members[name].(map[string]any)
		measured = measured || sensor
	}
	if len(readings) == 0 && measured && about == "SENSOR" {
		readings = append(readings, device.Reading{Kind: device.Measures, Values: device.Values{}})
	}
	at := o.written("Time")
	for i := range readings {
		readings[i].At = at
	}
	return readings, o.fault()
}

// tasmotaMember is what a member says of a relay, a switch or a button.
func tasmotaMember(o object, name string) (r device.Reading, ok bool) {
	if channel, ok := numbered(name, "POWER"); ok {
		on, ok := tasmotaOn(o, name)
		return tasmotaSwitched(device.Relay, channel, on), ok
	}
	if channel, ok := numbered(name, "Switch"); ok {
		if _, nested := o.members[name].(map[string]any); nested {
			o, name = o.object(name), "Action"
		}
		on, ok := tasmotaOn(o, name)
		return tasmotaSwitched(device.Switch, channel, on), ok
	}
	if channel, ok := numbered(name, "Button"); ok {
		action := strings.ToLower(o.object(name).text("Action"))
		values := device.Values{"channel": channel, "action": action}
		return device.Reading{Kind: device.Button, Values: values}, action != "" && action != "clear"
	}
	return device.Reading{}, false
}

// tasmotaSwitched is how a relay or a switch stands. It is said again with each telemetry, and of one change in two messages.
func tasmotaSwitched(kind device.Kind, channel int64, on bool) device.Reading {
	return device.Reading{Kind: kind, State: true, Values: device.Values{"channel": channel, "on": on}}
}

func tasmotaOn(o object, name string) (on, ok bool) {
	switch o.text(name) {
	case "ON":
		return true, true
	case "OFF":
		return false, true
	case "":
		return false, false
	}
	o.refuse(name)
	return false, false
}

// numbered is the number behind a word: of POWER2 it is 2, of POWER 1.
func numbered(name, word string) (channel int64, ok bool) {
	digits, ok := strings.CutPrefix(name, word)
	if ok && digits == "" {
		return 1, true
	}
	n, err := strconv.ParseUint(digits, 10, 8)
	return int64(n), ok && err == nil
}
