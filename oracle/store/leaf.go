// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/sqlitefile"
)

// ErrNotLogged is that of an event that is kept, and is not on the ledger yet.
var ErrNotLogged = errors.New("the event is not on the ledger yet")

// Log is what a store has of its communities' logs: all that proofs are made of. It only reads. Close one that was opened.
type Log struct{ db sqlitefile.DB }

// OpenLog opens the logs of the store in a file, also while an oracle has the store open, and changes nothing.
func OpenLog(path string) (Log, error) {
	db, err := sqlitefile.OpenRead(path, 1)
	if err != nil {
		return Log{}, fmt.Errorf("open the oracle's store: %w", err)
	}
	return Log{db}, nil
}

// Close closes what was opened.
func (l Log) Close() error { return l.db.Close() }

// Leaves are the first events of a community's log, by their ids.
func (s *Store) Leaves(ctx context.Context, community string, size int64) (all []device.ID, err error) {
	err = Log{s.db}.each(ctx, community, size, func(leaves iter.Seq[device.ID]) error {
		all = slices.Collect(leaves)
		return nil
	})
	return all, err
}

// Prove is that of the store's Log.
func (s *Store) Prove(ctx context.Context, community, oracle, event string) (device.EventProof, error) {
	return Log{s.db}.Prove(ctx, community, oracle, event)
}

// each gives the first events of a community's log to a function, which may end early.
func (l Log) each(ctx context.Context, community string, size int64, do func(iter.Seq[device.ID]) error) error {
	rows, err := l.db.Read.QueryContext(ctx, "SELECT id FROM leaves WHERE community = ? AND log_index < ? ORDER BY log_index", community, size)
	if err != nil {
		return fmt.Errorf("list the leaves of the log: %w", err)
	}
	defer rows.Close()
	var failed error
	err = do(func(yield func(device.ID) bool) {
		var id sql.RawBytes
		for rows.Next() {
			if failed = rows.Scan(&id); failed != nil || len(id) != len(device.ID{}) || !yield(device.ID(id)) {
				return
			}
		}
	})
	return errors.Join(failed, rows.Err(), err)
}

// Prove makes the proof that an event, by its id (hex), is in the log that an oracle keeps on the ledger for a community. It is a proof for
// the newest size of which the store knows: what one append put on the ledger is noted at once, so that the ledger has a root for it. The
// error is ErrNotLogged, or ErrNotFound if there is no such event. It reads the whole log.
func (l Log) Prove(ctx context.Context, community, oracle, event string) (device.EventProof, error) {
	p := device.EventProof{Community: community, ID: event, Oracle: oracle, V: device.Version}
	if err := l.place(ctx, &p); err != nil {
		return p, err
	}
	err := l.each(ctx, community, int64(p.Size), func(leaves iter.Seq[device.ID]) error {
		path, root, err := device.Prove(uint64(p.Index), uint64(p.Size), leaves) //nolint:gosec // not negative
		p.Proof, p.Root = bytes.Join(path, nil), hex.EncodeToString(root)
		return err
	})
	if err != nil {
		return p, fmt.Errorf("prove an event: %w", err)
	}
	return p, nil
}

// place finds an event, and where it is in its community's log, and how many events that has.
func (l Log) place(ctx context.Context, p *device.EventProof) (err error) {
	var logged bool
	err = l.db.Read.QueryRowContext(ctx, "SELECT text, log_index IS NOT NULL FROM events WHERE id = ? AND community = ?", p.ID,
		p.Community).Scan(&p.Event, &logged)
	if err == nil && !logged {
		return ErrNotLogged
	}
	if err == nil || errors.Is(err, sql.ErrNoRows) { // its text may have left
		err = l.db.Read.QueryRowContext(ctx, "SELECT log_index FROM leaves WHERE community = ? AND id = unhex(?)", p.Community,
			p.ID).Scan(&p.Index)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	if err == nil { // afterwards: the log grows
		err = l.db.Read.QueryRowContext(ctx, "SELECT max(log_index) + 1 FROM leaves WHERE community = ?", p.Community).Scan(&p.Size)
	}
	if err != nil {
		return fmt.Errorf("find an event in the log: %w", err)
	}
	return nil
}
