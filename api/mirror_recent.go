// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"slices"
	"time"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

// inUse are a community's elections, and the versions of the roll that concern people: the one in force first, then those of recent
// elections.
func (m mirror) inUse(ctx context.Context, c string) (elections []vote.Election, rolls []int64, err error) {
	place, err := m.community(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	rolls = []int64{place.Roll}
	for e, err := range index.All(ctx, m.index, vote.Elections, c) {
		if err != nil {
			return nil, nil, err
		}
		elections = append(elections, e)
		if m.recent(e) && !slices.Contains(rolls, e.Roll) {
			rolls = append(rolls, e.Roll)
		}
	}
	return elections, rolls, nil
}

// shownFor is how long the pages show people their part in an election that is over.
const shownFor = 90 * 24 * time.Hour

// recent says whether an election is not over, or not for long.
func (m mirror) recent(e vote.Election) bool {
	over := max(e.Times[string(election.StageFinal)], e.Times[string(election.StageAnnulled)])
	return over == 0 || m.now().Before(time.Unix(over, 0).Add(shownFor))
}
