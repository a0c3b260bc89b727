// SPDX-License-Identifier: Apache-2.0

package cosigner

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/sqlitefile"
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
PRAGMA user_version = 1;
`

// memory is what was signed, by whom. A signature is on the disk before it is anywhere else: hence synchronous.
type memory struct {
	file sqlitefile.DB
	own  checkpoint.Witness // with the key that the server has now
}

func openMemory(ctx context.Context, path string, own checkpoint.Witness) (memory, error) {
	file, err := sqlitefile.Open(path, 1, "synchronous(FULL)")
	if err != nil {
		return memory{}, err
	}
	m := memory{file, own}
	err = m.inTransaction(ctx, func(tx *sql.Tx) error {
		var found int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil || found == 1 {
			return err
		}
		if found > 1 {
			return fmt.Errorf("its tables are of version %d; this software reads 1", found)
		}
		_, err := tx.ExecContext(ctx, schema)
		return err
	})
	if err != nil {
		return m, errors.Join(fmt.Errorf("%s: %w", path, err), m.Close())
	}
	return m, nil
}

// Close closes the file.
func (m memory) Close() error { return m.file.Close() }

func (m memory) inTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := m.file.Write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (m memory) checkpoint(ctx context.Context, channel string) (at ledger.Checkpoint, err error) {
	err = m.inTransaction(ctx, func(tx *sql.Tx) error {
		var known string
		if err := tx.QueryRowContext(ctx, "SELECT genesis, blocks, hash FROM checkpoint").Scan(&known, &at.Blocks, &at.Hash); err != nil {
			return err
		}
		if known != "" && known != channel {
			return fmt.Errorf("the witness is of the ledger that begins with %s, this one begins with %s: %w", known, channel,
				ledger.ErrOtherChain)
		}
		_, err := tx.ExecContext(ctx, "UPDATE checkpoint SET genesis = ?", channel)
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
	return m.inTransaction(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE checkpoint SET blocks = ?, hash = ?", s.Blocks, s.Hash); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE checkpoint SET news = ? WHERE ?", s.Blocks, s.news); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE checkpoint SET published = ? WHERE ?", s.Blocks, s.published); err != nil {
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
		_, err = tx.ExecContext(ctx, `INSERT INTO signed VALUES (?, ?, ?, ?, 1) ON CONFLICT (size) DO UPDATE SET kept = 1`,
			h.Size, h.Root[:], h.at, h.note)
	case h.msp != m.own.MSP:
		_, err = tx.ExecContext(ctx, "INSERT INTO others VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET size = excluded.size, root = excluded.root",
			h.msp, h.Size, h.Root[:])
	}
	return err
}
