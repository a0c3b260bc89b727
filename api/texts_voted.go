// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
)

// asked is a contest that puts a whole text to the vote.
type asked struct {
	election vote.Election
	contest  vote.Contest
	text     identity.VoteText // one without a hash if it is not on this server
}

// asked lists the contests that put a text to the vote, the latest election first.
func (r register) asked(ctx context.Context, community string) ([]asked, error) {
	var elections []vote.Election
	for e, err := range index.All(ctx, r.index, vote.Elections, community) {
		if err != nil {
			return nil, err
		}
		elections = append(elections, e)
	}
	drafted := func(e vote.Election) int64 { return e.Times[string(election.StageDraft)] }
	slices.SortStableFunc(elections, func(a, b vote.Election) int { return cmp.Compare(drafted(b), drafted(a)) })
	var all []asked
	for _, e := range elections {
		for _, contest := range e.Contests {
			if contest.Text == "" {
				continue
			}
			text, err := r.store.VoteText(ctx, community, contest.Text)
			if err != nil && !errors.Is(err, identity.ErrNotFound) {
				return nil, err
			}
			all = append(all, asked{e, contest, text})
		}
	}
	return all, nil
}

// agreed is when the owners agreed to a text, or what is missing: "stage" or "result".
func (r register) agreed(ctx context.Context, community string, a asked) (at int64, missing string, err error) {
	result, err := index.Optional(ctx, r.index, vote.Results, community, a.election.ID)
	if err != nil {
		return 0, "", err
	}
	at, err = vote.Agreed(a.election, result, a.contest.ID, a.contest.Text)
	if refused, ok := errors.AsType[*act.Error](err); ok {
		return 0, refused.Args["of"], nil
	}
	return at, "", err
}
