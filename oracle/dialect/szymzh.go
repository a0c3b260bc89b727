// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"github.com/linli-project/linli/rules/device"
)

// szymzh reads the call back of a car park when a gate was opened by hand: docs/devices/szymzh.md. Who opened it is a person's name
// and left out.
func szymzh(m Message) ([]device.Reading, error) {
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	o.need("ParkKey", "TimeStamp", "Nonce", "Data")
	data := o.object("Data")
	data.need("OperationTime")
	r := device.Reading{
		Kind: device.Manual, Device: o.text("ParkKey"), At: data.written("OperationTime"), Ref: o.text("Nonce"), Values: device.Values{},
	}
	sent := o.digits("TimeStamp")
	put(r.Values, "sent", stamped(sent), sent != 0)
	if data.has("LicensePlateNumber") {
		data.plate(r.Values, "LicensePlateNumber")
	}
	return []device.Reading{r}, o.fault()
}
