// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"slices"

	"github.com/linli-project/linli/cosign"
)

// tellSigners tells those who may sign a waiting act that it waits: these owners or sides, or the officers of the other bodies. The act
// waits all the same if they cannot be told: the page lists it.
func (g *cosigningGroup) tellSigners(ctx context.Context, p cosign.Act, missing []string) {
	var err error
	switch {
	case p.OfParties():
		err = g.tellSides(ctx, p, missing)
	case p.Body == "":
		election, right := p.Of()
		err = g.notify.WaitsForOwners(ctx, p.Community, election, right, missing)
	default:
		err = g.tellOfficers(ctx, p)
	}
	if err != nil {
		g.log.Error("tell that an act waits", "error", err)
	}
}

func (g *cosigningGroup) tellOfficers(ctx context.Context, p cosign.Act) error {
	place, err := g.community(ctx, p.Community)
	if err != nil {
		return err
	}
	var others []string
	for _, b := range place.Bodies {
		if b.ID != p.Body {
			others = append(others, b.ID)
		}
	}
	return g.notify.Waits(ctx, p.Community, p.Hash, others)
}

// tellSides tells whoever speaks for a side that has not signed.
func (g *cosigningGroup) tellSides(ctx context.Context, p cosign.Act, missing []string) error {
	parties, err := g.waiting.Parties(ctx, p)
	for _, party := range parties {
		if err == nil && slices.Contains(missing, party.Name) {
			err = g.notify.WaitsForSide(ctx, p.Community, p.Subject().ID, party)
		}
	}
	return err
}
