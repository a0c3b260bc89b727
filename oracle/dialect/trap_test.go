// SPDX-License-Identifier: Apache-2.0

package dialect_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/oracle/dialect"
)

// What each dialect can be misread by. The payloads of INDEX.json name most of these traps.

func changed(t *testing.T, name string, pairs ...string) string {
	t.Helper()
	text := string(file(t, name))
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("%s has no %q", name, pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

func TestZigbee2MQTT(t *testing.T) {
	const door = "zigbee2mqtt/hall/front-door"
	for body, want := range map[string]map[string]any{
		`{"contact":true}`:                       {"kind": "contact", "open": false, "dev": "hall/front-door", "state": true},
		`{"contact":false}`:                      {"kind": "contact", "open": true},
		`{"gas":true}`:                           {"kind": "gas", "active": true},
		`{"gas":0.2}`:                            {"kind": "metering"},
		`{"carbon_monoxide":true}`:               {"kind": "gas", "active": true},
		`{"carbon_monoxide":true,"gas":false}`:   {"kind": "gas", "active": true},
		`{"water_leak":true,"battery":80}`:       {"kind": "water", "active": true, "battery": 80.0},
		`{"smoke":false,"temperature":21.5}`:     {"kind": "smoke", "active": false, "state": true},
		`{"contact":true,"smoke":true}`:          {"kind": "smoke"},
		`{"temperature":21.5,"humidity":40}`:     {"kind": "telemetry", "temperature": 21.5},
		`{"battery":80,"battery_low":false}`:     {"kind": "device.health", "battery": 80.0, "battery_low": false},
		`{"state":"ON","linkquality":90}`:        {"kind": "relay", "on": true},
		`{"action":"emergency","battery":80}`:    {"kind": "sos", "active": true, "state": nil},
		`{"action":"double","contact":null}`:     {"kind": "button.press", "action": "double"},
		`{"occupancy":false,"illuminance":1000}`: {"kind": "presence", "active": false},
	} {
		holds(t, flat(t, "zigbee2mqtt", message(door, []byte(body)))[0], want)
	}
	for body, want := range map[string]string{
		`{"action":""}`: "NO_EVENT", `{"action":null}`: "NO_EVENT", `{}`: "NO_EVENT", `{"contact":"yes"}`: "BAD_FIELD/message",
		`{"smoke":1}`: "BAD_FIELD/message", `{"contact":true,"battery":101}`: "BAD_FIELD/message", `{"gas":-1e400}`: "BAD_FIELD/message",
		`{"contact":true}{}`: "NOT_JSON/message", `{"contact":true`: "NOT_JSON/message", `null`: "NOT_JSON/message",
	} {
		if got := refused(t, "zigbee2mqtt", door, []byte(body)); got != want {
			t.Errorf("%s: %s, not %s", body, got, want)
		}
	}
	for _, topic := range []string{"bridge/devices", "bridge/logging", "bridge/response/permit_join", "lamp/set", "lamp/get"} {
		if got := refused(t, "zigbee2mqtt", "zigbee2mqtt/"+topic, []byte(`{"state":"ON"}`)); got != "NO_EVENT" {
			t.Errorf("%s: %s", topic, got)
		}
	}
	holds(t, one(t, "zigbee2mqtt", "zigbee2mqtt/door/availability", `{"state":"offline"}`),
		map[string]any{"kind": "device.health", "dev": "door", "online": false})
}

// What the broker had kept is no news, whatever it says.
func TestRetained(t *testing.T) {
	for _, p := range payloads(t) {
		if p.Expect["kind"] == nil {
			continue
		}
		m := message(p.Topic, file(t, p.File))
		m.Retained = true
		for _, said := range flat(t, p.Profile, m) {
			if said["retained"] != true {
				t.Errorf("%s: retained, and news: %v", p.File, said)
			}
		}
	}
}

func TestTasmota(t *testing.T) {
	// One change in two messages, on two topics: the same reading, which is a state.
	pair := []map[string]any{
		one(t, "tasmota", "stat/gate/RESULT", `{"POWER":"ON"}`), one(t, "tasmota", "stat/gate/POWER", "ON"),
	}
	if diff := gocmp.Diff(pair[0], pair[1]); diff != "" || pair[0]["state"] != true {
		t.Errorf("the pair differs: %s", diff)
	}
	holds(t, one(t, "tasmota", "stat/gate/POWER2", "OFF"), map[string]any{"channel": 2.0, "on": false, "dev": "gate"})
	// A time without a zone is Shanghai's, one with a zone its own; a clock that was never set says no time.
	for text, at := range map[string]any{
		"2021-01-01T00:00:00": 1609430400.0, "2021-06-27T15:03:44+02:00": 1624799024.0, "1970-01-01T00:00:07": nil,
	} {
		said := one(t, "tasmota", "tele/gate/SENSOR", `{"Time":"`+text+`","Switch1":"OFF"}`)
		holds(t, said, map[string]any{"at": at, "state": true})
	}
	both := flat(t, "tasmota", message("tele/gate/SENSOR", file(t, "tasmota/sensor_deepsleep_zone.json")))
	if len(both) != 2 || both[0]["on"] != false || both[1]["on"] != true || both[1]["channel"] != 2.0 {
		t.Errorf("two switches are %v", both)
	}
	holds(t, one(t, "tasmota", "tele/gate/LWT", "Offline"), map[string]any{"kind": "device.health", "online": false})
	for topic, body := range map[string]string{
		"stat/gate/RESULT": `{"Button1":{"Action":"CLEAR"}}`, "cmnd/gate/POWER": "ON", "stat/gate/STATUS": `{"Status":{"Module":1}}`,
	} {
		if got := refused(t, "tasmota", topic, []byte(body)); got != "NO_EVENT" {
			t.Errorf("%s: %s", topic, got)
		}
	}
	for topic, body := range map[string]string{"stat/gate/X": "ON", "tele/gate/Y": `{"Time":"yesterday","POWER":"ON"}`} {
		if got := refused(t, "tasmota", topic, []byte(body)); got == "NO_EVENT" {
			t.Errorf("%s %s: %s", topic, body, got)
		}
	}
}

func TestShelly(t *testing.T) {
	// One message may carry several events.
	all := flat(t, "shelly", message("gate/events/rpc", []byte(changed(t, "shelly/gen2_input_double_push.json", `"events":[`,
		`"events":[{"component":"input:1","id":1,"event":"long_push","ts":1646945881.1},{"component":"input:1","id":1,"event":"btn_up"},`))))
	if len(all) != 2 || all[0]["action"] != "long" || all[1]["action"] != "double" || all[1]["at"] != 1646945882.47 {
		t.Errorf("several events are %v", all)
	}
	// A partial status says nothing of what it leaves out.
	if _, said := one(t, "shelly", "", string(file(t, "shelly/gen2_power_only.json")))["on"]; said {
		t.Error("power alone says that a relay is on or off")
	}
	// The second copy of a change on another topic is the same state.
	copies := []map[string]any{
		one(t, "shelly", "plus1pm/status/switch:0", string(file(t, "shelly/gen2_status_switch.json"))),
		one(t, "shelly", "", `{"src":"plus1pm","method":"NotifyStatus","params":{"switch:0":{"id":0,"output":true,"source":"WS_in"}}}`),
	}
	if diff := gocmp.Diff(copies[0], copies[1]); diff != "" {
		t.Errorf("the copies differ: %s", diff)
	}
	for params, want := range map[string]map[string]any{
		`{"smoke:0":{"id":0,"alarm":true}}`:                    {"kind": "smoke", "active": true},
		`{"flood:0":{"id":0,"alarm":false}}`:                   {"kind": "water", "active": false},
		`{"input:1":{"id":1,"state":true}}`:                    {"kind": "switch", "channel": 1.0, "on": true},
		`{"devicepower:0":{"id":0,"battery":{"percent":21}}}`:  {"kind": "device.health", "battery": 21.0},
		`{"ts":1.5,"switch:1":{"output":false,"source":"UI"}}`: {"kind": "relay", "channel": 1.0, "cause": "UI", "at": nil},
	} {
		holds(t, one(t, "shelly", "", `{"src":"x","method":"NotifyStatus","params":`+params+`}`), want)
	}
	for body, want := range map[string]string{
		`{"method":"NotifyStatus","params":{"switch:0":{"output":"on"}}}`: "BAD_FIELD/message",
		`{"method":"NotifyStatus","params":{"switch:0":7}}`:               "BAD_FIELD/message",
		`{"method":"NotifyEvent","params":{"events":[7]}}`:                "BAD_FIELD/message",
		`{"method":"NotifyEvent","params":{"events":[]}}`:                 "NO_EVENT",
		`{"method":"Reboot"}`: "UNKNOWN_MESSAGE",
	} {
		if got := refused(t, "shelly", "gate/events/rpc", []byte(body)); got != want {
			t.Errorf("%s: %s, not %s", body, got, want)
		}
	}
	holds(t, one(t, "shelly", "gate/online", "false"), map[string]any{"kind": "device.health", "online": false, "dev": "gate"})
}

func TestFrigate(t *testing.T) {
	const name = "frigate/events_update_plate.json"
	after := strings.LastIndex(string(file(t, name)), `"recognized_license_plate"`)
	update := string(file(t, name))
	unsure := update[:after] + strings.Replace(update[after:], "0.933451", "0.71", 1)
	bare := update[:after] + strings.NewReplacer(`"ABC12345"`, "null", "0.933451", "null").Replace(update[after:])
	// Many updates share one id. One is acted on once its plate is sure, or when it has gone.
	for _, body := range []string{unsure, bare} {
		if got := refused(t, "frigate", "frigate/events", []byte(body)); got != "NO_EVENT" {
			t.Errorf("an update of something that is not sure: %s", got)
		}
		ended := strings.Replace(body, `"update"`, `"end"`, 1)
		holds(t, one(t, "frigate", "frigate/events", ended), map[string]any{"ref": "1607123955.475377-mxklsc", "phase": "end"})
	}
	said := one(t, "frigate", "frigate/events", update)
	holds(t, said, map[string]any{
		"ref": "1607123955.475377-mxklsc", "confidence_permille": 933.0, "at": 1607123962.083, "dev": "front_door", "label": "person",
	})
	// sub_label is null, a text, or a name and a score: a person's, and not taken over.
	for _, label := range []string{"null", `"John Smith"`, `["John Smith",0.79]`} {
		i := strings.LastIndex(update, `"sub_label"`)
		j := strings.Index(update[i:], "]") + i + 1
		again := one(t, "frigate", "frigate/events", update[:i]+`"sub_label":`+label+update[j:])
		if diff := gocmp.Diff(said, again); diff != "" {
			t.Errorf("sub_label %s: %s", label, diff)
		}
	}
	i := strings.LastIndex(update, `"false_positive": false`)
	mistaken := update[:i] + strings.Replace(update[i:], "false,", "true,", 1)
	if got := refused(t, "frigate", "frigate/events", []byte(mistaken)); got != "NO_EVENT" {
		t.Errorf("a false positive: %s", got)
	}
	holds(t, one(t, "frigate", "frigate/yard/motion", "ON"), map[string]any{"kind": "motion", "active": true, "dev": "yard"})
	holds(t, one(t, "frigate", "frigate/available", "offline"), map[string]any{"kind": "bridge.state", "online": false})
}

func TestLoRaWAN(t *testing.T) {
	// Zero is left out: no counter is the first uplink, so the counter that is compared begins with 1.
	said := one(t, "chirpstack", "", string(file(t, "lorawan/chirpstack_v4_up.json")))
	holds(t, said, map[string]any{
		"fcnt": 0.0, "counter": 1.0, "session": "00189440", "ref": "3ac7e3c4-4401-4b8d-9386-a5c902f9202d", "at": 1658136855.775,
	})
	next := one(t, "chirpstack", "", changed(t, "lorawan/chirpstack_v4_up.json", `"fPort": 1`, `"fPort": 2, "fCnt": 41`))
	holds(t, next, map[string]any{"fcnt": 41.0, "counter": 42.0, "fport": 2.0})
	holds(t, one(t, "chirpstack", "", changed(t, "lorawan/chirpstack_v4_up.json", `"data": "qg==",`, "")), map[string]any{"bytes_hex": ""})
	for _, c := range [][2]string{
		{`"qg=="`, `"q"`}, {`"devEui": "0101010101010101",`, ""}, {`"fPort": 1`, `"fPort": 1, "fCnt": -1`}, {`"fPort": 1`, `"fPort": 1.5`},
	} {
		body := changed(t, "lorawan/chirpstack_v4_up.json", c[0], c[1])
		if got := refused(t, "chirpstack", "", []byte(body)); got != "BAD_FIELD/message" {
			t.Errorf("%v: %s", c, got)
		}
	}
	log := `{"deviceInfo":{"devEui":"01"},"time":"2022-07-18T09:34:15Z","level":"ERROR","code":"UPLINK_F_CNT_RETRANSMISSION"}`
	holds(t, one(t, "chirpstack", "application/a/device/01/event/log", log), map[string]any{"kind": "device.health", "level": "ERROR"})
	holds(t, one(t, "chirpstack", "application/a/device/01/event/join", `{"deviceInfo":{"devEui":"01"},"devAddr":"a1"}`),
		map[string]any{"kind": "device.joined", "session": "a1"})
	if got := refused(t, "chirpstack", "application/a/device/01/event/ack", []byte(log)); got != "NO_EVENT" {
		t.Errorf("ack: %s", got)
	}

	made := changed(t, "lorawan/things_stack_v3_up.json", `"received_at"`, `"simulated": true, "received_at"`)
	if got := refused(t, "things-stack", "", []byte(made)); got != "NO_EVENT" {
		t.Errorf("a simulated uplink: %s", got)
	}
	holds(t, one(t, "things-stack", "", string(file(t, "lorawan/things_stack_v3_up.json"))), map[string]any{
		"counter": 1.0, "session": "AXBSH1Pk6Z0G166/jQQzXw==", "ref": "as:up:01E0WZGT6Y7657CPFPE5WEYDSQ",
	})
	queued := []byte(`{"end_device_ids":{"device_id":"x"},"downlink_queued":{}}`)
	if got := refused(t, "things-stack", "v3/a@b/devices/x/down/queued", queued); got != "NO_EVENT" {
		t.Errorf("a downlink: %s", got)
	}
}

func TestHikvision(t *testing.T) {
	const full = "hikvision/anpr_DS-TCG405-E_full.xml"
	said := one(t, "hikvision", "", string(file(t, full)))
	holds(t, said, map[string]any{
		"at": 1715078883.847, "ref": "a0fe72d4-3652-464a-aebd-3f9190010236", "barrier": 1.0, "list": "temporary", "weakest": 99.0,
	})
	// The same in a body of parts, with a picture before it.
	parts := one(t, "hikvision", "", string(file(t, "hikvision/anpr_multipart.bin")))
	if diff := gocmp.Diff(said, parts); diff != "" {
		t.Errorf("in parts it says something else: %s", diff)
	}
	// A picture's time has no zone; it is asked only where the alert has none.
	local := one(t, "hikvision", "", changed(t, full, "<dateTime>2024-05-07T17:48:03.847+07:00</dateTime>", ""))
	holds(t, local, map[string]any{"at": 1715075283.0})
	// A UUID that is none is no name for what was seen, and one weak character is told.
	placeholder := one(t, "hikvision", "", string(file(t, "hikvision/anpr_deepinview_v5.8.xml")))
	holds(t, placeholder, map[string]any{"ref": nil, "uuid": nil, "weakest": 61.0, "confidence_permille": 920.0, "list": "otherList"})
	again := one(t, "hikvision", "", changed(t, full, "<picNum>", "<isDataRetransmission>true</isDataRetransmission><picNum>"))
	holds(t, again, map[string]any{"replayed": true, "at": said["at"]})
	for plate, want := range map[string]map[string]any{
		"粤A·12345": {"plate": "粤A12345"}, "京A D12345": {"plate": "京AD12345"},
		"unknown": {"unread": true, "plate": nil}, "": {"unread": true},
	} {
		holds(t, one(t, "hikvision", "", changed(t, full, ">TEST1234<", ">"+plate+"<")), want)
	}
	for kind, want := range map[string]map[string]any{
		"VMD": {"kind": "motion", "active": true, "state": true}, "videoloss": {"kind": "device.health"},
		"linedetection": {"kind": "object"}, "tamperdetection": {"kind": "device.health", "tamper": true},
	} {
		holds(t, one(t, "hikvision", "", changed(t, "hikvision/vmd_not_anpr.xml", "VMD", kind)), want)
	}
	alive := changed(t, "hikvision/vmd_not_anpr.xml", "VMD", "videoloss", "active", "inactive")
	holds(t, one(t, "hikvision", "", alive), map[string]any{"kind": "heartbeat"})
	cut := string(file(t, "hikvision/anpr_multipart.bin"))
	for body, want := range map[string]string{
		changed(t, full, ">98<", ">198<"): "BAD_FIELD/message", changed(t, full, ">98<", ">NaN<"): "BAD_FIELD/message",
		changed(t, full, "2024-05-07T17:48:03.847+07:00", "2024-05-07T17:48:99Z"):                                 "BAD_FIELD/message",
		changed(t, "hikvision/vmd_not_anpr.xml", "VMD", "coffee"):                                                 "UNKNOWN_MESSAGE",
		`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><EventNotificationAlert>&b;</EventNotificationAlert>`: "NOT_XML",
		`<Other/>`: "NOT_XML", `{}`: "NOT_XML", "": "NOT_XML", "--": "NOT_XML", "--boundary\r\n\r\n": "NOT_XML",
		cut[:len(cut)-60]: "NOT_XML", string(file(t, full)) + "<a/>": "TOO_MUCH/depth",
		strings.Repeat("<a>", 40): "TOO_MUCH/depth", "<EventNotificationAlert>\xff</EventNotificationAlert>": "NOT_UTF8",
	} {
		if got := refused(t, "hikvision", "", []byte(body)); got != want {
			t.Errorf("%s, not %s:\n%.200s", got, want, body)
		}
	}
}

func TestVzenith(t *testing.T) {
	const mqtt, http = "vzenith/ivs_result_new_topic_v1.1.14.json", "vzenith/http_push_alphadigi.json"
	// Over MQTT a plate is base64, over HTTP it is plain, even if it could be read as base64.
	holds(t, one(t, "vzenith", "", changed(t, http, "OTM2022", "AAAA1234")), map[string]any{"plate": "AAAA1234"})
	if got := refused(t, "vzenith", "", []byte(changed(t, mqtt, "57KkQTEyMzQ1", "粤A12345"))); got != "BAD_FIELD/message" {
		t.Errorf("a plain plate over MQTT: %s", got)
	}
	holds(t, one(t, "vzenith", "", changed(t, mqtt, "57KkQTEyMzQ1", "X+aXoF8=")), map[string]any{"plate": nil, "unread": true})
	// The envelope counts seconds, the result milliseconds; one from the store keeps the time of its capture.
	live := one(t, "vzenith", "", string(file(t, mqtt)))
	holds(t, live, map[string]any{"at": 1783437557.0, "replayed": nil, "offline": false, "direction": "left", "dev": "265e1040-85e01fb7"})
	stored := one(t, "vzenith", "", string(file(t, "vzenith/ivs_result_offline.json")))
	holds(t, stored, map[string]any{"at": 1783430000.0, "replayed": true, "offline": true})
	when := "\"start_time\": 1783437557000,"
	holds(t, one(t, "vzenith", "", changed(t, mqtt, when, "")), map[string]any{"at": 1783437557.0})
	timeless := changed(t, mqtt, when, "", `"isoffline": 0`, `"isoffline": 1`)
	if got := refused(t, "vzenith", "", []byte(timeless)); got != "BAD_FIELD/message" {
		t.Errorf("from the store without a time: %s", got)
	}
	// One passage is said several times: its readings are alike, and share the camera's number of it.
	twice := changed(t, mqtt, "f7c0b0f4-0000-4000-8000-000000000001", "f7c0b0f4-0000-4000-8000-000000000002")
	if diff := gocmp.Diff(live, one(t, "vzenith", "", twice)); diff != "" {
		t.Errorf("said twice: %s", diff)
	}
	entry := one(t, "vzenith", "", changed(t, "vzenith/ivs_result_turned_back.json", `"triggerType": 66`, `"triggerType": 1`))
	back := one(t, "vzenith", "", string(file(t, "vzenith/ivs_result_turned_back.json")))
	if entry["kind"] != "plate" || back["kind"] != "vehicle.turned" || entry["ref"] != back["ref"] || entry["plate"] != back["plate"] {
		t.Errorf("%v\nis not taken back by\n%v", entry, back)
	}
	for trigger, active := range map[string]bool{"64": true, "65": false} {
		stuck := one(t, "vzenith", "", changed(t, mqtt, `"triggerType": 1`, `"triggerType": `+trigger))
		holds(t, stuck, map[string]any{"kind": "vehicle.stuck", "active": active, "state": true})
	}
	// The corners of a plate may be upside down.
	holds(t, one(t, "vzenith", "", string(file(t, http))), map[string]any{"kind": "plate", "dev": "fd495d6ee960dbec"})
	for _, topic := range []string{"device/a/message/down/gpio_out", "device/a/message/down/gpio_out/reply"} {
		if got := refused(t, "vzenith", topic, []byte(`{}`)); got != "NO_EVENT" {
			t.Errorf("%s: %s", topic, got)
		}
	}
	alive := `{"id":"1","sn":"a","name":"keep_alive","timestamp":1783437557,"payload":{"body":{"timestamp":1783437557}}}`
	holds(t, one(t, "vzenith", "$/device/a/message/up/keep_alive", alive), map[string]any{"kind": "heartbeat", "dev": "a"})
}

func TestVzenithTables(t *testing.T) {
	var enums map[string]map[string]string
	if err := json.Unmarshal(file(t, "vzenith/enums.json"), &enums); err != nil {
		t.Fatal(err)
	}
	const mqtt = "vzenith/ivs_result_new_topic_v1.1.14.json"
	for code, name := range enums["triggerType"] {
		holds(t, one(t, "vzenith", "", changed(t, mqtt, `"triggerType": 1`, `"triggerType": `+code)), map[string]any{"trigger": name})
	}
	for code, name := range enums["direction"] {
		holds(t, one(t, "vzenith", "", changed(t, mqtt, `"direction": 1`, `"direction": `+code)), map[string]any{"direction": name})
	}
	holds(t, one(t, "vzenith", "", changed(t, mqtt, `"direction": 1`, `"direction": 9`)), map[string]any{"direction": "unknown"})
}

func TestVzenithCommands(t *testing.T) {
	pulse, err := dialect.VzenithPulse("265e1040-85e01fb7", 0, 500)
	if err != nil {
		t.Fatal(err)
	}
	const from, until = 1783433971000, 1786025971000 // 2026-07-07 and 2026-08-06, 22:19:31 in Shanghai
	admit, err := dialect.VzenithAdmit("265e1040-85e01fb7", "B2884SCP", from, until)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]dialect.Command{"gpio_out": pulse, "white_list_operator": admit} {
		documented := map[string]string{"gpio_out": "gpio_out_command.json", "white_list_operator": "whitelist_add_command.json"}[name]
		var want bytes.Buffer
		if err := json.Compact(&want, file(t, "vzenith/"+documented)); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(want.String(), string(c.Body)); diff != "" {
			t.Errorf("%s (-documented +made): %s", name, diff)
		}
		if c.Topic != "device/265e1040-85e01fb7/message/down/"+name {
			t.Errorf("the topic is %s", c.Topic)
		}
	}
}

func TestCarParks(t *testing.T) {
	hourly := one(t, "parking-share", "", string(file(t, "cn_platforms/share_hourly_grant.json")))
	// endTime is the last time to enter, in Shanghai's time, to the minute.
	holds(t, hourly, map[string]any{
		"enter_from": "2020-04-27T15:30:00+08:00", "enter_until": "2020-04-27T15:45:00+08:00", "at": nil, "dev": "877538407917617152",
	})
	monthly := one(t, "parking-share", "", string(file(t, "cn_platforms/share_monthly_grant.json")))
	holds(t, monthly, map[string]any{"daily_from": "08:30", "daily_until": "18:30", "plate": "苏A12345", "space": "A001"})
	days := changed(t, "cn_platforms/share_monthly_grant.json", `"weekly"`, `"monthly"`, "5\n", "31\n")
	holds(t, one(t, "parking-share", "", days), map[string]any{"monthdays": []any{1.0, 2.0, 3.0, 4.0, 31.0}, "weekdays": nil})
	holds(t, one(t, "parking-share", "", string(file(t, "cn_platforms/share_enter_report.json"))), map[string]any{"at": 1587973200.0})
	for _, c := range [][2]string{
		{`"8:30"`, `"8.30"`}, {`"18:30"`, `"24:30"`}, {"weekly", "yearly"}, {"5\n", "8\n"}, {"5\n", "4\n"}, {"2020-05-27", "2020-03-27"},
		{"苏A12345", "苏A/12345"}, {"2020-04-27 15:30", "2020-04-31 15:30"},
	} {
		body := changed(t, "cn_platforms/share_monthly_grant.json", c[0], c[1])
		if got := refused(t, "parking-share", "", []byte(body)); got != "BAD_FIELD/message" {
			t.Errorf("%v: %s", c, got)
		}
	}

	polled := one(t, "jieshun", "", string(file(t, "cn_platforms/jieshun_queryparkout_p.json")))
	holds(t, polled, map[string]any{"plate": "粤LLL000", "from": "2018-09-10T00:00:00+08:00", "dev": "0000002265"})

	manual := one(t, "szymzh", "", string(file(t, "cn_platforms/szymzh_callback.json")))
	holds(t, manual, map[string]any{
		"plate": "粤CCC111", "ref": "1762371522557673472", "at": 1709017076.0, "sent": "2024-02-27T14:58:08+08:00",
	})
	for _, c := range [][2]string{{`"1709017088914"`, `1709017088914`}, {`"1709017088914"`, `"17x"`}, {`"Nonce"`, `"nonce"`}} {
		body := changed(t, "cn_platforms/szymzh_callback.json", c[0], c[1])
		if got := refused(t, "szymzh", "", []byte(body)); got != "BAD_FIELD/message" {
			t.Errorf("%v: %s", c, got)
		}
	}

	asked := one(t, "das-c3", "", string(file(t, "cn_platforms/das_c3_time_sync.json")))
	holds(t, asked, map[string]any{"offset_most_ms": 110.0, "ref": "222"})
	holds(t, one(t, "das-c3", "", string(file(t, "cn_platforms/das_c3_heartbeat.json"))), map[string]any{"at": 1618540337.564})
}

func TestAxis(t *testing.T) {
	human := changed(t, "axis/object_analytics_car.json", `"car"`, `"human"`, `"1"`, `"0"`)
	holds(t, one(t, "axis", "", human), map[string]any{"kind": "object", "active": false, "label": "human"})
	for _, c := range [][2]string{{`"active": "1"`, `"active": "yes"`}, {`"active": "1",`, ""}, {`"message"`, `"massage"`}} {
		if got := refused(t, "axis", "", []byte(changed(t, "axis/object_analytics_car.json", c[0], c[1]))); got != "BAD_FIELD/message" {
			t.Errorf("%v: %s", c, got)
		}
	}
	other := changed(t, "axis/motion.json", "VMD", "Coffee")
	if got := refused(t, "axis", "", []byte(other)); got != "UNKNOWN_MESSAGE" {
		t.Errorf("another event: %s", got)
	}
}

func TestONVIFTopics(t *testing.T) {
	var known struct{ Topics []string }
	if err := json.Unmarshal(file(t, "onvif/topics.json"), &known); err != nil {
		t.Fatal(err)
	}
	kinds := []string{"telemetry", "telemetry", "vehicle.zone", "vehicle.zone"}
	devices := []string{"BoschCam1", "BEN-TCP1-LZ-Green", "Camera_Events/<bay>", "Camera_Events/<bay>"}
	const body = `{"UtcTime":"2026-07-05T12:44:40Z","Source":{"Rule":"1"},"Data":{"Count":4,"Object":{"Appearance":{"Class":{"Type":"Car"}}}}}`
	for i, topic := range known.Topics {
		holds(t, one(t, "onvif", topic, body), map[string]any{"kind": kinds[i], "dev": devices[i], "rule": "1"})
	}
	if got := refused(t, "onvif", "Camera_Events/RuleEngine", []byte(body)); got != "UNKNOWN_MESSAGE" {
		t.Errorf("no onvif-ej in the topic: %s", got)
	}
	for _, state := range []string{"true", `"true"`, "1", `"1"`} {
		said := one(t, "onvif", "onvif-ej/VideoSource/MotionAlarm", `{"UtcTime":"2026-07-05T12:44:40Z","Data":{"State":`+state+`}}`)
		holds(t, said, map[string]any{"active": true})
	}
	deleted := []byte(`{"UtcTime":"2026-07-05T12:44:40Z","PropertyOperation":"Deleted","Data":{"State":true}}`)
	if got := refused(t, "onvif", "onvif-ej/VideoSource/MotionAlarm", deleted); got != "NO_EVENT" {
		t.Errorf("a deleted property: %s", got)
	}
}

func TestBin(t *testing.T) {
	for _, c := range [][2]string{{`"percent": 83`, `"percent": 183`}, {`"percent": 83,`, ""}, {`"kitchen"`, `"gold"`}, {"812", "-1"}} {
		if got := refused(t, "bin", "", []byte(changed(t, "bin/fill.json", c[0], c[1]))); got != "BAD_FIELD/message" {
			t.Errorf("%v: %s", c, got)
		}
	}
	if got := refused(t, "bin", "", []byte(changed(t, "bin/fill.json", `"fill"`, `"kick"`))); got != "UNKNOWN_MESSAGE" {
		t.Errorf("another kind: %s", got)
	}
	with := func(card string) []byte {
		return []byte(changed(t, "bin/drop.json", `"grams": 1240`, `"grams": 1240, "card": "`+card+`"`))
	}
	random := strings.Repeat("0f", 16)
	holds(t, one(t, "bin", "", string(with(random))), map[string]any{"card": random, "stream": "recyclable"})
	for _, guessable := range []string{"04A1B2C3", "04a1b2c3d4e5f6", "13800138000"} {
		if got := refused(t, "bin", "", with(guessable)); got != "BAD_FIELD/message" {
			t.Errorf("the card %s: %s", guessable, got)
		}
	}
}

// Whatever a message is, it is bounded, and never more than a reason.
func TestHostile(t *testing.T) {
	many := `{"method":"NotifyEvent","params":{"events":[` + strings.TrimSuffix(strings.Repeat(`{"event":"single_push","id":1},`, 65), ",") + `]}}`
	for _, c := range []struct{ profile, body, want string }{
		{"nosuch", `{}`, "UNKNOWN_PROFILE"},
		{"bin", "{\"bin\":\"\xff\"}", "NOT_UTF8"},
		{"bin", `{"bin":"` + strings.Repeat("a", 64<<10) + `"}`, "TOO_LARGE/message"},
		{"bin", `{"bin":"` + strings.Repeat("a", 257) + `","kind":"drop"}`, "TOO_MUCH/text"},
		{"bin", strings.Repeat(`{"a":`, 33), "TOO_MUCH/depth"},
		{"bin", `{"bin":"a","kind":"drop","grams":1e300}`, "BAD_FIELD/message"},
		{"bin", `{"bin":"a","kind":"drop","grams":1.5}`, "BAD_FIELD/message"},
		{"bin", `{"bin":"a","kind":"drop","at":"9999-01-01T00:00:00Z"}`, "BAD_FIELD/message"},
		{"shelly", many, "TOO_MUCH/readings"},
		{"linli", strings.Repeat("[", 100), "TOO_MUCH/depth"},
	} {
		if got := refused(t, c.profile, "", []byte(c.body)); got != c.want {
			t.Errorf("%s: %s, not %s: %.60s", c.profile, got, c.want, c.body)
		}
	}
	for _, profile := range dialect.Profiles() {
		for _, body := range []string{"", " ", "null", "[]", `"x"`, "7", "{", "{}", "\x00", "<", "--", strings.Repeat("[", 1000)} {
			refused(t, profile, "", []byte(body))
		}
	}
}

// A message that was cut off anywhere gives a reason, or what it says was already there.
func TestTruncated(t *testing.T) {
	for _, p := range payloads(t) {
		body := bytes.TrimSpace(file(t, p.File))
		if p.Expect["kind"] == nil || !slices.Contains([]byte("{<"), body[0]) {
			continue
		}
		for n := range len(body) {
			if _, err := dialect.Decode(p.Profile, message(p.Topic, body[:n])); err == nil {
				t.Errorf("%s says something after %d of %d bytes", p.File, n, len(body))
			}
		}
	}
}

// The same message always says the same.
func TestDeterministic(t *testing.T) {
	for _, p := range payloads(t) {
		m := message(p.Topic, file(t, p.File))
		first, reason := dialect.Decode(p.Profile, m)
		for range 20 {
			again, err := dialect.Decode(p.Profile, m)
			if diff := gocmp.Diff(first, again); diff != "" || (err == nil) != (reason == nil) || err != nil && err.Error() != reason.Error() {
				t.Errorf("%s: %s (%v, %v)", p.File, diff, reason, err)
			}
		}
	}
	two := message("zigbee2mqtt/x", []byte(`{"battery":-1,"humidity":-1,"temperature":"hot","power":"x"}`))
	reasons := map[string]bool{}
	for range 50 {
		_, err := dialect.Decode("zigbee2mqtt", two)
		reasons[err.Error()] = true
	}
	if len(reasons) != 1 {
		t.Errorf("%s reasons for one message: %v", strconv.Itoa(len(reasons)), slices.Sorted(maps.Keys(reasons)))
	}
}
