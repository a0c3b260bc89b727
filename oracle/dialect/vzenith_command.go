// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"encoding/json"
	"time"
)

// Command is a message to a device.
type Command struct {
	Topic string
	Body  []byte
}

// vzenithPulse is how an output is told to switch on for a while.
const vzenithPulse = 2

// VzenithPulse switches an output of a camera (0 is its first) for some milliseconds, as a barrier's "up" wants it.
func VzenithPulse(serial string, output, millis int) (Command, error) {
	return vzenithCommand(serial, "gpio_out", struct {
		IO    int `json:"io"`
		Value int `json:"value"`
		Delay int `json:"delay"`
	}{output, vzenithPulse, millis})
}

// VzenithAdmit puts a plate on a camera's own list, so that its barrier opens while nothing else can be reached. The times are in
// milliseconds of Unix time; the camera reads local ones.
func VzenithAdmit(serial, plate string, from, until int64) (Command, error) {
	type record struct {
		Plate     string `json:"plate"`
		Enable    int    `json:"enable"`
		NeedAlarm int    `json:"need_alarm"`
		From      string `json:"enable_time"`
		Until     string `json:"overdue_time"`
	}
	local := func(ms int64) string { return time.UnixMilli(ms).In(shanghai).Format(time.DateTime) }
	return vzenithCommand(serial, "white_list_operator", struct {
		Operator string `json:"operator_type"`
		Record   record `json:"dldb_rec"`
	}{"update_or_add", record{Plate: plate, Enable: 1, From: local(from), Until: local(until)}})
}

func vzenithCommand(serial, name string, payload any) (Command, error) {
	body, err := json.Marshal(payload)
	return Command{Topic: "device/" + serial + "/message/down/" + name, Body: body}, err
}
