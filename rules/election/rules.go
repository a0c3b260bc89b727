// SPDX-License-Identifier: Apache-2.0

// Package election holds the rules of a vote: who casts for a right, which
// ballot stands, what is counted and what the count decides. Everything is a
// pure function of its arguments; the ledger, the recount and the simulation
// call the same ones.
package election

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/fold"
)

// Kind names a rule set.
type Kind string

// The rule sets. An empty Kind means Owners.
const (
	Owners    Kind = "owners"    // Civil Code Art. 278: heads and area
	Committee Kind = "committee" // residents' committee (居委会): heads only
	Poll      Kind = "poll"      // opinion poll: decides nothing
)

// Collision says which ballot stands when a right used both channels.
type Collision string

// The collision rules. First is the channel used first, with its last ballot;
// PaperWins and OnlineWins fall back to the last ballot where that channel was
// not used.
const (
	First      Collision = "first"
	Last       Collision = "last"
	PaperWins  Collision = "paper"
	OnlineWins Collision = "online"
)

// Rules are what an election fixes before it opens.
type Rules struct {
	Kind         Kind      `json:"kind,omitempty"`
	CountParking bool      `json:"countParking"`
	Revote       bool      `json:"revote"` // a later online ballot replaces an earlier one
	Collision    Collision `json:"collision"`
	ProxyCap     int       `json:"proxyCap"` // grants one proxy may hold; 0 allows none
	ProxyMustOwn bool      `json:"proxyMustOwn"`
	Barred       []string  `json:"barred,omitempty"` // persons who may not be proxies
}

// Threshold says what an option of a contest needs.
type Threshold string

// The thresholds. Majority and ThreeQuarters are for owners' votes, Elect for
// committee elections, NoThreshold for polls.
const (
	Majority      Threshold = "majority"
	ThreeQuarters Threshold = "three-quarters"
	Elect         Threshold = "elect"
	NoThreshold   Threshold = "none"
)

// Agree is the option whose support decides an owners' contest.
const Agree = "agree"

// A Contest (议题) is one question with its options. Seats is the number of
// options one ballot may select and, in a committee election, of seats to fill;
// 0 means 1.
type Contest struct {
	ID        string    `json:"id"`
	Options   []string  `json:"options"`
	Threshold Threshold `json:"threshold"`
	Seats     int       `json:"seats,omitempty"`
}

func (c Contest) seats() int { return max(1, c.Seats) }

// ErrInvalidRules is wrapped by errors about rules and contests that no election
// can be held under; the draft has to be corrected.
var ErrInvalidRules = errors.New("invalid election rules")

// Validate checks the rules by themselves. Errors wrap ErrInvalidRules.
func (r Rules) Validate() error {
	switch r.kind() {
	case Owners, Committee, Poll:
	default:
		return fmt.Errorf("%w: unknown kind %q", ErrInvalidRules, r.Kind)
	}
	switch r.Collision {
	case First, Last, PaperWins, OnlineWins:
	default:
		return fmt.Errorf("%w: unknown collision rule %q", ErrInvalidRules, r.Collision)
	}
	if r.ProxyCap < 0 {
		return fmt.Errorf("%w: proxy cap %d", ErrInvalidRules, r.ProxyCap)
	}
	return nil
}

func (r Rules) kind() Kind {
	if r.Kind == "" {
		return Owners
	}
	return r.Kind
}

// ValidateContests checks that the contests can be decided under the rules, and that what people choose from can be told apart
// by eye: no two contests or options are the same but for how they are typed, and all of them are seen as they are.
// Errors wrap ErrInvalidRules.
func ValidateContests(rules Rules, contests []Contest) error {
	if len(contests) == 0 {
		return fmt.Errorf("%w: no contest", ErrInvalidRules)
	}
	seen := make(map[string]bool, len(contests))
	for _, contest := range contests {
		fault := contest.fault(rules.kind())
		key := fold.Text(contest.ID)
		if key == "" || seen[key] {
			fault = "needs an ID of its own"
		}
		seen[key] = true
		if fault != "" {
			return fmt.Errorf("%w: contest %q %s", ErrInvalidRules, contest.ID, fault)
		}
	}
	return nil
}

func (c Contest) fault(kind Kind) string {
	options := slices.Compact(slices.Sorted(slices.Values(c.Options)))
	switch {
	case len(options) == 0 || options[0] == "" || len(options) != len(c.Options):
		return "needs options, each named once"
	case !thresholdFits(kind, c.Threshold):
		return fmt.Sprintf("cannot have threshold %q in a vote of kind %q", c.Threshold, kind)
	case c.Seats < 0 || c.seats() > len(options):
		return "has more seats than options"
	case kind == Owners && (c.seats() != 1 || !slices.Contains(options, Agree)):
		return "needs one seat and the option " + Agree
	}
	return c.unclear()
}

// unclear says what a voter could not see of the contest: a ballot for 王伟 and one for 王 伟 are for one candidate.
func (c Contest) unclear() string {
	looks := make(map[string]string, len(c.Options))
	for _, option := range c.Options {
		key := fold.Text(option)
		if other, twice := looks[key]; twice {
			return fmt.Sprintf("has the options %q and %q, which look the same", other, option)
		}
		looks[key] = option
	}
	if unseen := fold.Unseen(c.ID + strings.Join(c.Options, "")); unseen != "" {
		return "holds a character that is not seen (" + unseen + "), type it anew"
	}
	return ""
}

func thresholdFits(kind Kind, threshold Threshold) bool {
	switch kind {
	case Committee:
		return threshold == Elect
	case Poll:
		return threshold == NoThreshold
	case Owners:
		return threshold == Majority || threshold == ThreeQuarters
	}
	return false
}
