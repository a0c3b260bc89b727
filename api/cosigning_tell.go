// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"

	"github.com/linli-project/linli/cosign"
)

// tellSigners tells those who may sign a waiting act that it waits: these owners, or the officers of the other bodies. The act
// waits all the same if they cannot be told: the page lists it.
func (g *cosigningGroup) tellSigners(ctx context.Context, p cosign.Act, owners []string) {
	var err error
	if p.Body == "" {
		election, right := p.Of()
		err = g.notify.WaitsForOwners(ctx, p.Community, election, right, owners)
	} else {
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
