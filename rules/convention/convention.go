// SPDX-License-Identifier: Apache-2.0

// Package convention reads conventions (公约): the text that people vote on, its articles, and the rules of some of them with their worked
// examples. A rule is a condition in a small part of CEL (cel.dev) over typed facts, and says what a breach leads to. Reading, judging and
// comparing are pure: the same text and the same facts come to the same result on every machine.
package convention

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/linli-project/linli/rules/breach"
	"github.com/linli-project/linli/rules/device"
)

// Bounds of a text. What is longer is refused.
const (
	MaxText     = 120 << 10 // bytes of a convention: as JSON, in which each may be two, it fits into an act
	MaxLine     = 2000      // bytes of a line
	MaxArticles = 200
	MaxNumber   = 999  // of an article
	MaxHeading  = 200  // bytes of a title or heading
	MaxWhen     = 1000 // bytes of a rule's condition
	MaxExamples = 50   // of a rule
	MaxRungs    = 8    // of a ladder
	MaxRefusals = 100  // that are told of one text
)

// Convention is a text that was read.
type Convention struct {
	Hash     string    `json:"hash"` // SHA-256 (hex) of the text, as it stands on the ballot
	Title    string    `json:"title"`
	From     int64     `json:"from,omitempty"`    // when it comes into force: the Unix time at which a day of Beijing begins; 0: once it is adopted
	Opening  []string  `json:"opening,omitempty"` // lines between the title and the first article
	Articles []Article `json:"articles"`
}

// Article is one of a convention's. Most have no rule.
type Article struct {
	Number   int64     `json:"number"` // its name for ever: a later version that drops it does not use it again
	Heading  string    `json:"heading"`
	Line     int       `json:"line"`
	Lines    []string  `json:"lines,omitempty"` // all of it below the heading, rule and examples too
	Rule     *Rule     `json:"rule,omitempty"`
	Examples []Example `json:"examples,omitempty"`

	unread bool // an example was refused
}

// Rule is what an article has a breach depend on, and lead to.
type Rule struct {
	Condition
	Trust     device.Class  `json:"trust,omitempty"`     // the least that a device's word must be worth; "" if no device is asked
	Witnesses int64         `json:"witnesses,omitempty"` // how many must have reported it at least; 0 if no report is asked for
	Ladder    []breach.Rung `json:"ladder"`              // for the first breach, the second, and so on
	Cure      int64         `json:"cure"`                // days
	Appeal    int64         `json:"appeal"`              // days
	Decay     int64         `json:"decay"`               // days for which earlier breaches count
	Line      int           `json:"line"`
}

// Terms are those of a breach of the rule by a household with so many earlier ones.
func (r Rule) Terms(earlier int) breach.Terms {
	return breach.Terms{Rung: breach.RungFor(r.Ladder, earlier), CureDays: r.Cure, AppealDays: r.Appeal, DecayDays: r.Decay}
}

// Article is the one with a number.
func (c Convention) Article(number int64) (Article, bool) {
	for _, a := range c.Articles {
		if a.Number == number {
			return a, true
		}
	}
	return Article{}, false
}

// Ruled are the numbers of the articles with a rule.
func (c Convention) Ruled() []int64 {
	var all []int64
	for _, a := range c.Articles {
		if a.Rule != nil {
			all = append(all, a.Number)
		}
	}
	return all
}

// Words are those of some lines of a text that stand outside blocks, as people write them to one another.
func Words(lines []string) []string {
	var words []string
	block := false
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "```"):
			block = !block
		case !block:
			words = append(words, line)
		}
	}
	return words
}

// Hash is what stands on the ballot for a text.
func Hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
