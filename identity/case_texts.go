// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"cmp"
	"context"
)

// textsOfCase keeps a case's officers from filling the store.
const textsOfCase = 200

// KeepOwnCaseText keeps what a person says in mediation, as KeepOwnText does. about is the case, or the side that asks for one: elsewhere a
// text is not read, whoever names its hash.
func (s *Store) KeepOwnCaseText(ctx context.Context, community, about, person, salt, text string) (string, error) {
	return s.keepOwn(ctx, community, Text{Kind: SaidInCase, Person: person, Salt: salt, Text: text, About: about})
}

// KeepCaseText keeps what an officer says in mediation, and returns its hash. owners are one of each home that is a side; the text is kept
// with the first of them, and erased with him. ErrOwnCase: one of the homes is the officer's; ErrManyTexts: too many were left about it.
func (s *Store) KeepCaseText(ctx context.Context, community, about string, owners []string, text, officerID string) (string, error) {
	kept, err := s.newText(SaidByOfficer, "", text)
	if err != nil {
		return "", err
	}
	if kept.About = about; len(owners) > 0 {
		kept.Person = owners[0]
	}
	return kept.Hash, s.change(ctx, community, func(t *transaction) error {
		for _, owner := range owners {
			if _, err := impartial(ctx, t, community, officerID, owner); err != nil {
				return err
			}
		}
		left, err := one(ctx, t, column[int64], "SELECT COUNT(*) FROM texts WHERE community = $1 AND about = $2 AND kind = $3", community,
			about, string(SaidByOfficer))
		if err == nil && left >= textsOfCase {
			err = ErrManyTexts
		}
		if err != nil {
			return err
		}
		if err := t.keepText(ctx, kept); err != nil {
			return err
		}
		return t.audit(ctx, officerID, caseTextKept, cmp.Or(kept.Person, about))
	})
}

// CaseText returns what was said in a case, or by a side that asks for one, with a hash. ErrNotFound: it never was here, or was erased.
func (s *Store) CaseText(ctx context.Context, community, about, hash string) (Text, error) {
	text, err := one(ctx, s.read, (*Text).fields, textColumns+"WHERE community = $1 AND hash = $2 AND about = $3 AND about <> ''", community,
		hash, about)
	return text, named(err, "text %q", hash)
}
