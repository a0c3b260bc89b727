// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
)

// Batch reads the append that is on its way to a community's event log. It says whether there is one.
func (s *Store) Batch(ctx context.Context, community string, batch any) (bool, error) {
	var raw []byte
	err := s.db.Read.QueryRowContext(ctx, "SELECT json FROM batches WHERE community = ?", community).Scan(&raw)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(raw, batch)
	}
	if err != nil {
		return false, fmt.Errorf("read what is on its way to the ledger: %w", err)
	}
	return true, nil
}

// Begin keeps a batch before it is sent, so that after a crash it is sent again, and not another one with the same events.
func (t *Tx) Begin(community string, batch any) error {
	raw, err := json.Marshal(batch)
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
