// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/verify"
)

// tellingOf are the rules, in which a count tells something else of the ballots that it has opened, or nothing.
func tellingOf(otherwise func(found any, tell func(any))) *contract.Rules {
	places := election.FirstProfiles()
	chapter := vote.Chapter(places)
	count := chapter.Transactions[vote.TxTally]
	run := count.Run
	count.Run = func(s contract.State, tx contract.Tx, args []string) ([]byte, error) {
		if tell := tx.Tell; tell != nil {
			tx.Tell = func(found any) { otherwise(found, tell) }
		}
		return run(s, tx, args)
	}
	chapter.Transactions[vote.TxTally] = count
	return contract.NewRules("1", people.Chapter(places), chapter)
}

// What ballots came to when the count was executed again, is what the recount counts; what is not told, it opens itself. What another
// opener than the election's has made of a ballot counts for nothing.
func TestBallotsAreOpenedOnce(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	v := w.OpenVote("vote", town.Rules())
	for person, choice := range map[string]election.Selections{"ann": town.Agree(), "bob": town.Disagree()} {
		w.OK(v.Cast(w.People[person], town.Right(person), 1, choice))
	}
	v.Published()
	against := func(found any) vote.Openings {
		told, ok := found.(vote.Openings)
		if !ok {
			t.Fatalf("a count tells %T", found)
		}
		for ballot := range told.Ballots {
			told.Ballots[ballot] = vote.Opened{Selections: town.Disagree()}
		}
		return told
	}
	for name, c := range map[string]struct {
		otherwise func(found any, tell func(any))
		says      string
	}{
		"what it found":     {func(found any, tell func(any)) { tell(found) }, ""},
		"nothing":           {func(any, func(any)) {}, ""},
		"others' choices":   {func(found any, tell func(any)) { tell(against(found)) }, "counted again, gives"},
		"of another opener": {func(found any, tell func(any)) { o := against(found); o.Opener = ""; tell(o) }, ""},
	} {
		w.Book().Versions = func(string) (*contract.Rules, error) { return tellingOf(c.otherwise), nil }
		state, err := w.Book().Recounted()
		var said []string
		counted := verify.Contract{}.Recount(town.Must(t, state, err), w.Constitution.Net, func(_ string, err error) {
			said = append(said, err.Error())
		})
		if all := strings.Join(said, "\n"); counted != 1 || !strings.Contains(all, c.says) || c.says == "" && all != "" {
			t.Errorf("a count that tells %s: %d results; %s", name, counted, all)
		}
	}
	w.Book().Versions = nil
}
