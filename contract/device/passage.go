// SPDX-License-Identifier: Apache-2.0

package device

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/device"
)

// NoPassage is that of an event in which no gate says anything of a car, of a device that may say so.
const NoPassage act.Code = "NO_PASSAGE"

// ProvenPassage is what a gate says of a car, or that it is silent, as a proof shows it to be in the log of an oracle of the gate's body,
// and the gate.
func ProvenPassage(c *contract.Context, p Proof) (rules.Passage, Device, error) {
	e, err := readText(c, p.Event)
	if err != nil {
		return rules.Passage{}, Device{}, err
	}
	passage, ok := e.Passage()
	if !ok || e.Community != c.Act.Community {
		return passage, Device{}, act.Refuse(NoPassage)
	}
	if err := included(c, p); err != nil {
		return passage, Device{}, err
	}
	d, err := whoSays(c, p.Oracle, e)
	if act.CodeOf(err) == NoAlarm {
		err = act.Refuse(NoPassage, "of", "device", "device", e.Device)
	}
	return passage, d, err
}
