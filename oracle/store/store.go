// SPDX-License-Identifier: Apache-2.0

// Package store is what the oracle of one body remembers between messages: what is known of devices, events on their way to the ledger,
// alarms, what could not be understood, who knocked, and, encrypted and for a time, what was sent. It is an SQLite file, and a key.
//
// Each record of the journal is worked off in one transaction that also keeps how far the journal is worked off, so that what follows
// from a record follows once. A transaction that was committed is durable: the journal may forget what is before its checkpoint.
package store

import (
	"cmp"
	"context"
	"crypto/cipher"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"github.com/linli-project/linli/sqlitefile"
)

// Reasons to be tested with errors.Is.
var (
	// ErrBehind: so many events wait for the ledger that no more are taken. Leave the records in the journal, and come back later.
	ErrBehind = errors.New("too many events wait for the ledger")
	// ErrNotFound: it is not in the store, or no longer.
	ErrNotFound = errors.New("not in the oracle's store")
	// ErrWorkedOff: the journal's records were worked off before, or by somebody else.
	ErrWorkedOff = errors.New("the records were worked off before")
)

// Bounds of what is kept; 0 is the default. What is beyond leaves, the oldest first, and is counted; an event leaves only when it is on the
// ledger.
type Bounds struct {
	Pending      int   // events that wait for the ledger; 1,000,000
	Logged       int64 // events of a community that are on the ledger; 1,000,000
	Quarantine   int   // messages; 10,000
	Strangers    int   // clients; 1,000
	PayloadBytes int64 // 2 GiB
}

func (b Bounds) withDefaults() Bounds {
	b.Pending = cmp.Or(b.Pending, 1_000_000)
	b.Logged = cmp.Or(b.Logged, 1_000_000)
	b.Quarantine = cmp.Or(b.Quarantine, 10_000)
	b.Strangers = cmp.Or(b.Strangers, 1000)
	b.PayloadBytes = cmp.Or(b.PayloadBytes, 2<<30)
	return b
}

// Store is an open store. It is safe for concurrent use; there is one writer at a time. Close it.
type Store struct {
	db     sqlitefile.DB
	bounds Bounds
	seal   cipher.AEAD
}

//go:embed migrations/*.sql
var migrations embed.FS

const readers = 8

// Open opens the store in a file, and the key of its payloads in another; both are made, for their user's eyes only, if there are none.
func Open(ctx context.Context, path, key string, bounds Bounds) (*Store, error) {
	s := &Store{bounds: bounds.withDefaults()}
	var err error
	if s.seal, err = openKey(key); err != nil {
		return nil, fmt.Errorf("open the key of the oracle's store: %w", err)
	}
	// What was deleted is overwritten, and a commit is flushed.
	if s.db, err = sqlitefile.Open(path, readers, "secure_delete(ON)", "synchronous(FULL)"); err == nil {
		err = migrate(ctx, s.db.Write)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the oracle's store: %w", err), s.Close())
	}
	return s, nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// Close closes the store.
func (s *Store) Close() error { return s.db.Close() }

// Checkpoint is the number of the journal's last record that is worked off.
func (s *Store) Checkpoint(ctx context.Context) (uint64, error) {
	var seq uint64
	err := s.db.Read.QueryRowContext(ctx, "SELECT seq FROM checkpoint").Scan(&seq)
	return seq, err
}

// Tx is a transaction. It ends with the function that it is given to.
type Tx struct {
	ctx    context.Context
	tx     *sql.Tx
	store  *Store
	filled map[string]bool // what got more rows
	held

	statements map[string]*sql.Stmt // to prepare one takes longer than to run it
}

// WorkOff does what follows from the journal's records after the checkpoint up to one, all of it or nothing, and keeps that they are
// worked off. The error may be ErrWorkedOff, ErrBehind, or what do returns; then nothing has changed.
func (s *Store) WorkOff(ctx context.Context, upTo uint64, do func(*Tx) error) error {
	return s.Change(ctx, func(tx *Tx) error {
		moved, err := tx.exec("UPDATE checkpoint SET seq = ?1 WHERE seq < ?1", upTo)
		if err != nil {
			return err
		}
		if moved == 0 {
			return ErrWorkedOff
		}
		return do(tx)
	})
}

// Change does what follows from something else than a message: a person, the clock, the ledger.
func (s *Store) Change(ctx context.Context, do func(*Tx) error) error {
	tx, err := s.db.Write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("write to the oracle's store: %w", err)
	}
	t := &Tx{ctx: ctx, tx: tx, store: s, filled: map[string]bool{}, statements: map[string]*sql.Stmt{}}
	t.held = held{known: map[deviceKey]heldDevice{}, waiting: -1}
	err = do(t)
	if err == nil {
		err = t.write()
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := t.trim(); err != nil {
		return errors.Join(fmt.Errorf("trim the oracle's store: %w", err), tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("write to the oracle's store: %w", err)
	}
	return nil
}

// exec returns how many rows a statement changed.
func (t *Tx) exec(query string, args ...any) (int64, error) {
	statement, err := t.prepared(query)
	if err != nil {
		return 0, err
	}
	result, err := statement.ExecContext(t.ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// scan reads one row. The error may be sql.ErrNoRows.
func (t *Tx) scan(to any, query string, args ...any) error {
	statement, err := t.prepared(query)
	if err != nil {
		return err
	}
	return statement.QueryRowContext(t.ctx, args...).Scan(to)
}

// prepared is a statement, which is closed with the transaction.
func (t *Tx) prepared(query string) (*sql.Stmt, error) {
	if known := t.statements[query]; known != nil {
		return known, nil
	}
	statement, err := t.tx.PrepareContext(t.ctx, query)
	if err == nil {
		t.statements[query] = statement
	}
	return statement, err
}
