// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
)

// A TextKind is what a text is that the ledger knows by its hash.
type TextKind string

// The kinds of text.
const (
	Objection TextKind = "objection"
	Answer    TextKind = "answer"
	Reason    TextKind = "reason" // of a revocation, a recovery, a reversal of points, or what officers say of a breach
	Appeal    TextKind = "appeal" // what a household says to a breach

	SaidInCase    TextKind = "case"      // what an owner says in mediation
	SaidByOfficer TextKind = "mediation" // what an officer says there, as the mediator or for his body
)

// A Text is by or about a person; its hash with a salt is on the ledger.
type Text struct {
	Hash   string   `json:"hash"` // HashText
	Kind   TextKind `json:"kind"`
	Person string   `json:"person,omitempty"` // pseudonym
	Salt   string   `json:"salt"`             // 16 random bytes, base64url
	Text   string   `json:"text"`
	At     int64    `json:"at"`
	About  string   `json:"about,omitempty"` // of what is said in mediation: the case, or the side that asks for one
}

const textColumns = "SELECT hash, kind, person, salt, text, at, about FROM texts "

func (x *Text) fields() []any {
	return []any{&x.Hash, &x.Kind, &x.Person, &x.Salt, &x.Text, &x.At, &x.About}
}

// HashText is the SHA-256 (hex) of a salt, a line feed and a text, as acts name it. The salt goes with the text when a person is
// erased; nobody can then find a short text by trying.
func HashText(salt, text string) string {
	hash := sha256.Sum256([]byte(salt + "\n" + text))
	return hex.EncodeToString(hash[:])
}

const textSaltBytes = 16

// newText is a text with a salt of its own.
func (s *Store) newText(kind TextKind, person, text string) (Text, error) {
	salt, err := s.draw(textSaltBytes)
	return Text{Hash: HashText(salt, text), Kind: kind, Person: person, Salt: salt, Text: text}, err
}

func (t *transaction) keepText(ctx context.Context, x Text) error {
	_, err := t.do(ctx, `INSERT INTO texts (community, hash, kind, person, salt, text, at, about) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT DO NOTHING`, x.Hash, string(x.Kind), x.Person, x.Salt, x.Text, t.at, x.About)
	return err
}

// textsOfPerson keeps one person from filling the store.
const textsOfPerson = 100

// KeepOwnText keeps a text that a person writes for an act of his, with his salt, and returns its hash. ErrNotFound: the store does
// not know him; ErrConflict: he has left too many already.
func (s *Store) KeepOwnText(ctx context.Context, community string, kind TextKind, person, salt, text string) (string, error) {
	return s.keepOwn(ctx, community, Text{Kind: kind, Person: person, Salt: salt, Text: text})
}

func (s *Store) keepOwn(ctx context.Context, community string, own Text) (string, error) {
	own.Hash = HashText(own.Salt, own.Text)
	return own.Hash, s.change(ctx, community, func(t *transaction) error {
		if _, err := one(ctx, t, column[string], "SELECT pseudonym FROM people WHERE community = $1 AND pseudonym = $2 AND erased = 0",
			community, own.Person); err != nil {
			return named(err, "person %q", own.Person)
		}
		kept, err := one(ctx, t, column[int64], "SELECT COUNT(*) FROM texts WHERE community = $1 AND person = $2 AND kind <> $3", community,
			own.Person, string(SaidByOfficer))
		if err == nil && kept >= textsOfPerson {
			err = ErrManyTexts
		}
		if err != nil {
			return err
		}
		if err := t.keepText(ctx, own); err != nil {
			return err
		}
		return t.audit(ctx, own.Person, textKept, own.Person)
	})
}

// KeepAnswer keeps the text of an officer's answer to a person's objection, and returns its hash. ErrOwnCase: the person is the
// officer or shares a unit with him.
func (s *Store) KeepAnswer(ctx context.Context, community, person, text, officerID string) (string, error) {
	return s.keepOfficersText(ctx, community, person, Answer, text, officerID, answerKept)
}

// KeepReason keeps the text of why officers take something from a person, and returns its hash. ErrOwnCase: as KeepAnswer.
func (s *Store) KeepReason(ctx context.Context, community, person, text, officerID string) (string, error) {
	return s.keepOfficersText(ctx, community, person, Reason, text, officerID, reasonKept)
}

func (s *Store) keepOfficersText(
	ctx context.Context, community, person string, kind TextKind, text, officerID, noted string,
) (string, error) {
	kept, err := s.newText(kind, person, text)
	if err != nil {
		return "", err
	}
	return kept.Hash, s.change(ctx, community, func(t *transaction) error {
		if _, err := impartial(ctx, t, community, officerID, person); err != nil {
			return err
		}
		if err := t.keepText(ctx, kept); err != nil {
			return err
		}
		return t.audit(ctx, officerID, noted, person)
	})
}

// Text returns the text by or about a person with a hash. A hash alone gives none: it is on the ledger, where anybody can name it
// in an act of his own; and none of what is said in mediation (CaseText). ErrNotFound says that the text never was here, or was erased;
// the ledger's hash stands.
func (s *Store) Text(ctx context.Context, community, person, hash string) (Text, error) {
	text, err := one(ctx, s.read, (*Text).fields,
		textColumns+"WHERE community = $1 AND person = $2 AND hash = $3 AND about = ''", community, person, hash)
	return text, named(err, "text %q", hash)
}
