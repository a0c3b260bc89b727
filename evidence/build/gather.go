// SPDX-License-Identifier: Apache-2.0

package build

import (
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/tree"
	rules "github.com/linli-project/linli/rules/device"
)

func always(checkpoint.Write) bool { return true }

// gather finds everything that the claim rests on, under a head.
func (b *builder) gather(note string, head checkpoint.Head) error {
	b.note, b.head = note, head
	b.shown, b.own, b.others = map[place]checkpoint.Write{}, map[place]act.Signed{}, map[place]act.Signed{}
	at, doc, err := b.last(b.key(), b.head.Size, always)
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

// key is that of the claim's document.
func (b *builder) key() string {
	var oracle string
	var size int64
	if p := b.asked.Event; p != nil {
		oracle, size = p.Oracle, int64(p.Size)
	}
	return evidence.DocumentKey(b.claim, oracle, size)
}

// show finds a document as it was before a block.
func (b *builder) show(key string, before uint64) error {
	at, w, err := b.last(key, before, always)
	b.shown[at] = w
	return err
}

// acts finds those that the claim is about.
func (b *builder) acts(doc checkpoint.Write) error {
	keys, err := b.concerning(doc)
	if err != nil {
		return err
	}
	later := false
	for _, key := range keys {
		_, names, _ := contract.SplitKey(key)
		a, err := b.act(names[1])
		if errors.Is(err, ErrNotThere) {
			later = true
			continue
		}
		if err != nil {
			return err
		}
		if !evidence.Concerns(b.claim, doc.Value, doc.Tx, a.Act, names[1], a.write.Tx) || !effective(b.claim, a.write) ||
			!b.wants(doc, a.Act, names[1], a.write.Tx) {
			continue
		}
		b.shown[a.at], b.own[a.at] = a.write, a.Signed
		if err := b.signers(a); err != nil {
			return err
		}
	}
	return b.begun(doc, later)
}

// begun wants an act that the claim is about, unless it is of a transfer that none made: a result may be counted and not published, and an
// act that is no ballot is not shown as one.
func (b *builder) begun(doc checkpoint.Write, later bool) error {
	switch {
	case len(b.own) > 0, b.asked.Kind == evidence.Transfer && evidence.Made(doc.Value) == "":
		return nil
	case later:
		return fmt.Errorf("the act that made it what it is, is %w", ErrNotCosigned)
	}
	return ErrNotThere
}

// wants leaves out what is no ballot, if one is asked for, and of a small bundle, of what goes through many steps, those between the
// act that began it and the one that made it what it is: the document holds what they did.
func (b *builder) wants(doc checkpoint.Write, a act.Act, hash, tx string) bool {
	switch b.claim.Kind {
	case evidence.Breach, evidence.Order, evidence.Case, evidence.Booking, evidence.Voucher:
		began := hash == b.claim.ID || hash == evidence.Made(doc.Value) || a.Type == points.TypePointsRedeem
		return b.asked.Profile == evidence.Full || began || tx == doc.Tx
	case evidence.Ballot:
		return a.Type == vote.TypeBallotCast || a.Type == vote.TypeBallotPaper
	case evidence.Result, evidence.Event, evidence.Transfer:
	}
	return true
}

// effective leaves out what was turned down, unless it is what is asked for.
func effective(claim evidence.Claim, w checkpoint.Write) bool {
	kept, err := contract.Acts.Decode(w.Value)
	return err == nil && (kept.Rejected == "" || claim.Kind == evidence.Ballot)
}

// concerning are the keys of acts that may concern the claim: those that name it, and that which made it.
func (b *builder) concerning(doc checkpoint.Write) ([]string, error) {
	keys, err := b.About(b.ctx, tree.Matter{Community: b.asked.Community, Kind: b.asked.Kind, ID: b.asked.ID})
	if err != nil {
		return nil, err
	}
	keys = slices.Clone(keys)
	switch b.asked.Kind {
	case evidence.Event:
		appended, err := b.appended(doc)
		if err != nil {
			return nil, err
		}
		keys = append(keys, appended...)
	case evidence.Ballot, evidence.Case, evidence.Booking:
		keys = append(keys, contract.Acts.Key(b.asked.Community, b.asked.ID))
	case evidence.Result, evidence.Breach, evidence.Transfer, evidence.Voucher, evidence.Order:
	}
	if hash := evidence.Made(doc.Value); hash != "" {
		keys = append(keys, contract.Acts.Key(b.asked.Community, hash))
	}
	slices.Sort(keys)
	return slices.Compact(keys), nil
}

// appended are the keys of the acts that brought an event's root onto the ledger.
func (b *builder) appended(doc checkpoint.Write) (keys []string, err error) {
	block, err := b.fetch(b.document.Block)
	if err != nil {
		return nil, err
	}
	for _, tx := range block.Transactions {
		for _, sent := range index.ActsOf(tx) {
			if tx.ID == doc.Tx && sent.Act.By == b.asked.Event.Oracle {
				keys = append(keys, contract.Acts.Key(b.asked.Community, sent.Hash))
			}
		}
	}
	return keys, nil
}

// found is an act where it took effect.
type found struct {
	act.Signed
	act.Act

	at    place
	write checkpoint.Write // of its document
}

// act finds an act by its hash.
func (b *builder) act(hash string) (a found, err error) {
	if a.at, a.write, err = b.last(contract.Acts.Key(b.asked.Community, hash), b.head.Size, always); err != nil {
		return a, err
	}
	if a.Signed, err = b.actAt(a.at, hash); err != nil {
		return a, err
	}
	a.Act, err = act.Parse(a.Text, contract.MaxSize)
	return a, err
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
