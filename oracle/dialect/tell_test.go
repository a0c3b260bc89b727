// SPDX-License-Identifier: Apache-2.0

package dialect_test

import (
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
