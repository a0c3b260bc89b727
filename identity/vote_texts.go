// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
)

// A VoteText is a whole text that is put to the vote. It is public: a contest on the ledger names it by its hash, and whoever has it sees
// that it is the one.
type VoteText struct {
	Hash string `json:"hash"` // SHA-256 (hex) of the text
	Kind string `json:"kind"` // by which pages read it
	Text string `json:"text"`
	At   int64  `json:"at"` // when it was left, Unix time
}

func (x *VoteText) fields() []any { return []any{&x.Hash, &x.Kind, &x.Text, &x.At} }

const voteTextColumns = "SELECT hash, kind, text, at FROM vote_texts "

// voteTextsADay keeps one passkey from filling the store.
const voteTextsADay = 50

// KeepVoteText keeps a text that an officer, by his credential, puts to the vote, and returns it with its hash. The same again is harmless.
// ErrManyTexts: too many were left with this passkey today.
func (s *Store) KeepVoteText(ctx context.Context, community, kind, text, by string) (VoteText, error) {
	sum := sha256.Sum256([]byte(text))
	kept := VoteText{Hash: hex.EncodeToString(sum[:]), Kind: kind, Text: text, At: s.now()}
	return kept, s.change(ctx, community, func(t *transaction) error {
		left, err := one(ctx, t, column[int64], "SELECT COUNT(*) FROM vote_texts WHERE community = $1 AND by_whom = $2 AND at > $3",
			community, by, t.at-secondsADay)
		if err == nil && left >= voteTextsADay {
			err = ErrManyTexts
		}
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `INSERT INTO vote_texts (community, hash, kind, text, by_whom, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT DO NOTHING`, kept.Hash, kind, text, by, t.at)
		return err
	})
}

// VoteText returns the text with a hash. ErrNotFound: it never was here; another body's store may have it.
func (s *Store) VoteText(ctx context.Context, community, hash string) (VoteText, error) {
	text, err := one(ctx, s.read, (*VoteText).fields, voteTextColumns+"WHERE community = $1 AND hash = $2", community, hash)
	return text, named(err, "text %q", hash)
}

// shownVoteTexts are as many as a list to choose from has.
const shownVoteTexts = 50

// VoteTexts lists the texts that were left last, the latest first.
func (s *Store) VoteTexts(ctx context.Context, community string) ([]VoteText, error) {
	return all(ctx, s.read, (*VoteText).fields, voteTextColumns+"WHERE community = $1 ORDER BY at DESC, hash LIMIT $2",
		community, shownVoteTexts)
}
