// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/internal/ownersvote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
)

// conventionText is what the owners vote on: e-bikes stay out of lifts.
func conventionText() string {
	text, _ := rules.Template("e-bike")
	return text
}

// convene puts in force the convention that was voted for.
func (d *demo) convene(ctx context.Context, l *village.Ledger, v *village.Village) error {
	if err := l.Do(ctx)(v.Act(convention.TypeConventionAdopt, convention.ConventionAdopt{
		Contest: ownersvote.Convention, Election: ownersvote.ID, Text: conventionText(),
	}, v.Two()...)); err != nil {
		return err
	}
	d.step("two bodies put the convention in force that the owners voted for: no e-bikes in lifts")
	return nil
}

// breaches has two households told of an e-bike in the lift: one puts it right, the other appeals, which
// is returned.
func (d *demo) breaches(ctx context.Context, l *village.Ledger, v *village.Village, e *estate) (appealed string, err error) {
	seen, err := d.ebikes(ctx, v.ID, e.oracle)
	if err != nil {
		return "", err
	}
	words := spoken("the demo's own words")
	var causes []string
	for i, proof := range seen {
		home := ownerOf(v, i)
		find := convention.BreachFind{
			Article: 1, Convention: rules.Hash(conventionText()), Event: proof.Event, Ground: words, Home: home.unit, Index: proof.Index,
			Oracle: proof.Oracle, Proof: proof.Proof, Size: proof.Size,
		}
		cause := events.IDOf(proof.Event).String()
		causes = append(causes, cause)
		if err := l.Do(ctx)(v.Act(convention.TypeBreachFind, find, v.Two()...)); err != nil {
			return "", err
		}
		if err := l.Do(ctx)(v.Act(convention.TypeBreachNotice, convention.BreachNotice{Breach: cause}, v.Convener())); err != nil {
			return "", err
		}
	}
	d.step("cameras have seen %d e-bikes in lifts; two bodies find whose, and the households are told", len(seen))
	if err := numbered(ctx, l, v, convention.TypeBreachCure, convention.BreachCure{Breach: causes[0], Photos: []string{}},
		ownerOf(v, 0).by); err != nil {
		return "", err
	}
	appeal := convention.BreachAppeal{Answer: words, Breach: causes[1], Photos: []string{}}
	if err := numbered(ctx, l, v, convention.TypeBreachAppeal, appeal, ownerOf(v, 1).by); err != nil {
		return "", err
	}
	d.step("one household puts it right, another appeals: nothing takes effect")
	return causes[1], nil
}

var errNoBikes = errors.New("no two e-bikes were seen in lifts")

// ebikes are proofs of the first two that cameras have seen.
func (d *demo) ebikes(ctx context.Context, community, oracle string) (proofs []events.EventProof, err error) {
	kept, err := d.oracleStore(ctx, community)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	seen, err := kept.Find(ctx, community, store.Search{Kind: events.Object}, 100)
	if err != nil {
		return nil, err
	}
	for _, one := range seen {
		event, err := events.ReadEvent(one.Text)
		if err != nil {
			return nil, err
		}
		if event.Values["ebike"] != "true" || len(proofs) == 2 {
			continue
		}
		proof, err := kept.Prove(ctx, community, oracle, one.ID)
		if err != nil {
			return nil, err
		}
		proofs = append(proofs, proof)
	}
	if len(proofs) < 2 {
		return nil, errNoBikes
	}
	return proofs, nil
}
