// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"sync"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/linli-project/linli/ledger"
)

// desk is the server's own database: sessions, acts that await a signature, keys of repeated requests, and what the pages
// look up by other names than the ledger's keys. It holds no personal data, and nothing of a ballot but its hash. The tables
// that follow the ledger are built anew when the file is lost.
type desk struct {
	write, read *sql.DB

	mu      sync.Mutex
	at      ledger.Checkpoint
	changed chan struct{} // closed at the next block
}

const deskVersion = 1

const deskSchema = `
CREATE TABLE sessions (token TEXT PRIMARY KEY, data BLOB NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE requests (key TEXT PRIMARY KEY, act TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE sent (act TEXT PRIMARY KEY, tx TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE invited (
	token     TEXT PRIMARY KEY, -- SHA-256 (hex)
	community TEXT NOT NULL,
	officer   TEXT NOT NULL, -- id in the personal-data store
	expires   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE pending (
	act       TEXT PRIMARY KEY,
	community TEXT NOT NULL,
	type      TEXT NOT NULL,
	signed    TEXT NOT NULL, -- JSON, with the first signature
	body      TEXT NOT NULL, -- the first signer's
	by        TEXT NOT NULL,
	created   INTEGER NOT NULL,
	expires   INTEGER NOT NULL,
	second    TEXT NOT NULL DEFAULT '' -- JSON of the second signature, once it was sent
) WITHOUT ROWID;
CREATE TABLE kept (
	act       TEXT NOT NULL,
	community TEXT NOT NULL,
	number    TEXT NOT NULL,
	type      TEXT NOT NULL,
	election  TEXT NOT NULL,
	right     TEXT NOT NULL,
	tx        TEXT NOT NULL,
	block     INTEGER NOT NULL,
	at        INTEGER NOT NULL,
	PRIMARY KEY (act, community)
) WITHOUT ROWID;
CREATE INDEX kept_number ON kept (community, number);
CREATE INDEX kept_type ON kept (community, election, type);
CREATE TABLE boxes (
	community TEXT NOT NULL,
	election  TEXT NOT NULL,
	right     TEXT NOT NULL,
	area      INTEGER NOT NULL,
	ballots   INTEGER NOT NULL,
	PRIMARY KEY (community, election, right)
) WITHOUT ROWID;
CREATE TABLE checkpoint (one INTEGER PRIMARY KEY CHECK (one = 1), blocks INTEGER NOT NULL, hash BLOB);
INSERT INTO checkpoint VALUES (1, 0, NULL);
`

func openDesk(ctx context.Context, path string) (*desk, error) {
	d := &desk{changed: make(chan struct{})}
	if err := d.open(ctx, path); err != nil {
		return nil, errors.Join(fmt.Errorf("open the server's database %s: %w", path, err), d.close())
	}
	return d, nil
}

func (d *desk) open(ctx context.Context, path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) // it holds sessions
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=busy_timeout(10000)"
	if d.write, err = sql.Open("sqlite", dsn+"&_txlock=immediate"); err != nil {
		return err
	}
	d.write.SetMaxOpenConns(1)
	if d.read, err = sql.Open("sqlite", dsn+"&_pragma=query_only(1)"); err != nil {
		return err
	}
	d.read.SetMaxOpenConns(8)
	if err := d.prepare(ctx); err != nil {
		return err
	}
	return d.write.QueryRowContext(ctx, "SELECT blocks, hash FROM checkpoint").Scan(&d.at.Blocks, &d.at.Hash)
}

func (d *desk) prepare(ctx context.Context) error {
	return d.inTransaction(ctx, func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil || version == deskVersion {
			return err
		}
		if version != 0 {
			return fmt.Errorf("its tables are of version %d; this software reads %d", version, deskVersion)
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("%s PRAGMA user_version = %d", deskSchema, deskVersion))
		return err
	})
}

func (d *desk) inTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (d *desk) close() error {
	var err error
	for _, db := range []*sql.DB{d.read, d.write} {
		if db != nil {
			err = errors.Join(err, db.Close())
		}
	}
	return err
}

// keysFor is how long a request's Idempotency-Key is remembered, in seconds.
const keysFor = 24 * 3600

func (d *desk) sweep(ctx context.Context, now int64) error {
	_, err := d.write.ExecContext(ctx, `DELETE FROM sessions WHERE expires < ?1; DELETE FROM pending WHERE expires < ?1; DELETE FROM invited WHERE expires < ?1;
		DELETE FROM requests WHERE at < ?2; DELETE FROM sent WHERE at < ?2;`, now, now-keysFor)
	return err
}

// height is how many blocks the answers are true for.
func (d *desk) height() uint64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at.Blocks
}

func (d *desk) checkpoint() ledger.Checkpoint {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.at
}

func (d *desk) moveTo(at ledger.Checkpoint) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = at
	close(d.changed)
	d.changed = make(chan struct{})
}

// await returns when the desk has a block, or when ctx ends.
func (d *desk) await(ctx context.Context, block uint64) {
	for {
		d.mu.Lock()
		height, changed := d.at.Blocks, d.changed
		d.mu.Unlock()
		if height > block {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
