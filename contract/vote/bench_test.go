// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/processor"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/community"
)

const ballots = 400

// crowd is a vote, and as many ballots.
func crowd(b *testing.B) (*town.Town, *town.Vote, []act.Signed) {
	b.Helper()
	var units []community.Unit
	for i := range ballots {
		person := fmt.Sprintf("owner%d", i)
		units = append(units, town.Home(person, 100, person))
	}
	w := town.OnBook(b, "rehearsal").Found().Settle(units)
	v := w.OpenVote("vote", town.Rules())
	var batch []act.Signed
	for _, unit := range units {
		person := unit.Owners[0]
		batch = append(batch, v.Cast(w.People[person], town.Right(person), 1, town.Agree()))
	}
	return w, v, batch
}

// BenchmarkBallots is what chaincode computes for a ballot, of 400 in a batch, without what the peer does.
func BenchmarkBallots(b *testing.B) {
	w, _, batch := crowd(b)
	raw, err := json.Marshal(batch)
	town.Done(b, err)
	for b.Loop() {
		outcomes, err := w.Book().Check(string(raw))
		all, err2 := contract.ReadOutcomes(outcomes)
		if err != nil || err2 != nil || all[ballots-1].Code != contract.OK {
			b.Fatal(err, err2, all)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/ballots, "µs/ballot")
}

// BenchmarkCount is what chaincode computes to count a ballot, in transactions of some 25, without what the peer does. Some 40 µs of it are
// the state in memory's, which sorts all of its keys for each range.
func BenchmarkCount(b *testing.B) {
	w, v, batch := crowd(b)
	w.OK(batch...)
	v.Unsealed("owners", "residents", "street")
	given := map[string][][]byte{}
	for _, shard := range v.On.ShardNames() {
		var texts []string
		for _, signed := range batch {
			var body vote.BallotCast
			if town.BodyOf(w, signed, &body); v.On.Shard(body.Right) == shard {
				texts = append(texts, signed.Text)
			}
		}
		packed, err := contract.Pack([]byte(vote.GiveBallots(texts)))
		given[shard] = [][]byte{[]byte(vote.TxTally), []byte(w.ID), []byte(v.ID), []byte(shard), town.Must(w, packed, err)}
	}
	rules, now := chapters.Current(), w.Now().Unix()
	used := processor.Used()
	for b.Loop() {
		for _, arguments := range given {
			call, err := rules.ReadCall(arguments, now, 0)
			town.Done(w, err)
			_, err = rules.Invoke(w.Book().World(), contract.Tx{ID: "t", Time: now}, call.Function, call.Arguments)
			town.Done(w, err)
		}
	}
	b.ReportMetric(float64((processor.Used()-used).Microseconds())/float64(b.N)/ballots, "cpu-µs/ballot")
}
