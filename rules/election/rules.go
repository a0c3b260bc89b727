// SPDX-License-Identifier: Apache-2.0

// Package election holds the rules of a vote: who casts for a right, which
// ballot stands, what is counted and what the count decides. Everything is a
// pure function of its arguments; the ledger, the recount and the simulation
// call the same ones.
package election

import (
	"errors"
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

// Kinds are all of them.
func Kinds() []Kind { return []Kind{Owners, Committee, Poll} }

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

// Collisions are all of them.
func Collisions() []Collision { return []Collision{First, Last, PaperWins, OnlineWins} }

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

// Thresholds are those that a contest of this kind may have.
func (k Kind) Thresholds() []Threshold {
	switch k {
	case Committee:
		return []Threshold{Elect}
	case Poll:
		return []Threshold{NoThreshold}
	case Owners:
		return []Threshold{Majority, ThreeQuarters}
	}
	return nil
}

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
	switch {
	case !slices.Contains(Kinds(), r.kind()):
		return breach(ErrInvalidRules, "kind")
	case !slices.Contains(Collisions(), r.Collision):
		return breach(ErrInvalidRules, "collision")
	case r.ProxyCap < 0:
		return breach(ErrInvalidRules, "negative-proxy-cap")
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
		return breach(ErrInvalidRules, "no-contest")
	}
	seen := make(map[string]bool, len(contests))
	for _, contest := range contests {
		key := fold.Text(contest.ID)
		if key == "" || seen[key] {
			return breach(ErrInvalidRules, "contest-id", "contest", contest.ID)
		}
		seen[key] = true
		if err := contest.check(rules.kind()); err != nil {
			return err
		}
	}
	return nil
}

func (c Contest) check(kind Kind) error {
	options := slices.Compact(slices.Sorted(slices.Values(c.Options)))
	switch {
	case len(options) == 0 || options[0] == "" || len(options) != len(c.Options):
		return breach(ErrInvalidRules, "contest-options", "contest", c.ID)
	case !slices.Contains(kind.Thresholds(), c.Threshold):
		return breach(ErrInvalidRules, "contest-threshold", "contest", c.ID)
	case c.Seats < 0 || c.seats() > len(options):
		return breach(ErrInvalidRules, "contest-seats", "contest", c.ID)
	case kind == Owners && (c.seats() != 1 || !slices.Contains(options, Agree)):
		return breach(ErrInvalidRules, "contest-agree", "contest", c.ID, "option", Agree)
	}
	return c.checkLooks()
}

// checkLooks refuses what a voter could not see of the contest: a ballot for 王伟 and one for 王 伟 are for one candidate.
func (c Contest) checkLooks() error {
	looks := make(map[string]string, len(c.Options))
	for _, option := range c.Options {
		key := fold.Text(option)
		if other, twice := looks[key]; twice {
			return breach(ErrInvalidRules, "options-alike", "contest", c.ID, "one", other, "other", option)
		}
		looks[key] = option
	}
	if unseen := fold.Unseen(c.ID + strings.Join(c.Options, "")); unseen != "" {
		return breach(ErrInvalidRules, "contest-unseen", "character", unseen)
	}
	return nil
}
