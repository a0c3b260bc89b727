// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/linli-project/linli/rules/device"
)

// Told is what is known here of a command.
type Told struct {
	Outcome device.Outcome // "": the device was being told when this was written
	At      int64          // Unix time of the outcome
}

// Told finds a command by the hash of the act that gave it; false: nothing was done about it yet.
func (s *Store) Told(ctx context.Context, id string) (told Told, known bool, err error) {
	err = s.db.Read.QueryRowContext(ctx, "SELECT outcome, at FROM commands WHERE id = ?", id).Scan(&told.Outcome, &told.At)
	if errors.Is(err, sql.ErrNoRows) {
		return Told{}, false, nil
	}
	if err != nil {
		return Told{}, false, fmt.Errorf("read what a device was told: %w", err)
	}
	return told, true, nil
}

// Tell keeps that a device is about to be told, or what came of it.
func (t *Tx) Tell(id string, told Told) error {
	_, err := t.exec("INSERT INTO commands (id, outcome, at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET outcome = excluded.outcome, at = excluded.at",
		id, told.Outcome, told.At)
	return err
}

// Untold takes a command back that did not reach the device.
func (t *Tx) Untold(id string) error {
	_, err := t.exec("DELETE FROM commands WHERE id = ?", id)
	return err
}
