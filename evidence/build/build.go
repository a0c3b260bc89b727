// SPDX-License-Identifier: Apache-2.0

// Package build makes bundles of evidence from a ledger's blocks: it finds what a claim is about, the acts that concern it, and how the
// keys came onto the ledger with which they are signed. Whoever reads the bundle needs none of this: package evidence checks it alone.
package build

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/ledger"
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
	*reader
	asked    Asked
	claim    evidence.Claim
	note     string // the head, co-signed
	head     checkpoint.Head
	document place // the claim's
	shown    map[place]checkpoint.Write
	own      map[place]act.Signed // acts that the claim is about
	others   map[place]act.Signed // those that enrolled who signed
}

// Bundle makes the evidence of a matter from a ledger's blocks, under the newest head on it that a trust file written now would have
// enough witnesses for, or the one that is given.
func Bundle(ctx context.Context, source Source, places Places, asked Asked, given string) (evidence.Bundle, error) {
	b := &builder{reader: &reader{Places: places, ctx: ctx, source: source, fetched: map[uint64]ledger.Block{}}, asked: asked,
		claim: evidence.Claim{Community: asked.Community, ID: asked.ID, Kind: asked.Kind}}
	if !slices.Contains(evidence.Kinds(), asked.Kind) || (asked.Kind == evidence.Event) != (asked.Event != nil) {
		return evidence.Bundle{}, fmt.Errorf("%w: nobody knows evidence of the kind %q", ErrNotThere, asked.Kind)
	}
	gather := b.underNewest
	if given != "" {
		gather = func() error { return b.underGiven(given) }
	}
	if err := gather(); err != nil {
		return evidence.Bundle{}, err
	}
	bundle, err := b.bundle()
	if err != nil {
		return bundle, err
	}
	if bundle, err = evidence.Complete(bundle); err != nil {
		return bundle, err
	}
	if err = bundle.Fits(); err != nil {
		err = fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return bundle, err
}

// bundle is what was gathered, without what follows from it.
func (b *builder) bundle() (evidence.Bundle, error) {
	made, err := b.evidence()
	if err != nil {
		return evidence.Bundle{}, err
	}
	bundle := evidence.Bundle{Profile: b.asked.Profile, Claim: b.claim, Evidence: made, Event: b.asked.Event}
	if len(b.asked.Opened) > 0 {
		opened := slices.SortedFunc(slices.Values(b.asked.Opened), func(a, b evidence.Opening) int { return cmp.Compare(a.Hash, b.Hash) })
		bundle.Opened = &evidence.Opened{Openings: opened, V: evidence.Version}
	}
	if b.asked.Profile == evidence.Full {
		bundle.Fabric, err = b.fabric()
	}
	return bundle, err
}
