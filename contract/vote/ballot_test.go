// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/election"
)

// A right's box does not grow without end, even where revoting is allowed; and a proxy cannot fill it up before the
// owner, whose own ballot beats the proxy's, has cast.
func TestBallotsOfOneRightAreBounded(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	v := w.OpenVote("vote", town.Rules())
	grant, err := v.Grant(town.Right("ann"), "bob", w.People["ann"])
	w.OK(town.Must(t, grant, err))
	fill := func(by *village.Signer) {
		t.Helper()
		var ballots []act.Signed
		for i := range int64(election.MaxBallots) {
			ballots = append(ballots, v.Cast(by, town.Right("ann"), i+1, election.Selections{}))
		}
		w.OK(ballots...)
		w.Refused(vote.BadElection, v.Cast(by, town.Right("ann"), election.MaxBallots+1, town.Agree()))
	}
	fill(w.People["bob"])
	fill(w.People["ann"])
	w.OK(v.Paper("ann", town.Right("ann"), election.MaxBallots+1, town.Agree()))
}
