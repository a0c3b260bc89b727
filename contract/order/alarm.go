// SPDX-License-Identifier: Apache-2.0

package order

import (
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/order"
)

// MaxAlarmAge is for how many seconds an alarm may become an order: a community may be without its ledger for a while.
const MaxAlarmAge = 7 * 24 * 3600

// alarmed is the last order for an alarm of a device.
type alarmed struct {
	Order string `json:"order"`
}

const alarms contract.Ref[alarmed] = "alarmed" // C~device~kind: the last order for such an alarm of a device

// OrderAlarm is the body of order.alarm: the oracle that logged an alarm, or an officer, has it become an order. There is one for a device
// and kind at a time, however often the alarm repeats.
type OrderAlarm struct {
	Event  string    `json:"event"` // its canonical text
	Index  act.Int   `json:"index"` // the proof is as that of alarm.acknowledge
	Oracle string    `json:"oracle"`
	Proof  act.Bytes `json:"proof"`
	Size   act.Int   `json:"size"`
	Unit   string    `json:"unit"` // the household where the device is; "" for none
}

func raiseAlarm(c *contract.Context, b OrderAlarm) error {
	if err := onceOnly(c); err != nil {
		return err
	}
	if len(c.Signers) == 0 && c.Act.By != b.Oracle {
		return act.Refuse(device.OtherBody, "of", "raise")
	}
	e, d, err := device.Proven(c, device.Proof{Event: b.Event, Index: b.Index, Oracle: b.Oracle, Proof: b.Proof, Size: b.Size})
	if err != nil {
		return err
	}
	if int64(e.Received)/1000 < c.Tx.Time-MaxAlarmAge {
		return act.Refuse(contract.Expired, "of", "alarm")
	}
	id := events.IDOf(b.Event).String()
	if err := isNew(c, id, e); err != nil {
		return err
	}
	affected, err := household(c, b.Unit)
	if err != nil {
		return err
	}
	kind, at := rules.Kind(e.Kind), PlaceOf(d)
	duty, err := dutyFor(c, kind, at)
	if err != nil {
		return err
	}
	if err := alarms.Put(c, alarmed{id}, c.Act.Community, e.Device, string(e.Kind)); err != nil {
		return err
	}
	return raise(c, id, duty, rules.Report{Kind: kind, Place: at, Affected: affected},
		Order{Alarm: &Alarm{Device: e.Device, Oracle: b.Oracle}})
}

// isNew refuses an alarm that is, or was, part of an order: the same event, or one that was heard before the last order for such an alarm
// was done. One that is heard while a household has yet to confirm is another alarm.
func isNew(c *contract.Context, id string, e events.Event) error {
	same, ok, err := Orders.Get(c, c.Act.Community, id)
	switch {
	case err != nil:
		return err
	case ok && same.Act == c.Hash:
		return act.Refuse(contract.Already)
	case ok:
		return act.Refuse(contract.Exists, "of", "alarm-order", "order", id)
	}
	last, ok, err := alarms.Get(c, c.Act.Community, e.Device, string(e.Kind))
	if err != nil || !ok {
		return err
	}
	o, _, err := Orders.Get(c, c.Act.Community, last.Order)
	if err != nil {
		return err
	}
	if since, over := o.Due(c.Tx.Time).Over(); !over || int64(e.Received)/1000 <= since {
		return act.Refuse(contract.Exists, "of", "alarm-order", "order", last.Order)
	}
	return nil
}

// PlaceOf is where a device is, as the duties name places: the first word of what bodies wrote, if it is the name of one.
func PlaceOf(d device.Device) string {
	first, _, _ := strings.Cut(d.Place, " ")
	if place.MatchString(first) {
		return first
	}
	return ""
}
