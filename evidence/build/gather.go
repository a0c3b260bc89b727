// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/device"
)

func always(checkpoint.Write) bool { return true }

// gather finds everything that the claim rests on.
func (b *builder) gather() error {
	var oracle string
	var size int64
	if p := b.asked.Event; p != nil {
		oracle, size = p.Oracle, int64(p.Size)
	}
	key := evidence.DocumentKey(b.claim, oracle, size)
	at, doc, err := b.last(key, b.head.Size, always)
	if places := b.places[key]; len(places) > 0 && (b.newestHead || errors.Is(err, ErrNotThere)) {
		if is := places[len(places)-1].block; is >= b.head.Size {
			return fmt.Errorf("what it is now is %w: it is in block %d, and the newest such head has %d blocks", ErrNotCosigned, is, b.head.Size)
		}
	}
	if err != nil {
		return err
	}
	b.shown[at], b.document = doc, at
	if err := b.acts(doc); err != nil {
		return err
	}
	if len(b.own) > 0 {
		if err := b.show(contract.Communities.Key(b.asked.Community), b.head.Size); err != nil {
			return err
		}
	}
	return b.device()
}

// show finds a document as it was before a block.
func (b *builder) show(key string, before uint64) error {
	at, w, err := b.last(key, before, always)
	b.shown[at] = w
	return err
}

// acts finds those that the claim is about.
func (b *builder) acts(doc checkpoint.Write) error {
	keys := b.about
	if hash := evidence.Made(doc.Value); hash != "" {
		keys[contract.Acts.Key(b.asked.Community, hash)] = true
	}
	if b.asked.Kind == evidence.Event {
		if err := b.appended(doc); err != nil {
			return err
		}
	}
	for key := range keys {
		_, names, _ := contract.SplitKey(key)
		signed, at, a, err := b.act(names[1])
		if errors.Is(err, ErrNotThere) {
			continue // later, or refused
		}
		if err != nil {
			return err
		}
		_, w, _ := b.last(key, b.head.Size, always)
		if !evidence.Concerns(b.claim, doc.Value, doc.Tx, a, names[1], w.Tx) || !effective(b.claim, w) || !b.wants(doc, a, names[1], w.Tx) {
			delete(b.shown, at)
			continue
		}
		b.own[at] = signed
		if err := b.signers(signed, a, at); err != nil {
			return err
		}
	}
	return nil
}

// wants leaves out of a small bundle, of what goes through many steps, those between the act that began it and the one that made it what it
// is: the document holds what they did.
func (b *builder) wants(doc checkpoint.Write, a act.Act, hash, tx string) bool {
	switch b.claim.Kind {
	case evidence.Breach, evidence.Order, evidence.Case, evidence.Voucher:
		began := hash == b.claim.ID || hash == evidence.Made(doc.Value) || a.Type == points.TypePointsRedeem
		return b.asked.Profile == evidence.Full || began || tx == doc.Tx
	case evidence.Ballot, evidence.Result, evidence.Event, evidence.Transfer:
	}
	return true
}

// effective leaves out what was turned down, unless it is what is asked for.
func effective(claim evidence.Claim, w checkpoint.Write) bool {
	kept, err := contract.Acts.Decode(w.Value)
	return err == nil && (kept.Rejected == "" || claim.Kind == evidence.Ballot)
}

// appended notes the act that brought an event's root onto the ledger.
func (b *builder) appended(doc checkpoint.Write) error {
	at, _, err := b.last(doc.Key, b.head.Size, always)
	if err != nil {
		return err
	}
	block, err := b.fetch(at.block)
	if err != nil {
		return err
	}
	for _, tx := range block.Transactions {
		for hash, sent := range index.ActsOf(tx) {
			if tx.ID == doc.Tx && sent.Act.By == b.asked.Event.Oracle {
				b.about[contract.Acts.Key(b.asked.Community, hash)] = true
			}
		}
	}
	return nil
}

// act finds an act by its hash, and shows that it took effect.
func (b *builder) act(hash string) (signed act.Signed, at place, a act.Act, err error) {
	at, w, err := b.last(contract.Acts.Key(b.asked.Community, hash), b.head.Size, always)
	if err != nil {
		return signed, at, a, err
	}
	if signed, err = b.actAt(at, hash); err != nil {
		return signed, at, a, err
	}
	b.shown[at] = w
	a, err = act.Parse(signed.Text, contract.MaxSize)
	return signed, at, a, err
}

// device shows the device that an event is said of.
func (b *builder) device() error {
	if b.asked.Event == nil || b.asked.Event.Event == "" {
		return nil
	}
	said, err := rules.ReadEvent(b.asked.Event.Event)
	if err != nil {
		return err
	}
	return b.show(device.Devices.Key(b.asked.Community, said.Device), b.head.Size)
}
