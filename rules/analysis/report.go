// SPDX-License-Identifier: Apache-2.0

// Package analysis turns a vote into numbers for people to learn from: who took part, when and how, and how each contest went. It
// never tells of fewer than Fewest heads, neither in a number nor by the difference of two. Of orders it tells in groups of so
// many households.
package analysis

import (
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// A Report is the analysis of one vote.
type Report struct {
	Election string           `json:"election"`
	Title    string           `json:"title"`
	Kind     election.Kind    `json:"kind"`
	Stage    election.Stage   `json:"stage"`
	Body     string           `json:"body"` // whose word the buildings and the reminders are
	Voted    community.Weight `json:"voted"`
	Of       community.Weight `json:"of"`
	Turnout  Turnout          `json:"turnout"`
	Contests []Contest        `json:"contests"` // none before the result is published
	Votes    []Vote           `json:"votes"`    // the published ones of the community, the first to close first
}

// A Contest is how one went, by heads and by area.
type Contest struct {
	ID        string             `json:"id"`
	Title     string             `json:"title"`
	Threshold election.Threshold `json:"threshold"`
	Passed    bool               `json:"passed"`
	Met       *election.Held     `json:"met,omitempty"` // owners' votes: the threshold was reached
	Groups    []Group            `json:"groups"`        // of options, and of Blank
}

// A Vote is one beside others.
type Vote struct {
	Election string           `json:"election"`
	Title    string           `json:"title"`
	Kind     election.Kind    `json:"kind"`
	Closed   int64            `json:"closed"` // Unix seconds
	Voted    community.Weight `json:"voted"`
	Of       community.Weight `json:"of"`
	Quorum   *election.Held   `json:"quorum,omitempty"`
}

// Blank stands for the heads that took part and left the contest blank. No option is called so, as none has no name.
const Blank = ""

// NewContest groups the options of a contest that is decided. Where several may be chosen a head may stand behind several of a group's
// numbers, which then have to be as many times larger.
func NewContest(title string, contest election.Contest, got election.ContestResult) Contest {
	c := Contest{ID: contest.ID, Title: title, Threshold: contest.Threshold, Passed: got.Passed, Met: got.Met}
	for _, option := range contest.Options {
		w := got.Tally[option]
		c.Groups = append(c.Groups, Group{Names: []string{option}, Heads: w.Heads, AreaDm2: w.AreaDm2})
	}
	c.Groups = append(c.Groups, Group{Names: []string{Blank}, Heads: got.Blank.Heads, AreaDm2: got.Blank.AreaDm2})
	c.Groups = merge(c.Groups, func(g Group) bool {
		return g.Heads == 0 || g.Heads >= Fewest*int64(min(len(g.Names), max(contest.Seats, 1)))
	})
	return c
}
