// SPDX-License-Identifier: Apache-2.0

package cosign

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/tables"
)

// Store is the acts that wait at a body's servers, in their tables "pending" and "signatures".
type Store struct {
	DB    tables.DB
	Index *index.Index
}

// Waiting are the acts of a community that wait now (Unix time), the oldest first.
func (s Store) Waiting(ctx context.Context, community string, now int64) ([]Act, error) {
	return acts(ctx, s.DB.Read, "p.community = $1 AND p.expires > $2", community, now)
}

// Act is one of a community's waiting acts, or ErrGone.
func (s Store) Act(ctx context.Context, community, hash string, now int64) (Act, error) {
	all, err := acts(ctx, s.DB.Read, "p.act = $1 AND p.community = $2 AND p.expires > $3", hash, community, now)
	if err == nil && len(all) == 0 {
		err = ErrGone
	}
	if err != nil {
		return Act{}, err
	}
	return all[0], nil
}

// Keep keeps an act with its first signature. Acts of the same signer that it takes the place of, because their number was used, are
// forgotten. The error may be ErrTooMany.
func (s Store) Keep(ctx context.Context, a Act) error {
	instead, err := s.replacedBy(ctx, a)
	if err != nil {
		return err
	}
	return s.DB.InTransaction(ctx, func(tx *sql.Tx) error {
		for _, hash := range instead {
			if err := forget(ctx, tx, hash); err != nil {
				return err
			}
		}
		var others int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM pending WHERE community = $1 AND by = $2 AND act <> $3", a.Community, a.By,
			a.Hash).Scan(&others); err != nil {
			return err
		}
		if others >= AtMost {
			return ErrTooMany
		}
		added, err := tx.ExecContext(ctx, `INSERT INTO pending (act, community, type, text, body, by, created, expires)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`, a.Hash, a.Community, a.Type, a.Text, a.Body, a.By, a.Created, a.Expires)
		if err != nil {
			return fmt.Errorf("keep an act that waits: %w", err)
		}
		if n, err := added.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return keepSignature(ctx, tx, a.Hash, a.Signatures[0])
	})
}

// Sign adds a signature, at a time (Unix), to an act that these owners or parties have to sign, and returns it with all its signatures if
// it was the last. Signatures that come at the same time are kept one after the other, so that exactly one of them is the last, and none
// comes after it; but whoever has signed last may do so again, if his server does not answer any more: the ledger takes an act once.
// The error may be ErrGone or ErrSent.
func (s Store) Sign(ctx context.Context, hash string, owners []string, add Signature, at int64) (*act.Signed, error) {
	var complete *act.Signed
	err := s.DB.InTransaction(ctx, func(tx *sql.Tx) error {
		now, err := acts(ctx, tx, "p.act = $1", hash)
		if err != nil {
			return err
		}
		if len(now) == 0 {
			return ErrGone
		}
		if now[0].Sent() && !now[0].sentWith(add.By) {
			return ErrSent
		}
		if len(Missing(owners, append(now[0].Signed(), add.Person))) == 0 {
			signed := now[0].With(add)
			complete, add.Sent = &signed, at
		}
		return keepSignature(ctx, tx, hash, add)
	})
	return complete, err
}

// TakeBackSignature forgets a signature with which the act failed: it waits on, for a better moment or signer.
func (s Store) TakeBackSignature(ctx context.Context, hash, by string) error {
	_, err := s.DB.Write.ExecContext(ctx, "DELETE FROM signatures WHERE act = $1 AND by = $2", hash, by)
	return err
}

// TakeBack forgets an act, unless it was sent, which is ErrSent.
func (s Store) TakeBack(ctx context.Context, hash string) error {
	gone, err := s.DB.Write.ExecContext(ctx,
		"DELETE FROM pending WHERE act = $1 AND NOT EXISTS (SELECT 1 FROM signatures WHERE act = $1 AND sent <> 0)", hash)
	if err != nil {
		return err
	}
	if n, err := gone.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, ErrSent)
	}
	return nil
}

// TakeBackSent forgets the last signatures of acts that were sent before a time by a process that has ended since. What has become of
// them nobody told: those that are on the ledger wait no longer with its block, the others can be signed again.
func (s Store) TakeBackSent(ctx context.Context, before int64) error {
	if _, err := s.DB.Write.ExecContext(ctx, "DELETE FROM signatures WHERE sent <> 0 AND sent < $1", before); err != nil {
		return fmt.Errorf("take back what was being sent: %w", err)
	}
	return nil
}

// Forget forgets an act that waits no longer.
func (s Store) Forget(ctx context.Context, hash string) error { return forget(ctx, s.DB.Write, hash) }

// changer is the database between transactions, or one of them.
type changer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func forget(ctx context.Context, c changer, hash string) error {
	_, err := c.ExecContext(ctx, "DELETE FROM pending WHERE act = $1", hash)
	return err
}

// Missing are those of the owners or parties who have not signed.
func Missing(owners, signed []string) []string {
	return slices.DeleteFunc(append([]string{}, owners...), func(o string) bool { return slices.Contains(signed, o) })
}

// querier is the database between transactions, or one of them.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// acts returns the waiting acts that fit, the oldest first.
func acts(ctx context.Context, q querier, where string, args ...any) ([]Act, error) {
	rows, err := q.QueryContext(ctx, `SELECT p.act, p.community, p.type, p.text, p.body, p.by, p.created, p.expires, s.person, s.signature, s.sent
		FROM pending p JOIN signatures s ON s.act = p.act WHERE `+where+" ORDER BY p.created, p.act, s.place", args...)
	if err != nil {
		return nil, fmt.Errorf("list the waiting acts: %w", err)
	}
	defer rows.Close()
	var all []Act
	for rows.Next() {
		var a Act
		var s Signature
		var signature []byte
		if err := rows.Scan(&a.Hash, &a.Community, &a.Type, &a.Text, &a.Body, &a.By, &a.Created, &a.Expires, &s.Person, &signature,
			&s.Sent); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(signature, &s.Signature); err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1].Hash != a.Hash {
			all = append(all, a)
		}
		last := &all[len(all)-1]
		last.Signatures = append(last.Signatures, s)
	}
	return all, rows.Err()
}

// keepSignature adds a signature to a waiting act, in the place of an earlier one of the same passkey, or of the same owner or party: of
// two that are kept for one party, the ledger would take neither. The first signer's stays.
func keepSignature(ctx context.Context, tx *sql.Tx, hash string, s Signature) error {
	raw, err := json.Marshal(s.Signature)
	if err != nil {
		return err
	}
	instead, err := tx.ExecContext(ctx, `UPDATE signatures SET by = $1, signature = $2, sent = $3 WHERE act = $4 AND person = $5 AND person <> ''
		AND by <> $1 AND by <> (SELECT by FROM pending WHERE act = $4)`, s.By, string(raw), s.Sent, hash, s.Person)
	if err != nil {
		return fmt.Errorf("keep a signature: %w", err)
	}
	if n, err := instead.RowsAffected(); err != nil || n > 0 {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO signatures (act, by, person, signature, sent, place)
		VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(place), 0) + 1 FROM signatures WHERE act = $1))
		ON CONFLICT (act, by) DO UPDATE SET signature = excluded.signature, sent = excluded.sent`, hash, s.By, s.Person, string(raw), s.Sent)
	if err != nil {
		return fmt.Errorf("keep a signature: %w", err)
	}
	return nil
}
