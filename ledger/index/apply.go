// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/ledger"
)

// Name is what the log calls the index among the projections of the ledger.
func (x *Index) Name() string { return "mirror" }

// Checkpoint is how far the index mirrors the channel that begins with a block (its hash, hex). An empty index becomes that
// channel's; the error is ErrOtherChannel if it is another's.
func (x *Index) Checkpoint(ctx context.Context, channel string) (ledger.Checkpoint, error) {
	err := x.inTransaction(ctx, func(tx *sql.Tx) error {
		var known string
		if err := tx.QueryRowContext(ctx, "SELECT genesis FROM checkpoint").Scan(&known); err != nil {
			return fmt.Errorf("read the index's channel: %w", err)
		}
		if known != "" && known != channel {
			return fmt.Errorf("%w: it mirrors the one that begins with block %s, the ledger begins with %s", ErrOtherChannel, known,
				channel)
		}
		_, err := tx.ExecContext(ctx, "UPDATE checkpoint SET genesis = ?", channel)
		return err
	})
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.at, err
}

// Apply mirrors the next block, and keeps the checkpoint in the same database transaction. The error is ErrTwoWriters if it is
// not the next one.
func (x *Index) Apply(ctx context.Context, b ledger.Block) error {
	at := b.Checkpoint()
	err := x.inTransaction(ctx, func(tx *sql.Tx) error {
		moved, err := tx.ExecContext(ctx, "UPDATE checkpoint SET blocks = ?, hash = ? WHERE blocks = ?", at.Blocks, at.Hash, b.Number)
		if err != nil {
			return err
		}
		if rows, err := moved.RowsAffected(); err != nil || rows != 1 {
			return ErrTwoWriters
		}
		return mirror(ctx, tx, b)
	})
	if err != nil {
		return fmt.Errorf("mirror in the index: %w", err)
	}
	x.moveTo(at)
	return nil
}

func mirror(ctx context.Context, tx *sql.Tx, b ledger.Block) error {
	s, err := prepared(ctx, tx)
	defer s.close()
	if err != nil {
		return err
	}
	for _, t := range b.Transactions {
		if t.Code != peer.TxValidationCode_VALID {
			continue
		}
		if err := mirrorTransaction(ctx, tx, s, b.Number, t); err != nil {
			return err
		}
	}
	return nil
}

// statements are those that a block needs again and again.
type statements struct {
	put, keep, hold *sql.Stmt // a document, an act, a credential
	own, sum, due   *sql.Stmt // whose a document is, what it adds to the sums of points, and when it is due
}

const insertDocument = `INSERT INTO documents (key, json, block, tx, deleted) VALUES (?, ?, ?, ?, ?)
	ON CONFLICT (key) DO UPDATE SET json = excluded.json, block = excluded.block, tx = excluded.tx, deleted = excluded.deleted`

func prepared(ctx context.Context, tx *sql.Tx) (s statements, err error) {
	for _, p := range []struct {
		into  **sql.Stmt
		query string
	}{
		{&s.put, insertDocument}, {&s.keep, insertAct}, {&s.hold, insertCredential},
		{&s.own, insertOwned}, {&s.sum, addToSum}, {&s.due, insertDue},
	} {
		if *p.into, err = tx.PrepareContext(ctx, p.query); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (s statements) close() {
	for _, statement := range []*sql.Stmt{s.put, s.keep, s.hold, s.own, s.sum, s.due} {
		if statement != nil {
			_ = statement.Close() // the transaction's end closes it anyway
		}
	}
}

func mirrorTransaction(ctx context.Context, tx *sql.Tx, s statements, block uint64, t ledger.Transaction) error {
	for _, a := range ActsOf(t) {
		if err := keepAct(ctx, s.keep, block, t, a); err != nil {
			return err
		}
	}
	for _, w := range t.Writes {
		kind, attributes, ok := contract.SplitKey(w.Key)
		if !ok {
			continue // no document
		}
		if _, err := s.put.ExecContext(ctx, []byte(w.Key), notNull(w.Value), block, t.ID, w.Deleted); err != nil {
			return err
		}
		var err error
		switch kind {
		case contract.Credentials.Kind():
			err = keepCredential(ctx, s.hold, attributes[0], w)
		case order.Orders.Kind():
			err = keepOrder(ctx, tx, attributes[0], w)
		default:
			err = keepOwned(ctx, tx, s, kind, attributes, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func notNull(value []byte) []byte {
	if value == nil {
		return []byte{}
	}
	return value
}
