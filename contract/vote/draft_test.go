// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/election"
)

func TestDrafts(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	w.DraftVote("taken", town.Rules(), town.Question("c0"))
	good := vote.ElectionCreate{
		Election: "vote", Title: "Budget", Roll: 1, Rules: town.Rules(), Contests: []vote.DraftContest{town.Question("c0")}, Threshold: 3,
	}
	for _, c := range []struct {
		name   string
		code   act.Code
		change func(*vote.ElectionCreate)
	}{
		{"good", contract.OK, func(*vote.ElectionCreate) {}},
		{"all bodies' keys are needed", contract.OK, func(e *vote.ElectionCreate) { e.Threshold = 4 }},
		{"an id that is taken", contract.Exists, func(e *vote.ElectionCreate) { e.Election = "taken" }},
		{"an id in capitals", act.BadField, func(e *vote.ElectionCreate) { e.Election = "Vote" }},
		{"an id with a control character", act.BadField, func(e *vote.ElectionCreate) { e.Election = "a\x00b" }},
		{"no title", act.BadField, func(e *vote.ElectionCreate) { e.Title = "" }},
		{"a roll that is not", contract.NotFound, func(e *vote.ElectionCreate) { e.Roll = 7 }},
		{"one body's key suffices", vote.BadElection, func(e *vote.ElectionCreate) { e.Threshold = 1 }},
		{"more keys than bodies", vote.BadElection, func(e *vote.ElectionCreate) { e.Threshold = 5 }},
		{"no contest", vote.BadElection, func(e *vote.ElectionCreate) { e.Contests = []vote.DraftContest{} }},
		{"a contest twice", vote.BadElection, func(e *vote.ElectionCreate) { e.Contests = append(e.Contests, town.Question("c0")) }},
		{"nothing to agree to", vote.BadElection, func(e *vote.ElectionCreate) { e.Contests[0].Options = []string{"yes", "no"} }},
		{"an option twice", vote.BadElection, func(e *vote.ElectionCreate) { e.Contests[0].Options = []string{"agree", "agree"} }},
		{"another vote's threshold", vote.BadElection, func(e *vote.ElectionCreate) { e.Contests[0].Threshold = election.Elect }},
		{"a text that is put to the vote", contract.OK, func(e *vote.ElectionCreate) { e.Contests[0].Text = w.Constitution.Net }},
		{"a text that is no hash", vote.BadElection, func(e *vote.ElectionCreate) { e.Contests[0].Text = "we agree to" }},
		{"an unknown collision rule", vote.BadElection, func(e *vote.ElectionCreate) { e.Rules.Collision = "both" }},
		{"an unknown kind", vote.BadElection, func(e *vote.ElectionCreate) { e.Rules.Kind = "lottery" }},
		{"more proxies than the profile has", vote.BadElection, func(e *vote.ElectionCreate) { e.Rules.ProxyCap = 1000 }},
		{"too long to be sealed", vote.BadElection, func(e *vote.ElectionCreate) {
			e.Contests[0].Options = append(e.Contests[0].Options, strings.Repeat("x", 5000))
		}},
	} {
		draft := good
		draft.Contests = []vote.DraftContest{town.Question("c0")}
		c.change(&draft)
		if o := w.Outcomes(w.Make("election.create", draft, w.Convener()))[0]; o.Code != c.code {
			t.Errorf("%s: %s; want %s", c.name, town.Said(o), c.code)
		}
	}
}
