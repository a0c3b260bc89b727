// SPDX-License-Identifier: Apache-2.0

// Package build makes bundles of evidence from a ledger's blocks: it finds what a claim is about, the acts that concern it, and how the
// keys came onto the ledger with which they are signed. Whoever reads the bundle needs none of this: package evidence checks it alone.
package build

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/evidence"
	rules "github.com/linli-project/linli/rules/device"
)

// ErrNotThere is that of a matter that the ledger does not have.
var ErrNotThere = errors.New("the ledger has no such thing")

// Asked is what evidence is wanted of.
type Asked struct {
	Kind      evidence.Kind
	ID        string
	Community string
	Event     *rules.EventProof // of an event: what its oracle has (linli oracle prove)
	Opened    []evidence.Opening
	Profile   string // evidence.Small or evidence.Full
}

// builder gathers evidence.
type builder struct {
	*ledgerIndex
	asked    Asked
	note     string // the head, co-signed
	document place  // the claim's
	head     checkpoint.Head
	shown    map[place]checkpoint.Write
	own      map[place]act.Signed // acts that the claim is about
	others   map[place]act.Signed // those that enrolled who signed
}

// Bundle reads a ledger and makes the evidence of a matter, under the newest head that more than half of the community's bodies have put
// on record, or the one that is given.
func Bundle(source Source, asked Asked, given string) (evidence.Bundle, error) {
	claim := evidence.Claim{Community: asked.Community, ID: asked.ID, Kind: asked.Kind}
	if !slices.Contains(evidence.Kinds(), asked.Kind) || (asked.Kind == evidence.Event) != (asked.Event != nil) {
		return evidence.Bundle{}, fmt.Errorf("%w: nobody knows evidence of the kind %q", ErrNotThere, asked.Kind)
	}
	x := newIndex(source, claim)
	if err := x.read(); err != nil {
		return evidence.Bundle{}, err
	}
	b := &builder{ledgerIndex: x, asked: asked, shown: map[place]checkpoint.Write{}, own: map[place]act.Signed{},
		others: map[place]act.Signed{}}
	if err := b.choose(given); err != nil {
		return evidence.Bundle{}, err
	}
	if err := b.gather(); err != nil {
		return evidence.Bundle{}, err
	}
	made, err := b.evidence()
	if err != nil {
		return evidence.Bundle{}, err
	}
	bundle := evidence.Bundle{Profile: asked.Profile, Claim: claim, Evidence: made, Event: asked.Event}
	if len(asked.Opened) > 0 {
		opened := slices.SortedFunc(slices.Values(asked.Opened), func(a, b evidence.Opening) int { return cmp.Compare(a.Hash, b.Hash) })
		bundle.Opened = &evidence.Opened{Openings: opened, V: evidence.Version}
	}
	if asked.Profile == evidence.Full {
		if bundle.Fabric, err = b.fabric(); err != nil {
			return evidence.Bundle{}, err
		}
	}
	return evidence.Complete(bundle)
}

// choose takes the head that is given, or the newest one.
func (b *builder) choose(given string) (err error) {
	if b.note = given; given != "" {
		b.head, err = b.given(given)
		return err
	}
	_, w, err := b.last(contract.Communities.Key(b.asked.Community), b.tree.Size(), always)
	if err != nil {
		return fmt.Errorf("community %q: %w", b.asked.Community, err)
	}
	community, err := contract.Communities.Decode(w.Value)
	if err != nil {
		return err
	}
	b.note, b.head, err = b.newest(len(community.Bodies)/2 + 1)
	return err
}

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
	if errors.Is(err, ErrNotThere) && len(b.places[key]) > 0 {
		return fmt.Errorf("it is %w: it is in block %d, and the newest such head has %d blocks", ErrNotCosigned, b.places[key][0].block,
			b.head.Size)
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
		if _, w, _ := b.last(key, b.head.Size, always); evidence.Concerns(b.claim, doc.Value, doc.Tx, a, names[1], w.Tx) && effective(b.claim, w) {
			b.own[at] = signed
			if err := b.signers(signed, a, at); err != nil {
				return err
			}
		}
	}
	return nil
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
		for _, signed := range actsOf(tx) {
			if a, err := act.Parse(signed.Text, contract.MaxSize); err == nil && tx.ID == doc.Tx && a.By == b.asked.Event.Oracle {
				b.about[contract.Acts.Key(b.asked.Community, act.HashOf(signed.Text).String())] = true
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

// signers shows the keys with which an act is signed, and how they came onto the ledger.
func (b *builder) signers(signed act.Signed, a act.Act, at place) error {
	if a.Type == people.TypeCredentialEnrol {
		return nil // it brings its own
	}
	for _, s := range signed.Signatures {
		var err error
		if len(s.ClientData) == 0 && len(s.AuthData) == 0 {
			err = b.program(s.By, at.block)
		} else {
			err = b.passkey(s.By, at.block)
		}
		if err != nil {
			return fmt.Errorf("the key %s: %w", s.By, err)
		}
	}
	return nil
}

func (b *builder) program(id string, block uint64) error {
	at, w, err := b.last(device.Oracles.Key(b.asked.Community, id), block+1, func(w checkpoint.Write) bool {
		o, err := device.Oracles.Decode(w.Value)
		return err == nil && o.Retired == ""
	})
	if err != nil {
		return err
	}
	b.shown[at] = w
	o, err := device.Oracles.Decode(w.Value)
	return cmp.Or(err, b.enrolledBy(o.Act))
}

func (b *builder) passkey(id string, block uint64) error {
	at, w, err := b.last(contract.Credentials.Key(b.asked.Community, id), block+1, func(w checkpoint.Write) bool {
		c, err := contract.Credentials.Decode(w.Value)
		return err == nil && c.Status == contract.Active
	})
	if err != nil {
		return err
	}
	if _, before := b.shown[at]; before {
		return nil
	}
	b.shown[at] = w
	c, err := contract.Credentials.Decode(w.Value)
	if err != nil || c.Kind == contract.Officer {
		return err
	}
	if err := b.enrolledBy(c.Act); err != nil || c.Kind == contract.Worker {
		return err
	}
	return b.confirmedBy(id, at, w.Tx)
}

// enrolledBy shows the act that enrolled a key.
func (b *builder) enrolledBy(hash string) error {
	signed, at, a, err := b.act(hash)
	if err != nil {
		return err
	}
	return b.support(signed, a, at)
}

// support shows an act that others rest on, with who has signed it.
func (b *builder) support(signed act.Signed, a act.Act, at place) error {
	if _, before := b.others[at]; before {
		return nil
	}
	b.others[at] = signed
	return b.signers(signed, a, at)
}

// confirmedBy shows the act that confirmed an owner's passkey in a transaction.
func (b *builder) confirmedBy(id string, at place, tx string) error {
	block, err := b.fetch(at.block)
	if err != nil {
		return err
	}
	for _, t := range block.Transactions {
		if t.ID != tx {
			continue
		}
		for _, signed := range actsOf(t) {
			a, err := act.Parse(signed.Text, contract.MaxSize)
			var body people.CredentialConfirm
			if err != nil || a.Type != people.TypeCredentialConfirm || act.Strict(a.Body, &body) != nil || !slices.Contains(body.Credentials, id) {
				continue
			}
			signed, at, a, err := b.act(act.HashOf(signed.Text).String())
			if errors.Is(err, ErrNotThere) {
				continue // it was refused
			}
			return cmp.Or(err, b.support(signed, a, at))
		}
	}
	return ErrNotThere
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

// evidence is what was gathered, with its way to the head.
func (b *builder) evidence() (evidence.Evidence, error) {
	e := evidence.Evidence{Acts: append(append([]act.Signed{}, inOrder(b.own)...), inOrder(b.others)...), Blocks: []evidence.Block{},
		Head: b.note, V: evidence.Version}
	for _, at := range placesOf(b.shown) {
		if n := len(e.Blocks); n == 0 || uint64(e.Blocks[n-1].Number) != at.block { //nolint:gosec // not negative
			block, err := b.block(at.block, b.head.Size)
			if err != nil {
				return e, err
			}
			e.Blocks = append(e.Blocks, block)
		}
		last := &e.Blocks[len(e.Blocks)-1]
		w, err := b.proven(at)
		if err != nil {
			return e, err
		}
		last.Writes = append(last.Writes, w)
	}
	return e, nil
}

func (b *builder) block(number, size uint64) (evidence.Block, error) {
	path, err := b.tree.Prove(number, size)
	if err != nil {
		return evidence.Block{}, err
	}
	block, err := b.fetch(number)
	return evidence.Block{
		Hash: b.blocks[number].Hash.String(), Number: act.Int(number), Path: path, //nolint:gosec // far below
		Root: b.blocks[number].Writes.String(), Size: act.Int(len(writesOf(block))),
	}, err
}

func (b *builder) proven(at place) (evidence.Write, error) {
	block, err := b.fetch(at.block)
	if err != nil {
		return evidence.Write{}, err
	}
	writes := writesOf(block)
	path, err := checkpoint.Writes(writes...).Prove(at.index, uint64(len(writes)))
	w := writes[at.index]
	return evidence.Write{Index: act.Int(at.index), Key: w.Key, Path: path, Tx: w.Tx, Value: w.Value}, err //nolint:gosec // far below
}

func placesOf[T any](of map[place]T) []place {
	var all []place
	for at := range of {
		all = append(all, at)
	}
	slices.SortFunc(all, func(a, b place) int { return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.index, b.index)) })
	return all
}

func inOrder(acts map[place]act.Signed) (all []act.Signed) {
	for _, at := range placesOf(acts) {
		all = append(all, acts[at])
	}
	return all
}
