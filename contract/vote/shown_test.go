// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/election"
)

// An officer cannot have a vote whose candidates or matters a voter cannot tell by eye: votes for one person would be divided, or a text
// be read otherwise than it is signed.
func TestLookalikeOptions(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	rules := town.Rules()
	rules.Kind = election.Committee
	matter := func(id, title string, options ...string) vote.DraftContest {
		return vote.DraftContest{ID: id, Options: options, Seats: 1, Threshold: election.Elect, Title: title}
	}
	chair := matter("m", "Chair", "王伟", "李娜")
	for _, c := range []struct {
		name     string
		code     act.Code
		title    string
		contests []vote.DraftContest
	}{
		{"an option with a zero-width space", vote.BadElection, "Vote", []vote.DraftContest{matter("m", "Chair", "王伟", "王伟\u200b", "李娜")}},
		{"an option with a space", vote.BadElection, "Vote", []vote.DraftContest{matter("m", "Chair", "王伟", "王 伟")}},
		{"an option with another dot", vote.BadElection, "Vote", []vote.DraftContest{matter("m", "Chair", "阿依·古丽", "阿依.古丽")}},
		{"an option in Cyrillic letters", vote.BadElection, "Vote", []vote.DraftContest{matter("m", "Chair", "agree", "аgrее")}},
		{"an option that turns the line", vote.BadElection, "Vote", []vote.DraftContest{matter("m", "Chair", "王伟", "\u202e娜李")}},
		{"a title that turns the line", vote.BadElection, "Vote \u202e2027", []vote.DraftContest{chair}},
		{"a title of nothing", act.BadField, "\u3000", []vote.DraftContest{chair}},
		{"a matter that turns the line", vote.BadElection, "Vote", []vote.DraftContest{matter("m", "Chair\u2067", "王伟", "李娜")}},
		{"two matters of one title", vote.BadElection, "Vote", []vote.DraftContest{chair, matter("n", "CHAIR ", "王伟", "李娜")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := w.Under(t)
			w.Refused(c.code, w.Make(vote.TypeElectionCreate, vote.ElectionCreate{
				Election: "vote", Title: c.title, Roll: 1, Rules: rules, Contests: c.contests, Threshold: 3,
			}, w.Convener()))
		})
	}
	v := w.DraftVote("vote", rules, chair).Drilled().Open()
	w.OK(v.Cast(w.People["ann"], town.Right("ann"), 1, election.Selections{"m": {"王伟"}}))
	if result := v.Published(); result.Contests[0].Tally["王伟"].Heads != 1 {
		t.Errorf("%+v", result.Contests)
	}
}
