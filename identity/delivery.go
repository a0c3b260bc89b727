// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
)

// A LetterState is a letter as the store knows it: by its code's public key. Times are Unix seconds, 0 for not yet.
type LetterState struct {
	Code      string `json:"code"` // public key, base64url
	Batch     string `json:"batch"`
	Number    int64  `json:"number"` // in the batch
	Person    string `json:"person"`
	Name      string `json:"name"`
	House     string `json:"house"`
	Expires   int64  `json:"expires"`
	Printed   int64  `json:"printed"`
	Delivered int64  `json:"delivered,omitempty"`
	Returned  int64  `json:"returned,omitempty"`
	Used      int64  `json:"used,omitempty"`
	Withdrawn int64  `json:"withdrawn,omitempty"`
}

func (l *LetterState) fields() []any {
	return []any{&l.Code, &l.Batch, &l.Number, &l.Person, &l.Name, &l.House, &l.Expires, &l.Printed, &l.Delivered, &l.Returned, &l.Used,
		&l.Withdrawn}
}

const letterColumns = `SELECT l.code, l.batch, l.number, l.person, p.name, u.number, l.expires, l.printed, l.delivered, l.returned, l.used, l.withdrawn
	FROM letters l JOIN people p ON p.community = l.community AND p.pseudonym = l.person
	JOIN units u ON u.community = l.community AND u.pseudonym = l.unit `

// Letters returns the letters of a batch in order, or of all batches if batch is "".
func (s *Store) Letters(ctx context.Context, community, batch string) ([]LetterState, error) {
	return all(ctx, s.read, (*LetterState).fields,
		letterColumns+"WHERE l.community = $1 AND (l.batch = $2 OR $2 = '') ORDER BY l.printed, l.batch, l.number", community, batch)
}

// LettersTo returns the letters that were printed to a person, the oldest first.
func (s *Store) LettersTo(ctx context.Context, community, person string) ([]LetterState, error) {
	return all(ctx, s.read, (*LetterState).fields,
		letterColumns+"WHERE l.community = $1 AND l.person = $2 ORDER BY l.printed, l.batch, l.number", community, person)
}

// Invitation returns the letter whose code has this public key, for the page that a resident opens. ErrNotFound: no letter
// has it; ErrConflict: it was used or withdrawn, or has expired, and the message says which.
func (s *Store) Invitation(ctx context.Context, community string, code act.Bytes) (LetterState, error) {
	l, err := one(ctx, s.read, (*LetterState).fields, letterColumns+"WHERE l.community = $1 AND l.code = $2", community, encode(code))
	switch {
	case err != nil:
		return l, named(err, "the invitation")
	case l.Used > 0:
		return l, fmt.Errorf("the invitation was used before; ask the committee if it was not you: %w", ErrConflict)
	case l.Withdrawn > 0:
		return l, fmt.Errorf("the invitation was withdrawn, or replaced by a newer letter: %w", ErrConflict)
	case l.Expires < s.now():
		return l, fmt.Errorf("the invitation has expired; ask the committee for a new letter: %w", ErrConflict)
	}
	return l, nil
}

// CodesWithdrawn notes that an act codes.withdraw took effect on the ledger; by is who signed it, if he is known here.
func (s *Store) CodesWithdrawn(ctx context.Context, community string, codes []people.IssuedCode, by string) error {
	return s.change(ctx, community, func(t *transaction) error {
		for _, code := range codes {
			changed, err := t.do(ctx,
				"UPDATE letters SET withdrawn = $4 WHERE community = $1 AND code = $2 AND person = $3 AND used = 0 AND withdrawn = 0",
				encode(code.Code), code.Person, t.at)
			if err == nil && changed > 0 {
				err = t.audit(ctx, by, letterWithdrawn, code.Person)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// A Mark is what became of a letter at the door.
type Mark string

// The marks of the reconciliation list.
const (
	Delivered Mark = "delivered"
	Returned  Mark = "returned"
)

// MarkLetters notes what became of letters of a batch, by their numbers. A later mark replaces an earlier one. A number that the
// batch does not have gives ErrNotFound, and none is marked.
func (s *Store) MarkLetters(ctx context.Context, community, batch string, numbers []int64, mark Mark, officer string) error {
	query := "UPDATE letters SET delivered = $4, returned = 0 WHERE community = $1 AND batch = $2 AND number = $3"
	if mark == Returned {
		query = "UPDATE letters SET delivered = 0, returned = $4 WHERE community = $1 AND batch = $2 AND number = $3"
	}
	return s.change(ctx, community, func(t *transaction) error {
		for _, number := range numbers {
			if err := t.must(ctx, fmt.Errorf("letter %d of batch %q: %w", number, batch, ErrNotFound), query, batch, number,
				t.at); err != nil {
				return err
			}
		}
		return t.audit(ctx, officer, letterMarked+string(mark), batch)
	})
}
