// SPDX-License-Identifier: Apache-2.0

package notify

import "github.com/linli-project/linli/tables"

// versions are what makes the tables of each version out of those of the one before.
var versions = []string{
	schema,
	"ALTER TABLE deliveries ADD COLUMN reason TEXT NOT NULL DEFAULT ''; -- why the last try failed",
	"ALTER TABLE notices ADD COLUMN occasion TEXT NOT NULL DEFAULT ''; -- which time it is, of what can happen again",
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

// postgres is the schema of several servers.
const postgres = `
CREATE TABLE notices (
	id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	community TEXT NOT NULL,
	audience  TEXT NOT NULL,
	kind      TEXT NOT NULL,
	election  TEXT NOT NULL,
	subject   TEXT NOT NULL,
	at        BIGINT NOT NULL,
	tx        TEXT NOT NULL,
	block     BIGINT NOT NULL,
	occasion  TEXT NOT NULL,
	UNIQUE (community, audience, kind, election, subject)
);
CREATE TABLE seen (community TEXT NOT NULL, reader TEXT NOT NULL, up_to BIGINT NOT NULL, PRIMARY KEY (community, reader));
CREATE TABLE reminded (community TEXT NOT NULL, election TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (community, election, kind));
CREATE TABLE deliveries (
	id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	way       TEXT NOT NULL,
	community TEXT NOT NULL,
	person    TEXT NOT NULL,
	notice    BIGINT NOT NULL,
	created   BIGINT NOT NULL,
	expires   BIGINT NOT NULL,
	tries     BIGINT NOT NULL DEFAULT 0,
	next      BIGINT NOT NULL,
	state     TEXT NOT NULL DEFAULT 'waiting',
	reason    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX deliveries_due ON deliveries (way, state, next);
CREATE TABLE tokens (token TEXT PRIMARY KEY, community TEXT NOT NULL, person TEXT NOT NULL, address TEXT NOT NULL, expires BIGINT NOT NULL);
CREATE TABLE checkpoint (one INTEGER PRIMARY KEY CHECK (one = 1), blocks BIGINT NOT NULL, hash BYTEA);
INSERT INTO checkpoint VALUES (1, 0, NULL);
`

var schemas = tables.Schema{Name: "notices", SQLite: versions, Postgres: []string{postgres}}

// Close closes the file.
func (n *Notifier) Close() error { return n.db.Close() }
