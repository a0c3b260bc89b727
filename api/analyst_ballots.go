// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"slices"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
)

// firstBallots are the first ballots in the boxes, by right, in the order of the ledger. Of an election that is over only the heads are
// among them of which a ballot was counted.
func (an *analyst) firstBallots(ctx context.Context, community string, e vote.Election, over bool) (map[string]analysis.Head, error) {
	acts, err := an.ballotActs(ctx, community, e.ID)
	if err != nil {
		return nil, err
	}
	counted := map[string]bool{}
	if over {
		if counted, err = an.countedActs(ctx, community, e.ID); err != nil {
			return nil, err
		}
	}
	first := map[string]analysis.Head{}
	for box, err := range index.All(ctx, an.index, vote.Boxes, community, e.ID) {
		if err != nil {
			return nil, err
		}
		if len(box.Ballots) == 0 || over && !slices.ContainsFunc(box.Ballots, func(b vote.Ballot) bool { return counted[b.Act] }) {
			continue
		}
		ballot := box.Ballots[0]
		came := acts[ballot.Act]
		first[box.Right] = analysis.Head{Voted: true, Way: analysis.WayOf(ballot.Role, ballot.Channel), At: came.at, Order: came.order}
	}
	return first, nil
}

// cameIn is when an act came, and which of all it was.
type cameIn struct {
	at    int64
	order int
}

func (an *analyst) ballotActs(ctx context.Context, community, id string) (map[string]cameIn, error) {
	var all []index.Act
	for _, kind := range vote.BallotTypes {
		acts, err := an.index.ActsAbout(ctx, community, vote.About(id, ""), kind)
		if err != nil {
			return nil, err
		}
		all = append(all, acts...)
	}
	slices.SortFunc(all, func(a, b index.Act) int { return cmp.Or(cmp.Compare(a.Block, b.Block), cmp.Compare(a.Hash, b.Hash)) })
	came := make(map[string]cameIn, len(all))
	for i, a := range all {
		came[a.Hash] = cameIn{at: a.At, order: i}
	}
	return came, nil
}

// countedActs are the ballots that were counted, by the hashes of their acts.
func (an *analyst) countedActs(ctx context.Context, community, id string) (map[string]bool, error) {
	counted := map[string]bool{}
	for lists, err := range index.All(ctx, an.index, vote.Tallied, community, id) {
		if err != nil {
			return nil, err
		}
		for _, act := range lists.Counted {
			counted[act] = true
		}
	}
	return counted, nil
}
