// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"strconv"

	"github.com/linli-project/linli/act"
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

// RollObject is the body of roll.object.
type RollObject struct {
	Text    string  `json:"text"`
	Version act.Int `json:"version"`
}

func objectToRoll(c *call, b RollObject) error {
	if _, err := c.loadCompleteRoll(int64(b.Version)); err != nil {
		return err
	}
	return c.object("roll "+strconv.FormatInt(int64(b.Version), 10), b.Text)
}

// ElectionObject is the body of election.object.
type ElectionObject struct {
	Election string `json:"election"`
	Text     string `json:"text"`
}

func objectToResult(c *call, b ElectionObject) error {
	e, err := c.loadElection(b.Election)
	if err != nil {
		return err
	}
	if e.Stage != election.StagePublished && e.Stage != election.StageObjection {
		return act.Refuse(WrongStage, "the election is %s; a result is objected to once it is published, until it is final", e.Stage)
	}
	return c.object("election "+e.ID, b.Text)
}

func (c *call) object(subject, text string) error {
	if !hexHash.MatchString(text) {
		return act.Refuse(act.BadField, `"text" is the SHA-256 of the objection's text, in hex`)
	}
	person := c.signers[0].Person
	if err := c.countObjection(subject, person); err != nil {
		return err
	}
	return c.store(Key("objection", c.act.Community, c.hash), Objection{
		Act: c.hash, Person: person, Subject: subject, Text: text,
	})
}

// objected counts a person's objections to one subject.
type objected struct {
	Made int `json:"made"`
}

func (c *call) countObjection(subject, person string) error {
	var before objected
	key := Key("objected", c.act.Community, subject, person)
	if _, err := c.load(key, &before); err != nil {
		return err
	}
	if before.Made >= election.MaxObjections {
		return act.Refuse(TooMany, "a person objects to a roll or a result %d times at most", election.MaxObjections)
	}
	return c.store(key, objected{before.Made + 1})
}

// RollAnswer is the body of roll.answer: two bodies answer an objection to a roll or a result.
type RollAnswer struct {
	Accepted  bool   `json:"accepted"`
	Answer    string `json:"answer"`
	Objection string `json:"objection"`
}

func answerObjection(c *call, b RollAnswer) error {
	var o Objection
	key := Key("objection", c.act.Community, b.Objection)
	ok, err := c.load(key, &o)
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(NotFound, "there is no objection %q", b.Objection)
	case !hexHash.MatchString(b.Answer):
		return act.Refuse(act.BadField, `"answer" is the SHA-256 of the answer's text, in hex`)
	}
	if err := c.notOwn(o.Person, "answer an objection"); err != nil {
		return err
	}
	o.Answer, o.Accepted = b.Answer, b.Accepted
	return c.store(key, o)
}
