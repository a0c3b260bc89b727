// SPDX-License-Identifier: Apache-2.0

package dialect_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/rules/device"
)

// A device is told on one of its own topics, and what its profile does not know is refused.
func TestTell(t *testing.T) {
	for profile, can := range map[string][]device.Command{
		"vzenith": {device.Open}, "shelly": {device.Open}, "linli": {device.Open, device.Raise, device.Lower}, "bin": nil,
	} {
		_, told := dialect.Topics(profile, "gate-1")
		for _, command := range device.Commands() {
			c, err := dialect.Tell(profile, "gate-1", command, dialect.Telling{ID: "abc", Expires: 1})
			if !slices.Contains(can, command) {
				if act.CodeOf(err) != dialect.NoCommand {
					t.Errorf("%s %s: %v", profile, command, err)
				}
				continue
			}
			if err != nil || !slices.ContainsFunc(told, func(topic string) bool {
				tree, ok := strings.CutSuffix(topic, "#")
				return topic == c.Topic || ok && strings.HasPrefix(c.Topic, tree)
			}) {
				t.Errorf("%s %s: on %q, and it listens to %q: %v", profile, command, c.Topic, told, err)
			}
		}
	}
}

// A list is told on a device's own topics: to a camera each plate by itself, in local time, to Linli's own devices in one message.
func TestTellList(t *testing.T) {
	guests := []dialect.Guest{
		{From: 1783255480000, Plate: "粤A12345", Until: 1783341880000}, {From: 1783255480000, Plate: "粤B00001", Until: 1783341880000},
	}
	for profile, want := range map[string][]dialect.Command{
		"vzenith": {
			{Topic: "device/gate-1/message/down/white_list_operator", Body: []byte(`{"operator_type":"update_or_add","dldb_rec":{"plate":"粤A12345",` +
				`"enable":1,"need_alarm":0,"enable_time":"2026-07-05 20:44:40","overdue_time":"2026-07-06 20:44:40"}}`)},
			{Topic: "device/gate-1/message/down/white_list_operator", Body: []byte(`{"operator_type":"update_or_add","dldb_rec":{"plate":"粤B00001",` +
				`"enable":1,"need_alarm":0,"enable_time":"2026-07-05 20:44:40","overdue_time":"2026-07-06 20:44:40"}}`)},
		},
		"linli": {{Topic: "linli/gate-1/command", Body: []byte(`{"command":"list","expires":"7","guests":[` +
			`{"from":"1783255480000","plate":"粤A12345","until":"1783341880000"},` +
			`{"from":"1783255480000","plate":"粤B00001","until":"1783341880000"}],"id":"abc","v":"1"}`)}},
	} {
		told, err := dialect.TellList(profile, "gate-1", guests, dialect.Telling{ID: "abc", Expires: 7})
		if err != nil || !reflect.DeepEqual(told, want) {
			t.Errorf("%s: %s %v", profile, told, err)
		}
	}
	for _, profile := range dialect.Profiles() {
		_, err := dialect.TellList(profile, "gate-1", guests, dialect.Telling{})
		takes := profile == "linli" || profile == "vzenith"
		if (act.CodeOf(err) != dialect.NoCommand) != takes || slices.Contains(dialect.Takes(profile), device.List) != takes {
			t.Errorf("%s takes %v: %v", profile, dialect.Takes(profile), err)
		}
	}
}

// A plate is written in one form, and what cameras say of none is no plate.
func TestPlate(t *testing.T) {
	for text, want := range map[string]string{
		" 粤a·12345": "粤A12345", "AB-12 34": "AB1234", "ＡＢ１２": "AB12", "": "", "无牌车": "", "粤A12345粤A12345": "", "a;b": "",
	} {
		if plate, ok := dialect.Plate(text); plate != want || ok != (want != "") {
			t.Errorf("%q is %q, %t", text, plate, ok)
		}
	}
}

func TestTopics(t *testing.T) {
	for profile, want := range map[string]string{
		"linli": "linli/a", "vzenith": "device/a/message/up/#", "axis": "a/#",
		"zigbee2mqtt": "zigbee2mqtt/#", "tasmota": "tele/a/# stat/a/#",
	} {
		if says, _ := dialect.Topics(profile, "a"); strings.Join(says, " ") != want {
			t.Errorf("%s: %q", profile, says)
		}
	}
}
