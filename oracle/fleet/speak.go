// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/rules/device"
)

// message is what a device sends: on a topic of MQTT, or to where it pushes.
type message struct {
	topic string
	body  []byte
}

// spoken are the dialects that things speak here. How each is read, oracle/dialect says.
var spoken = map[string][]Thing{
	"bin":         {Bin},
	"hikvision":   {Gate},
	"linli":       {Gate, Bin, Button, Smoke, Water, Door, Lock, Lift},
	"shelly":      {Smoke, Water},
	"vzenith":     {Gate},
	"zigbee2mqtt": {Button, Smoke, Water, Door, Bridge},
}

// speak writes what a device says as devices of its profile write it. number is one that no message of the device had before, of any
// process; at is when it happens.
func (d *Device) speak(said Said, number int64, at time.Time) (message, error) {
	var topic string
	var body any
	switch d.Profile {
	case "linli":
		return d.speakLinli(said, number, said.happened(at))
	case "hikvision":
		return d.speakHikvision(said, number, at)
	case "bin":
		topic, body = d.Name+"/state", d.speakBin(said, number, at)
	case "shelly":
		topic, body = d.Name+"/events/rpc", d.speakShelly(said, at)
	case "vzenith":
		topic, body = d.speakVzenith(said, number, at)
	default:
		topic, body = d.speakZigbee(said)
	}
	raw, err := json.Marshal(body)
	return message{topic, raw}, err
}

// happened is when something was by the device's clock, which is said at a time.
func (s Said) happened(at time.Time) time.Time { return at.Add(s.Clock - s.Late) }

// Say writes what a device says, for who connects it himself.
func (d *Device) Say(said Said, number int64, at time.Time) (topic string, body []byte, err error) {
	if d.Key != "" && d.signer == nil {
		if d.signer, err = signer(d.Key); err != nil {
			return "", nil, err
		}
	}
	m, err := d.speak(said, number, at)
	return m.topic, m.body, err
}

type members map[string]any

func (d *Device) speakLinli(said Said, number int64, at time.Time) (message, error) {
	values := map[string]string{}
	for name, value := range said.Values {
		values[name] = device.Word(value)
	}
	body, err := dialect.Sign(d.signer, dialect.LinliEvent{
		Counter: act.Int(number), Device: d.Device, Happened: act.Int(at.UnixMilli()), Kind: said.Kind, Values: values,
	})
	return message{"linli/" + d.Name, body}, err
}

func (d *Device) speakBin(said Said, number int64, at time.Time) members {
	body := members{"bin": d.Device, "kind": string(said.Kind), "at": at.Format(time.RFC3339), "counter": number, "battery": 80}
	maps.Copy(body, said.Values)
	return body
}

func (d *Device) speakShelly(said Said, at time.Time) members {
	component := map[device.Kind]string{device.Smoke: "smoke:0", device.Water: "flood:0"}[said.Kind]
	return members{"src": d.Name, "dst": d.Name + "/events", "method": "NotifyStatus", "params": members{
		"ts": float64(at.UnixMilli()) / 1000, component: members{"id": 0, "alarm": said.Values["active"]},
	}}
}

func (d *Device) speakZigbee(said Said) (topic string, body members) {
	if said.Kind == device.Bridge {
		return "zigbee2mqtt/bridge/state", members{"state": "online"}
	}
	_, behind, _ := strings.Cut(d.Name, ":")
	if behind == "" {
		behind = d.Name
	}
	body = members{"battery": 80, "linkquality": 120}
	switch said.Kind {
	case device.SOS:
		body["action"] = "emergency"
	case device.Contact:
		body["contact"] = said.Values["open"] != true // which is true while a door is closed
	case device.Water:
		body["water_leak"] = said.Values["active"]
	default:
		body["smoke"] = said.Values["active"]
	}
	return "zigbee2mqtt/" + behind, body
}

// vzenithMoves are the directions in the picture: a car that comes drives down, towards the camera.
var vzenithMoves = map[any]int{"in": 4, "out": 3}

// speakVzenith has an envelope and base64 over MQTT, and neither over HTTP.
func (d *Device) speakVzenith(said Said, number int64, at time.Time) (topic string, body members) {
	about, name := members{"serialno": d.Name, "deviceName": "IVS", "channel": 0}, "ivs_result"
	if channel, ok := said.Values["channel"]; ok {
		about["channel"] = channel
	}
	if said.Kind == device.IO {
		name = "gpio_in"
		value := 0
		if said.Values["active"] == true {
			value = 1
		}
		about["result"] = members{"TriggerResult": members{"source": said.Values["channel"], "value": value}}
	} else {
		about["result"] = members{"PlateResult": d.vzenithPlate(said, number, at)}
	}
	payload := members{map[string]string{"ivs_result": "AlarmInfoPlate", "gpio_in": "AlarmGioIn"}[name]: about}
	if d.pushes() {
		return "vzenith", payload
	}
	return "device/" + d.Name + "/message/up/" + name, members{
		"id": strconv.FormatInt(number, 10), "sn": d.Name, "name": name, "version": "1.0", "timestamp": at.Unix(), "payload": payload,
	}
}

func (d *Device) vzenithPlate(said Said, number int64, at time.Time) members {
	plate := fmt.Sprint(said.Values["plate"])
	if !d.pushes() {
		plate = base64.StdEncoding.EncodeToString([]byte(plate))
	}
	sure, _ := said.Values["confidence_permille"].(int64)
	trigger, offline := 1, 0
	if said.Kind == device.VehicleTurned {
		trigger = 66
	}
	if said.Offline {
		offline = 1
	}
	return members{
		"license": plate, "confidence": sure / 10, "direction": vzenithMoves[said.Values["direction"]], "triggerType": trigger,
		"isoffline": offline, "plateid": cmp.Or(said.Ref, number), "start_time": said.happened(at).UnixMilli(), "carColor": 0, "type": 1,
	}
}

var hikvisionMoves = map[any]string{"in": "forward", "out": "reverse"}

// hikvisionAlert is what a camera pushes, as far as it is simulated.
type hikvisionAlert struct {
	XMLName  xml.Name `xml:"http://www.isapi.org/ver20/XMLSchema EventNotificationAlert"`
	Version  string   `xml:"version,attr"`
	MAC      string   `xml:"macAddress"`
	Channel  int      `xml:"channelID"`
	DateTime string   `xml:"dateTime"`
	Type     string   `xml:"eventType"`
	State    string   `xml:"eventState"`
	Plate    string   `xml:"ANPR>licensePlate"`
	Moves    string   `xml:"ANPR>direction"`
	Sure     int64    `xml:"ANPR>confidenceLevel"`
	UUID     string   `xml:"UUID"`
}

func (d *Device) speakHikvision(said Said, number int64, at time.Time) (message, error) {
	sure, _ := said.Values["confidence_permille"].(int64)
	text, err := xml.Marshal(hikvisionAlert{
		Version: "2.0", MAC: "44:a6:42:00:00:01", Channel: 1, DateTime: at.Format("2006-01-02T15:04:05.000-07:00"),
		Type: "ANPR", State: "active", Plate: fmt.Sprint(said.Values["plate"]), Sure: sure / 10,
		Moves: hikvisionMoves[said.Values["direction"]], UUID: fmt.Sprintf("00000000-0000-4000-8000-%012x", number),
	})
	return message{"hikvision", append([]byte(xml.Header), text...)}, err
}
