// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"crypto/cipher"
	"crypto/rand"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/linli-project/linli/sqlitefile"
	"github.com/linli-project/linli/tables"
)

// Reasons to be tested with errors.Is; the message says what to do.
var (
	// ErrNotFound: the community, person, letter … is not in the store.
	ErrNotFound = errors.New("not in the store")
	// ErrConflict: the state of things does not allow it.
	ErrConflict = errors.New("not possible now")
	// ErrChanged: somebody else has changed it since it was read. Read it again.
	ErrChanged = errors.New("it was changed since it was read")
	// ErrOwnCase: an officer may not decide about himself or a unit of his own.
	ErrOwnCase = errors.New("an officer does not decide in his own case")
)

// Store is the personal-data store: everything about people that must not be on the ledger, and can be erased. It is safe
// for concurrent use; there is one writer at a time.
type Store struct {
	// Now is the clock, Random the source of salts, codes and handles. Open sets them; change them before the first use.
	Now    func() time.Time
	Random io.Reader

	write, read *sql.DB
	postgres    bool
	seal        cipher.AEAD // of enclosures; nil before SealEnclosures
}

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the store at a PostgreSQL URL (postgres://…) or in an SQLite file, which is made, readable by its user alone,
// if there is none. It brings the tables up to date.
func Open(ctx context.Context, at string) (*Store, error) {
	s := &Store{Now: time.Now, Random: rand.Reader}
	var err error
	if s.postgres = tables.IsPostgres(at); s.postgres {
		err = s.openPostgres(at)
	} else {
		err = s.openSQLite(at)
	}
	if err == nil {
		err = s.migrate(ctx)
	}
	if err != nil { // the URL may hold a password: it is not part of the message
		return nil, errors.Join(fmt.Errorf("open the personal-data store: %w", err), s.Close())
	}
	return s, nil
}

const readers = 8

func (s *Store) openPostgres(url string) error {
	db, err := tables.OpenPostgres(url, "")
	s.write, s.read = db, db
	return err
}

func (s *Store) openSQLite(path string) error {
	file, err := sqlitefile.Open(path, readers, "secure_delete(ON)", "foreign_keys(ON)")
	s.write, s.read = file.Write, file.Read
	return err
}

func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	dialect, options := goose.DialectSQLite3, []goose.ProviderOption{}
	if s.postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		dialect, options = goose.DialectPostgres, append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, s.write, files, options...)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}

// Close closes the store.
func (s *Store) Close() error {
	var err error
	if s.read != nil && s.read != s.write {
		err = s.read.Close()
	}
	if s.write != nil {
		err = errors.Join(err, s.write.Close())
	}
	return err
}

func (s *Store) now() int64 { return s.Now().Unix() }
