// SPDX-License-Identifier: Apache-2.0

package election

import (
	"errors"
	"maps"
	"slices"

	"github.com/linli-project/linli/rules/community"
)

// A ContestCount is how much weight each option of a contest got, and how much
// left the contest blank.
type ContestCount struct {
	ID    string                      `json:"id"`
	Tally map[string]community.Weight `json:"tally"`
	Blank community.Weight            `json:"blank"`
}

// A Count adds up rights and standing ballots. Counts of disjoint sets of rights
// merge in any order to the count of the whole.
type Count struct {
	Total         community.Weight `json:"total"`         // all heads of the election
	Participating community.Weight `json:"participating"` // heads with a standing ballot
	Contests      []ContestCount   `json:"contests"`
}

// NewCount returns the empty count of valid contests.
func NewCount(contests []Contest) Count {
	count := Count{Contests: make([]ContestCount, len(contests))}
	for i, contest := range contests {
		tally := make(map[string]community.Weight, len(contest.Options))
		for _, option := range contest.Options {
			tally[option] = community.Weight{}
		}
		count.Contests[i] = ContestCount{ID: contest.ID, Tally: tally}
	}
	return count
}

// Enrol adds a right to the total, whether it votes or not.
func (c *Count) Enrol(weight community.Weight) { c.Total = c.Total.Plus(weight) }

// Add counts the standing ballot of an enrolled right. The selections must have
// passed Selections.Check.
func (c *Count) Add(weight community.Weight, selections Selections) {
	c.Participating = c.Participating.Plus(weight)
	for i := range c.Contests {
		contest := &c.Contests[i]
		choice := selections[contest.ID]
		if len(choice) == 0 {
			contest.Blank = contest.Blank.Plus(weight)
		}
		for _, option := range choice {
			contest.Tally[option] = contest.Tally[option].Plus(weight)
		}
	}
}

// ErrOtherContests is returned when counts of different contests are merged.
var ErrOtherContests = errors.New("counts of different contests")

// Merge adds a count of other rights in the same contests, or returns
// ErrOtherContests and changes nothing.
func (c *Count) Merge(other Count) error {
	if !slices.EqualFunc(c.Contests, other.Contests, sameContest) {
		return ErrOtherContests
	}
	c.Total = c.Total.Plus(other.Total)
	c.Participating = c.Participating.Plus(other.Participating)
	for i := range c.Contests {
		into, from := &c.Contests[i], other.Contests[i]
		into.Blank = into.Blank.Plus(from.Blank)
		for option, weight := range from.Tally {
			into.Tally[option] = into.Tally[option].Plus(weight)
		}
	}
	return nil
}

func sameContest(a, b ContestCount) bool {
	return a.ID == b.ID && maps.EqualFunc(a.Tally, b.Tally, func(_, _ community.Weight) bool { return true })
}
