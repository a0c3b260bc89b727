// SPDX-License-Identifier: Apache-2.0

package subscriber

import (
	"fmt"
	"strings"
)

// nameLevel is the level of a topic at which the broker's access list has the name of who may publish there, as Mosquitto's %u.
const nameLevel = "{name}"

// CheckTopic says what is wrong with a topic of Options, if something is.
func CheckTopic(topic string) error {
	levels := strings.Split(topic, "/")
	named := 0
	for i, level := range levels {
		switch {
		case level == nameLevel:
			named++
		case level == "#" && i == len(levels)-1:
		case level == "", strings.ContainsAny(level, "#+{}"):
			return fmt.Errorf("topic %q: a level is text, {name}, or at the end #", topic)
		}
	}
	if named != 1 {
		return fmt.Errorf("topic %q: one level has to be {name}, by which the broker knows who publishes", topic)
	}
	return nil
}

// filter is a topic as a broker is asked for it.
func filter(topic string) string { return strings.Replace(topic, nameLevel, "+", 1) }

// client is who publishes on a topic, or "" if it is none of those that were asked for.
func (o *Options) client(topic string) string {
	for _, asked := range o.Topics {
		if name, ok := nameIn(asked, topic); ok {
			return name
		}
	}
	return ""
}

func nameIn(asked, topic string) (name string, ok bool) {
	levels := strings.Split(topic, "/")
	for i, level := range strings.Split(asked, "/") {
		switch {
		case level == "#":
			return name, true
		case i >= len(levels):
			return "", false
		case level == nameLevel:
			name = levels[i]
		case level != levels[i]:
			return "", false
		}
	}
	return name, strings.Count(asked, "/") == len(levels)-1
}
