// SPDX-License-Identifier: Apache-2.0

package cosigner

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/tables"
)

// schema: what this body has signed is there before anybody else has it, and stays; that of the ledger's own heads is read again from the
// blocks if the file was lost.
const schema = `
CREATE TABLE signed (
	size INTEGER PRIMARY KEY,
	root BLOB NOT NULL,
	at   INTEGER NOT NULL,
	note TEXT NOT NULL,
	kept INTEGER NOT NULL -- whether it is on the ledger
);
CREATE TABLE others ( -- the newest head of each other body
	msp  TEXT PRIMARY KEY,
	size INTEGER NOT NULL,
	root BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE checkpoint (
	one       INTEGER PRIMARY KEY CHECK (one = 1),
	genesis   TEXT NOT NULL,
	blocks    INTEGER NOT NULL,
	hash      BLOB,
	news      INTEGER NOT NULL, -- blocks up to the last one in which something besides right heads took effect
	published INTEGER NOT NULL  -- blocks up to the last one in which a result was published
);
INSERT INTO checkpoint VALUES (1, '', 0, NULL, 0, 0);
`

// postgres is the same for several servers of a body.
const postgres = `
CREATE TABLE signed (size BIGINT PRIMARY KEY, root BYTEA NOT NULL, at BIGINT NOT NULL, note TEXT NOT NULL, kept INTEGER NOT NULL);
CREATE TABLE others (msp TEXT PRIMARY KEY, size BIGINT NOT NULL, root BYTEA NOT NULL);
CREATE TABLE checkpoint (
	one       INTEGER PRIMARY KEY CHECK (one = 1),
	genesis   TEXT NOT NULL,
	blocks    BIGINT NOT NULL,
	hash      BYTEA,
	news      BIGINT NOT NULL,
	published BIGINT NOT NULL
);
INSERT INTO checkpoint VALUES (1, '', 0, NULL, 0, 0);
`

// schemas are those of the memory. A signature is on the disk before it is anywhere else: hence synchronous, as PostgreSQL is.
var schemas = tables.Schema{Name: "witness", SQLite: []string{schema}, Postgres: []string{postgres}, Pragmas: []string{"synchronous(FULL)"}}

// memory is what was signed, by whom.
type memory struct {
	tables.DB

	own checkpoint.Witness // with the key that the server has now
}

func openMemory(ctx context.Context, at string, own checkpoint.Witness) (memory, error) {
	db, err := tables.Open(ctx, at, schemas)
	return memory{db, own}, err
}

// takeOver takes what a file says was signed before several servers shared it.
func (m memory) takeOver(ctx context.Context, path string) (err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) || !m.Shared() {
		return nil
	}
	file, err := tables.Open(ctx, path, schemas)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return m.InTransaction(ctx, func(to *sql.Tx) error {
		return tables.Copy(ctx, file.Read, to, "signed", "size", "root", "at", "note", "kept")
	})
}

func (m memory) checkpoint(ctx context.Context, channel string) (at ledger.Checkpoint, err error) {
	err = m.InTransaction(ctx, func(tx *sql.Tx) error {
		var known string
		if err := tx.QueryRowContext(ctx, "SELECT genesis, blocks, hash FROM checkpoint").Scan(&known, &at.Blocks, &at.Hash); err != nil {
			return err
		}
		if known != "" && known != channel {
			return fmt.Errorf("the witness is of the ledger that begins with %s, this one begins with %s: %w", known, channel,
				ledger.ErrOtherChain)
		}
		_, err := tx.ExecContext(ctx, "UPDATE checkpoint SET genesis = $1", channel)
		return err
	})
	return at, err
}

// made says whether a note was signed with the key that this server has now. What was signed with one before, by whoever had it, binds it
// to nothing: the body has named another key to be rid of that one.
func (m memory) made(note string) bool {
	c, err := checkpoint.Open(note, []checkpoint.Witness{m.own})
	return err == nil && len(c.By) == 1
}

// take keeps what a block has. What is there under this server's key it has signed, whatever the file knows.
func (m memory) take(ctx context.Context, s seen) error {
	return m.InTransaction(ctx, func(tx *sql.Tx) error {
		taken, err := tx.ExecContext(ctx, `UPDATE checkpoint SET blocks = $1, hash = $2, news = CASE WHEN $3 THEN $1 ELSE news END,
			published = CASE WHEN $4 THEN $1 ELSE published END WHERE blocks < $1`, s.Blocks, s.Hash, s.news, s.published)
		if err != nil {
			return err
		}
		if n, err := taken.RowsAffected(); n == 0 || err != nil { // another server has
			return err
		}
		for _, h := range s.heads {
			if err := m.keep(ctx, tx, h); err != nil {
				return err
			}
		}
		return nil
	})
}

func (m memory) keep(ctx context.Context, tx *sql.Tx, h signed) (err error) {
	switch {
	case h.msp == m.own.MSP && m.made(h.note):
		_, err = tx.ExecContext(ctx, `INSERT INTO signed VALUES ($1, $2, $3, $4, 1) ON CONFLICT (size) DO UPDATE SET kept = 1`,
			h.Size, h.Root[:], h.at, h.note)
	case h.msp != m.own.MSP:
		_, err = tx.ExecContext(ctx, "INSERT INTO others VALUES ($1, $2, $3) ON CONFLICT (msp) DO UPDATE SET size = excluded.size, root = excluded.root",
			h.msp, h.Size, h.Root[:])
	}
	return err
}
