// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// A TextKind is what a text is that the ledger knows by its hash.
type TextKind string

// The kinds of text.
const (
	Objection TextKind = "objection"
	Answer    TextKind = "answer"
	Reason    TextKind = "reason" // of a revocation or recovery
)

// A Text is by or about a person; its SHA-256 is on the ledger.
type Text struct {
	Hash   string   `json:"hash"` // hex
	Kind   TextKind `json:"kind"`
	Person string   `json:"person,omitempty"` // pseudonym
	Text   string   `json:"text"`
	At     int64    `json:"at"`
}

func (x *Text) fields() []any { return []any{&x.Hash, &x.Kind, &x.Person, &x.Text, &x.At} }

// HashText is the SHA-256 (hex) of a text, as acts name it.
func HashText(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

// KeepText keeps a text that an act names by the hash it returns.
func (s *Store) KeepText(ctx context.Context, community string, kind TextKind, person, text string) (string, error) {
	hash := HashText(text)
	return hash, s.change(ctx, community, func(t *transaction) error { return t.keepText(ctx, kind, person, text) })
}

func (t *transaction) keepText(ctx context.Context, kind TextKind, person, text string) error {
	_, err := t.do(ctx, `INSERT INTO texts (community, hash, kind, person, text, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		HashText(text), string(kind), person, text, t.at)
	return err
}

// Text returns the text with a hash. ErrNotFound says that it never was here, or was erased; the ledger's hash stands.
func (s *Store) Text(ctx context.Context, community, hash string) (Text, error) {
	texts, err := all(ctx, s.read, (*Text).fields,
		"SELECT hash, kind, person, text, at FROM texts WHERE community = $1 AND hash = $2 ORDER BY at LIMIT 1", community, hash)
	if err == nil && len(texts) == 0 {
		err = fmt.Errorf("text %q: %w", hash, ErrNotFound)
	}
	if err != nil {
		return Text{}, err
	}
	return texts[0], nil
}
