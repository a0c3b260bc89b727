// SPDX-License-Identifier: Apache-2.0

package device

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/device"
)

// Bounds of what an oracle appends.
const (
	MaxLeaves  = 256  // events at a time
	MaxAppends = 4000 // in an hour: one a second, and 400 that are urgent
)

// EventLog is an oracle's log of events, as far as it takes to append to it (RFC 6962). The events are elsewhere.
type EventLog struct {
	Act      string    `json:"act"`      // hash of the act that appended last
	Appends  int       `json:"appends"`  // in the hour
	Frontier act.Bytes `json:"frontier"` // of the Merkle tree, joined
	Hour     int64     `json:"hour"`     // of Unix time: the latest in which there was an append
	Root     string    `json:"root"`     // hex
	Size     int64     `json:"size"`     // events in all
}

// EventLogs are a community's, by oracle.
const EventLogs contract.Ref[EventLog] = "eventlog" // C~oracle: the size and root of an oracle's log of events

// EventRoot is the root that a log once had. It never changes, so that who checks a proof against it does not collide with appends.
type EventRoot struct {
	At   int64  `json:"at"`   // Unix time of the append
	Root string `json:"root"` // hex
}

// EventRoots are a community's, by oracle and size of the log.
const EventRoots contract.Ref[EventRoot] = "eventroot" // C~oracle~size: the root of an oracle's log when it had that many events

// EventsAppend is the body of events.append: an oracle appends events to its log, which has to be what it takes it to be.
type EventsAppend struct {
	Before act.Int   `json:"before"` // events in the log so far
	Leaves act.Bytes `json:"leaves"` // ids of the new ones, joined
	Root   string    `json:"root"`   // of the log so far, hex
}

// ByOracle verifies the one signature of an oracle that is enrolled.
func ByOracle[B any](c *contract.Context, _ B) error {
	o, err := loadOracle(c, c.Act.By)
	if err != nil {
		return err
	}
	if len(c.Signatures()) != 1 {
		return act.Refuse(act.NoSignature, "of", "program")
	}
	return cmp.Or(c.Signatures()[0].VerifyKey(c.Text(), o.Key), o.mustBeActive())
}

func appendEvents(c *contract.Context, b EventsAppend) error {
	events, err := b.events()
	if err != nil {
		return err
	}
	if c.Act.Seq-1 != b.Before {
		return act.Refuse(contract.SeqGap, "of", "append")
	}
	log, err := loadLog(c)
	if err != nil {
		return err
	}
	if err := log.mustBe(c, b); err != nil {
		return err
	}
	if err := log.count(c.Tx.Time); err != nil {
		return err
	}
	if err := log.add(events); err != nil {
		return err
	}
	log.Act = c.Hash
	root := EventRoot{At: c.Tx.Time, Root: log.Root}
	if err := EventRoots.Put(c, root, c.Act.Community, c.Act.By, sizeOf(log.Size)); err != nil {
		return err
	}
	return EventLogs.Put(c, log, c.Act.Community, c.Act.By)
}

// sizeOf is a log's size as keys have it.
func sizeOf(size int64) string { return strconv.FormatInt(size, 10) }

func (b EventsAppend) events() ([]rules.ID, error) {
	hashes, ok := rules.Hashes(b.Leaves)
	if !ok || len(hashes) == 0 || len(hashes) > MaxLeaves {
		return nil, act.Refuse(act.BadField, "of", "leaves", "most", MaxLeaves)
	}
	events := make([]rules.ID, len(hashes))
	for i, hash := range hashes {
		events[i] = rules.ID(hash)
	}
	return events, nil
}

// loadLog reads the log of the oracle whose act it is. Before its first event it is empty.
func loadLog(c *contract.Context) (EventLog, error) {
	log, ok, err := EventLogs.Get(c, c.Act.Community, c.Act.By)
	if err == nil && !ok {
		empty := sha256.Sum256(nil)
		log.Root = hex.EncodeToString(empty[:])
	}
	return log, err
}

// mustBe refuses an append to another log than this one: an earlier state of it, or another history of as many events.
func (l *EventLog) mustBe(c *contract.Context, b EventsAppend) error {
	if int64(b.Before) == l.Size && b.Root == l.Root {
		return nil
	}
	if _, ok, err := contract.Acts.Get(c, c.Act.Community, c.Hash); err != nil || ok {
		return cmp.Or(err, act.Refuse(contract.Already))
	}
	if int64(b.Before) != l.Size {
		return act.Refuse(LogMoved, "size", l.Size)
	}
	return act.Refuse(LogDiffers, "size", l.Size, "root", l.Root)
}

// count bounds the appends of an hour. Time as transactions say it goes back and forth a little; the hour does not go back.
func (l *EventLog) count(now int64) error {
	if hour := now / 3600; hour > l.Hour {
		l.Hour, l.Appends = hour, 0
	}
	if l.Appends++; l.Appends > MaxAppends {
		return act.Refuse(contract.TooMany, "of", "appends", "most", MaxAppends)
	}
	return nil
}

func (l *EventLog) add(events []rules.ID) error {
	frontier, _ := rules.Hashes(l.Frontier)                                           // which this function wrote
	log, err := rules.Log{Size: uint64(l.Size), Frontier: frontier}.Append(events...) //nolint:gosec // not negative
	if err != nil {
		return err
	}
	root, err := log.Root()
	if err != nil {
		return err
	}
	l.Size, l.Frontier, l.Root = int64(log.Size), bytes.Join(log.Frontier, nil), hex.EncodeToString(root) //nolint:gosec // far below
	return nil
}
