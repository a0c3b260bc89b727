// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/linli-project/linli/oracle/eventlog"
)

// Batch is the append that is on its way to a community's event log; without events if none is.
func (s *Store) Batch(ctx context.Context, community string) (b eventlog.Batch, err error) {
	var raw []byte
	err = s.db.Read.QueryRowContext(ctx, "SELECT json FROM batches WHERE community = ?", community).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return b, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, &b)
	}
	if err != nil {
		return b, fmt.Errorf("read what is on its way to the ledger: %w", err)
	}
	return b, nil
}

// Begin keeps a batch before it is sent, so that after a crash it is sent again, and not another one with the same events.
func (t *Tx) Begin(community string, b eventlog.Batch) error {
	raw, err := json.Marshal(b)
	if err == nil {
		_, err = t.exec("INSERT INTO batches (community, json) VALUES (?, ?)", community, string(raw))
	}
	if err != nil {
		return fmt.Errorf("keep what goes to the ledger: %w", err)
	}
	return nil
}

// End forgets the batch, which is on the ledger, or can never be.
func (t *Tx) End(community string) error {
	_, err := t.exec("DELETE FROM batches WHERE community = ?", community)
	return err
}
