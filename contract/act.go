// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"

	"github.com/linli-project/linli/act"
)

// Size caps of an act's text, in bytes. Bulk acts name up to a thousand credentials, codes or keys.
const (
	Small   = 16 << 10
	Bulk    = 256 << 10
	MaxSize = Bulk
)

// Act declares one type of act, whose body is a B.
type Act[B any] struct {
	Type    string // as the envelope names it, for example "ballot.cast"
	Limit   int    // bytes of its text: Small or Bulk
	Signers Signers
	Apply   func(c *Context, body B) error // loads, decides (a rule), stores

	// Owners are who have to sign an act together that ByOwners sign, which Apply checks.
	Owners func(v Viewer, community string, body B) ([]string, error)
	// Parties are those that an act of parties is between, which Apply checks.
	Parties func(v Viewer, community string, body B) ([]Party, error)
	// NumbersItself says that the act is numbered otherwise than by its first signer, which Apply checks.
	NumbersItself bool
	// Last is the last number that was used where an act that NumbersItself is numbered; nil: it is its signer's first.
	Last func(v Viewer, community string, by Credential, body B) (Sequence, error)
	// Named says whether a document of the chapter names the act, by its hash, as one that took effect: of such an act the ledger keeps
	// no document of its own. nil: it does (Acts).
	Named func(v Viewer, community, hash string, body B) (bool, error)
	// Authenticate verifies the signatures; nil: each under the credential that the ledger has for it.
	Authenticate func(c *Context, body B) error
	// Reads are the keys Apply will read, once the documents of the envelope are known; a batch reads them all at once. It is asked
	// again, and may then name what follows from documents that it has named (Ref.Known).
	Reads func(c *Context, body B) []string
	// OfPerson says that the act, of officers, is about one person or household, or for a reason, which it names by a pseudonym, a document
	// or a hash only: whoever signs it second has to be told who or what that is.
	OfPerson bool
	// Subject is what the act is about, under which people look it up.
	Subject func(body B) Subject
	// Lane names what the act may collide with, below its community: acts of one lane stay in order, and out of each other's
	// batches. Without it an act is in the lane of those it is numbered with.
	Lane func(body B) []string
}

// Subject is what an act is about: a document, and a part of it.
type Subject struct {
	Kind string // of the document, for example "election"
	ID   string // its last attribute
	Part string // for example a right's id, or ""
}

// Declared is an Act of any body.
type Declared interface {
	Name() string
	SignedBy() Signers
	AboutPerson() bool // as OfPerson says
	// SubjectOf and LaneOf read an act that may be nobody's: of a body that cannot be read they know nothing.
	SubjectOf(a act.Act) Subject
	LaneOf(a act.Act, signatures int) []string
	// OwnersOf, PartiesOf and LastOf read what they say of an act, whose first signer is known, from the documents that are there now.
	OwnersOf(v Viewer, a act.Act) ([]string, error)
	PartiesOf(v Viewer, a act.Act) ([]Party, error)
	LastOf(v Viewer, a act.Act, by Credential) (Sequence, error)
	IsKept(v Viewer, a act.Act, hash string) (bool, error) // it took effect, or was turned down
	Example() any                                          // an empty body

	limit() int
	numbersItself() bool
	named() bool
	bind(a act.Act) (bound, error)
}

// bound is an act with its body read.
type bound struct {
	authenticate func(*Context) error
	reads        func(*Context) []string
	apply        func(*Context) error
}

// Name implements Declared.
func (d Act[B]) Name() string { return d.Type }

// SignedBy implements Declared.
func (d Act[B]) SignedBy() Signers { return d.Signers }

// AboutPerson implements Declared.
func (d Act[B]) AboutPerson() bool { return d.OfPerson }

// Example implements Declared.
func (d Act[B]) Example() any { return *new(B) }

func (d Act[B]) limit() int          { return d.Limit }
func (d Act[B]) numbersItself() bool { return d.NumbersItself }
func (d Act[B]) named() bool         { return d.Named != nil }

// bind reads an act's body strictly.
func (d Act[B]) bind(a act.Act) (bound, error) {
	var body B
	if err := act.Strict(a.Body, &body); err != nil {
		return bound{}, err
	}
	b := bound{
		authenticate: Authenticate,
		reads:        func(*Context) []string { return nil },
		apply:        func(c *Context) error { return d.Apply(c, body) },
	}
	if d.Authenticate != nil {
		b.authenticate = func(c *Context) error { return d.Authenticate(c, body) }
	}
	if d.Reads != nil {
		b.reads = func(c *Context) []string { return d.Reads(c, body) }
	}
	return b, nil
}

// SubjectOf implements Declared.
func (d Act[B]) SubjectOf(a act.Act) Subject {
	var body B
	if d.Subject == nil || json.Unmarshal(a.Body, &body) != nil {
		return Subject{}
	}
	return d.Subject(body)
}

// LaneOf implements Declared.
func (d Act[B]) LaneOf(a act.Act, signatures int) []string {
	var body B
	switch {
	case d.Lane != nil && json.Unmarshal(a.Body, &body) == nil:
		return append([]string{a.Community}, d.Lane(body)...)
	case d.Signers.byPerson(signatures) && !d.NumbersItself:
		return []string{a.Community, "owners"} // whom only the ledger can name: the envelope names the passkey
	}
	return []string{a.Community, "by", a.By}
}

// OwnersOf implements Declared. Of an act that is not signed by owners together they are nobody.
func (d Act[B]) OwnersOf(v Viewer, a act.Act) ([]string, error) { return asked(d.Owners, v, a) }

// PartiesOf implements Declared. An act that is not one of parties has none.
func (d Act[B]) PartiesOf(v Viewer, a act.Act) ([]Party, error) { return asked(d.Parties, v, a) }

func asked[B, R any](who func(Viewer, string, B) ([]R, error), v Viewer, a act.Act) ([]R, error) {
	var body B
	if who == nil {
		return nil, nil
	}
	if err := act.Strict(a.Body, &body); err != nil {
		return nil, err
	}
	return who(v, a.Community, body)
}

// LastOf implements Declared.
func (d Act[B]) LastOf(v Viewer, a act.Act, by Credential) (Sequence, error) {
	var body B
	switch {
	case !d.NumbersItself:
		last, _, err := Sequences.Get(v, by.Numbering(a.Community)...)
		return last, err
	case d.Last == nil:
		return Sequence{}, nil
	}
	if err := act.Strict(a.Body, &body); err != nil {
		return Sequence{}, err
	}
	return d.Last(v, a.Community, by, body)
}

// IsKept implements Declared.
func (d Act[B]) IsKept(v Viewer, a act.Act, hash string) (bool, error) {
	var body B
	if _, ok, err := Acts.Get(v, a.Community, hash); err != nil || ok || d.Named == nil {
		return ok, err
	}
	if err := act.Strict(a.Body, &body); err != nil {
		return false, err
	}
	return d.Named(v, a.Community, hash, body)
}
