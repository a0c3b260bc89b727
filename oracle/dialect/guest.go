// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"encoding/json"
	"strconv"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// Guest is a vehicle that a gate lets in by itself for a while.
type Guest struct {
	From  act.Int `json:"from"` // Unix time in milliseconds, as Until is
	Plate string  `json:"plate"`
	Until act.Int `json:"until"`
}

// TellList are the messages by which a device of a profile and name is told whom to let in, beside those that it was told before. The
// error is NoCommand if the profile has no such list.
func TellList(profile, name string, guests []Guest, t Telling) ([]Command, error) {
	tell := tongues[profile].tellList
	if tell == nil {
		return nil, act.Refuse(NoCommand, "profile", profile, "command", string(device.List))
	}
	return tell(name, guests, t)
}

// tellVzenithList is a message for each plate: the camera takes no more at once.
func tellVzenithList(name string, guests []Guest, _ Telling) ([]Command, error) {
	messages := make([]Command, len(guests))
	for i, g := range guests {
		var err error
		if messages[i], err = VzenithAdmit(name, g.Plate, int64(g.From), int64(g.Until)); err != nil {
			return nil, err
		}
	}
	return messages, nil
}

// tellLinliList is the list as docs/devices/linli.md has it.
func tellLinliList(name string, guests []Guest, t Telling) ([]Command, error) {
	body, err := json.Marshal(struct {
		Command device.Command `json:"command"`
		Expires string         `json:"expires"`
		Guests  []Guest        `json:"guests"`
		ID      string         `json:"id"`
		V       string         `json:"v"`
	}{device.List, strconv.FormatInt(t.Expires, 10), guests, t.ID, device.Version})
	return []Command{{Topic: "linli/" + name + "/command", Body: body}}, err
}
