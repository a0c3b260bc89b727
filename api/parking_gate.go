// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/parking"
)

// guestsAhead is for how long a guard's list is good without a connection.
const (
	guestsAhead = 24 * time.Hour
	shownGuests = 1000
)

func (g *parkingGroup) listGateGuests(c *echo.Context) error {
	p, err := g.parker(c)
	if err != nil {
		return err
	}
	if err := g.store.Saw(p.ctx, p.v.community, p.v.credential.ID, "gate"); err != nil {
		return err
	}
	list := GateGuests{At: p.now, Items: []GateGuest{}, Gates: []GateList{}}
	last, err := index.Optional(p.ctx, g.index, contract.Sequences, p.v.credential.Numbering(p.v.community)...)
	if err != nil {
		return err
	}
	list.Seq = last.Seq + 1
	err = p.gates(func(guests []GateGuest, gates []GateList) {
		list.Items, list.Gates = append(list.Items, guests...), append(list.Gates, gates...)
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(list.Items, func(a, b GateGuest) int { return cmp.Compare(a.From, b.From) })
	list.Items = list.Items[:min(len(list.Items), shownGuests)]
	return private(c, http.StatusOK, list)
}

// guests are those whom the gates of a car park let in today.
func (p parker) guests(lot parking.Lot) (all []GateGuest, err error) {
	until := p.now + int64(guestsAhead/time.Second)
	for b, err := range p.index.Bookings(p.ctx, p.v.community, index.Bookings{Lot: lot.Lot, Open: true, Until: until}) {
		if err != nil {
			return nil, err
		}
		now := b.At(p.now)
		if !slices.Contains([]rules.State{rules.StateReserved, rules.StateEntered, rules.StateOverstay}, now.State) {
			continue
		}
		space, err := index.Read(p.ctx, p.index, parking.Spaces, p.v.community, b.Space)
		if err != nil {
			return nil, err
		}
		all = append(all, GateGuest{
			Kind: GateGuestKindBooking, Label: space.Label, Commitment: b.Plate, From: b.From - b.Terms.Early, Until: b.Until,
			State: string(now.State),
		})
	}
	visits, err := p.index.VisitsTo(p.ctx, p.v.community, lot.Lot, p.now, until, shownGuests)
	if err != nil {
		return nil, err
	}
	for _, v := range visits {
		all = append(all, GateGuest{
			Kind: GateGuestKind(v.Doc.Kind), Visit: v.ID, Commitment: v.Doc.Plate, From: int64(v.Doc.From), Until: int64(v.Doc.Until),
		})
	}
	for i := range all {
		all[i].Lot, all[i].LotName, all[i].Without = lot.Lot, lot.Name, []string{}
		if all[i].Plate, err = p.known(all[i].Commitment); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// known is the plate that a commitment is to; "" where this body's oracle does not know it.
func (p parker) known(commitment string) (string, error) {
	if p.oracle == nil {
		return "", nil
	}
	plate, _, err := p.oracle.Store.Plate(p.ctx, commitment)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return plate, err
}

func (g *parkingGroup) commitPlate(c *echo.Context) error {
	var body CommitPlateJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	return g.commits(c, http.StatusOK, func(ctx context.Context) (string, error) { return g.oracle.CommitPlate(ctx, body.Plate) })
}
