// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/community"
)

// BenchmarkBallots is what chaincode computes for a ballot, of 400 in a batch, without what the peer does.
func BenchmarkBallots(b *testing.B) {
	const ballots = 400
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
