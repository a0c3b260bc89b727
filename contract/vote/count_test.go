// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// One whole vote; on a network, package chaincode holds it too.
func TestWholeVote(t *testing.T) { town.OnBook(t, "rehearsal").WholeVote() }

// Every collision rule, with and without revoting, counts as the rules alone do.
func TestCollisions(t *testing.T) {
	units := []community.Unit{town.Home("1", 100, "ann"), town.Home("2", 110, "bob"), town.Home("3", 120, "cat"),
		town.Home("4", 130, "dan")}
	w := town.OnBook(t, "rehearsal").Found().Settle(units)
	for _, collision := range []election.Collision{election.First, election.Last, election.PaperWins, election.OnlineWins} {
		for _, revote := range []bool{true, false} {
			id := string(collision)
			if revote {
				id += "-revote"
			}
			t.Run(id, func(t *testing.T) {
				w := w.Under(t)
				s := town.NewScript(w.OpenVote(id, vote.DraftRules{Barred: []string{}, Collision: collision, Kind: election.Owners,
					Revote: revote}), units)
				again := act.Code("OK")
				if !revote {
					again = "ALREADY_VOTED"
				}
				s.Online("OK", "ann", "ann", 150, town.Agree())
				s.OnPaper("OK", "ann", "ann", 150, town.Disagree())
				s.Online(again, "ann", "ann", 150, election.Selections{})
				s.OnPaper("OK", "bob", "bob", 150, town.Disagree())
				s.Online("OK", "bob", "bob", 150, town.Agree())
				s.OnPaper("ALREADY_VOTED", "bob", "bob", 150, town.Agree())
				s.Online("OK", "cat", "cat", 150, election.Selections{"c0": {"abstain"}})
				s.Compare(s.Unsealed("owners", "residents", "street").Counted())
			})
		}
	}
}

// The other rule sets, a committee's election and a poll, count as the rules alone do.
func TestOtherRuleSets(t *testing.T) {
	units := []community.Unit{town.Home("1", 100, "ann"), town.Home("2", 110, "bob"), town.Home("3", 120, "cat"),
		town.Home("4", 130, "dan", "eve")}
	w := town.OnBook(t, "rehearsal").Found().Settle(units).Designated()
	for _, c := range []struct {
		kind     election.Kind
		contest  vote.DraftContest
		ballots  map[string][]string
		finished func(election.ContestResult) []string
		want     []string
	}{
		{
			election.Committee,
			vote.DraftContest{ID: "c0", Options: []string{"x", "y", "z"}, Seats: 2, Threshold: election.Elect, Title: "Committee"},
			map[string][]string{"ann": {"x", "y"}, "bob": {"y"}, "cat": {"y", "x"}, "dan+eve": {"x", "y", "z"}},
			func(r election.ContestResult) []string { return r.Elected }, []string{"y", "x"},
		},
		{
			election.Poll,
			vote.DraftContest{ID: "c0", Options: []string{"red", "blue"}, Seats: 1, Threshold: election.NoThreshold, Title: "Poll"},
			map[string][]string{"ann": {"red"}, "bob": {"blue"}, "cat": {"red"}},
			func(r election.ContestResult) []string { return r.Leading }, []string{"red"},
		},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			w := w.Under(t)
			rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: c.kind}
			s := town.NewScript(w.DraftVote(string(c.kind), rules, c.contest).Drilled().Open(), units)
			s.Designation([]string{"dan", "eve"}, "dan")
			for list, options := range c.ballots {
				s.Online("OK", town.Owners(list)[0], list, 150, election.Selections{"c0": options})
			}
			result := s.Unsealed("owners", "property", "street").Counted()
			s.Compare(result)
			if got := c.finished(result.Contests[0]); !slices.Equal(got, c.want) {
				t.Errorf("%v; want %v", got, c.want)
			}
		})
	}
}
