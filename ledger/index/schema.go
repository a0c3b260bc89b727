// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/linli-project/linli/ledger"
)

// version of the schema; a file with another one is emptied.
const version = 10

// schema: key is Fabric's composite key, whose bytes sort as the ledger's do. acts are those of the documents' kind "act", with what
// their blocks say of them; credentials are those of its kind "credential" that owners have, by person;
// orders are those of its kind "order" by what they are listed by, and order_names whom and what they name. owned is which deeds,
// vouchers and transfers of points and which breaches are a household's, points_sums what transfers come to, and due what time changes
// when, if nothing else happens to it. bookings and visits are those of the documents' kinds "booking" and "visit" by what they are looked
// for, and spaces which car park each space is in.
const schema = `
CREATE TABLE documents (
	key     BLOB PRIMARY KEY,
	json    BLOB NOT NULL,
	block   INTEGER NOT NULL,
	tx      TEXT NOT NULL,
	deleted INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE acts (
	hash         TEXT PRIMARY KEY,
	community    TEXT NOT NULL,
	number       TEXT NOT NULL,
	type         TEXT NOT NULL,
	subject_kind TEXT NOT NULL,
	subject_id   TEXT NOT NULL,
	subject_part TEXT NOT NULL,
	tx           TEXT NOT NULL,
	block        INTEGER NOT NULL,
	at           INTEGER NOT NULL,
	signers      TEXT NOT NULL -- JSON
) WITHOUT ROWID;
CREATE INDEX acts_numbered ON acts (community, number);
CREATE INDEX acts_about ON acts (community, subject_kind, subject_id, type, subject_part);
CREATE TABLE credentials (
	community TEXT NOT NULL,
	person    TEXT NOT NULL,
	key       BLOB NOT NULL,
	PRIMARY KEY (community, person, key)
) WITHOUT ROWID;
CREATE TABLE orders (
	key       BLOB PRIMARY KEY,
	community TEXT NOT NULL,
	kind      TEXT NOT NULL,
	grid      TEXT NOT NULL,
	state     TEXT NOT NULL,
	raised    INTEGER NOT NULL,
	closed    INTEGER NOT NULL -- 0 while it is open
) WITHOUT ROWID;
CREATE INDEX orders_open ON orders (closed, key);
CREATE INDEX orders_raised ON orders (community, raised, key);
CREATE INDEX orders_closed ON orders (community, -closed, key) WHERE closed > 0;
CREATE TABLE order_names (
	community TEXT NOT NULL,
	name      TEXT NOT NULL, -- of who raised it, a household, or what is said or shown in it
	key       BLOB NOT NULL,
	PRIMARY KEY (community, name, key)
) WITHOUT ROWID;
CREATE INDEX order_names_of ON order_names (key);
CREATE TABLE owned (
	id        INTEGER PRIMARY KEY, -- grows as the ledger does
	community TEXT NOT NULL,
	kind      TEXT NOT NULL,
	household TEXT NOT NULL,
	key       BLOB NOT NULL,
	UNIQUE (key, household)
);
CREATE INDEX owned_by_household ON owned (community, kind, household, id);
CREATE INDEX owned_in_turn ON owned (community, kind, id);
CREATE TABLE points_sums (
	community TEXT NOT NULL,
	what      TEXT NOT NULL,
	name      TEXT NOT NULL, -- of what was earned, the way and the rule; of what was spent, the service
	household TEXT NOT NULL, -- '' where it does not matter whose they are
	amount    INTEGER NOT NULL,
	PRIMARY KEY (community, what, name, household)
) WITHOUT ROWID;
CREATE TABLE due (
	key  BLOB PRIMARY KEY, -- of an account of which a lot ends, or of a voucher, a breach, a case or a booking that is open
	kind TEXT NOT NULL,
	at   INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE bookings (
	key       BLOB PRIMARY KEY,
	community TEXT NOT NULL,
	space     TEXT NOT NULL,
	guest     TEXT NOT NULL, -- a party's name, as host is
	host      TEXT NOT NULL,
	plate     TEXT NOT NULL, -- commitment
	state     TEXT NOT NULL, -- as it was written: time alone may have moved it on
	begin     INTEGER NOT NULL,
	until     INTEGER NOT NULL,
	asked     INTEGER NOT NULL,
	changed   INTEGER NOT NULL,
	closed    INTEGER NOT NULL -- 0 while it is open
) WITHOUT ROWID;
CREATE INDEX bookings_of_car ON bookings (community, plate, until);
CREATE INDEX bookings_of_space ON bookings (community, space, until);
CREATE INDEX bookings_of_guest ON bookings (community, guest, asked);
CREATE INDEX bookings_of_host ON bookings (community, host, asked);
CREATE INDEX bookings_open ON bookings (community, until) WHERE closed = 0;
CREATE TABLE spaces (
	community TEXT NOT NULL,
	space     TEXT NOT NULL,
	lot       TEXT NOT NULL,
	PRIMARY KEY (community, space)
) WITHOUT ROWID;
CREATE INDEX spaces_of_lot ON spaces (community, lot, space);
CREATE TABLE visits (
	key       BLOB PRIMARY KEY,
	community TEXT NOT NULL,
	lot       TEXT NOT NULL,
	begin     INTEGER NOT NULL,
	until     INTEGER NOT NULL -- when it was ended, if it was
) WITHOUT ROWID;
CREATE INDEX visits_to_lot ON visits (community, lot, until);
CREATE TABLE checkpoint (
	one     INTEGER PRIMARY KEY CHECK (one = 1),
	genesis TEXT NOT NULL,
	blocks  INTEGER NOT NULL,
	hash    BLOB
);
INSERT INTO checkpoint VALUES (1, '', 0, NULL);
`

// prepare makes the tables unless they are there.
func (x *Index) prepare(ctx context.Context) error {
	return x.inTransaction(ctx, func(tx *sql.Tx) error {
		var found int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil || found == version {
			return err
		}
		return create(ctx, tx)
	})
}

// Rebuild empties the index, so that it begins with the first block, of whichever channel.
func (x *Index) Rebuild(ctx context.Context) error {
	if err := x.inTransaction(ctx, func(tx *sql.Tx) error { return create(ctx, tx) }); err != nil {
		return fmt.Errorf("empty the index: %w", err)
	}
	x.moveTo(ledger.Checkpoint{})
	return nil
}

func create(ctx context.Context, tx *sql.Tx) error {
	for _, table := range []string{
		"documents", "acts", "credentials", "orders", "order_names", "owned", "points_sums", "due", "bookings", "spaces",
		"visits", "checkpoint",
	} {
		if _, err := tx.ExecContext(ctx, "DROP TABLE IF EXISTS "+table); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf("%s PRAGMA user_version = %d", schema, version))
	return err
}

// inTransaction runs a transaction that holds the write lock from its beginning.
func (x *Index) inTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := x.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func checkpoint(ctx context.Context, db *sql.DB) (at ledger.Checkpoint, err error) {
	err = db.QueryRowContext(ctx, "SELECT blocks, hash FROM checkpoint").Scan(&at.Blocks, &at.Hash)
	return at, err
}
