// SPDX-License-Identifier: Apache-2.0

package device

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/device"
)

// MaxCommandTime is how many seconds a command may wait for its device: what was held back does not open a gate the next day.
const MaxCommandTime = 3600

// Command is what an officer told a device, and what came of it.
type Command struct {
	Arguments string        `json:"arguments,omitempty"` // commitment to what goes with it (hex)
	At        int64         `json:"at,omitempty"`        // Unix time of the outcome, by the oracle's clock
	Body      string        `json:"body"`                // the device's, whose oracles carry it out
	By        string        `json:"by"`                  // the officer's credential
	Command   rules.Command `json:"command"`
	Device    string        `json:"device"`
	Expires   int64         `json:"expires"`           // Unix time
	Given     int64         `json:"given"`             // Unix time
	Outcome   rules.Outcome `json:"outcome,omitempty"` // once it is reported
	Report    string        `json:"report,omitempty"`  // hash of the act that reported it
}

// Commands are a community's, by the hash of the act that gave them.
const Commands contract.Ref[Command] = "command" // C~hash: what a device was told to do, and what came of it

// CommandGive is the body of command.give: an officer of the device's body tells it to do something that it takes.
type CommandGive struct {
	Arguments string        `json:"arguments"` // "", or a keyed hash (hex) of what goes with it, which may name persons and stays off the ledger
	Command   rules.Command `json:"command"`
	Device    string        `json:"device"`
	Expires   act.Int       `json:"expires"` // Unix time after which it is not carried out any more
}

func giveCommand(c *contract.Context, b CommandGive) error {
	expires := int64(b.Expires)
	switch {
	case b.Arguments != "" && !contract.IsHash(b.Arguments), b.Arguments == "" && b.Command == rules.List:
		return act.Refuse(act.BadField, "of", "command-arguments")
	case expires <= c.Tx.Time || expires-c.Tx.Time > MaxCommandTime:
		return act.Refuse(act.BadField, "of", "command-expires", "most", MaxCommandTime)
	}
	d, err := loadDevice(c, b.Device)
	if err != nil {
		return err
	}
	by := c.Signers[0]
	switch {
	case d.Withdrawn != "":
		return d.mustBeHeard()
	case by.Body != d.Body:
		return act.Refuse(OtherBody, "of", "command", "body", d.Body)
	case !slices.Contains(d.Commands, b.Command):
		return act.Refuse(act.BadField, "of", "command", "device", b.Device)
	}
	return Commands.Put(c, Command{
		Arguments: b.Arguments, Body: d.Body, By: by.ID, Command: b.Command, Device: b.Device, Expires: expires, Given: c.Tx.Time,
	}, c.Act.Community, c.Hash)
}

// CommandReport is the body of command.report: an oracle of the device's body says, once, what came of a command.
type CommandReport struct {
	At      act.Int       `json:"at"`      // Unix time
	Command string        `json:"command"` // hash of the act that gave it
	Outcome rules.Outcome `json:"outcome"`
}

func reportCommand(c *contract.Context, b CommandReport) error {
	if c.Act.Seq != 1 {
		return act.Refuse(contract.SeqGap, "of", "report")
	}
	command, ok, err := Commands.Get(c, c.Act.Community, b.Command)
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(contract.NotFound, "of", "command")
	case command.Report == c.Hash:
		return act.Refuse(contract.Already)
	case command.Report != "":
		return act.Refuse(contract.Exists, "of", "report", "outcome", command.Outcome)
	}
	if err := cmp.Or(command.checkOutcome(b, c.Tx.Time), reportsFor(c, command)); err != nil {
		return err
	}
	command.Outcome, command.At, command.Report = b.Outcome, int64(b.At), c.Hash
	return Commands.Put(c, command, c.Act.Community, b.Command)
}

// checkOutcome refuses what cannot have come of a command by now.
func (m Command) checkOutcome(b CommandReport, now int64) error {
	at := int64(b.At)
	if at < m.Given-Ahead || at > now+Ahead || !b.Outcome.At(at, m.Expires) {
		return act.Refuse(act.BadField, "of", "outcome")
	}
	return nil
}

// reportsFor refuses an oracle of another body than the device's.
func reportsFor(c *contract.Context, m Command) error {
	o, err := loadOracle(c, c.Act.By)
	if err == nil && o.Body != m.Body {
		err = act.Refuse(OtherBody, "of", "report", "body", m.Body)
	}
	return err
}
