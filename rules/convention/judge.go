// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"

	"cel.dev/cel-go/common/types"

	"github.com/linli-project/linli/rules/device"
)

// Why says why there is no breach.
type Why string

// The reasons.
const (
	Met       Why = ""              // there is one
	NotMet    Why = "not-met"       // the condition is not met
	Unsaid    Why = "unsaid"        // it asks for a fact that nobody has said
	Distrust  Why = "distrust"      // the device's word is not worth what the rule asks for
	Witnesses Why = "few-witnesses" // fewer have reported it than the rule asks for
	Uncounted Why = "uncounted"     // a number is too large to be counted with
	Oversize  Why = "oversize"      // a text is longer than facts are
	Unread    Why = "unread"        // the rule was refused
)

// Whys are all for which there is no breach.
func Whys() []Why { return []Why{NotMet, Unsaid, Distrust, Witnesses, Uncounted, Oversize, Unread} }

// Outcome is what a rule makes of facts.
type Outcome struct {
	Breach  bool   `json:"breach"`
	Why     Why    `json:"why,omitempty"`
	Fact    string `json:"fact,omitempty"` // that nobody has said
	Earlier int    `json:"earlier"`        // breaches of the article that count, if there is a breach
}

// Judge says whether facts are a breach of an article with this rule. Only a condition that is met beyond doubt is a breach: what was not
// said is none.
func (r Rule) Judge(article int64, f Facts) Outcome {
	switch {
	case !r.Sound():
		return Outcome{Why: Unread}
	case f.oversize():
		return Outcome{Why: Oversize}
	}
	needs := r.Needs()
	if f.Event != nil && !trusted(device.Class(f.Event.Class), r.Trust) {
		if f.Event = nil; slices.Contains(needs, GroupDevice) {
			return Outcome{Why: Distrust}
		}
	}
	if f.Report != nil && f.Report.Witnesses() < r.Witnesses {
		if f.Report = nil; slices.Contains(needs, GroupReport) {
			return Outcome{Why: Witnesses}
		}
	}
	known := &activation{article: article, facts: f}
	value, _, err := r.program.Eval(known)
	switch {
	case err == nil && value == types.True:
		return Outcome{Breach: true, Earlier: f.count(article, r.Decay)}
	case err == nil:
		return Outcome{Why: NotMet}
	case known.unsaid != "":
		return Outcome{Why: Unsaid, Fact: known.unsaid}
	}
	return Outcome{Why: Uncounted}
}

// trusted says whether a class is worth as much as another, or more.
func trusted(class, least device.Class) bool {
	classes := []device.Class{device.T0, device.T1, device.T2, device.T3}
	return slices.Contains(classes, class) && slices.Index(classes, class) >= slices.Index(classes, least)
}
