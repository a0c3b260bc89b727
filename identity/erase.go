// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"errors"
	"fmt"
)

// An Erasure says why a person may be erased.
type Erasure struct {
	Actor string // the officer who does it, or the person; "" for who runs the store
	Owner bool   // erase although the person owns a unit in the roll in force: he can then vote on paper only
}

// ErrNotPurged says that a person is erased from the tables, but old pages of the database's files may still hold him, because
// something reads the database. Call Purge again.
var ErrNotPurged = errors.New("old pages of the database may still hold erased data")

// ErasePerson destroys what the store knows of a person (PIPL Art. 47): name, contacts, salt, ID number's hash, letters, texts, what he
// offers neighbours and asks them for, what he has reported, notes, passkeys' labels and records. What stays is what is on the ledger too:
// the pseudonym, which nobody can link to him any more, what it owns, and the passkeys' ids and public keys, which are to be revoked there
// first (Revoke). Then it purges.
// ErrOwnsUnits and ErrHoldsOffice say what he does now, ErrOwnCase that he shares a unit with the officer.
//
// BUG(erasure): house numbers belong to units and stay, so that a pseudonym's former houses are known to the committee.
func (s *Store) ErasePerson(ctx context.Context, community, person string, why Erasure) error {
	err := s.change(ctx, community, func(t *transaction) error {
		if err := t.mayErase(ctx, person, why); err != nil {
			return err
		}
		handle, err := s.draw(handleBytes)
		if err != nil {
			return err
		}
		if err := t.must(ctx, fmt.Errorf("person %q: %w", person, ErrNotFound), `UPDATE people
			SET name = '', salt = '', id_number = '', email = '', phone = '', email_confirmed = 0, handle = $3, erased = $4
			WHERE community = $1 AND pseudonym = $2`, person, handle, t.at); err != nil {
			return err
		}
		if err := t.eraseTraces(ctx, person); err != nil {
			return err
		}
		return t.audit(ctx, why.Actor, personErased, person)
	})
	if err != nil {
		return err
	}
	return s.Purge(ctx)
}

func (t *transaction) mayErase(ctx context.Context, person string, why Erasure) error {
	if why.Actor != "" {
		if err := disinterested(ctx, t, t.community, why.Actor, person); err != nil {
			return err
		}
	}
	offices, err := all(ctx, t, column[string], "SELECT id FROM officers WHERE community = $1 AND person = $2 AND ended = 0", t.community,
		person)
	if err != nil || len(offices) > 0 {
		return orElse(err, ErrHoldsOffice)
	}
	owned, err := all(ctx, t, column[string], `SELECT unit FROM ownership WHERE community = $1 AND person = $2
		AND (version = `+inForce+` OR version IN (SELECT version FROM rolls WHERE community = $1 AND approved = 0))`, t.community, person)
	if err == nil && len(owned) > 0 && !why.Owner {
		err = ErrOwnsUnits
	}
	return err
}

// eraseTraces erases what other tables hold about a person.
func (t *transaction) eraseTraces(ctx context.Context, person string) error {
	if _, err := t.do(ctx, `UPDATE passkeys SET label = '', record = '', transports = '',
		revoked = CASE WHEN revoked = 0 THEN CAST($3 AS BIGINT) ELSE revoked END
		WHERE community = $1 AND (person = $2 OR officer IN (SELECT id FROM officers WHERE community = $1 AND person = $2))`, person, t.at); err != nil {
		return err
	}
	for _, query := range []string{
		"DELETE FROM letters WHERE community = $1 AND person = $2",
		"DELETE FROM texts WHERE community = $1 AND person = $2",
		"DELETE FROM enclosures WHERE community = $1 AND person = $2",
		"DELETE FROM reports WHERE community = $1 AND person = $2",
		"DELETE FROM help_offers WHERE community = $1 AND person = $2",
		"DELETE FROM help_asks WHERE community = $1 AND person = $2",
		"UPDATE help_asks SET helper = '', given = 0 WHERE community = $1 AND helper = $2",
		`DELETE FROM checks WHERE community = $1 AND credential IN (SELECT credential FROM enrolments WHERE community = $1 AND person = $2)`,
		"DELETE FROM enrolments WHERE community = $1 AND person = $2",
		`DELETE FROM agreements WHERE community = $1 AND recovery IN (SELECT id FROM recoveries WHERE community = $1 AND person = $2)`,
		"DELETE FROM recoveries WHERE community = $1 AND person = $2",
		"UPDATE officers SET name = '', person = '' WHERE community = $1 AND person = $2",
	} {
		if _, err := t.do(ctx, query, person); err != nil {
			return err
		}
	}
	return nil
}

// erasable are the tables that hold what can be erased.
var erasable = []string{
	"people", "letters", "texts", "enclosures", "help_offers", "help_asks", "reports", "checks", "enrolments", "agreements", "recoveries",
	"officers", "workers", "passkeys",
}

// Purge makes the database forget deleted data in its files: SQLite rewrites the file and empties the write-ahead log,
// PostgreSQL rewrites the tables. Erasing a person purges; Purge is for after ErrNotPurged.
//
// BUG(purge): PostgreSQL's write-ahead log, its archive and backups of either database keep what they have until they are
// recycled.
func (s *Store) Purge(ctx context.Context) error {
	if s.postgres {
		for _, table := range erasable {
			if _, err := s.write.ExecContext(ctx, "VACUUM FULL "+table); err != nil {
				return fmt.Errorf("%w: %w", ErrNotPurged, err)
			}
		}
		return nil
	}
	if _, err := s.write.ExecContext(ctx, "VACUUM"); err != nil {
		return fmt.Errorf("%w: %w", ErrNotPurged, err)
	}
	type outcome struct{ busy, log, moved int64 }
	o, err := one(ctx, s.write, func(o *outcome) []any { return []any{&o.busy, &o.log, &o.moved} }, "PRAGMA wal_checkpoint(TRUNCATE)")
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotPurged, err)
	}
	if o.busy != 0 {
		return ErrNotPurged
	}
	return nil
}
