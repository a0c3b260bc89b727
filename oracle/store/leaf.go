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

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// ErrNotLogged: the event is kept, and is not on the ledger yet.
var ErrNotLogged = errors.New("the event is not on the ledger yet")

// Leaves are the first events of a community's log, by their ids.
func (s *Store) Leaves(ctx context.Context, community string, size int64) (all []device.ID, err error) {
	err = s.eachLeaf(ctx, community, size, func(leaves iter.Seq[device.ID]) error {
		all = slices.Collect(leaves)
		return nil
	})
	return all, err
}

// eachLeaf gives the first events of a community's log to a function, which may end early.
func (s *Store) eachLeaf(ctx context.Context, community string, size int64, do func(iter.Seq[device.ID]) error) error {
	rows, err := s.db.Read.QueryContext(ctx, "SELECT id FROM leaves WHERE community = ? AND log_index < ? ORDER BY log_index", community, size)
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
// the newest size of which the store knows: what one append put on the ledger is noted at once, so that the ledger has a root for it. (The
// roots at which older appends ended are on the ledger as well, and the store does not keep where that was.) The error is ErrNotLogged, or
// ErrNotFound if there is no such event. It reads the whole log.
func (s *Store) Prove(ctx context.Context, community, oracle, event string) (device.EventProof, error) {
	p := device.EventProof{Community: community, ID: event, Oracle: oracle, V: device.Version}
	kept, err := s.Event(ctx, event)
	switch {
	case err == nil && kept.Index < 0:
		return p, ErrNotLogged
	case err == nil:
		p.Event = kept.Text
	case !errors.Is(err, ErrNotFound): // of which the leaf may be there
		return p, err
	}
	size, err := s.placed(ctx, &p)
	if err != nil {
		return p, err
	}
	err = s.eachLeaf(ctx, community, size, func(leaves iter.Seq[device.ID]) error {
		path, root, err := device.Prove(uint64(p.Index), uint64(size), leaves) //nolint:gosec // not negative
		p.Proof, p.Root = bytes.Join(path, nil), hex.EncodeToString(root)
		return err
	})
	if err != nil {
		return p, fmt.Errorf("prove an event: %w", err)
	}
	return p, nil
}

// placed reads where an event is in its community's log, and how many events that has.
func (s *Store) placed(ctx context.Context, p *device.EventProof) (size int64, err error) {
	err = s.db.Read.QueryRowContext(ctx, "SELECT log_index FROM leaves WHERE community = ? AND id = unhex(?)", p.Community, p.ID).Scan(&p.Index)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	if err == nil { // afterwards: the log grows
		err = s.db.Read.QueryRowContext(ctx, "SELECT max(log_index) + 1 FROM leaves WHERE community = ?", p.Community).Scan(&size)
	}
	if err != nil {
		return 0, fmt.Errorf("find an event in the log: %w", err)
	}
	p.Size = act.Int(size)
	return size, nil
}
