// SPDX-License-Identifier: Apache-2.0

package convention

import "fmt"

// Code names why a text is refused. Package articles has the sentences.
type Code string

// The codes, by what they are about.
const (
	// The text.
	NotUTF8        Code = "not-utf8"
	NotNFC         Code = "not-nfc"
	Unseen         Code = "unseen"        // a character that is not seen: char
	Untidy         Code = "untidy"        // spaces at the end of a line, a tab, two empty lines, line ends of Windows
	TooLong        Code = "too-long"      // of: text, line, heading, articles, when, examples, ladder, list; most
	NoTitle        Code = "no-title"      // the first line is not "# " and a title
	NoArticles     Code = "no-articles"   //
	BadHeading     Code = "bad-heading"   // a line that begins with # and is no heading
	ArticleOrder   Code = "article-order" // the number is not above the one before, which last is
	OpenBlock      Code = "open-block"    // a block that does not end
	UnknownBlock   Code = "unknown-block"
	Markup         Code = "markup"       // HTML, which may hide what follows
	RuleTwice      Code = "rule-twice"   // an article has one rule
	BlockPlace     Code = "block-place"  // a rule outside an article, or an example before its rule
	BadLine        Code = "bad-line"     // a line of a block that is not "key: value"
	UnknownKey     Code = "unknown-key"  // key
	KeyTwice       Code = "key-twice"    // key
	KeyMissing     Code = "key-missing"  // key
	KeyNeedless    Code = "key-needless" // key: the rule asks no device, or for no report
	BadValue       Code = "bad-value"    // key, and least and most of a number, or words
	ExampleMissing Code = "example-missing"
	Contradiction  Code = "contradiction" // two examples say the same and expect otherwise; first is the other's line
	ExampleFails   Code = "example-fails" // comes, expected

	// The ladder.
	ForbiddenEffect Code = "forbidden-effect" // of
	UnknownEffect   Code = "unknown-effect"
	NotBookable     Code = "not-bookable" // words: the services that can be paused
	LadderOrder     Code = "ladder-order" // a rung is milder than the one before
	LadderStart     Code = "ladder-start" // the first rung is no notice
	Alone           Code = "alone"        // of: device, witness, order. A penalty would be decided on one unproved word

	// The condition.
	Foreign         Code = "foreign"     // a character outside quotation marks that CEL does not have: char
	Comment         Code = "comment"     //
	TextForm        Code = "text-form"   // a text that is not between " and ", or has a backslash
	NumberForm      Code = "number-form" // a number that is not whole, or not in plain digits
	Double          Code = "double"      // a conversion to one
	Optional        Code = "optional"
	Nested          Code = "nested" // most
	Syntax          Code = "syntax"
	Loop            Code = "loop"
	Map             Code = "map"
	Struct          Code = "struct"
	Index           Code = "index"
	List            Code = "list" // a list anywhere but after "in", or of something else than texts and numbers
	Regex           Code = "regex"
	Conversion      Code = "conversion"
	Dynamic         Code = "dynamic"
	TimeFunction    Code = "time-function"
	UnknownFunction Code = "unknown-function"
	UnknownFact     Code = "unknown-fact"
	UnknownWord     Code = "unknown-word" // a fact is compared with a word that it never is: word, fact, words
	WrongType       Code = "wrong-type"
	Divisor         Code = "divisor"    // what is divided by is no number, or 0
	TooCostly       Code = "too-costly" // cost, most
	NoFact          Code = "no-fact"    // it can be met without an event, a report or an order
)

// Refusal is one thing for which a text is refused.
type Refusal struct {
	Code   Code              `json:"code"`
	Line   int               `json:"line"`             // from 1
	Column int               `json:"column,omitempty"` // in characters from 1; 0: the whole line
	Args   map[string]string `json:"args,omitempty"`
	CEL    string            `json:"-"` // CEL's own words, for who writes a rule; they change with its versions, and nobody signs them
}

// refuse makes a refusal; pairs are names and values in turn.
func refuse(code Code, line int, pairs ...any) Refusal {
	r := Refusal{Code: code, Line: line}
	for i := 0; i+1 < len(pairs); i += 2 {
		if r.Args == nil {
			r.Args = map[string]string{}
		}
		r.Args[fmt.Sprint(pairs[i])] = cut(fmt.Sprint(pairs[i+1]))
	}
	return r
}

// at says where in its line a refusal is, unless it does already.
func (r Refusal) at(column int) Refusal {
	r.Column = column
	return r
}

// maxArg is the most characters of what somebody wrote that a refusal repeats.
const maxArg = 60

func cut(text string) string {
	if runes := []rune(text); len(runes) > maxArg {
		return string(runes[:maxArg]) + "…"
	}
	return text
}
