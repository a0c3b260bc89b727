// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
)

// A body's key comes when the ballots of its shards are opened with the others' already, and again after the total: which keys open
// the ballots is settled with the t-th, so that ledger and recount find the same reasons. That they do is demanded of the whole book.
func TestAKeyBetweenShardsAndTotal(t *testing.T) {
	for late := range 4 {
		w := town.OnBook(t, "rehearsal").Found().Settle(town.Homes(5))
		v := w.OpenVote("vote", town.Rules())
		for i, right := range w.Rights[:4] { // sealed wrongly to each body in turn, before any key is published
			ballot, err := v.CastMisSealed(v.On, w.Voter(right), right.ID, 1, i, town.Agree())
			w.OK(town.Must(t, ballot, err))
		}
		w.OK(v.Cast(w.Voter(w.Rights[4]), w.Rights[4].ID, 1, town.Agree()))
		v.Unsealed(slices.Concat(v.On.Bodies[:late], v.On.Bodies[late+1:])...)
		key := v.Unseal(v.On.Bodies[late])
		for _, shard := range append(v.On.ShardNames(), vote.Whole) {
			w.Refused(vote.WrongStage, key)
			town.Done(t, v.Tally(shard))
		}
		w.Refused(vote.WrongStage, key) // after the total
		if result, _ := town.Read(w, vote.Results, w.ID, v.ID); result.Counted != 1 || result.AllRejected() != 4 {
			t.Errorf("%d counted, rejected %v", result.Counted, result.Rejected)
		}
	}
}
