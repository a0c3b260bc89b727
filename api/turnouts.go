// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// turnouts counts who took part.
type turnouts struct {
	mirror
	db *database
}

// turnout is how many heads, of which area, have a ballot in their box. It never looks into one.
func (b turnouts) turnout(ctx context.Context, c string, e vote.Election) (Turnout, error) {
	roll, err := index.Read(ctx, b.index, people.Rolls, c, people.Version(e.Roll))
	if err != nil {
		return Turnout{}, err
	}
	t := Turnout{Of: roll.Total(e.Rules.CountParking)}
	err = b.db.own.Read.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(area), 0), coalesce(sum(ballots), 0) FROM boxes
		WHERE community = ? AND election = ?`, c, e.ID).Scan(&t.Heads, &t.AreaDm2, &t.Ballots)
	if err != nil {
		return t, fmt.Errorf("count the boxes: %w", err)
	}
	return t, nil
}
