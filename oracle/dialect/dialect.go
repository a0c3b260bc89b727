// SPDX-License-Identifier: Apache-2.0

// Package dialect reads what devices say: a message in the dialect of a vendor becomes readings in the terms of all vendors, or a
// reason why it does not. It is pure. Whether a reading is news, and who spoke, others decide.
package dialect

import (
	"bytes"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// Message is what came from a device.
type Message struct {
	Topic    string // of MQTT; "" if it came another way
	Body     []byte
	Retained bool  // the broker had kept it for who comes later
	Received int64 // milliseconds of Unix time
}

// A tongue is how the devices of one profile speak.
type tongue struct {
	read   func(Message) ([]device.Reading, error)
	most   int  // bytes of a message
	binary bool // pictures may stand beside what is read
	ways   bool // says whether a car comes in or goes out; others say how it moves in the picture, or nothing

	// The topics of MQTT on which a device of a name speaks and is told what to do, with NAME in its place; none: all below its name.
	says, told []string
	tell       func(name string, c device.Command, t Telling) (Command, error)
	tellList   func(name string, guests []Guest, t Telling) ([]Command, error)
}

const (
	small  = 64 << 10
	medium = 512 << 10
	large  = 8 << 20 // with pictures
)

// tongues are all profiles. A new one is a line here, a file beside this one, a page in docs/devices and its payloads in testdata.
var tongues = map[string]tongue{
	"axis":       {read: axis, most: large},
	"bin":        {read: bin, most: small},
	"chirpstack": {read: chirpStack, most: small, says: []string{"application/#"}},
	"das-c3":     {read: dasC3, most: small},
	"frigate":    {read: frigate, most: medium, says: []string{"frigate/#"}},
	"hikvision":  {read: hikvision, most: large, binary: true},
	"jieshun":    {read: jieshun, most: small},
	"linli": {
		read: linli, most: small, ways: true, says: []string{"linli/NAME"}, told: []string{"linli/NAME/command"}, tell: tellLinli, tellList: tellLinliList,
	},
	"onvif":         {read: onvif, most: small},
	"parking-share": {read: parkingShare, most: small},
	"shelly":        {read: shelly, most: small, told: []string{"NAME/rpc"}, tell: tellShelly},
	"szymzh":        {read: szymzh, most: small},
	"tasmota":       {read: tasmota, most: small, says: []string{"tele/NAME/#", "stat/NAME/#"}},
	"things-stack":  {read: thingsStack, most: small, says: []string{"v3/#"}},
	"vzenith": {
		read: vzenith, most: large, says: []string{"device/NAME/message/up/#"}, told: []string{"device/NAME/message/down/#"},
		tell: tellVzenith, tellList: tellVzenithList,
	},
	"zigbee2mqtt": {read: zigbee2MQTT, most: small, says: []string{"zigbee2mqtt/#"}},
}

// Profiles are the names of all profiles, sorted.
func Profiles() []string { return slices.Sorted(maps.Keys(tongues)) }

// SaysWay says whether the gates of a profile say by themselves which way a car goes. One that does not has to be set as a way in or a way
// out: how a car moves in its picture says neither.
func SaysWay(profile string) bool { return tongues[profile].ways }

// Decode reads a message as the devices of a profile write it. It returns at least one reading, or a *Reason. A reason that is coded
// NoEvent is no fault: the message is understood, and nothing happened.
func Decode(profile string, m Message) ([]device.Reading, error) {
	t, ok := tongues[profile]
	if !ok {
		return nil, act.Refuse(UnknownProfile, "profile", profile)
	}
	if len(m.Body) > t.most {
		return nil, act.Refuse(act.TooLarge, "of", "message", "size", len(m.Body), "most", t.most)
	}
	if !utf8.ValidString(m.Topic) || !t.binary && !utf8.Valid(m.Body) {
		return nil, act.Refuse(NotUTF8)
	}
	m.Body = bytes.TrimPrefix(m.Body, []byte("\ufeff"))
	readings, err := t.read(m)
	if err == nil {
		err = check(readings)
	}
	if err != nil {
		return nil, err
	}
	for i := range readings {
		readings[i].Retained = readings[i].Retained || m.Retained
	}
	return readings, nil
}

// What one message may say, and how long a text in it may be.
const (
	maxReadings = 64
	maxText     = 256
)

// check bounds what a stranger's message leaves behind.
func check(readings []device.Reading) error {
	switch {
	case len(readings) == 0:
		return act.Refuse(NoEvent)
	case len(readings) > maxReadings:
		return act.Refuse(TooMuch, "of", "readings", "most", maxReadings)
	}
	for _, r := range readings {
		texts := []string{r.Device, r.Ref, r.Session}
		for _, name := range slices.Sorted(maps.Keys(r.Values)) {
			if text, ok := r.Values[name].(string); ok {
				texts = append(texts, text)
			}
		}
		if slices.ContainsFunc(texts, func(text string) bool { return len(text) > maxText }) {
			return act.Refuse(TooMuch, "of", "text", "most", maxText)
		}
	}
	return nil
}
