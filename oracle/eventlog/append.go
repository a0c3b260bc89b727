// SPDX-License-Identifier: Apache-2.0

// Package eventlog writes onto the ledger what an oracle has to say: events, into its Merkle log, and what came of commands.
package eventlog

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger"
	rules "github.com/linli-project/linli/rules/device"
)

// Log is an oracle's Merkle log on the ledger. It is for one caller at a time: a log grows in one order.
type Log struct {
	Client    *ledger.Client
	Relay     *ledger.Relay
	Key       ed25519.PrivateKey
	Net       string // hash (hex) of the channel's first block
	Community string
	Now       func() time.Time
}

// Batch is an append on its way. It is kept before it is sent: sent again after a crash it takes effect once.
type Batch struct {
	Act    act.Signed `json:"act"`
	Before int64      `json:"before"` // events in the log before
	Root   string     `json:"root"`   // of the log before, hex
	Events []string   `json:"events"` // ids, hex
	After  string     `json:"after"`  // root of the log with them, hex
}

// Placed is where a batch stands on the ledger: its first event has the index Before.
type Placed struct {
	ledger.Receipt
	Before int64
}

// Reasons to be tested with errors.Is.
var (
	// ErrStale: other events stand in the batch's place, and it can take no effect any more: make another one of its events.
	ErrStale = errors.New("the log holds other events")
	// ErrLapsed: the batch is too old to be sent, and what was sent of it may yet take effect: Renew it. Other events in its place would
	// have these there a second time.
	ErrLapsed = errors.New("the append is too old")
)

// lifetime of a batch's act. It is sent until its end, and renewed if it comes to nothing.
const lifetime = 15 * time.Minute

// By is the oracle's id.
func (l Log) By() string { return act.KeyID(l.Key.Public().(ed25519.PublicKey)) }

// Next makes a batch of events by their ids (hex), 256 at most, that follows what is in the log by now.
func (l Log) Next(ctx context.Context, events []string) (Batch, error) {
	log, err := l.state(ctx)
	if err != nil {
		return Batch{}, err
	}
	b := Batch{Before: log.Size, Root: log.Root, Events: events[:min(len(events), device.MaxLeaves)]}
	if b.After, err = after(log, b.Events); err != nil {
		return Batch{}, fmt.Errorf("write an append: %w", err)
	}
	return l.Renew(b)
}

// after is the root (hex) of a log with more events.
func after(before device.EventLog, events []string) (string, error) {
	frontier, _ := rules.Hashes(before.Frontier)                    // what is none is no log below
	log := rules.Log{Size: uint64(before.Size), Frontier: frontier} //nolint:gosec // not negative
	for _, event := range events {
		id, err := hex.DecodeString(event)
		if err != nil || len(id) != len(rules.ID{}) {
			return "", fmt.Errorf("%q is no event", event)
		}
		if log, err = log.Append(rules.ID(id)); err != nil {
			return "", err
		}
	}
	root, err := log.Root()
	return hex.EncodeToString(root), err
}

// Renew makes the same batch anew: the same events in the same place. Whichever of the two takes effect, the events are there once.
func (l Log) Renew(b Batch) (Batch, error) {
	body := device.EventsAppend{Before: act.Int(b.Before), Root: b.Root}
	var err error
	if body.Leaves, err = hex.DecodeString(strings.Join(b.Events, "")); err != nil {
		return Batch{}, fmt.Errorf("write an append: %w", err)
	}
	if b.Act, err = l.sign(device.TypeEventsAppend, b.Before+1, body); err != nil {
		return Batch{}, fmt.Errorf("write an append: %w", err)
	}
	return b, nil
}

// sign makes a program's act, whose number its type gives a meaning.
func (l Log) sign(kind string, seq int64, body any) (act.Signed, error) {
	now := l.Now().Unix()
	shown := sha256.Sum256(nil) // no person was shown anything
	text, err := act.Encode(act.Act{
		By: l.By(), Community: l.Community, Disp: hex.EncodeToString(shown[:]), Exp: act.Int(now + int64(lifetime.Seconds())),
		NBF: act.Int(now - 60), Net: l.Net, Seq: act.Int(seq), Type: kind, V: act.Version,
	}, body)
	return act.Signed{Text: text, Signatures: []act.Signature{act.SignWithKey(l.Key, text)}}, err
}

// state is the log as the oracle's own peer has it.
func (l Log) state(ctx context.Context) (device.EventLog, error) {
	log, err := ledger.Read(ctx, l.Client, device.EventLogs, l.Community, l.By())
	if act.CodeOf(err) == contract.NotFound {
		empty, err := rules.Log{}.Root()
		return device.EventLog{Root: hex.EncodeToString(empty)}, err
	}
	return log, err
}

// Send puts a batch on the ledger, or finds it there. The error is ErrStale, ErrLapsed, or another one: then it is to be sent again.
func (l Log) Send(ctx context.Context, b Batch) (Placed, error) {
	receipt, err := l.Relay.Cast(ctx, b.Act)
	switch act.CodeOf(err) {
	case device.LogMoved, device.LogDiffers, contract.Expired: // which is said first, also of an act that took effect
		return l.find(ctx, b, err)
	}
	return Placed{Receipt: receipt, Before: b.Before}, err
}

// find says what is in the place of a batch that was refused. It asks the oracle's own peer, since another one that endorses may be
// behind, or lie; and it asks for the events, not for the act, since another act may have brought them there.
func (l Log) find(ctx context.Context, b Batch, why error) (Placed, error) {
	log, err := l.state(ctx)
	if err != nil {
		return Placed{}, err
	}
	if log.Size < b.Before || log.Size == b.Before && log.Root == b.Root { // the place is free: what was sent may be on its way
		if act.CodeOf(why) == contract.Expired {
			why = fmt.Errorf("%w: %w", ErrLapsed, why)
		}
		return Placed{}, why
	}
	root, err := ledger.Read(ctx, l.Client, device.EventRoots, l.Community, l.By(), strconv.FormatInt(b.Before+int64(len(b.Events)), 10))
	if err != nil && act.CodeOf(err) != contract.NotFound {
		return Placed{}, err
	}
	if err != nil || root.Root != b.After {
		return Placed{}, fmt.Errorf("%w: %w", ErrStale, why)
	}
	return Placed{Receipt: ledger.Receipt{Act: act.HashOf(b.Act.Text).String(), Code: contract.Already}, Before: b.Before}, nil
}
