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
	Events []string   `json:"events"` // ids, hex
}

// Placed is where a batch stands on the ledger: its first event has the index Before.
type Placed struct {
	ledger.Receipt
	Before int64
}

// ErrStale says that a batch can take no effect any more, and has had none: make another one of its events.
var ErrStale = errors.New("the log has grown, or the batch is too old")

// lifetime of a batch's act. It is sent until its end, and made anew if it comes to nothing.
const lifetime = 15 * time.Minute

// By is the oracle's id.
func (l Log) By() string { return act.KeyID(l.Key.Public().(ed25519.PublicKey)) }

// Next makes a batch of events by their ids (hex), 256 at most, that follows what is in the log by now.
func (l Log) Next(ctx context.Context, events []string) (Batch, error) {
	size, root, err := l.state(ctx)
	if err != nil {
		return Batch{}, err
	}
	b := Batch{Before: size, Events: events[:min(len(events), device.MaxLeaves)]}
	body := device.EventsAppend{Before: act.Int(size), Root: root}
	if body.Leaves, err = hex.DecodeString(strings.Join(b.Events, "")); err != nil {
		return Batch{}, fmt.Errorf("write an append: %w", err)
	}
	if b.Act, err = l.sign(device.TypeEventsAppend, size+1, body); err != nil {
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

// state is the size and the root of the log.
func (l Log) state(ctx context.Context) (size int64, root string, err error) {
	log, err := ledger.Read(ctx, l.Client, device.EventLogs, l.Community, l.By())
	if act.CodeOf(err) == contract.NotFound {
		empty, err := rules.Log{}.Root()
		return 0, hex.EncodeToString(empty), err
	}
	return log.Size, log.Root, err
}

// Send puts a batch on the ledger, or finds it there. The error is ErrStale, or one of the relay's: then it is to be sent again.
func (l Log) Send(ctx context.Context, b Batch) (Placed, error) {
	receipt, err := l.Relay.Cast(ctx, b.Act)
	switch act.CodeOf(err) {
	case device.LogMoved, device.LogDiffers:
		return Placed{}, fmt.Errorf("%w: %w", ErrStale, err)
	case contract.Expired: // which is said first, also of an act that took effect
		return l.standing(ctx, b, err)
	}
	return Placed{Receipt: receipt, Before: b.Before}, err
}

// standing finds a batch on the ledger, if it is there.
func (l Log) standing(ctx context.Context, b Batch, why error) (Placed, error) {
	hash := act.HashOf(b.Act.Text).String()
	kept, err := ledger.Read(ctx, l.Client, contract.Acts, l.Community, hash)
	switch {
	case act.CodeOf(err) == contract.NotFound:
		return Placed{}, fmt.Errorf("%w: %w", ErrStale, why)
	case err != nil:
		return Placed{}, err
	}
	return Placed{Receipt: ledger.Receipt{Act: hash, TxID: kept.Tx, Code: contract.Already}, Before: b.Before}, nil
}
