// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linli-project/linli/cosign"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/tables"
)

// database is what the server works with besides the mirror. It holds no personal data, and nothing of a ballot but its hash.
type database struct {
	own    tables.DB // follows the ledger; made anew when it is lost
	shared tables.DB // what all servers of the body work with: sessions, acts that await a signature …; the same if there is one
}

// databaseSteps are those of a file, which has all tables.
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
`, `
-- The order of signatures is said, and when an act was sent with a signature as its last: 0 if it was not.
ALTER TABLE signatures ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
UPDATE signatures SET place = rowid;
`}

// sharedSteps are those of what servers share, in PostgreSQL.
var sharedSteps = []string{`
CREATE TABLE sessions (token TEXT PRIMARY KEY, data BYTEA NOT NULL, expires BIGINT NOT NULL);
CREATE TABLE requests (key TEXT PRIMARY KEY, act TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE sent (act TEXT PRIMARY KEY, tx TEXT NOT NULL, at BIGINT NOT NULL);
CREATE TABLE invited (
	token     TEXT PRIMARY KEY, -- SHA-256 (hex)
	community TEXT NOT NULL,
	officer   TEXT NOT NULL, -- id in the personal-data store, as the worker's
	worker    TEXT NOT NULL,
	expires   BIGINT NOT NULL
);
CREATE TABLE pending (
	act       TEXT PRIMARY KEY,
	community TEXT NOT NULL,
	type      TEXT NOT NULL,
	text      TEXT NOT NULL, -- what is signed
	body      TEXT NOT NULL, -- the first signer's, or '' for an owner
	by        TEXT NOT NULL, -- the first signer's passkey
	created   BIGINT NOT NULL,
	expires   BIGINT NOT NULL
);
CREATE TABLE signatures (
	act       TEXT NOT NULL REFERENCES pending (act) ON DELETE CASCADE,
	by        TEXT NOT NULL,
	person    TEXT NOT NULL, -- pseudonym of an owner
	signature TEXT NOT NULL, -- JSON
	sent      BIGINT NOT NULL, -- when the act was sent with this as its last signature, or 0
	place     BIGINT NOT NULL,
	PRIMARY KEY (act, by)
);
CREATE TABLE ceremonies (
	challenge TEXT PRIMARY KEY, -- base64url
	kind      TEXT NOT NULL,
	browser   TEXT NOT NULL, -- SHA-256 (hex) of the cookie of the browser that began it
	about     BYTEA NOT NULL, -- JSON
	expires   BIGINT NOT NULL
);
CREATE UNLOGGED TABLE buckets ( -- of callers, for limits
	name    TEXT NOT NULL, -- the limit's
	caller  TEXT NOT NULL, -- SHA-256 (hex)
	full_at DOUBLE PRECISION NOT NULL, -- Unix time by the database's clock
	PRIMARY KEY (name, caller)
);
`}

// schema is that of a server's database; its name is the servers' in PostgreSQL.
var schema = tables.Schema{Name: "server", SQLite: databaseSteps, Postgres: sharedSteps}

// openDatabase opens a server's file, and what it shares with others, if that is elsewhere: a PostgreSQL URL.
func openDatabase(ctx context.Context, path, shared string) (*database, error) {
	file, err := tables.Open(ctx, path, schema)
	if err != nil {
		return nil, fmt.Errorf("open the server's database %s: %w", path, err)
	}
	d := &database{file, file}
	if shared != "" {
		if d.shared, err = tables.Open(ctx, shared, schema); err != nil {
			return nil, errors.Join(fmt.Errorf("open what the body's servers share: %w", err), file.Close())
		}
	}
	if err := d.move(ctx); err != nil {
		return nil, errors.Join(err, d.close())
	}
	return d, nil
}

func (d *database) close() error {
	err := d.own.Close()
	if d.shared != d.own {
		err = errors.Join(err, d.shared.Close())
	}
	return err
}

// waiting is what keeps the acts that await signatures.
func (d *database) waiting(x *index.Index) cosign.Store { return cosign.Store{DB: d.shared, Index: x} }

// sentFor is how long, in seconds, an act is taken for being sent by another server, which may have ended: longer than that waits.
const sentFor = 2 * int64(relayWithin/time.Second)

// keysFor is how long a request's Idempotency-Key is remembered, in seconds.
const keysFor = 24 * 3600

func (d *database) sweep(ctx context.Context, now int64) error {
	var err error
	if d.shared.Shared() {
		_, err = d.shared.Write.ExecContext(ctx, "DELETE FROM buckets WHERE full_at < extract(epoch FROM clock_timestamp())")
		err = errors.Join(err, d.waiting(nil).TakeBackSent(ctx, now-sentFor))
	}
	for statement, before := range map[string]int64{
		"DELETE FROM sessions WHERE expires < $1": now, "DELETE FROM ceremonies WHERE expires < $1": now,
		"DELETE FROM pending WHERE expires < $1": now, "DELETE FROM invited WHERE expires < $1": now,
		"DELETE FROM requests WHERE at < $1": now - keysFor, "DELETE FROM sent WHERE at < $1": now - keysFor,
	} {
		_, failed := d.shared.Write.ExecContext(ctx, statement, before)
		err = errors.Join(err, failed)
	}
	return err
}

// checkpoint is how far the tables have followed the ledger.
func (d *database) checkpoint(ctx context.Context) (at ledger.Checkpoint, err error) {
	if err = d.own.Read.QueryRowContext(ctx, "SELECT blocks, hash FROM checkpoint").Scan(&at.Blocks, &at.Hash); err != nil {
		err = fmt.Errorf("read how far the server's database is: %w", err)
	}
	return at, err
}
