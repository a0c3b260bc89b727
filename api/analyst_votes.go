// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/election"
)

func (an *analyst) contestsOf(ctx context.Context, community string, e vote.Election) ([]analysis.Contest, error) {
	result, err := an.count(ctx, community, e)
	if err != nil {
		return nil, err
	}
	contests := make([]analysis.Contest, len(e.Contests))
	for i, contest := range e.Contests {
		contests[i] = analysis.NewContest(contest.Title, contest.Contest, result.Contests[i])
	}
	return contests, nil
}

// votesOf are the published votes of a community, the first to close first.
func (an *analyst) votesOf(ctx context.Context, community string) ([]analysis.Vote, error) {
	votes := []analysis.Vote{}
	for e, err := range index.All(ctx, an.index, vote.Elections, community) {
		if err != nil {
			return nil, err
		}
		if !e.Published() {
			continue
		}
		result, err := an.count(ctx, community, e)
		if err != nil {
			return nil, err
		}
		votes = append(votes, analysis.Vote{
			Election: e.ID, Title: e.Title, Kind: cmp.Or(e.Rules.Kind, election.Owners), Closed: e.Times[string(election.StageClosed)],
			Voted: result.Took, Of: result.Total, Quorum: result.Quorum,
		})
	}
	slices.SortStableFunc(votes, func(a, b analysis.Vote) int { return cmp.Compare(a.Closed, b.Closed) })
	return votes, nil
}
