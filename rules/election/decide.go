// SPDX-License-Identifier: Apache-2.0

package election

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/rules/community"
)

// Held says for each measure whether a condition holds. A committee election
// has no measure of area: Area then always holds.
type Held struct {
	Heads bool `json:"heads"`
	Area  bool `json:"area"`
}

func (h Held) both() bool { return h.Heads && h.Area }

// A ContestResult is the count of a contest and what it decides.
type ContestResult struct {
	ContestCount
	Met    *Held `json:"met,omitempty"` // owners' votes: the threshold was reached
	Passed bool  `json:"passed"`        // adopted; in a committee election: every seat filled

	Elected []string `json:"elected,omitempty"` // committee: by votes
	Tied    []string `json:"tied,omitempty"`    // committee: enough votes, but equal for the last seat
	Leading []string `json:"leading,omitempty"` // poll: the most heads
}

// A Result is a count decided, with what became of every ballot.
type Result struct {
	Total         community.Weight `json:"total"`
	Participating community.Weight `json:"participating"`
	Quorum        *Held            `json:"quorum,omitempty"` // absent in a poll, which has none
	Contests      []ContestResult  `json:"contests"`
	Rejected      []Rejection      `json:"rejected"`
	Counted       []string         `json:"counted"`
	// Superseded are good ballots that a later or stronger one of the same right
	// replaced. With them, every ballot cast is accounted for.
	Superseded []string `json:"-"`
}

// Decide applies quorum and thresholds to a complete count of the contests.
func Decide(rules Rules, contests []Contest, count Count) Result {
	result := Result{
		Total: count.Total, Participating: count.Participating,
		Contests: make([]ContestResult, len(contests)),
		Rejected: []Rejection{}, Counted: []string{},
	}
	result.Quorum = rules.Quorum(count.Participating, count.Total)
	for i, contest := range contests {
		decided := ContestResult{ContestCount: count.Contests[i]}
		switch rules.kind() {
		case Committee:
			decided.elect(contest, count.Participating.Heads, result.Quorum.both())
		case Poll:
			decided.lead(contest)
		case Owners:
			decided.adopt(contest, count.Participating, result.Quorum.both())
		}
		result.Contests[i] = decided
	}
	return result
}

// Quorum says whether those who take part are enough (QuorumOf). A poll has no quorum: nil.
func (r Rules) Quorum(part, total community.Weight) *Held {
	share, ok := QuorumOf(r.kind())
	if !ok {
		return nil
	}
	held := Held{Heads: share.Reached(part.Heads, total.Heads), Area: true}
	if r.kind() == Owners {
		held.Area = share.Reached(part.AreaDm2, total.AreaDm2)
	}
	return &held
}

// adopt asks for the contest's share of both measures of those taking part. Nobody taking part meets nothing.
func (r *ContestResult) adopt(contest Contest, part community.Weight, quorate bool) {
	yes, share := r.Tally[Agree], contest.Threshold.Share()
	r.Met = &Held{
		Heads: part.Heads > 0 && share.Reached(yes.Heads, part.Heads),
		Area:  part.AreaDm2 > 0 && share.Reached(yes.AreaDm2, part.AreaDm2),
	}
	r.Passed = quorate && r.Met.both()
}

// elect fills the seats by votes among those with more than half of the votes
// cast. Candidates equal at the last seat are all left out.
func (r *ContestResult) elect(contest Contest, part int64, quorate bool) {
	if !quorate {
		return
	}
	var able []string
	for _, option := range contest.Options {
		if overHalf.Reached(r.Tally[option].Heads, part) {
			able = append(able, option)
		}
	}
	votes := func(option string) int64 { return r.Tally[option].Heads }
	slices.SortStableFunc(able, func(a, b string) int { return cmp.Compare(votes(b), votes(a)) })
	seats := contest.seats()
	if len(able) > seats && votes(able[seats-1]) == votes(able[seats]) {
		last := votes(able[seats])
		r.Tied = slices.DeleteFunc(slices.Clone(able), func(option string) bool { return votes(option) != last })
		able = slices.DeleteFunc(able, func(option string) bool { return votes(option) <= last })
	}
	r.Elected = able[:min(seats, len(able))]
	r.Passed = len(r.Elected) == seats
}

// lead names the options with the most heads, if any has one.
func (r *ContestResult) lead(contest Contest) {
	best := int64(1)
	for _, option := range contest.Options {
		switch votes := r.Tally[option].Heads; {
		case votes > best:
			best, r.Leading = votes, []string{option}
		case votes == best:
			r.Leading = append(r.Leading, option)
		}
	}
}
