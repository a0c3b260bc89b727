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
	"github.com/linli-project/linli/evidence"
	rules "github.com/linli-project/linli/rules/device"
)

// ErrNotThere is that of a matter that the ledger does not have.
var ErrNotThere = errors.New("the ledger has no such thing")

// ErrTooLarge is that of a bundle that nobody would read, for it is beyond a bound.
var ErrTooLarge = errors.New("it is more than a bundle takes")

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
	asked      Asked
	note       string // the head, co-signed
	document   place  // the claim's
	newestHead bool   // it was not given: what has changed since has to wait
	head       checkpoint.Head
	shown      map[place]checkpoint.Write
	own        map[place]act.Signed // acts that the claim is about
	others     map[place]act.Signed // those that enrolled who signed
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
	if bundle, err = evidence.Complete(bundle); err != nil {
		return bundle, err
	}
	if err = bundle.Fits(); err != nil {
		err = fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return bundle, err
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
	b.newestHead = true
	b.note, b.head, err = b.newest(len(community.Bodies)/2 + 1)
	return err
}
