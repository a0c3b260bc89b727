// SPDX-License-Identifier: Apache-2.0

// Package device is the ledger's chapter of devices: which oracles and devices bodies have enrolled, the logs of what devices said, who
// acknowledged an alarm, and what devices were told to do. Events themselves stay off the ledger: it keeps their hashes.
package device

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/device"
)

// Codes of what an act of this chapter may not do.
const (
	OtherBody   act.Code = "OTHER_BODY"   // another body answers for the oracle or the device
	LogMoved    act.Code = "LOG_MOVED"    // the oracle's log has another size than the append was made for
	LogDiffers  act.Code = "LOG_DIFFERS"  // it has that size and holds other events
	NotIncluded act.Code = "NOT_INCLUDED" // the event is not shown to be in the log
	NoAlarm     act.Code = "NO_ALARM"     // the event is no alarm that stands, of a device that may raise it
	NoDrop      act.Code = "NO_DROP"      // the event is nothing that was put into a bin with a card, of a device that may say so
)

// Types of the chapter's acts, as envelopes name them.
const (
	TypeOracleEnrol      = "oracle.enrol"
	TypeOracleRetire     = "oracle.retire"
	TypeDeviceEnrol      = "device.enrol"
	TypeDeviceWithdraw   = "device.withdraw"
	TypeEventsAppend     = "events.append"
	TypeAlarmAcknowledge = "alarm.acknowledge"
	TypeCommandGive      = "command.give"
	TypeCommandReport    = "command.report"
)

// Chapter declares the chapter's acts.
func Chapter() contract.Chapter {
	return contract.Chapter{
		Acts: []contract.Declared{
			contract.Act[OracleEnrol]{Type: TypeOracleEnrol, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: enrolOracle},
			contract.Act[OracleRetire]{
				Type: TypeOracleRetire, Limit: contract.Small, Signers: contract.ByOfficerOrTwoBodies, Apply: retireOracle,
				Subject: func(b OracleRetire) contract.Subject { return contract.Subject{Kind: Oracles.Kind(), ID: b.Oracle} },
			},
			contract.Act[DeviceEnrol]{
				Type: TypeDeviceEnrol, Limit: contract.Small, Signers: contract.ByTwoBodies, Apply: enrolDevice,
				Subject: func(b DeviceEnrol) contract.Subject { return aboutDevice(b.Device) },
			},
			contract.Act[DeviceWithdraw]{
				Type: TypeDeviceWithdraw, Limit: contract.Small, Signers: contract.ByOfficerOrTwoBodies, Apply: withdrawDevice,
				Subject: func(b DeviceWithdraw) contract.Subject { return aboutDevice(b.Device) },
			},
			contract.Act[EventsAppend]{
				Type: TypeEventsAppend, Limit: contract.Small, Signers: contract.ByOracle, Apply: appendEvents,
				NumbersItself: true, Authenticate: ByOracle[EventsAppend],
				Reads: func(c *contract.Context, _ EventsAppend) []string {
					return []string{Oracles.Key(c.Act.Community, c.Act.By), EventLogs.Key(c.Act.Community, c.Act.By)}
				},
			},
			contract.Act[AlarmAcknowledge]{
				Type: TypeAlarmAcknowledge, Limit: contract.Small, Signers: contract.ByOneOfficer, Apply: acknowledgeAlarm,
				Subject: func(b AlarmAcknowledge) contract.Subject {
					return contract.Subject{Kind: Acknowledgements.Kind(), ID: rules.IDOf(b.Event).String()}
				},
			},
			contract.Act[CommandGive]{
				Type: TypeCommandGive, Limit: contract.Small, Signers: contract.ByOneOfficer, Apply: giveCommand,
				Subject: func(b CommandGive) contract.Subject { return aboutDevice(b.Device) },
			},
			contract.Act[CommandReport]{
				Type: TypeCommandReport, Limit: contract.Small, Signers: contract.ByOracle, Apply: reportCommand,
				NumbersItself: true, Authenticate: ByOracle[CommandReport],
				Subject: func(b CommandReport) contract.Subject { return contract.Subject{Kind: Commands.Kind(), ID: b.Command} },
			},
		},
	}
}

func aboutDevice(id string) contract.Subject { return contract.Subject{Kind: Devices.Kind(), ID: id} }

// answered refuses to enrol what no officer has signed of the body that will answer for it.
func answered(c *contract.Context, body string) error {
	for _, s := range c.Signers {
		if s.Body == body {
			return nil
		}
	}
	return act.Refuse(OtherBody, "of", "enrol", "body", body)
}

// alone refuses what one officer may not do alone, as another body than his answers for it.
func alone(c *contract.Context, body string) error {
	if len(c.Signers) == 1 && c.Signers[0].Body != body {
		return act.Refuse(contract.TwoBodies, "of", "other-body", "body", body)
	}
	return nil
}

// Bounds of what a body enrols in all its years.
const (
	MaxOracles = 64
	MaxDevices = 10_000
)

// equipment counts what a body has enrolled.
type equipment struct {
	Devices int `json:"devices"`
	Oracles int `json:"oracles"`
}

const equipments contract.Ref[equipment] = "equipment" // C~body: how many oracles and devices a body has enrolled, which is bounded

// count counts what is enrolled for a body.
func count(c *contract.Context, body string, oracles, devices int) error {
	all, _, err := equipments.Get(c, c.Act.Community, body)
	if err != nil {
		return err
	}
	all.Oracles += oracles
	all.Devices += devices
	switch {
	case all.Oracles > MaxOracles:
		return act.Refuse(contract.TooMany, "of", "oracles", "most", MaxOracles)
	case all.Devices > MaxDevices:
		return act.Refuse(contract.TooMany, "of", "devices", "most", MaxDevices)
	}
	return equipments.Put(c, all, c.Act.Community, body)
}
