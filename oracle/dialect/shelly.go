// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/device"
)

// shelly reads what Shelly devices of the second generation and later publish: docs/devices/shelly.md.
func shelly(m Message) ([]device.Reading, error) {
	name, _, _ := strings.Cut(m.Topic, "/")
	if last(m.Topic) == "online" {
		return shellyOnline(name, string(m.Body))
	}
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	var readings []device.Reading
	switch method := o.text("method"); method {
	case "NotifyEvent":
		readings = shellyEvents(o.object("params"))
	case "NotifyStatus", "NotifyFullStatus":
		readings = shellyStatus(o.object("params"))
	case "":
		var component string
		if name, component, err = shellyTopic(m.Topic); err == nil {
			readings = shellyComponent(o, component)
		}
	default:
		return nil, unknown(method)
	}
	for i := range readings {
		readings[i].Device = name
		if src := o.text("src"); src != "" {
			readings[i].Device = src
		}
	}
	if err == nil {
		err = o.fault()
	}
	return readings, err
}

func shellyOnline(name, word string) ([]device.Reading, error) {
	online, err := strconv.ParseBool(strings.TrimSpace(word))
	if err != nil {
		return nil, badField("online")
	}
	return []device.Reading{{Kind: device.Health, Device: name, State: true, Values: device.Values{"online": online}}}, nil
}

// shellyTopic tells of which component of which device a topic with a status is: …/plus1pm/status/switch:0.
func shellyTopic(topic string) (name, component string, err error) {
	parts := segments(topic)
	switch {
	case topic == "":
		return "", "", nil
	case len(parts) < 3 || parts[len(parts)-2] != "status":
		return "", "", unknown(topic)
	}
	return parts[len(parts)-3], parts[len(parts)-1], nil
}

// shellyPushes are what a button's events are called here.
var shellyPushes = map[string]string{"single_push": "single", "double_push": "double", "triple_push": "triple", "long_push": "long"}

// shellyEvents are the events of one message, which may be several.
func shellyEvents(params object) []device.Reading {
	var readings []device.Reading
	for _, e := range params.objects("events") {
		r := device.Reading{At: e.seconds("ts"), Values: device.Values{}}
		id, ok := e.whole("id")
		put(r.Values, "channel", id, ok)
		event := e.text("event")
		switch action, pushed := shellyPushes[event]; {
		case pushed:
			r.Kind, r.Values["action"] = device.Button, action
		case event == "config_changed":
			r.Kind = device.ConfigChanged
			revision, ok := e.whole("cfg_rev")
			put(r.Values, "cfg_rev", revision, ok)
			putText(r.Values, "component", e.text("component"))
		default:
			continue
		}
		readings = append(readings, r)
	}
	return readings
}

// shellyStatus reads the components that a status names. It lies over the last full one: what it leaves out is as it was.
func shellyStatus(params object) []device.Reading {
	var readings []device.Reading
	at := params.seconds("ts")
	for _, name := range params.names() {
		if strings.Contains(name, ":") {
			readings = append(readings, shellyComponent(params.object(name), name)...)
		}
	}
	for i := range readings {
		readings[i].At = at
	}
	return readings
}

// shellyComponent is how a component stands. component is its name, as "switch:0"; where nothing names it, it is a switch.
func shellyComponent(o object, component string) []device.Reading {
	kind, digits, _ := strings.Cut(component, ":")
	channel, ok := o.whole("id")
	if n, err := strconv.ParseUint(digits, 10, 8); !ok && err == nil {
		channel = int64(n)
	}
	r := device.Reading{State: true, Values: device.Values{"channel": channel}}
	is, said := false, false
	switch kind {
	case "switch", "":
		return shellySwitch(o, r)
	case "input":
		r.Kind = device.Switch
		is, said = o.flag("state")
		r.Values["on"] = is
	case "smoke", "flood":
		r.Kind = map[string]device.Kind{"smoke": device.Smoke, "flood": device.Water}[kind]
		is, said = o.flag("alarm")
		r.Values["active"] = is
	case "devicepower":
		r.Kind = device.Health
		battery, ok := o.object("battery").within("percent", 0, 100)
		put(r.Values, "battery", battery, ok)
		said = ok
	}
	if !said {
		return nil
	}
	return []device.Reading{r}
}

// shellyMeters are what a switch measures; without its output it says nothing of the relay.
var shellyMeters = []string{"apower", "voltage", "current"}

func shellySwitch(o object, r device.Reading) []device.Reading {
	on, said := o.flag("output")
	if said {
		r.Kind, r.Values["on"] = device.Relay, on
		putText(r.Values, "cause", o.text("source"))
		return []device.Reading{r}
	}
	r.Kind, r.State = device.Measures, false
	for _, name := range shellyMeters {
		n, ok := o.number(name)
		put(r.Values, name, n, ok)
		said = said || ok
	}
	if !said {
		return nil
	}
	return []device.Reading{r}
}
