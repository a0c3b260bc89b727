// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/election"
)

// An officer cannot have a vote whose candidates or matters a voter cannot tell by eye: votes for one person would be divided, or a text
// be read otherwise than it is signed.
func TestLookalikeOptions(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "lookalike", "rehearsal", "a", "b", "c")
	rules, _ := agreeOrNot()
	rules.Kind = election.Committee
	matter := func(id, title string, options ...string) vote.DraftContest {
		return vote.DraftContest{ID: id, Options: options, Seats: 1, Threshold: election.Elect, Title: title}
	}
	chair := matter("m", "Chair", "王伟", "李娜")
	draft, err := v.NewElection("draft")
	must(t, draft, err)
	honest, err := draft.Create("Draft", 1, rules, []vote.DraftContest{chair})
	next, err2 := act.Parse(must(t, honest, err).Text, len(honest.Text))
	must(t, next, err2)
	for name, c := range map[string]struct {
		title    string
		contests []vote.DraftContest
	}{
		"an option with a zero-width space": {"Vote", []vote.DraftContest{matter("m", "Chair", "王伟", "王伟\u200b", "李娜")}},
		"an option with a space":            {"Vote", []vote.DraftContest{matter("m", "Chair", "王伟", "王 伟")}},
		"an option with another dot":        {"Vote", []vote.DraftContest{matter("m", "Chair", "阿依·古丽", "阿依.古丽")}},
		"an option in Cyrillic letters":     {"Vote", []vote.DraftContest{matter("m", "Chair", "agree", "аgrее")}},
		"an option that turns the line":     {"Vote", []vote.DraftContest{matter("m", "Chair", "王伟", "\u202e娜李")}},
		"a title that turns the line":       {"Vote \u202e2027", []vote.DraftContest{chair}},
		"a title of nothing":                {"\u3000", []vote.DraftContest{chair}},
		"a matter that turns the line":      {"Vote", []vote.DraftContest{matter("m", "Chair\u2067", "王伟", "李娜")}},
		"two matters of one title":          {"Vote", []vote.DraftContest{chair, matter("n", "CHAIR ", "王伟", "李娜")}},
	} {
		attack, err := village.Sign(v.Draft("election.create", int64(next.Seq), v.Convener()), vote.ElectionCreate{
			Election: "vote", Title: c.title, Roll: 1, Rules: rules, Contests: c.contests, Threshold: 3,
		}, v.Convener())
		err = l.Must(t.Context(), must(t, attack, err))
		if code := act.CodeOf(err); code != vote.BadElection && code != act.BadField {
			t.Errorf("%s: %v", name, err)
		}
	}
	done(t, l.Must(t.Context(), honest))
	e, err := v.NewElection("vote")
	must(t, e, err)
	on, err := l.Open(t.Context(), e, "Vote", rules, []vote.DraftContest{chair})
	must(t, on, err)
	ballot, err := e.Cast(on, v.Voter(v.Rights[0]), v.Rights[0].ID, 1, election.Selections{"m": {"王伟"}})
	done(t, l.Must(t.Context(), must(t, ballot, err)))
	if result := finish(t, l, e, on); result.Contests[0].Tally["王伟"].Heads != 1 {
		t.Errorf("%+v", result.Contests)
	}
}

// Nor can bodies found a community under names that are not seen as they are written.
func TestLookalikeBodies(t *testing.T) {
	l := connect(t)
	for name, change := range map[string]func(*contract.Constitution){
		"a community that turns the line": func(c *contract.Constitution) { c.Name = "Garden\u202e" },
		"a body with a zero-width space":  func(c *contract.Constitution) { c.Bodies[0].Name += "\u200b" },
		"two bodies of one name":          func(c *contract.Constitution) { c.Bodies[0].Name = strings.ToUpper(c.Bodies[1].Name) + " " },
	} {
		constitution, err := village.Constitute(l.Network, "Bodies", "rehearsal")
		must(t, constitution, err)
		change(&constitution)
		v, err := village.New("lookalike-bodies", constitution)
		must(t, v, err)
		if err := l.Found(t.Context(), v); err == nil || !strings.Contains(err.Error(), string(contract.BadArguments)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
