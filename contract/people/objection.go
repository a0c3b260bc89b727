// SPDX-License-Identifier: Apache-2.0

package people

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
)

// Objection is an owner's objection (异议) to a roll or to a published result. Its text stays off the ledger.
type Objection struct {
	Act      string `json:"act"`      // hash of the objection
	Person   string `json:"person"`   // who objects
	Subject  string `json:"subject"`  // "roll 3" or "election 2026-budget"
	Text     string `json:"text"`     // SHA-256 (hex) of its text
	Answer   string `json:"answer"`   // SHA-256 (hex) of the answer, or ""
	Accepted bool   `json:"accepted"` // whether it was found right
}

// Objections are a community's, by the hash of their act.
const Objections contract.Ref[Objection] = "objection" // C~hash: an objection

// RollObject is the body of roll.object.
type RollObject struct {
	Text    string  `json:"text"`
	Version act.Int `json:"version"`
}

func objectToRoll(c *contract.Context, b RollObject) error {
	if _, err := LoadCompleteRoll(c, int64(b.Version)); err != nil {
		return err
	}
	return Object(c, "roll "+Version(int64(b.Version)), b.Text)
}

// Object keeps an owner's objection to a subject, of whose text it is given the SHA-256 (hex).
func Object(c *contract.Context, subject, text string) error {
	if !contract.IsHash(text) {
		return act.Refuse(act.BadField, "of", "objection-text")
	}
	person := c.Signers[0].Person
	if err := countObjection(c, subject, person); err != nil {
		return err
	}
	return Objections.Put(c, Objection{Act: c.Hash, Person: person, Subject: subject, Text: text}, c.Act.Community, c.Hash)
}

// objected counts a person's objections to one subject.
type objected struct {
	Made int `json:"made"`
}

const objecteds contract.Ref[objected] = "objected" // C~subject~person: how often a person has objected, which is bounded

func countObjection(c *contract.Context, subject, person string) error {
	before, _, err := objecteds.Get(c, c.Act.Community, subject, person)
	if err != nil {
		return err
	}
	if before.Made >= election.MaxObjections {
		return act.Refuse(contract.TooMany, "of", "objections", "most", election.MaxObjections)
	}
	return objecteds.Put(c, objected{before.Made + 1}, c.Act.Community, subject, person)
}

// RollAnswer is the body of roll.answer: two bodies answer an objection to a roll or a result.
type RollAnswer struct {
	Accepted  bool   `json:"accepted"`
	Answer    string `json:"answer"`
	Objection string `json:"objection"`
}

func answerObjection(c *contract.Context, b RollAnswer) error {
	o, ok, err := Objections.Get(c, c.Act.Community, b.Objection)
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(contract.NotFound, "of", "objection")
	case !contract.IsHash(b.Answer):
		return act.Refuse(act.BadField, "of", "answer-text")
	}
	if err := NotOwn(c, o.Person); err != nil {
		return err
	}
	o.Answer, o.Accepted = b.Answer, b.Accepted
	return Objections.Put(c, o, c.Act.Community, b.Objection)
}
