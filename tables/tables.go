// SPDX-License-Identifier: Apache-2.0

// Package tables opens the databases that a body's servers write to, with their tables: an SQLite file, if there is one server, or a
// PostgreSQL database, which several work with. Statements are the same for both: arguments are $1, $2, ….
package tables

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/linli-project/linli/sqlitefile"
)

// Schema are the steps that bring the tables from each version to the next; new ones take them all. Add to the end, change none.
type Schema struct {
	Name     string // of the PostgreSQL schema that has them
	SQLite   []string
	Postgres []string
	Pragmas  []string // further ones of an SQLite file's writer, for example "synchronous(FULL)"
}

// DB is an open database. Close it.
type DB struct {
	Write, Read *sql.DB
	schema      string // "" in an SQLite file
}

const readers = 8

// Open opens a PostgreSQL database by its URL, or an SQLite file, which is made if there is none, and brings the tables up to date.
func Open(ctx context.Context, at string, s Schema) (DB, error) {
	db, steps, err := open(at, s)
	if err == nil {
		err = db.prepare(ctx, steps)
	}
	if err != nil { // a URL may hold a password: it is not part of the message
		return DB{}, errors.Join(err, db.Close())
	}
	return db, nil
}

func open(at string, s Schema) (db DB, steps []string, err error) {
	if IsPostgres(at) {
		pool, err := OpenPostgres(at, s.Name)
		return DB{pool, pool, s.Name}, s.Postgres, err
	}
	file, err := sqlitefile.Open(at, readers, s.Pragmas...)
	return DB{Write: file.Write, Read: file.Read}, s.SQLite, err
}

// Shared says whether other servers work with the database, too.
func (db DB) Shared() bool { return db.schema != "" }

func (db DB) prepare(ctx context.Context, steps []string) error {
	return db.InTransaction(ctx, func(tx *sql.Tx) error {
		version, err := db.version(ctx, tx)
		if err != nil {
			return err
		}
		if version > len(steps) {
			return fmt.Errorf("its tables are of version %d; this software reads %d", version, len(steps))
		}
		for ; version < len(steps); version++ {
			if _, err := tx.ExecContext(ctx, steps[version]); err != nil {
				return fmt.Errorf("bring its tables to version %d: %w", version+1, err)
			}
		}
		set := "PRAGMA user_version = %d"
		if db.Shared() {
			set = "UPDATE version SET version = %d"
		}
		_, err = tx.ExecContext(ctx, fmt.Sprintf(set, version))
		return err
	})
}

func (db DB) version(ctx context.Context, tx *sql.Tx) (version int, err error) {
	ask := "PRAGMA user_version"
	if db.Shared() {
		ask = "SELECT version FROM version"
		_, err = tx.ExecContext(ctx, fmt.Sprintf(`CREATE SCHEMA IF NOT EXISTS %s;
			CREATE TABLE IF NOT EXISTS version (version INTEGER NOT NULL);
			INSERT INTO version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM version)`, db.schema))
	}
	if err == nil {
		err = tx.QueryRowContext(ctx, ask).Scan(&version)
	}
	return version, err
}

// InTransaction runs a transaction and keeps it if do succeeds. There is one at a time, whichever server runs it: SQLite's begin with the
// write lock, PostgreSQL's take one of the schema's.
func (db DB) InTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := db.Write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if db.Shared() {
		_, err = tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", number("write "+db.schema))
	}
	if err == nil {
		err = do(tx)
	}
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// number is what a lock is known by in PostgreSQL.
func number(name string) int64 {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte("linli " + name)) // never fails
	return int64(hash.Sum64())                 //nolint:gosec // any number will do
}

// Close closes the database. The zero DB is closed.
func (db DB) Close() error {
	if db.Shared() && db.Write != nil {
		return db.Write.Close()
	}
	return sqlitefile.DB{Write: db.Write, Read: db.Read}.Close()
}
