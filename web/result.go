// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// resultData is a count and what follows from it.
type resultData struct {
	vote.Result
	Election  vote.Election
	Quorum    []bar
	Matters   []matterData
	Published bool
	Late      bool // published later than the rules of the place want
	Analysed  bool // whether there is a page that analyses it
	Cosigned  bool // whether bodies have co-signed the ledger since it was published
	Board     board
}

// TooFew says whether the quorum was missed.
func (d resultData) TooFew() bool {
	return slices.ContainsFunc(d.Quorum, func(b bar) bool { return !b.Met })
}

// matterData is one contest's result.
type matterData struct {
	election.ContestResult
	Contest vote.Contest
	Bars    []bar // owners' contests: what agrees beside what has to
	Options []optionData
	Decides bool // whether there is something to pass
}

// optionData is what one option got.
type optionData struct {
	Option  string
	Weight  community.Weight
	Elected bool
	Tied    bool
}

func (p *Pages) result(r *http.Request) (view, error) {
	c, e, err := p.electionOf(r)
	if err != nil {
		return view{}, err
	}
	count, err := read(r.Context(), p.Ledger, vote.Results, c.ID, e.ID)
	if err != nil {
		return view{}, err
	}
	data := resultData{Result: count, Election: e, Board: board{r.URL.Path, c.Net}}
	published := e.Times[string(election.StagePublished)]
	data.Published = published != 0
	data.Analysed = data.Published && p.Analysis != nil
	head, err := p.head(r.Context(), c)
	if err != nil {
		return view{}, err
	}
	data.Cosigned = data.Published && head.At > published
	data.Late = data.Published && published > e.Profile.ResultDue(e.Times[string(election.StageClosed)])
	data.Quorum = quorumBars(e.Rules.Kind, count)
	for i, contest := range count.Contests {
		data.Matters = append(data.Matters, matter(e.Rules.Kind, e.Contests[i], contest, count.Took))
	}
	return p.live(view{name: "result", fixed: e.Title, community: c.ID, name2: c.Name, data: data}), nil
}

// quorumBars are the two measures of an owners' vote, the one of a committee's election, and none of a poll.
func quorumBars(kind election.Kind, count vote.Result) []bar {
	if count.Quorum == nil {
		return nil
	}
	needed, _ := election.QuorumOf(kind)
	heads := bar{Name: "measure.heads", Part: count.Took.Heads, Whole: count.Total.Heads, Needed: needed, Met: count.Quorum.Heads}
	area := bar{Name: "measure.area", Area: true, Part: count.Took.AreaDm2, Whole: count.Total.AreaDm2, Needed: needed,
		Met: count.Quorum.Area}
	if kind == election.Committee {
		return []bar{heads}
	}
	return []bar{heads, area}
}

func matter(kind election.Kind, contest vote.Contest, result election.ContestResult, took community.Weight) matterData {
	m := matterData{Contest: contest, ContestResult: result, Decides: kind != election.Poll}
	for _, option := range contest.Options {
		m.Options = append(m.Options, optionData{
			Option: option, Weight: result.Tally[option],
			Elected: slices.Contains(result.Elected, option), Tied: slices.Contains(result.Tied, option),
		})
	}
	if result.Met != nil && (contest.Threshold == election.Majority || contest.Threshold == election.ThreeQuarters) {
		agreed, needed := result.Tally[election.Agree], contest.Threshold.Share()
		m.Bars = []bar{
			{Name: "measure.heads", Part: agreed.Heads, Whole: took.Heads, Needed: needed, Met: result.Met.Heads},
			{Name: "measure.area", Area: true, Part: agreed.AreaDm2, Whole: took.AreaDm2, Needed: needed, Met: result.Met.Area},
		}
	}
	return m
}

// Cast is how many ballots were cast: every one of them is in one of the three.
func (d resultData) Cast() int { return d.Counted + d.Superseded + d.AllRejected() }

// MayObject says whether objections are still taken.
func (d resultData) MayObject() bool {
	return d.Election.Stage == election.StagePublished || d.Election.Stage == election.StageObjection
}

// rejectedData lists the ballots that do not count.
type rejectedData struct {
	Election vote.Election
	Counted  bool // whether the ballots are opened; before that more may be found unusable
	Rejected []election.Rejection
}

func (p *Pages) rejected(r *http.Request) (view, error) {
	c, e, err := p.electionOf(r)
	if err != nil {
		return view{}, err
	}
	data := rejectedData{Election: e, Counted: e.Result != ""}
	atOnce, err := list(r.Context(), p.Ledger, vote.Rejected, c.ID, e.ID)
	if err != nil {
		return view{}, err
	}
	opened, err := list(r.Context(), p.Ledger, vote.Tallied, c.ID, e.ID)
	if err != nil {
		return view{}, err
	}
	all := vote.NewLists()
	for _, kept := range atOnce {
		all.AddAtOnce(kept)
	}
	data.Rejected = all.AtOnce
	for _, lists := range opened {
		data.Rejected = append(data.Rejected, lists.Rejected...)
	}
	return view{name: "rejected", title: "rejected.title", community: c.ID, name2: c.Name, data: data}, nil
}
