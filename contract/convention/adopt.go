// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"sync"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	rules "github.com/linli-project/linli/rules/convention"
)

// MaxVersions is how many texts a community adopts or repeals in all its years.
const MaxVersions = 200

// Version is a text that was adopted, or that there is none from then on.
type Version struct {
	Act      string  `json:"act"` // hash of the act that put it on record
	At       int64   `json:"at"`  // Unix time
	Contest  string  `json:"contest"`
	Election string  `json:"election"`
	From     int64   `json:"from"`             // Unix time from which on it is in force
	Hash     string  `json:"hash"`             // SHA-256 (hex) of the text; "" for none
	Repeal   *Repeal `json:"repeal,omitempty"` // what was voted on, if there is none from then on
	Title    string  `json:"title"`            // "" for none
	Voted    int64   `json:"voted"`            // when the result was published, Unix time
}

// History is a community's convention in all its versions, in the order in which they were voted on.
type History struct {
	Versions []Version `json:"versions"`
}

// Text is a convention as it was voted on.
type Text struct {
	Text string `json:"text"`
}

// Article is one that has a rule.
type Article struct {
	rules.Rule
	Heading string `json:"heading"`
}

// Documents of texts. They stay when another one is adopted, so that what was found under them can be counted again.
const (
	Histories contract.Ref[History] = "convention" // C: the versions of the convention
	Texts     contract.Ref[Text]    = "text"       // C~hash: the text of a convention
	Articles  contract.Ref[Article] = "article"    // C~hash~article: an article with a rule, as it was read from the text
)

// At is the version in force at a Unix time; one with no Hash, if there is none.
func (h History) At(t int64) Version {
	for _, v := range slices.Backward(h.Versions) {
		if v.From <= t {
			return v
		}
	}
	return Version{}
}

// compiler reads texts, and makes conditions of what the ledger has of them. It keeps what it has compiled: a condition is judged a
// thousand times as fast as it is compiled.
var compiler = sync.OnceValues(rules.NewCompiler)

// ConventionAdopt is the body of convention.adopt: two bodies put a text in force that the owners have adopted. The contest names it by its
// hash.
type ConventionAdopt struct {
	Contest  string `json:"contest"`
	Election string `json:"election"`
	Text     string `json:"text"`
}

func adopt(c *contract.Context, b ConventionAdopt) error {
	text, refused, err := Read(b.Text)
	if err != nil {
		return err
	}
	if len(refused) > 0 {
		return act.Refuse(BadConvention, "line", refused[0].Line, "refusal", refused[0].Code)
	}
	version := Version{Contest: b.Contest, Election: b.Election, From: max(text.From, c.Tx.Time), Hash: text.Hash, Title: text.Title}
	if err := record(c, text.Hash, version); err != nil {
		return err
	}
	for _, a := range text.Articles {
		if a.Rule == nil {
			continue
		}
		if err := Articles.Put(c, Article{*a.Rule, a.Heading}, c.Act.Community, text.Hash, strconv.FormatInt(a.Number, 10)); err != nil {
			return err
		}
	}
	return Texts.Put(c, Text{b.Text}, c.Act.Community, text.Hash)
}

// Repeal is what a contest puts to the vote that is to end a convention, as canonical JSON (RFC 8785).
type Repeal struct {
	From   act.Int `json:"from"`   // Unix time; one that is over means at once
	Repeal string  `json:"repeal"` // hash of the text
}

// Hash is what the contest names it by.
func (r Repeal) Hash() (string, error) {
	text, err := act.Canonical(r)
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:]), err
}

// ConventionRepeal is the body of convention.repeal: two bodies end a convention, as the owners have decided.
type ConventionRepeal struct {
	Contest  string `json:"contest"`
	Election string `json:"election"`
	Repeal   Repeal `json:"repeal"`
}

func repeal(c *contract.Context, b ConventionRepeal) error {
	hash, err := b.Repeal.Hash()
	if err != nil {
		return err
	}
	history, _, err := Histories.Get(c, c.Act.Community)
	if err != nil {
		return err
	}
	from := max(int64(b.Repeal.From), c.Tx.Time)
	if in := history.At(from); in.Hash == "" || in.Hash != b.Repeal.Repeal {
		return act.Refuse(NotInForce, "of", "repeal", "hash", in.Hash)
	}
	return record(c, hash, Version{Contest: b.Contest, Election: b.Election, From: from, Repeal: &b.Repeal})
}

// record adds a version on which the owners have agreed; what was voted on earlier comes after nothing that was voted on later.
func record(c *contract.Context, hash string, v Version) error {
	voted, err := vote.AgreedTo(c, v.Election, v.Contest, hash)
	if err != nil {
		return err
	}
	history, _, err := Histories.Get(c, c.Act.Community)
	if err != nil {
		return err
	}
	n := len(history.Versions)
	switch {
	case n >= MaxVersions:
		return act.Refuse(contract.TooMany, "of", "convention-versions", "most", MaxVersions)
	case n > 0 && voted <= history.Versions[n-1].Voted:
		return act.Refuse(contract.Exists, "of", "convention", "version", n)
	}
	v.Act, v.At, v.Voted = c.Hash, c.Tx.Time, voted
	history.Versions = append(history.Versions, v)
	return Histories.Put(c, history, c.Act.Community)
}
