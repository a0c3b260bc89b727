// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"

	"github.com/linli-project/linli/contract/convention"
	devices "github.com/linli-project/linli/contract/device"
	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/convention"
	events "github.com/linli-project/linli/rules/device"
)

// events tries what the oracle has heard, the last first.
func (t *findable) events() error {
	most := len(t.seen) + shownSeen
	for event, err := range heard(t.ctx, t.oracle.Store, t.community, store.Search{From: 1000 * t.since()}) {
		if err == nil {
			err = t.event(event)
		}
		if err != nil || len(t.seen) >= most {
			return err
		}
	}
	return nil
}

// event is what articles make of one: of one of which a breach was found, nothing.
func (t *findable) event(event store.Event) error {
	e, err := events.ReadEvent(event.Text)
	if _, _, dropped := e.Dropped(); err != nil || !dropped && !e.Plain() {
		return err
	}
	d, err := index.Optional(t.ctx, t.index, devices.Devices, t.community, e.Device)
	if err != nil || d.Body == "" {
		return err
	}
	happened := rules.EventOf(e, orders.PlaceOf(d))
	met := t.met(rules.Facts{At: happened.At, Event: &happened})
	if len(met) == 0 {
		return nil
	}
	proof, err := t.proof(event)
	if err != nil || proof == nil {
		return err
	}
	home, house, err := t.cardOf(e)
	for _, m := range met {
		m.Kind, m.Device, m.Place, m.House, m.Find.Home = happened.Kind, e.Device, d.Place, house, home
		f := &m.Find
		f.Event, f.Index, f.Oracle, f.Proof, f.Size = proof.Event, proof.Index, proof.Oracle, proof.Proof, proof.Size
		t.seen = append(t.seen, m)
	}
	return err
}

// proof is that of an event; nil if a breach was found of it already, or it is not in the log yet.
func (t *findable) proof(event store.Event) (*events.EventProof, error) {
	if known, err := index.Optional(t.ctx, t.index, convention.Breaches, t.community, event.ID); err != nil || known.Act != "" {
		return nil, err
	}
	proof, err := t.oracle.Prove(t.ctx, event.ID)
	if errors.Is(err, store.ErrNotLogged) {
		return nil, nil //nolint:nilnil // in a moment it will be
	}
	return &proof, err
}

// cardOf is the home whose card opened a bin, and what people call it; "" if no card says it.
func (l ledgerOfBreaches) cardOf(e events.Event) (home, house string, err error) {
	_, commitment, dropped := e.Dropped()
	if !dropped {
		return "", "", nil
	}
	card, err := index.Optional(l.ctx, l.index, points.Cards, l.community, commitment)
	if err != nil || card.Unit == "" {
		return "", "", err
	}
	house, err = l.store.House(l.ctx, l.community, card.Unit)
	return card.Unit, house, unlessNotFound(err)
}
