// SPDX-License-Identifier: Apache-2.0

package device

import (
	"encoding/hex"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/device"
)

// Ahead is by how many seconds an oracle's clock may be ahead of a transaction's.
const Ahead = 15 * 60

// Acknowledgement says who has seen an alarm, and when.
type Acknowledgement struct {
	Act    string     `json:"act"` // hash of the act
	At     int64      `json:"at"`  // Unix time
	Body   string     `json:"body"`
	By     string     `json:"by"` // the officer's credential
	Device string     `json:"device"`
	Kind   rules.Kind `json:"kind"`
}

// Acknowledgements are a community's, by the oracle that heard the alarm and the id of its event.
const Acknowledgements contract.Ref[Acknowledgement] = "alarm" // C~oracle~event: who has acknowledged an alarm, and when

// AlarmAcknowledge is the body of alarm.acknowledge: an officer has seen one alarm, whose event he shows to be in an oracle's log. One that
// still stands comes back after a time (rules/device.BackAfter), and is acknowledged again.
type AlarmAcknowledge struct {
	Event  string    `json:"event"` // its canonical text
	Index  act.Int   `json:"index"` // of the event in the log, from 0
	Oracle string    `json:"oracle"`
	Proof  act.Bytes `json:"proof"` // hashes, joined (RFC 6962, 2.1.1)
	Size   act.Int   `json:"size"`  // of the log that it proves the event to be in
}

// Proof is what shows that an event is in an oracle's log, as AlarmAcknowledge says it.
type Proof AlarmAcknowledge

func acknowledgeAlarm(c *contract.Context, b AlarmAcknowledge) error {
	e, _, err := Proven(c, Proof(b))
	if err != nil {
		return err
	}
	id := rules.IDOf(b.Event).String()
	before, ok, err := Acknowledgements.Get(c, c.Act.Community, b.Oracle, id)
	if err != nil {
		return err
	}
	if ok && c.Tx.Time < before.At+rules.BackAfter/1000 {
		return act.Refuse(contract.Exists, "of", "acknowledgement", "body", before.Body, "at", before.At)
	}
	by := c.Signers[0]
	return Acknowledgements.Put(c, Acknowledgement{
		Act: c.Hash, At: c.Tx.Time, Body: by.Body, By: by.ID, Device: e.Device, Kind: e.Kind,
	}, c.Act.Community, b.Oracle, id)
}

// Proven is the alarm that a proof shows to stand, in the log of an oracle of its device's body, and the device.
func Proven(c *contract.Context, p Proof) (rules.Event, Device, error) {
	e, err := readAlarm(c, p.Event)
	if err != nil {
		return e, Device{}, err
	}
	if err := included(c, p); err != nil {
		return e, Device{}, err
	}
	d, err := whoSays(c, p.Oracle, e)
	return e, d, err
}

// ProvenEvent is an event, alarm or not, that a proof shows to be in the log of an oracle of its device's body, and the device. It may hold
// nothing that points to a person but the commitment to a card.
func ProvenEvent(c *contract.Context, p Proof) (rules.Event, Device, error) {
	e, err := readText(c, p.Event)
	if _, _, dropped := e.Dropped(); err == nil && !dropped && !e.Plain() {
		err = act.Refuse(act.BadField, "of", "event")
	}
	if err == nil && e.Community != c.Act.Community {
		err = act.Refuse(contract.NotFound, "of", "event")
	}
	if err != nil {
		return e, Device{}, err
	}
	if err := included(c, p); err != nil {
		return e, Device{}, err
	}
	d, err := whoSays(c, p.Oracle, e)
	if act.CodeOf(err) == NoAlarm {
		err = act.Refuse(contract.NotFound, "of", "device")
	}
	return e, d, err
}

// ProvenDrop is what was put into a bin, as a proof shows it to be in the log of an oracle of the bin's body, and the bin.
func ProvenDrop(c *contract.Context, p Proof) (rules.Event, Device, error) {
	e, err := readText(c, p.Event)
	if err != nil {
		return e, Device{}, err
	}
	if _, _, ok := e.Dropped(); !ok || e.Community != c.Act.Community {
		return e, Device{}, act.Refuse(NoDrop)
	}
	if err := included(c, p); err != nil {
		return e, Device{}, err
	}
	d, err := whoSays(c, p.Oracle, e)
	if act.CodeOf(err) == NoAlarm {
		err = act.Refuse(NoDrop, "of", "device", "device", e.Device)
	}
	return e, d, err
}

// DropReads are the keys that ProvenDrop reads, and the commitment to the card that the drop was made with: "" if it is none.
func DropReads(c *contract.Context, p Proof) (keys []string, card string) {
	e, err := rules.ReadEvent(p.Event)
	if err != nil || !contract.IsID(e.Device) {
		return nil, ""
	}
	_, card, _ = e.Dropped()
	return []string{
		EventRoots.Key(c.Act.Community, p.Oracle, sizeOf(int64(p.Size))), Oracles.Key(c.Act.Community, p.Oracle),
		Devices.Key(c.Act.Community, e.Device),
	}, card
}

// readText reads an event, which was not heard in the future.
func readText(c *contract.Context, text string) (rules.Event, error) {
	e, err := rules.ReadEvent(text)
	switch {
	case err != nil:
		return e, act.Refuse(act.BadField, "of", "event")
	case int64(e.Received)/1000 > c.Tx.Time+Ahead:
		return e, act.Refuse(contract.NotYet, "of", "event")
	}
	return e, nil
}

// readAlarm reads the event of an alarm that stands. The texts of other events may hold what points to a person, and are not for the
// ledger.
func readAlarm(c *contract.Context, text string) (rules.Event, error) {
	e, err := rules.ReadEvent(text)
	switch {
	case err != nil || !e.Plain():
		return e, act.Refuse(act.BadField, "of", "event")
	case !e.Active():
		return e, act.Refuse(NoAlarm)
	case e.Community != c.Act.Community:
		return e, act.Refuse(NoAlarm, "of", "community")
	case int64(e.Received)/1000 > c.Tx.Time+Ahead:
		return e, act.Refuse(contract.NotYet, "of", "event")
	}
	return e, nil
}

// included checks the proof at a root that the oracle's log once had.
func included(c *contract.Context, p Proof) error {
	root, ok, err := EventRoots.Get(c, c.Act.Community, p.Oracle, sizeOf(int64(p.Size)))
	if err != nil {
		return err
	}
	if !ok {
		return act.Refuse(contract.NotFound, "of", "event-root", "size", p.Size)
	}
	hash, err := hex.DecodeString(root.Root)
	if err != nil {
		return err // of what the ledger wrote
	}
	path, ok := rules.Hashes(p.Proof)
	if !ok || rules.Included(p.Event, uint64(p.Index), uint64(p.Size), path, hash) != nil { //nolint:gosec // not negative
		return act.Refuse(NotIncluded)
	}
	return nil
}

// whoSays is the device whose word an event is, if it may say it.
func whoSays(c *contract.Context, oracle string, e rules.Event) (Device, error) {
	o, err := loadOracle(c, oracle)
	if err != nil {
		return Device{}, err
	}
	d, err := loadDevice(c, e.Device)
	if err != nil {
		return d, err
	}
	return d, MayBeSaid(o, d, e)
}

// MayBeSaid refuses an event that its device may not say, or not to this oracle. An oracle that was retired was one when it appended,
// and an alarm of a device that was withdrawn since may be seen to.
func MayBeSaid(o Oracle, d Device, e rules.Event) error {
	switch {
	case o.Body != d.Body:
		return act.Refuse(OtherBody, "of", "heard", "body", d.Body)
	case !d.Says(e.Kind) || e.Class != d.Class:
		return act.Refuse(NoAlarm, "of", "device", "device", e.Device)
	}
	return nil
}
