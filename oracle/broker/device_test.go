// SPDX-License-Identifier: Apache-2.0

package broker

import "testing"

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		allowed, topic string
		want           bool
	}{
		{"allowed", "allowed", true},
		{"allowed", "allowed/secret", false},
		{"allowed", "allowed/", false},
		{"allowed", "allow", false},
		{"allowed", "Allowed", false},
		{"allowed", "#", false},
		{"allowed", "+", false},
		{"gate/7/#", "gate/7/state", true},
		{"gate/7/#", "gate/7/a/b", true},
		{"gate/7/#", "gate/7/#", true},
		{"gate/7/#", "gate/7/+/a", true},
		{"gate/7/#", "gate/7", false},
		{"gate/7/#", "gate/7/", false},
		{"gate/7/#", "gate/77/state", false},
		{"gate/7/#", "gate/+/state", false},
		{"gate/7/#", "gate/#", false},
		{"gate/7/#", "#", false},
		{"gate/7#", "gate/7a", false},
		{"gate/+/state", "gate/7/state", false},
		{"#", "a/b", false},
		{"/#", "/a", false},
		{"$SYS/#", "$SYS/broker", false},
		{"gate/7/#", "$share/x/gate/7/a", false},
		{"", "", true}, // MQTT has no empty topics
	} {
		if got := within([]string{"other/topic", c.allowed}, c.topic); got != c.want {
			t.Errorf("%q within %q: %v", c.topic, c.allowed, got)
		}
	}
}
