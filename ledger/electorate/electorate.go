// SPDX-License-Identifier: Apache-2.0

// Package electorate says, from the mirror of the ledger, which heads count in an election, who casts for them, and who has not.
package electorate

import (
	"context"
	"iter"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// Heads are the rights that count in an election of a community.
func Heads(ctx context.Context, x *index.Index, c string, e vote.Election) iter.Seq2[community.Right, error] {
	return func(yield func(community.Right, error) bool) {
		for right, err := range index.All(ctx, x, people.Rights, c, people.Version(e.Roll)) {
			if _, isHead := right.Counted(e.Rules.CountParking); err == nil && !isHead {
				continue
			}
			if !yield(right, err) || err != nil {
				return
			}
		}
	}
}

// Absent are the heads that have no ballot.
func Absent(ctx context.Context, x *index.Index, c string, e vote.Election) iter.Seq2[community.Right, error] {
	return func(yield func(community.Right, error) bool) {
		for right, err := range Heads(ctx, x, c, e) {
			var box vote.Box
			if err == nil {
				box, err = index.Optional(ctx, x, vote.Boxes, e.BoxOf(c, right.ID)...)
			}
			if len(box.Ballots) > 0 {
				continue
			}
			if !yield(right, err) || err != nil {
				return
			}
		}
	}
}

// Voter is who casts for a right himself, "" as long as its co-owners have designated nobody.
func Voter(ctx context.Context, x *index.Index, c string, right community.Right) (string, error) {
	designation, err := index.Optional(ctx, x, vote.Designations, c, right.ID)
	return election.VoterOf(right, designation.Voter), err
}

// Deciding are who together decide for a right: the voter, or the co-owners, who have to designate one.
func Deciding(ctx context.Context, x *index.Index, c string, right community.Right) ([]string, error) {
	designation, err := index.Optional(ctx, x, vote.Designations, c, right.ID)
	return vote.WhoDecides(right, designation), err
}
