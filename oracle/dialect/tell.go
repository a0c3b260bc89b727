// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// NoCommand says that the devices of a profile cannot be told this.
const NoCommand act.Code = "NO_COMMAND"

// Telling is what goes with a command.
type Telling struct {
	ID      string // of the command: a device that is told twice does it once
	Expires int64  // Unix time in milliseconds after which it is not to be done any more
}

// Topics are those of MQTT on which a device of a profile speaks under a name, and those on which it is told what to do: a topic, or
// "gate/7/#" for all that begins with "gate/7/".
func Topics(profile, name string) (says, told []string) {
	t := tongues[profile]
	if len(t.says) == 0 {
		t.says = []string{"NAME/#"}
	}
	return withName(t.says, name), withName(t.told, name)
}

func withName(topics []string, name string) []string {
	named := make([]string, len(topics))
	for i, topic := range topics {
		named[i] = strings.Replace(topic, "NAME", name, 1)
	}
	return named
}

// Tell is the message by which a device of a profile and name is told to do something, other than to take a list. The error is NoCommand,
// which it will always be.
func Tell(profile, name string, c device.Command, t Telling) (Command, error) {
	tell := tongues[profile].tell
	if tell == nil {
		return Command{}, act.Refuse(NoCommand, "profile", profile, "command", string(c))
	}
	return tell(name, c, t)
}

// Takes are the commands that the devices of a profile can be told.
func Takes(profile string) (all []device.Command) {
	for _, c := range device.Commands() {
		if _, err := Tell(profile, "name", c, Telling{}); err == nil {
			all = append(all, c)
		}
	}
	if tongues[profile].tellList != nil {
		all = append(all, device.List)
	}
	return all
}

// pulse is for how long (ms) a barrier's input is closed, so that it goes up.
const pulse = 500

func tellVzenith(name string, c device.Command, _ Telling) (Command, error) {
	if c != device.Open {
		return Command{}, act.Refuse(NoCommand, "profile", "vzenith", "command", string(c))
	}
	return VzenithPulse(name, 0, pulse)
}

// tellShelly has the first switch be on for a second: Switch.Set of its RPC, with toggle_after.
func tellShelly(name string, c device.Command, t Telling) (Command, error) {
	if c != device.Open {
		return Command{}, act.Refuse(NoCommand, "profile", "shelly", "command", string(c))
	}
	type params struct {
		ID          int  `json:"id"`
		On          bool `json:"on"`
		ToggleAfter int  `json:"toggle_after"` // seconds
	}
	body, err := json.Marshal(struct {
		ID     string `json:"id"`
		Source string `json:"src"`
		Method string `json:"method"`
		Params params `json:"params"`
	}{t.ID, name + "/answers", "Switch.Set", params{On: true, ToggleAfter: 1}})
	return Command{Topic: name + "/rpc", Body: body}, err
}

// tellLinli is the command as docs/devices/linli.md has it.
func tellLinli(name string, c device.Command, t Telling) (Command, error) {
	if c == device.List {
		return Command{}, act.Refuse(NoCommand, "profile", "linli", "command", string(c))
	}
	body, err := json.Marshal(map[string]string{
		"command": string(c), "expires": strconv.FormatInt(t.Expires, 10), "id": t.ID, "v": device.Version,
	})
	return Command{Topic: "linli/" + name + "/command", Body: body}, err
}
