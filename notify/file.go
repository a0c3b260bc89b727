// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/linli-project/linli/sqlitefile"
)

// versions are what makes the tables of each version out of those of the one before.
var versions = []string{
	schema,
	"ALTER TABLE deliveries ADD COLUMN reason TEXT NOT NULL DEFAULT ''; -- why the last try failed",
	"ALTER TABLE notices ADD COLUMN occasion TEXT NOT NULL DEFAULT ''; -- which time it is, of what can happen again",
	alarmTables,
}

// schema is that of the first version: what follows from the ledger is written in one transaction with the checkpoint, so that nothing is
// lost or told twice, wherever the process is stopped. Times are Unix seconds.
const schema = `
CREATE TABLE notices (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	community TEXT NOT NULL,
	audience  TEXT NOT NULL, -- "owners", "officers", "body:" and a body's id, or a pseudonym
	kind      TEXT NOT NULL,
	election  TEXT NOT NULL,
	subject   TEXT NOT NULL, -- the act, right, passkey … it is about
	at        INTEGER NOT NULL,
	tx        TEXT NOT NULL, -- '' for what is no transaction's doing
	block     INTEGER NOT NULL,
	UNIQUE (community, audience, kind, election, subject)
);
CREATE TABLE seen (
	community TEXT NOT NULL,
	reader    TEXT NOT NULL,
	up_to     INTEGER NOT NULL, -- a notice's id
	PRIMARY KEY (community, reader)
) WITHOUT ROWID;
CREATE TABLE reminded (
	community TEXT NOT NULL,
	election  TEXT NOT NULL,
	kind      TEXT NOT NULL,
	PRIMARY KEY (community, election, kind)
) WITHOUT ROWID;
CREATE TABLE deliveries (
	id        INTEGER PRIMARY KEY AUTOINCREMENT,
	way       TEXT NOT NULL,    -- "mail", or a webhook's address
	community TEXT NOT NULL,
	person    TEXT NOT NULL,    -- of mails
	notice    INTEGER NOT NULL, -- 0 asks a person to confirm his address
	created   INTEGER NOT NULL,
	expires   INTEGER NOT NULL, -- then it is given up
	tries     INTEGER NOT NULL DEFAULT 0,
	next      INTEGER NOT NULL, -- when to try again
	state     TEXT NOT NULL DEFAULT 'waiting' -- or 'done', 'dead'
);
CREATE INDEX deliveries_due ON deliveries (way, state, next);
CREATE TABLE tokens (
	token     TEXT PRIMARY KEY, -- SHA-256 (hex)
	community TEXT NOT NULL,
	person    TEXT NOT NULL,
	address   TEXT NOT NULL, -- HMAC (hex) of the address under the token
	expires   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE checkpoint (one INTEGER PRIMARY KEY CHECK (one = 1), blocks INTEGER NOT NULL, hash BLOB);
INSERT INTO checkpoint VALUES (1, 0, NULL);
`

// alarmTables are of what operators are told. It does not follow from the ledger.
const alarmTables = `
CREATE TABLE alarms (
	name  TEXT PRIMARY KEY,
	since INTEGER NOT NULL, -- when it was first seen
	seen  INTEGER NOT NULL, -- and last
	level INTEGER NOT NULL, -- that was told; 0: none yet
	zh    TEXT NOT NULL,
	en    TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE letters ( -- to operators
	id      INTEGER PRIMARY KEY AUTOINCREMENT,
	subject TEXT NOT NULL,
	text    TEXT NOT NULL,
	at      INTEGER NOT NULL
);
`

const readers = 8

func (n *Notifier) open(ctx context.Context) error {
	file, err := sqlitefile.Open(n.File, readers)
	if err != nil {
		return err
	}
	n.write, n.read = file.Write, file.Read
	return n.prepare(ctx)
}

func (n *Notifier) prepare(ctx context.Context) error {
	return n.inTransaction(ctx, func(tx *sql.Tx) error {
		var found int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil {
			return err
		}
		if found > len(versions) {
			return fmt.Errorf("its tables are of version %d; this software reads %d", found, len(versions))
		}
		for i, change := range versions[found:] {
			if _, err := tx.ExecContext(ctx, fmt.Sprintf("%s\nPRAGMA user_version = %d", change, found+i+1)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Close closes the file.
func (n *Notifier) Close() error { return sqlitefile.DB{Write: n.write, Read: n.read}.Close() }

func (n *Notifier) inTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := n.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}
