// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/sqlitefile"
)

// database is the server's own database: sessions, acts that await a signature, keys of repeated requests, and what the pages
// look up by other names than the ledger's keys. It holds no personal data, and nothing of a ballot but its hash. The tables
// that follow the ledger are built anew when the file is lost.
type database struct{ write, read *sql.DB }

// databaseSteps bring the tables from each version to the next; a new file takes them all. Add to the end, change none.
var databaseSteps = []string{`
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
	second    TEXT NOT NULL DEFAULT ''
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
`, `
-- Acts may await more than one signature. Who signed an act that is kept comes from the blocks, which are read again.
CREATE TABLE waiting (
	act       TEXT PRIMARY KEY,
	community TEXT NOT NULL,
	type      TEXT NOT NULL,
	text      TEXT NOT NULL, -- what is signed
	body      TEXT NOT NULL, -- the first signer's, or '' for an owner
	by        TEXT NOT NULL, -- the first signer's passkey
	created   INTEGER NOT NULL,
	expires   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE signatures ( -- in the order of their rows
	act       TEXT NOT NULL,
	by        TEXT NOT NULL,
	person    TEXT NOT NULL, -- pseudonym of an owner
	signature TEXT NOT NULL, -- JSON
	sent      INTEGER NOT NULL DEFAULT 0, -- whether the act was relayed with this as its last signature
	UNIQUE (act, by)
);
INSERT INTO waiting SELECT act, community, type, json_extract(signed, '$.act'), body, by, created, expires FROM pending;
INSERT INTO signatures (act, by, person, signature) SELECT act, by, '', json_extract(signed, '$.signatures[0]') FROM pending;
DROP TABLE pending;
ALTER TABLE waiting RENAME TO pending;
CREATE TRIGGER pending_gone AFTER DELETE ON pending BEGIN DELETE FROM signatures WHERE act = OLD.act; END;
ALTER TABLE kept ADD COLUMN signers TEXT NOT NULL DEFAULT '[]'; -- JSON; passkeys of who published a result
DELETE FROM kept;
DELETE FROM boxes;
UPDATE checkpoint SET blocks = 0, hash = NULL;
`, `
-- The acts are in the mirror.
DROP TABLE kept;
`, `
-- Logins and registrations are awaited apart from the session, each by its challenge.
CREATE TABLE ceremonies (
	challenge TEXT PRIMARY KEY, -- base64url
	kind      TEXT NOT NULL,
	browser   TEXT NOT NULL, -- SHA-256 (hex) of the cookie of the browser that began it
	about     TEXT NOT NULL, -- JSON
	expires   INTEGER NOT NULL
) WITHOUT ROWID;
`, `
-- Workers are invited as officers are.
ALTER TABLE invited ADD COLUMN worker TEXT NOT NULL DEFAULT ''; -- id in the personal-data store, if it is no officer
`}

func openDatabase(ctx context.Context, path string) (*database, error) {
	d := &database{}
	if err := d.open(ctx, path); err != nil {
		return nil, errors.Join(fmt.Errorf("open the server's database %s: %w", path, err), d.close())
	}
	return d, nil
}

const databaseReaders = 8

func (d *database) open(ctx context.Context, path string) error {
	file, err := sqlitefile.Open(path, databaseReaders)
	if err != nil {
		return err
	}
	d.write, d.read = file.Write, file.Read
	return d.prepare(ctx)
}

func (d *database) prepare(ctx context.Context) error {
	return d.inTransaction(ctx, func(tx *sql.Tx) error {
		var version int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
			return err
		}
		if version > len(databaseSteps) {
			return fmt.Errorf("its tables are of version %d; this software reads %d", version, len(databaseSteps))
		}
		for ; version < len(databaseSteps); version++ {
			if _, err := tx.ExecContext(ctx, databaseSteps[version]); err != nil {
				return fmt.Errorf("bring its tables to version %d: %w", version+1, err)
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version))
		return err
	})
}

func (d *database) inTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (d *database) close() error { return sqlitefile.DB{Write: d.write, Read: d.read}.Close() }

// waiting is what keeps the acts that await signatures.
func (d *database) waiting(x *index.Index) cosign.Store {
	return cosign.Store{DB: sqlitefile.DB{Write: d.write, Read: d.read}, Index: x}
}

// keysFor is how long a request's Idempotency-Key is remembered, in seconds.
const keysFor = 24 * 3600

func (d *database) sweep(ctx context.Context, now int64) error {
	_, err := d.write.ExecContext(ctx, `DELETE FROM sessions WHERE expires < ?1; DELETE FROM pending WHERE expires < ?1; DELETE FROM invited WHERE expires < ?1;
		DELETE FROM ceremonies WHERE expires < ?1;
		DELETE FROM requests WHERE at < ?2; DELETE FROM sent WHERE at < ?2;`, now, now-keysFor)
	return err
}

// checkpoint is how far the tables have followed the ledger.
func (d *database) checkpoint(ctx context.Context) (at ledger.Checkpoint, err error) {
	if err = d.read.QueryRowContext(ctx, "SELECT blocks, hash FROM checkpoint").Scan(&at.Blocks, &at.Hash); err != nil {
		err = fmt.Errorf("read how far the server's database is: %w", err)
	}
	return at, err
}
