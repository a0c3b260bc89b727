// SPDX-License-Identifier: Apache-2.0

// Package tree keeps the tree of the ledger's blocks (package checkpoint), as the blocks come: for each block what the tree has of it, and
// the hash of every subtree that is complete. From these follows at once the head that the ledger had at any size, and the way of any block
// to it. Beside it is kept where evidence is found: in which blocks a document was written, which acts name a matter, and which blocks say
// who may order or endorse. It holds nothing that the ledger does not, so it can be thrown away and built anew at any time.
package tree

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/sqlitefile"
)

// version of the schema; a file with another one is emptied.
const version = 2

const schema = `
CREATE TABLE blocks (
	number INTEGER PRIMARY KEY,
	hash   BLOB NOT NULL,
	writes BLOB NOT NULL -- root of the tree of its writes
);
CREATE TABLE nodes ( -- complete subtrees
	level INTEGER NOT NULL,
	place INTEGER NOT NULL,
	hash  BLOB NOT NULL,
	PRIMARY KEY (level, place)
) WITHOUT ROWID;
CREATE TABLE places ( -- of the documents that evidence shows, and of heads
	key   BLOB NOT NULL,
	block INTEGER NOT NULL,
	place INTEGER NOT NULL, -- in the tree of its writes
	PRIMARY KEY (key, block, place)
) WITHOUT ROWID;
CREATE TABLE about ( -- acts that name a matter
	community TEXT NOT NULL,
	kind      TEXT NOT NULL,
	id        TEXT NOT NULL,
	act       BLOB NOT NULL, -- key of its document
	PRIMARY KEY (community, kind, id, act)
) WITHOUT ROWID;
CREATE TABLE control ( -- blocks that say who may order, or who has to endorse
	block   INTEGER PRIMARY KEY,
	config  INTEGER NOT NULL,
	defines INTEGER NOT NULL
);
CREATE TABLE checkpoint (one INTEGER PRIMARY KEY CHECK (one = 1), genesis TEXT NOT NULL, blocks INTEGER NOT NULL, hash BLOB);
INSERT INTO checkpoint VALUES (1, '', 0, NULL);
`

// readers is how many proofs are made at a time.
const readers = 8

// Tree is an open file. It is safe for concurrent use; one process at a time may Apply blocks to it.
type Tree struct{ file sqlitefile.DB }

// Open opens a file, making it if there is none.
func Open(path string) (*Tree, error) {
	file, err := sqlitefile.Open(path, readers)
	if err != nil {
		return nil, fmt.Errorf("open the tree of blocks: %w", err)
	}
	t := &Tree{file}
	if err := t.prepare(context.Background()); err != nil {
		return nil, errors.Join(fmt.Errorf("open the tree of blocks %s: %w", path, err), t.Close())
	}
	return t, nil
}

// Close closes the file. End what applies blocks before.
func (t *Tree) Close() error { return t.file.Close() }

func (t *Tree) prepare(ctx context.Context) error {
	return t.inTransaction(ctx, func(tx *sql.Tx) error {
		var found int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&found); err != nil || found == version {
			return err
		}
		for _, table := range []string{"blocks", "nodes", "places", "about", "control", "checkpoint"} {
			if _, err := tx.ExecContext(ctx, "DROP TABLE IF EXISTS "+table); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("%s PRAGMA user_version = %d", schema, version))
		return err
	})
}

func (t *Tree) inTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := t.file.Write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Name is what the log calls the tree among the projections of the ledger.
func (*Tree) Name() string { return "tree" }

// Checkpoint is how far the tree has come. An empty one becomes the channel's; the error is ledger.ErrOtherChain if it is another's.
func (t *Tree) Checkpoint(ctx context.Context, channel string) (at ledger.Checkpoint, err error) {
	err = t.inTransaction(ctx, func(tx *sql.Tx) error {
		var known string
		if err := tx.QueryRowContext(ctx, "SELECT genesis, blocks, hash FROM checkpoint").Scan(&known, &at.Blocks, &at.Hash); err != nil {
			return err
		}
		if known != "" && known != channel {
			return fmt.Errorf("the tree is of the ledger that begins with %s, this one begins with %s: %w", known, channel, ledger.ErrOtherChain)
		}
		_, err := tx.ExecContext(ctx, "UPDATE checkpoint SET genesis = ?", channel)
		return err
	})
	return at, err
}

// WritesOf are what took effect of a block, in the order of its tree.
func WritesOf(b ledger.Block) (writes []checkpoint.Write) {
	for _, t := range b.Transactions {
		if t.Code != peer.TxValidationCode_VALID {
			continue
		}
		for _, w := range t.Writes {
			write := checkpoint.Write{Tx: t.ID, Key: w.Key, Value: w.Value}
			if w.Deleted {
				write.Value = nil
			}
			writes = append(writes, write)
		}
	}
	return writes
}

// Apply adds the next block, and keeps the checkpoint in the same database transaction.
func (t *Tree) Apply(ctx context.Context, b ledger.Block) error {
	notes, err := NotesOf(b)
	if err != nil {
		return err
	}
	return t.inTransaction(ctx, func(tx *sql.Tx) error {
		moved, err := tx.ExecContext(ctx, "UPDATE checkpoint SET blocks = ?, hash = ? WHERE blocks = ?", b.Number+1, b.Hash, b.Number)
		if err != nil {
			return err
		}
		if rows, err := moved.RowsAffected(); err != nil || rows != 1 {
			return errors.Join(err, fmt.Errorf("block %d is not the next one: another process writes into the file", b.Number))
		}
		if err := add(ctx, tx, notes.Block); err != nil {
			return err
		}
		return notes.keep(ctx, tx)
	})
}

func add(ctx context.Context, tx *sql.Tx, b checkpoint.Block) error {
	complete, err := checkpoint.Grow(b.Number, b.Leaf(), nodes(ctx, tx))
	if err != nil {
		return err
	}
	for _, n := range complete {
		if _, err := tx.ExecContext(ctx, "INSERT INTO nodes VALUES (?, ?, ?)", n.Level, n.Index, n.Hash[:]); err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO blocks VALUES (?, ?, ?)", b.Number, b.Hash[:], b.Writes[:])
	return err
}
