// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/election"
)

// One passkey casts ballots for rights that do not exist, and for one that is not its own, without end. What the ledger keeps of
// them is bounded, whoever is charged is who did it, and nobody's good ballot is stopped.
func TestBallotsWithoutEnd(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	v := w.OpenVote("vote", town.Rules())
	mallory, own, other := w.People["ann"], town.Right("ann"), town.Right("bob")
	cast := func(right string) act.Signed { return v.Cast(mallory, right, 1, election.Selections{}) }
	for _, digit := range "0123456789abcdef" { // one in every shard
		w.Refused("NO_SUCH_RIGHT", cast(strings.Repeat(string(digit), 32)))
	}
	for range election.MaxRejections {
		w.Recorded("NOT_ENTITLED", cast(other)) // sent again, it has the same reason
	}
	for range 4 {
		ballot := cast(other)
		if w.Refused("NOT_ENTITLED", ballot); w.Kept(ballot) {
			t.Error("one ballot more for somebody else's right is kept")
		}
	}
	sheet := v.Paper(mallory.Person, other, 1, election.Selections{})
	w.Recorded("NOT_ENTITLED", sheet) // officers keyed it in: it does not count against the person's own ballots
	w.OK(v.Cast(mallory, own, 1, town.Agree()), v.Cast(w.People["bob"], other, 1, town.Agree()))
	if result := v.Published(); result.Counted != 2 || !maps.Equal(result.Rejected,
		map[election.Reason]int{election.NotEntitled: election.MaxRejections + 1}) {
		t.Errorf("%d counted, rejected %v", result.Counted, result.Rejected)
	}
}

// One owner objects without end, one officer drafts elections without end.
func TestActsWithoutEnd(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	objection := func(by *village.Signer) act.Signed {
		signed, err := w.Act(people.TypeRollObject, people.RollObject{Version: 1, Text: w.Constitution.Net}, by)
		return town.Must(t, signed, err)
	}
	draft := func(i int, by *village.Signer) act.Signed {
		signed, err := w.Act(vote.TypeElectionCreate, vote.ElectionCreate{
			Election: "draft-" + strings.Repeat("x", i+1), Title: "Draft", Roll: 1, Rules: town.Rules(),
			Contests: []vote.DraftContest{town.Question("c0")}, Threshold: 3,
		}, by)
		return town.Must(t, signed, err)
	}
	for range election.MaxObjections {
		w.OK(objection(w.People["ann"]))
	}
	w.Refused(contract.TooMany, objection(w.People["ann"]))
	for i := range election.MaxDrafts {
		w.OK(draft(i, w.Two()[0]))
	}
	w.Refused(contract.TooMany, draft(election.MaxDrafts, w.Two()[0]))
	w.OK(objection(w.People["bob"]), draft(election.MaxDrafts, w.Two()[1])) // somebody else's
}
